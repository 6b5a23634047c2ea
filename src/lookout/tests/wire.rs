//! The hand-written router and codec against the compiler's.

use super::*;

sol! {
    interface ILookout {
        struct Change { uint8 asset; int256 amount; }
        struct AccountView {
            bytes32 account; address owner; uint256 debt; uint256 cash; uint16 assets; uint32 version; bool legs;
            bool judged; int256 equity; uint256 initialMargin; uint256 maintenanceMargin; uint256 bufferMargin;
            uint256 health; uint16 notLive; int256 free; int256 balance; Holding[] collateral; Leg[] positions;
        }
        struct Outlook {
            int256 equity; uint256 initialMargin; uint256 maintenanceMargin; uint256 bufferMargin; uint256 health;
            uint16 notLive; bool allowed;
        }
        struct Edges { uint256 price; uint256 lower; uint256 upper; }
        struct Cap { uint8 asset; address token; uint8 decimals; uint256 left; }
        function initialize(address vault, address margin) external;
        function account(bytes32 account) external view returns (AccountView view);
        function accounts(bytes32[] accounts) external view returns (AccountView[] views);
        function healthAfter(bytes32 account, Change[] changes) external view returns (Outlook outlook);
        function maxWithdraw(bytes32 account, uint8 asset) external view returns (uint256 amount);
        function maxBorrow(bytes32 account) external view returns (uint256 amount);
        function liquidationPrice(bytes32 account, uint8 asset) external view returns (Edges edges);
        function capsLeft() external view returns (Cap[] caps);
        function vault() external view returns (address at);
        function margin() external view returns (address at);
    }
}

use ILookout as I;

fn call(lookout: &Contract<Lookout>, sender: Address, data: &[u8]) -> Option<ArbResult> {
    let (selector, input) = data.split_at(4);
    let selector = u32::from_be_bytes(selector.try_into().unwrap());
    let mut contract = lookout.sender(sender);
    <Lookout as Router<Lookout>>::route(&mut contract, selector, input)
}

fn ask<C: SolCall>(lookout: &Contract<Lookout>, sender: Address, question: &C) -> C::Return {
    let answer = call(lookout, sender, &question.abi_encode())
        .expect("routed")
        .expect("answered");
    C::abi_decode_returns(&answer, true).expect("decodes")
}

#[motsu::test]
fn speaks_what_solidity_speaks(lookout: Contract<Lookout>, bob: Address) {
    let house = set_up(&lookout, bob);
    assert_eq!(
        ask(&lookout, bob, &I::vaultCall {}).at,
        house.vault.address()
    );
    assert_eq!(
        ask(&lookout, bob, &I::marginCall {}).at,
        house.margin.address()
    );
    let other = B256::repeat_byte(9);
    world(|world| {
        let account = Account {
            cash: 5 * DOLLAR,
            legs: vec![(ETH, -WAD, 2_100 * WAD), (BTC, 2 * WAD, 7)],
            version: 1,
            ..Account::default()
        };
        world.accounts.insert(other, account);
    });
    let call = I::accountsCall {
        accounts: vec![other, ALICE, B256::ZERO],
    };
    let views = ask(&lookout, bob, &call).views;
    let alone = ask(&lookout, bob, &I::accountCall { account: ALICE }).view;
    assert_eq!(views.len(), 3);
    assert_eq!(views[1].collateral, alone.collateral);
    assert_eq!(
        (views[1].equity, alone.equity),
        (i(30_000 * WAD), i(30_000 * WAD))
    );
    assert_eq!(
        (views[1].free, views[1].owner),
        (i(19_000 * WAD), Address::from_word(ALICE))
    );
    assert_eq!(views[2].account, B256::ZERO);
    assert!(views[0].legs && views[0].judged && views[0].collateral.is_empty());
    let leg = Leg {
        asset: BTC,
        kind: 0,
        size: i(2 * WAD),
        strike: u(7),
        expiry: 0,
    };
    assert_eq!(views[0].positions[1], leg);
    assert_eq!(
        (views[0].cash, views[0].balance),
        (u(5 * DOLLAR), i(5 * WAD))
    );

    let changes = vec![I::Change {
        asset: 255,
        amount: i(-1_000_000_000),
    }];
    let outlook = ask(
        &lookout,
        bob,
        &I::healthAfterCall {
            account: ALICE,
            changes,
        },
    )
    .outlook;
    assert_eq!((outlook.equity, outlook.allowed), (i(29_000 * WAD), true));
    assert_eq!(outlook.maintenanceMargin, u(8_800 * WAD.cast_unsigned()));
    let most = ask(&lookout, bob, &I::maxBorrowCall { account: ALICE }).amount;
    assert_eq!(most, u(19_000 * DOLLAR - 2));
    let most = ask(
        &lookout,
        bob,
        &I::maxWithdrawCall {
            account: ALICE,
            asset: ETH,
        },
    )
    .amount;
    assert_eq!(most, u(10 * WAD.cast_unsigned()));
    let edges = ask(
        &lookout,
        bob,
        &I::liquidationPriceCall {
            account: ALICE,
            asset: ETH,
        },
    )
    .edges;
    assert_eq!(edges.price, u(2_000 * WAD.cast_unsigned()));
    let caps = ask(&lookout, bob, &I::capsLeftCall {}).caps;
    assert_eq!((caps.len(), caps[1].decimals, caps[1].left), (2, 8, u(600)));
}

/// Call data cut anywhere is refused, never answered as if whole.
#[motsu::test]
fn a1_cut_call_data_is_refused(lookout: Contract<Lookout>, bob: Address) {
    let _house = set_up(&lookout, bob);
    let changes = vec![I::Change {
        asset: 255,
        amount: i(-1),
    }];
    let whole = [
        I::accountsCall {
            accounts: vec![ALICE, ALICE],
        }
        .abi_encode(),
        I::healthAfterCall {
            account: ALICE,
            changes,
        }
        .abi_encode(),
        I::maxWithdrawCall {
            account: ALICE,
            asset: ETH,
        }
        .abi_encode(),
    ];
    for data in whole {
        assert!(call(&lookout, bob, &data).unwrap().is_ok());
        for end in 4..data.len() {
            assert!(call(&lookout, bob, &data[..end]).unwrap().is_err(), "{end}");
        }
    }
    // Bits that the type does not have.
    let mut dirty = I::maxWithdrawCall {
        account: ALICE,
        asset: ETH,
    }
    .abi_encode();
    dirty[66] = 1;
    assert!(call(&lookout, bob, &dirty).unwrap().is_err());
    assert!(call(&lookout, bob, &[1, 2, 3, 4]).is_none());
}
