//! Accounts, and how they would stand.

use super::*;
use crate::abi::{AlreadyInitialized, Change, InsufficientCollateral, NoCode, TooMany};

#[motsu::test]
fn an_account_is_told_whole(lookout: Contract<Lookout>, bob: Address) {
    let _house = set_up(&lookout, bob);
    let view = lookout.sender(bob).account(ALICE).unwrap();
    assert_eq!(
        (view.account, view.owner),
        (ALICE, Address::from_word(ALICE))
    );
    assert_eq!((view.debt, view.cash), (u(20_000 * DOLLAR), U256::ZERO));
    assert_eq!((view.assets, view.version, view.legs), (0x8001, 2, false));
    assert!(view.judged);
    assert_eq!(view.equity, i(30_000 * WAD));
    assert_eq!(view.initialMargin, u(11_000 * WAD.cast_unsigned()));
    assert_eq!(view.maintenanceMargin, u(8_800 * WAD.cast_unsigned()));
    assert_eq!(view.bufferMargin, u(9_680 * WAD.cast_unsigned()));
    assert_eq!(view.free, i(19_000 * WAD));
    assert_eq!(view.balance, i(-20_000 * WAD));
    let held: Vec<_> = view
        .collateral
        .iter()
        .map(|held| (held.asset, held.amount))
        .collect();
    let half = WAD.cast_unsigned() / 2;
    assert_eq!(held, [(ETH, u(10 * WAD.cast_unsigned())), (BTC, u(half))]);
    assert_eq!(world(|world| (world.questions, world.judged)), (1, 1));
}

/// Under an older version maintenance is measured by it, and what is free by the newest; so is what does not count whole.
#[motsu::test]
fn what_is_free_is_measured_as_a_loan_would_be(lookout: Contract<Lookout>, bob: Address) {
    let _house = set_up(&lookout, bob);
    alice(|alice| alice.version = 1);
    let view = lookout.sender(bob).account(ALICE).unwrap();
    assert_eq!(view.maintenanceMargin, u(5_500 * WAD.cast_unsigned()));
    assert_eq!(view.free, i(19_000 * WAD));
    world(|world| world.weights.insert(BTC, 0));
    let view = lookout.sender(bob).account(ALICE).unwrap();
    // 20,000 - 20,000 less a quarter of 20,000.
    assert_eq!((view.equity, view.free), (i(30_000 * WAD), i(-5_000 * WAD)));
}

/// Fifty accounts of two versions: five questions; one that is refused is not judged, and the others are.
#[motsu::test]
fn many_accounts_take_few_questions(lookout: Contract<Lookout>, bob: Address) {
    let _house = set_up(&lookout, bob);
    let keys: Vec<B256> = (1..=50).map(B256::repeat_byte).collect();
    world(|world| {
        for (index, key) in (0_u128..).zip(&keys) {
            let account = Account {
                debt: index * DOLLAR,
                held: BTreeMap::from([(if index == 30 { 3 } else { ETH }, WAD.cast_unsigned())]),
                version: 1 + u32::from(index % 2 == 0),
                ..Account::default()
            };
            world.accounts.insert(*key, account);
        }
        world.prices.insert(3, WAD);
        world.initial.insert(3, 0);
        world.poison = Some(3);
    });
    let views = lookout.sender(bob).accounts(keys.clone()).unwrap();
    assert_eq!(views.len(), 50);
    for (index, (view, key)) in (0_i128..).zip(views.iter().zip(&keys)) {
        assert_eq!(view.account, *key);
        assert_eq!(view.judged, index != 30, "{index}");
        if index != 30 {
            let (maintenance, equity) = (if index % 2 == 0 { 400 } else { 250 }, 2_000 - index);
            assert_eq!(view.equity, i(equity * WAD));
            assert_eq!(view.maintenanceMargin, u(maintenance * WAD.cast_unsigned()));
            assert_eq!(view.free, i((equity - 500) * WAD));
        } else {
            assert_eq!((view.equity, view.health, view.free), (i(0), u(0), i(0)));
            assert_eq!(view.debt, u(30 * DOLLAR), "what the vault knows is told");
        }
    }
    // Three chunks of each version, of which one is repeated account by account, and three of the older ones again.
    assert_eq!(world(|world| world.questions), 3 + 10 + 3 + 3);
    let many = vec![ALICE; 101];
    let refused = lookout.sender(bob).accounts(many).unwrap_err();
    assert_eq!(
        refused,
        TooMany {
            count: u(101),
            most: u(100)
        }
        .into()
    );
    assert_eq!(lookout.sender(bob).accounts(Vec::new()).unwrap().len(), 0);
}

#[motsu::test]
fn the_outlook_is_that_of_the_account_after_it(lookout: Contract<Lookout>, bob: Address) {
    let _house = set_up(&lookout, bob);
    let after = |changes: &[(u8, i128)]| {
        let changes = changes.iter().map(|(asset, amount)| Change {
            asset: *asset,
            amount: i(*amount),
        });
        lookout.sender(bob).health_after(ALICE, changes.collect())
    };
    // A loan of 10,000, half a BTC out, 5 ETH in: 15 ETH against 30,000.
    let outlook = after(&[(255, -10_000_000_000), (BTC, -50_000_000), (ETH, 5 * WAD)]).unwrap();
    assert_eq!(outlook.equity, i(0));
    assert_eq!(outlook.initialMargin, u(7_500 * WAD.cast_unsigned()));
    assert!(!outlook.allowed);
    let outlook = after(&[(255, -1_000_000_000)]).unwrap();
    assert_eq!((outlook.equity, outlook.allowed), (i(29_000 * WAD), true));
    // 19,000 are free.
    assert!(after(&[(255, -19_000_000_000)]).unwrap().allowed);
    assert!(!after(&[(255, -19_000_000_001)]).unwrap().allowed);
    // A deposit counts at once, unless it has to season.
    assert!(
        after(&[(ETH, WAD), (255, -20_500_000_000)])
            .unwrap()
            .allowed
    );
    world(|world| world.seasoning = 86_400);
    assert!(
        !after(&[(ETH, WAD), (255, -20_500_000_000)])
            .unwrap()
            .allowed
    );
    // Without debt nothing is asked, and prices do not matter.
    world(|world| world.not_live = 1);
    assert!(
        !after(&[(255, 19_999_999_999), (ETH, -10 * WAD)])
            .unwrap()
            .allowed
    );
    let outlook = after(&[(255, 20_000_000_000), (ETH, -10 * WAD)]).unwrap();
    assert_eq!((outlook.equity, outlook.allowed), (i(30_000 * WAD), true));
    let refused = after(&[(ETH, -10 * WAD - 1)]).unwrap_err();
    let available = u(10 * WAD.cast_unsigned());
    assert_eq!(
        refused,
        InsufficientCollateral {
            asset: ETH,
            available
        }
        .into()
    );
    assert_eq!(
        after(&[(255, 0); 18]).unwrap_err(),
        TooMany {
            count: u(18),
            most: u(17)
        }
        .into()
    );
}

#[motsu::test]
fn caps_left_are_those_of_listed_tokens(lookout: Contract<Lookout>, bob: Address) {
    let _house = set_up(&lookout, bob);
    let caps = lookout.sender(bob).caps_left().unwrap();
    let told: Vec<_> = caps
        .iter()
        .map(|cap| (cap.asset, cap.decimals, cap.left))
        .collect();
    assert_eq!(told, [(ETH, 18, u(600)), (BTC, 8, u(600))]);
    assert_eq!(caps[1].token, Address::repeat_byte(16));
}

#[motsu::test]
fn it_is_set_up_once(lookout: Contract<Lookout>, bob: Address, nobody: Address) {
    let house = set_up(&lookout, bob);
    let (vault, margin) = (house.vault.address(), house.margin.address());
    assert_eq!(lookout.sender(bob).vault(), vault);
    assert_eq!(lookout.sender(bob).margin(), margin);
    let again = lookout.sender(bob).initialize(vault, margin).unwrap_err();
    assert_eq!(again, AlreadyInitialized {}.into());
    let fresh = Contract::<Lookout>::new();
    let empty = fresh.sender(bob).initialize(vault, nobody).unwrap_err();
    assert_eq!(empty, NoCode { target: nobody }.into());
}
