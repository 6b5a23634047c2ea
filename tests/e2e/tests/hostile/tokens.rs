//! Tokens that are not what they seem, as collateral and as cash of the house whole. (T1 to T5, T7, T8, T10)
//!
//! Whatever a token does: what the books say is there, is there; every refusal is typed; nobody gets more than arrived.

use crate::house::{data, ready, ICustody, IShares, Ready};
use crate::stand::{call, read, refusal, send, typed};
use alloy::{
    primitives::{Address, Bytes, U256},
    sol,
    sol_types::SolValue,
};
use devnet::machine::{Outcome, Transaction};
use e2e::world::deploy;

sol! {
    interface IOdd {
        function setManner(uint8 manner) external;
        function setBlocked(address account, bool blocked) external;
        function burn(address from, uint256 amount) external;
    }

    interface IBooks {
        function totals(uint16 mask) external view returns (uint256[]);
        function totalCash() external view returns (uint256);
        function pot() external view returns (uint256);
        function cash() external view returns (uint256);
        function assess(bytes32 account) external view returns (int256 equity, uint256 initialMargin, uint256 maintenanceMargin, uint256 bufferMargin, uint256 health, uint16 notLive);
    }
}

/// The manners of `OddToken`, in its order, and whether a transfer in it counts.
const MANNERS: [(&str, Expected); 13] = [
    ("plain", Expected::Works),
    ("returns nothing", Expected::Works),
    ("false, nothing moved", Expected::Refused),
    ("false, moved", Expected::Refused),
    ("two for true", Expected::Refused),
    ("64 bytes", Expected::Works),
    ("31 bytes", Expected::Refused),
    ("returns 100 kB", Expected::Works),
    ("reverts with 100 kB", Expected::Refused),
    ("reverts without data", Expected::Refused),
    ("takes a fee", Expected::Either),
    ("burns its gas", Expected::Refused),
    ("reverts on zero", Expected::Works),
];

#[derive(Clone, Copy, PartialEq)]
enum Expected {
    Works,
    Refused,
    /// Credited is what arrived, or it is refused: the books decide.
    Either,
}

struct Operation {
    name: &'static str,
    from: Address,
    to: Address,
    input: Vec<u8>,
}

/// What moves the collateral and the cash, each in one direction.
fn operations(house: &Ready, cash: bool) -> Vec<Operation> {
    let (account, user, lender, vault) =
        (house.account(), house.user, house.lender, house.at("vault"));
    let (pool, insurance) = (house.at("pool"), house.at("insurance"));
    let operation = |name, from, to, input| Operation {
        name,
        from,
        to,
        input,
    };
    let purchase = operation(
        "buyCollateral",
        house.buyer,
        house.at("liquidator"),
        data(ICustody::buyCollateralCall {
            account,
            asset: 0,
            maxRepay: U256::MAX,
            minSeized: U256::ZERO,
            to: house.buyer,
        }),
    );
    if !cash {
        let (asset, amount) = (0, U256::from(10).pow(U256::from(16)));
        let deposit = ICustody::depositCall {
            account,
            asset,
            amount,
        };
        let withdraw = ICustody::withdrawCall {
            account,
            asset,
            amount,
            to: user,
        };
        return vec![
            operation("deposit", user, vault, data(deposit)),
            operation("withdraw", user, vault, data(withdraw)),
            purchase,
        ];
    }
    let amount = U256::from(100_000_000);
    let deposit = IShares::depositCall {
        assets: amount,
        receiver: lender,
    };
    let mint = IShares::mintCall {
        shares: amount,
        receiver: lender,
    };
    let withdraw = IShares::withdrawCall {
        assets: amount,
        receiver: lender,
        owner: lender,
    };
    let redeem = IShares::redeemCall {
        shares: amount,
        receiver: lender,
        owner: lender,
    };
    let borrow = ICustody::borrowCall {
        account,
        amount,
        to: user,
    };
    vec![
        operation("pool.deposit", user, pool, data(deposit.clone())),
        operation("pool.mint", user, pool, data(mint)),
        operation("pool.withdraw", lender, pool, data(withdraw)),
        operation("pool.redeem", lender, pool, data(redeem)),
        operation("insurance.deposit", user, insurance, data(deposit)),
        operation(
            "depositCash",
            user,
            vault,
            data(ICustody::depositCashCall { account, amount }),
        ),
        operation("borrow", user, vault, data(borrow)),
        operation(
            "repay",
            user,
            vault,
            data(ICustody::repayCall { account, amount }),
        ),
        purchase,
    ]
}

fn execute(house: &mut Ready, operation: &Operation) -> Outcome {
    let outcome = call(
        &house.chain,
        operation.from,
        operation.to,
        operation.input.clone(),
    );
    let receipt = house
        .chain
        .send(Transaction {
            from: operation.from,
            to: Some(operation.to),
            input: operation.input.clone().into(),
            gas_limit: 30_000_000,
            ..Transaction::default()
        })
        .expect("the chain takes the transaction");
    assert_eq!(receipt.success, outcome.success, "{}", operation.name);
    outcome
}

/// VLT-1: what the books say is there.
#[track_caller]
fn require_backed(house: &Ready, what: &str) {
    let (vault, pool, insurance) = (house.at("vault"), house.at("pool"), house.at("insurance"));
    let ask = house.owner;
    let totals = read(&house.chain, ask, vault, IBooks::totalsCall { mask: 1 });
    let held = house.balance(house.token, vault);
    assert!(totals[0] <= held, "{what}: {} of {held}", totals[0]);
    let owned = read(&house.chain, ask, vault, IBooks::totalCashCall {})
        + read(&house.chain, ask, vault, IBooks::potCall {});
    let held = house.balance(house.cash, vault);
    assert!(owned <= held, "{what}: cash {owned} of {held}");
    for class in [pool, insurance] {
        let cash = read(&house.chain, ask, class, IBooks::cashCall {});
        let held = house.balance(house.cash, class);
        assert!(cash <= held, "{what}: cash {cash} of {held}");
    }
}

/// T1, T3, T10: every manner in every movement of tokens.
#[test]
fn t3_every_manner_of_a_token() {
    let mut refused = 0;
    let mut worked = 0;
    for cash in [false, true] {
        let mut house = ready();
        let token = if cash { house.cash } else { house.token };
        house.turn(token, "OddToken");
        for (manner, (name, expected)) in MANNERS.into_iter().enumerate() {
            for operation in operations(&house, cash) {
                let snapshot = house.chain.snapshot();
                if operation.name == "buyCollateral" {
                    house.fall(1_320);
                }
                let manner = u8::try_from(manner).expect("a manner");
                send(
                    &mut house.chain,
                    house.owner,
                    token,
                    IOdd::setMannerCall { manner },
                );
                let outcome = execute(&mut house, &operation);
                let what = format!("{} in a token that {name}", operation.name);
                assert_eq!(outcome.halt, None, "{what}");
                // What a token burns or returns is not copied: the rest of the gas is there.
                if outcome.success {
                    worked += 1;
                    assert!(expected != Expected::Refused, "{what} went through");
                } else {
                    refused += 1;
                    assert!(
                        expected != Expected::Works,
                        "{what}: {}",
                        e2e::name(&outcome.output)
                    );
                    assert!(outcome.output.len() >= 4, "{what}: refused without data");
                }
                require_backed(&house, &what);
                assert!(house.chain.revert(snapshot));
            }
        }
    }
    println!("{worked} movements worked, {refused} were refused");
}

/// T1: a deposit of a token with a fee is credited as what arrived, or refused.
#[test]
fn t1_a_fee_is_not_credited() {
    let mut house = ready();
    let (token, user, vault, account) =
        (house.token, house.user, house.at("vault"), house.account());
    house.turn(token, "OddToken");
    let manner = 10;
    send(
        &mut house.chain,
        user,
        token,
        IOdd::setMannerCall { manner },
    );
    let held = |house: &Ready| {
        read(
            &house.chain,
            user,
            vault,
            ICustody::collateralCall { account, asset: 0 },
        )
    };
    let amount = U256::from(1_000);
    let (before, balance) = (held(&house), house.balance(token, vault));
    let deposit = ICustody::depositCall {
        account,
        asset: 0,
        amount,
    };
    let outcome = call(&house.chain, user, vault, data(deposit.clone()));
    if outcome.success {
        let credited = send(&mut house.chain, user, vault, deposit);
        let arrived = house.balance(token, vault) - balance;
        assert_eq!((credited, arrived), (U256::from(990), U256::from(990)));
        assert_eq!(held(&house) - before, arrived);
    } else {
        assert!(outcome.output.len() >= 4);
    }
}

/// T2: fewer tokens than the accounts have: the asset stands still. More: nobody's, and nobody takes them.
#[test]
fn t2_a_balance_that_changes_by_itself() {
    let mut house = ready();
    let (token, user, vault, account) =
        (house.token, house.user, house.at("vault"), house.account());
    let held = house.balance(token, vault);
    let tenth = held / U256::from(10);
    let amount = U256::from(1_000);
    let (asset, to) = (0, user);
    let deposit = ICustody::depositCall {
        account,
        asset,
        amount,
    };
    let withdraw = ICustody::withdrawCall {
        account,
        asset,
        amount,
        to,
    };
    let borrow = ICustody::borrowCall {
        account,
        amount: U256::from(100_000_000),
        to,
    };
    let snapshot = house.chain.snapshot();
    house.mint(token, vault, tenth);
    let credited = send(&mut house.chain, user, vault, deposit.clone());
    assert_eq!(credited, amount);
    let own = read(
        &house.chain,
        user,
        vault,
        ICustody::collateralCall { account, asset },
    );
    assert_eq!(own, held + amount);
    let all = ICustody::withdrawCall {
        account,
        asset,
        amount: own + U256::from(1),
        to,
    };
    assert!(refusal(&house.chain, user, vault, all).len() >= 4);
    require_backed(&house, "more tokens");
    assert!(house.chain.revert(snapshot));

    send(
        &mut house.chain,
        user,
        token,
        IOdd::burnCall {
            from: vault,
            amount: tenth,
        },
    );
    let missing = typed(ICustody::CollateralMissing {
        asset,
        held: held - tenth,
        total: held,
    });
    for refused in [
        refusal(&house.chain, user, vault, deposit),
        refusal(&house.chain, user, vault, withdraw),
    ] {
        assert_eq!(refused, missing, "{}", e2e::name(&refused));
    }
    // Whoever looks makes it known; then nobody borrows against it.
    send(
        &mut house.chain,
        house.buyer,
        vault,
        ICustody::reconcileCall { asset },
    );
    assert!(refusal(&house.chain, user, vault, borrow).len() >= 4);
}

/// T4: the token is gone. Nothing moves, and nothing seems to.
#[test]
fn t4_a_token_without_code() {
    for cash in [false, true] {
        let mut house = ready();
        let token = if cash { house.cash } else { house.token };
        let slots = |house: &Ready| {
            let machine = house.chain.machine();
            let all = house.programs.values();
            all.map(|at| machine.slots(*at)).collect::<Vec<_>>()
        };
        house.fall(1_320);
        house.chain.machine_mut().set_code(token, Bytes::new());
        let before = slots(&house);
        for operation in operations(&house, cash) {
            let outcome = execute(&mut house, &operation);
            assert!(!outcome.success, "{} went through", operation.name);
            assert_eq!(outcome.halt, None);
            assert!(
                outcome.output.len() >= 4,
                "{}: refused without data",
                operation.name
            );
        }
        assert!(slots(&house) == before);
        let gone = typed(ICustody::NoCode { account: token });
        let mine = operations(&house, cash);
        let first = call(
            &house.chain,
            mine[0].from,
            mine[0].to,
            mine[0].input.clone(),
        );
        assert_eq!(first.output, gone, "{}", e2e::name(&first.output));
    }
}

/// T5: whom a token blocks stands in nobody's way, and takes what is its own out to another address.
#[test]
fn t5_a_blocked_account_stops_nobody() {
    let mut house = ready();
    let (cash, token, user, buyer, vault) = (
        house.cash,
        house.token,
        house.user,
        house.buyer,
        house.at("vault"),
    );
    let (account, liquidator) = (house.account(), house.at("liquidator"));
    for token in [cash, token] {
        house.turn(token, "OddToken");
        for account in [user, buyer] {
            let call = IOdd::setBlockedCall {
                account,
                blocked: true,
            };
            send(&mut house.chain, user, token, call);
        }
    }
    let lender = house.lender;
    let borrow = |to| ICustody::borrowCall {
        account,
        amount: U256::from(100_000_000),
        to,
    };
    let withdraw = |to| ICustody::withdrawCall {
        account,
        asset: 0,
        amount: U256::from(1_000),
        to,
    };
    assert!(refusal(&house.chain, user, vault, borrow(user)).len() >= 4);
    assert!(refusal(&house.chain, user, vault, withdraw(user)).len() >= 4);
    send(&mut house.chain, user, vault, borrow(lender));
    send(&mut house.chain, user, vault, withdraw(lender));

    // A buyer who is blocked buys nothing; the next one does, whatever happens to the account's owner.
    house.fall(1_320);
    let purchase = |to| ICustody::buyCollateralCall {
        account,
        asset: 0,
        maxRepay: U256::MAX,
        minSeized: U256::ZERO,
        to,
    };
    assert!(refusal(&house.chain, buyer, liquidator, purchase(buyer)).len() >= 4);
    house.mint(cash, lender, U256::from(1_000_000_000_000_u64));
    let bought = send(&mut house.chain, lender, liquidator, purchase(lender));
    assert!(!bought.seized.is_zero() && !bought.repaid.is_zero());
    require_backed(&house, "blocked");
}

/// T7: up to 18 decimals are exact, more are refused at listing, and so is a token that does not say.
#[test]
fn t7_decimals_of_a_token() {
    let mut house = ready();
    let (owner, user, vault, account) =
        (house.owner, house.user, house.at("vault"), house.account());
    let listing = |asset, token| ICustody::listCollateralCall {
        asset,
        token,
        cap: U256::from(1_000_000_000_000_000_u64),
    };
    let mut asset = 3;
    for decimals in [0_u8, 2, 6, 8, 18] {
        let arguments = ("T".to_owned(), "T".to_owned(), U256::from(decimals));
        let token = deploy(
            &mut house.chain,
            owner,
            "MockToken",
            arguments.abi_encode_params(),
        );
        send(&mut house.chain, owner, vault, listing(asset, token));
        let amount = U256::from(12_345_678_901_u64);
        house.mint(token, user, amount);
        let approve = e2e::abi::IERC20::approveCall {
            spender: vault,
            amount: U256::MAX,
        };
        send(&mut house.chain, user, token, approve);
        let deposit = ICustody::depositCall {
            account,
            asset,
            amount,
        };
        assert_eq!(send(&mut house.chain, user, vault, deposit), amount);
        let held = read(
            &house.chain,
            user,
            vault,
            ICustody::collateralCall { account, asset },
        );
        assert_eq!(held, amount);
        let totals = read(
            &house.chain,
            user,
            vault,
            IBooks::totalsCall { mask: 1 << asset },
        );
        let scale = U256::from(10).pow(U256::from(18 - decimals));
        assert_eq!(totals, [amount * scale]);
        asset += 1;
    }
    for decimals in [19_u8, 24, 77, 255] {
        let arguments = ("T".to_owned(), "T".to_owned(), U256::from(decimals));
        let token = deploy(
            &mut house.chain,
            owner,
            "MockToken",
            arguments.abi_encode_params(),
        );
        assert!(refusal(&house.chain, owner, vault, listing(asset, token)).len() >= 4);
    }
    // A contract that is no token, and an address that is no contract.
    for token in [house.at("lock"), user] {
        assert!(refusal(&house.chain, owner, vault, listing(asset, token)).len() >= 4);
    }
}

/// T8: as much as there can be is counted, or refused; nothing wraps.
#[test]
fn t8_enormous_amounts() {
    let mut house = ready();
    let (owner, user, vault, token, account) = (
        house.owner,
        house.user,
        house.at("vault"),
        house.token,
        house.account(),
    );
    let deposit = |amount| ICustody::depositCall {
        account,
        asset: 0,
        amount,
    };
    for amount in [
        U256::MAX,
        U256::from(1) << 128,
        (U256::from(1) << 128) - U256::from(1),
    ] {
        assert!(refusal(&house.chain, user, vault, deposit(amount)).len() >= 4);
    }
    // The cap opens as far as it goes.
    let most = (U256::from(1) << 112) - U256::from(1);
    send(
        &mut house.chain,
        owner,
        vault,
        ICustody::setCapCall {
            asset: 0,
            cap: most,
        },
    );
    let left = read(
        &house.chain,
        user,
        vault,
        ICustody::capLeftCall { asset: 0 },
    );
    house.mint(token, user, most);
    let before = read(&house.chain, user, vault, IBooks::assessCall { account });
    assert!(refusal(&house.chain, user, vault, deposit(left + U256::from(1))).len() >= 4);
    send(&mut house.chain, user, vault, deposit(left));
    let held = read(
        &house.chain,
        user,
        vault,
        ICustody::collateralCall { account, asset: 0 },
    );
    assert_eq!(held, most);
    let outcome = call(
        &house.chain,
        user,
        vault,
        data(IBooks::assessCall { account }),
    );
    assert_eq!(outcome.halt, None);
    assert!(outcome.failures.is_empty(), "{:?}", outcome.failures);
    if outcome.success {
        let after = read(&house.chain, user, vault, IBooks::assessCall { account });
        assert!(after.equity > before.equity);
    } else {
        assert!(outcome.output.len() >= 4);
    }
    let all = ICustody::withdrawCall {
        account,
        asset: 0,
        amount: left,
        to: user,
    };
    let outcome = call(&house.chain, user, vault, data(all));
    assert_eq!(outcome.halt, None);
    assert!(outcome.success || outcome.output.len() >= 4);
}

/// T10: nothing is moved in amounts of nothing.
#[test]
fn t10_amounts_of_nothing() {
    let house = ready();
    let (account, user, vault) = (house.account(), house.user, house.at("vault"));
    let zero = U256::ZERO;
    let calls = [
        data(ICustody::depositCall {
            account,
            asset: 0,
            amount: zero,
        }),
        data(ICustody::depositCashCall {
            account,
            amount: zero,
        }),
        data(ICustody::withdrawCall {
            account,
            asset: 0,
            amount: zero,
            to: user,
        }),
        data(ICustody::borrowCall {
            account,
            amount: zero,
            to: user,
        }),
        data(ICustody::repayCall {
            account,
            amount: zero,
        }),
    ];
    for input in calls {
        let outcome = call(&house.chain, user, vault, input);
        assert!(!outcome.success);
        assert_eq!(e2e::name(&outcome.output), "ZeroAmount(ZeroAmount)");
    }
}
