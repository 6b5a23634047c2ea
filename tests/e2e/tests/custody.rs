//! Deposits, loans and withdrawals on the shipped WASM, with good and bad tokens.

use alloy::{
    primitives::{Address, Bytes, B256, I256, U256},
    sol,
    sol_types::{SolCall, SolValue},
};
use e2e::{
    abi::{IMargin, IOracle, IPool, IVault, IERC20},
    house::liquid,
    name,
    world::{deploy, usd, IMint, SUPPLY},
    World,
};

sol! {
    interface IHostile {
        function setRefusing(bool refusing_) external;
        function setWord(uint256 word_) external;
        function setCallback(address target_, bytes data_) external;
        function succeeded() external view returns (bool);
    }
}

fn units(whole: u64, decimals: u8) -> U256 {
    U256::from(whole) * U256::from(10_u64).pow(U256::from(decimals))
}

/// Lists a Solidity token as a fourth asset at 100 USD and gives the user 1,000 of it.
fn listed(world: &mut World, contract: &str) -> Address {
    let (owner, user) = (world.owner, world.user);
    let token = deploy(
        &mut world.chain,
        owner,
        contract,
        U256::from(6).abi_encode(),
    );
    let feed = deploy(
        &mut world.chain,
        owner,
        "MockFeed",
        (U256::from(8), I256::try_from(usd(100)).expect("an answer")).abi_encode_params(),
    );
    world.list_facts(feed);
    let house = world.house;
    let mut calls = house.listing(3, token, units(1_000_000, 6), liquid());
    // It counts for nothing until a ramp has given it weight.
    calls.truncate(2);
    for (to, data) in calls {
        world.must_raw(owner, to, data);
    }
    world.must(
        owner,
        token,
        IMint::mintCall {
            to: user,
            amount: units(1_000, 6),
        },
    );
    let vault = world.vault;
    world.must(
        user,
        token,
        IERC20::approveCall {
            spender: vault,
            amount: U256::MAX,
        },
    );
    token
}

fn deposit(world: &mut World, whole: u64) -> Result<devnet::chain::Receipt, e2e::Refusal> {
    let (user, vault, account) = (world.user, world.vault, world.account(world.user));
    world.send(
        user,
        vault,
        IVault::depositCall {
            account,
            asset: 3,
            amount: units(whole, 6),
        },
    )
}

fn held(world: &World) -> U256 {
    world.read(
        world.vault,
        IVault::collateralCall {
            account: world.account(world.user),
            asset: 3,
        },
    )
}

#[test]
fn a_loan_from_first_to_last() {
    let mut world = World::new();
    let (user, vault, cash) = (world.user, world.vault, world.cash);
    let account = world.account(user);
    let before = world.balance(cash, user);
    world.deposit(user, 0, 10);
    world.borrow(user, 10_000).expect("borrowing");
    assert_eq!(world.balance(cash, user) - before, units(10_000, 6));
    assert_eq!(
        world.balance(cash, world.pool),
        U256::from(SUPPLY) - units(10_000, 6)
    );
    assert_eq!(
        world.read(vault, IVault::debtCall { account }),
        units(10_000, 6)
    );
    // 300 days later interest is owed (after 365, programs would have to be activated again): the
    // utilisation is a thousandth, so the rate is 1 % and 4 % / 0.8 of a thousandth, compounded.
    world.pass(300 * 86_400);
    let debt = world.read(vault, IVault::debtCall { account });
    let expected = ((0.01 + 0.04 * 0.001 / 0.8) * 300.0 / 365.0_f64).exp() - 1.0;
    let rate = f64::from(debt) / 1e10 - 1.0;
    assert!(
        (rate / expected - 1.0).abs() < 1e-6,
        "{rate} against {expected}"
    );
    world.must(
        user,
        vault,
        IVault::repayCall {
            account,
            amount: U256::MAX,
        },
    );
    assert_eq!(world.read(vault, IVault::debtCall { account }), U256::ZERO);
    // VLT-1: what the lenders have together has grown by the interest, and not shrunk.
    let total = world.read(world.pool, IPool::totalAssetsCall {});
    assert!(
        total >= U256::from(SUPPLY) && total <= U256::from(SUPPLY) + (debt - units(10_000, 6)),
        "{total}"
    );
    world.must(
        user,
        vault,
        IVault::withdrawCall {
            account,
            asset: 0,
            amount: units(10, 18),
            to: user,
        },
    );
    assert_eq!(world.balance(world.assets[0].token, vault), U256::ZERO);
}

#[test]
fn liq_1_no_outflow_leaves_an_account_below_its_initial_margin() {
    let mut world = World::new();
    let (user, vault) = (world.user, world.vault);
    let account = world.account(user);
    world.deposit(user, 0, 10);
    let refusal = world.borrow(user, 18_000).expect_err("too much");
    assert!(
        refusal.typed::<IVault::BelowInitialMargin>().is_some(),
        "{}",
        name(&refusal.data)
    );
    world.borrow(user, 15_500).expect("within the margin");
    let refusal = world
        .send(
            user,
            vault,
            IVault::withdrawCall {
                account,
                asset: 0,
                amount: units(1, 18),
                to: user,
            },
        )
        .expect_err("too much");
    assert!(
        refusal.typed::<IVault::BelowInitialMargin>().is_some(),
        "{}",
        name(&refusal.data)
    );
}

#[test]
fn nobody_acts_on_anothers_account_and_nobody_stuffs_it() {
    let mut world = World::new();
    let (user, other, vault) = (world.user, world.other, world.vault);
    let account = world.account(user);
    world.deposit(user, 0, 10);
    let (withdrawing, borrowing) = (2, 4);
    for (refusal, capability) in [
        (
            world.send(
                other,
                vault,
                IVault::withdrawCall {
                    account,
                    asset: 0,
                    amount: U256::from(1),
                    to: other,
                },
            ),
            withdrawing,
        ),
        (
            world.send(
                other,
                vault,
                IVault::borrowCall {
                    account,
                    amount: U256::from(1),
                    to: other,
                },
            ),
            borrowing,
        ),
    ] {
        let refusal = refusal.expect_err("a stranger");
        let typed = refusal.typed::<IVault::NotAllowed>();
        assert!(
            typed.is_some_and(|not| not.caller == other && not.capability == capability),
            "{}",
            name(&refusal.data)
        );
    }
    // L10: a kind of collateral that the owner never brought.
    let call = IVault::depositCall {
        account,
        asset: 2,
        amount: U256::from(1),
    };
    let refusal = world.send(other, vault, call).expect_err("stuffing");
    assert!(
        refusal.typed::<IVault::NotOptedIn>().is_some(),
        "{}",
        name(&refusal.data)
    );
    // What is there may be added to.
    world.must(
        other,
        vault,
        IVault::depositCall {
            account,
            asset: 0,
            amount: U256::from(1),
        },
    );
}

#[test]
fn sub_accounts_of_one_owner_are_apart() {
    let mut world = World::new();
    let (user, vault) = (world.user, world.vault);
    let mut second = world.account(user);
    second.0[11] = 1;
    world.deposit(user, 0, 10);
    let refusal = world
        .send(
            user,
            vault,
            IVault::borrowCall {
                account: second,
                amount: U256::from(1_000_000),
                to: user,
            },
        )
        .expect_err("an empty account");
    assert!(
        refusal.typed::<IVault::BelowInitialMargin>().is_some(),
        "{}",
        name(&refusal.data)
    );
    assert_ne!(second, B256::left_padding_from(user.as_slice()));
}

#[test]
fn t1_a_fee_on_transfer_is_not_credited() {
    let mut world = World::new();
    listed(&mut world, "FeeToken");
    deposit(&mut world, 1_000).expect("a deposit");
    assert_eq!(held(&world), units(990, 6));
}

#[test]
fn t3_odd_answers_of_tokens() {
    let mut world = World::new();
    listed(&mut world, "NoReturnToken");
    deposit(&mut world, 10).expect("no answer is an answer");
    assert_eq!(held(&world), units(10, 6));

    let mut world = World::new();
    let token = listed(&mut world, "FalseToken");
    deposit(&mut world, 10).expect("it says true");
    let owner = world.owner;
    world.must(owner, token, IHostile::setRefusingCall { refusing_: true });
    let refusal = deposit(&mut world, 10).expect_err("it says false");
    assert!(
        refusal.typed::<IVault::TransferFailed>().is_some(),
        "{}",
        name(&refusal.data)
    );

    let mut world = World::new();
    let token = listed(&mut world, "DirtyBoolToken");
    let owner = world.owner;
    world.must(
        owner,
        token,
        IHostile::setWordCall {
            word_: U256::from(1),
        },
    );
    deposit(&mut world, 10).expect("it says 1");
    world.must(
        owner,
        token,
        IHostile::setWordCall {
            word_: U256::from(2),
        },
    );
    let refusal = deposit(&mut world, 10).expect_err("it says 2");
    assert!(
        refusal.typed::<IVault::TransferFailed>().is_some(),
        "{}",
        name(&refusal.data)
    );
    assert_eq!(held(&world), units(10, 6));
}

#[test]
fn t4_a_token_without_code_is_refused() {
    let mut world = World::new();
    let (owner, vault, nobody) = (world.owner, world.vault, Address::repeat_byte(0x77));
    let refusal = world
        .send(
            owner,
            vault,
            IVault::listCollateralCall {
                asset: 5,
                token: nobody,
                cap: U256::from(1),
            },
        )
        .expect_err("no code");
    assert!(
        refusal.typed::<IVault::NoCode>().is_some(),
        "{}",
        name(&refusal.data)
    );
}

#[test]
fn t6_a_token_that_calls_back_gets_nowhere() {
    let mut world = World::new();
    let token = listed(&mut world, "CallbackToken");
    let (owner, user, vault) = (world.owner, world.user, world.vault);
    deposit(&mut world, 100).expect("a deposit");
    let account = world.account(user);
    // Re-entering the vault from the transfer, by every door and by the views.
    let attempts: [Vec<u8>; 5] = [
        IVault::depositCall {
            account,
            asset: 3,
            amount: U256::from(1),
        }
        .abi_encode(),
        IVault::withdrawCall {
            account,
            asset: 3,
            amount: U256::from(1),
            to: user,
        }
        .abi_encode(),
        IVault::borrowCall {
            account,
            amount: U256::from(1),
            to: user,
        }
        .abi_encode(),
        IVault::collateralCall { account, asset: 3 }.abi_encode(),
        IVault::assessCall { account }.abi_encode(),
    ];
    for data in attempts {
        world.must(
            owner,
            token,
            IHostile::setCallbackCall {
                target_: vault,
                data_: Bytes::from(data),
            },
        );
        deposit(&mut world, 10).expect("a deposit");
        assert!(
            !world.read(token, IHostile::succeededCall {}),
            "the vault was entered from a deposit"
        );
        let amount = units(10, 6);
        world.must(
            user,
            vault,
            IVault::withdrawCall {
                account,
                asset: 3,
                amount,
                to: user,
            },
        );
        assert!(
            !world.read(token, IHostile::succeededCall {}),
            "the vault was entered from a withdrawal"
        );
    }
    // The probe is not blind: outside of the vault's frames the same call succeeds.
    let to = world.other;
    world.must(
        user,
        token,
        IERC20::transferCall {
            to,
            amount: U256::from(1),
        },
    );
    assert!(world.read(token, IHostile::succeededCall {}));
    assert_eq!(held(&world), units(100, 6));
}

#[test]
fn a5_no_contract_takes_ether_by_accident() {
    let mut world = World::new();
    let user = world.user;
    for to in [
        world.prices,
        world.oracle,
        world.book,
        world.desk,
        world.margin,
        world.pool,
        world.vault,
        world.liquidator,
    ] {
        let plain = devnet::machine::Transaction {
            from: user,
            to: Some(to),
            value: U256::from(1),
            gas_limit: 1_000_000,
            ..Default::default()
        };
        assert!(
            !world.chain.send(plain).expect("sent").success,
            "{to} took ether"
        );
        let mut call = IOracle::acceptOwnershipCall {}.abi_encode();
        call.truncate(3);
        assert!(
            world.send_raw(user, to, call).is_err(),
            "{to} took three bytes"
        );
    }
}

#[test]
fn initialize_runs_once() {
    let mut world = World::new();
    let (user, oracle, margin, pool, cash, vault) = (
        world.user,
        world.oracle,
        world.margin,
        world.pool,
        world.cash,
        world.vault,
    );
    let refusal = world
        .send(
            user,
            margin,
            IMargin::initializeCall {
                oracle,
                terms: vault,
                book: vault,
                judge: vault,
                simulator: vault,
                pricer: vault,
            },
        )
        .expect_err("twice");
    assert!(
        refusal.typed::<IMargin::AlreadyInitialized>().is_some(),
        "{}",
        name(&refusal.data)
    );
    let refusal = world
        .send(
            user,
            pool,
            IPool::initializeCall {
                owner: user,
                asset: cash,
                lock: vault,
            },
        )
        .expect_err("twice");
    assert!(
        refusal.typed::<IPool::AlreadyInitialized>().is_some(),
        "{}",
        name(&refusal.data)
    );
}

#[test]
fn vlt_11_a_donation_does_not_inflate_the_share_price() {
    // L1: first depositor with one unit, a donation of 10,000 USDC, a victim with 19,999.999999.
    let mut world = World::new();
    let owner = world.owner;
    let pool = e2e::world::deploy_program(&mut world.chain, owner, "pool");
    let lock = e2e::world::deploy_lock(&mut world.chain, owner, &[pool]);
    world.must(
        owner,
        pool,
        IPool::initializeCall {
            owner,
            asset: world.cash,
            lock,
        },
    );
    let (attacker, victim, cash) = (world.user, world.other, world.cash);
    for person in [attacker, victim] {
        world.must(
            person,
            cash,
            IERC20::approveCall {
                spender: pool,
                amount: U256::MAX,
            },
        );
    }
    world.must(
        attacker,
        pool,
        IPool::depositCall {
            assets: U256::from(1),
            receiver: attacker,
        },
    );
    world.must(
        attacker,
        cash,
        IERC20::transferCall {
            to: pool,
            amount: units(10_000, 6),
        },
    );
    let amount = U256::from(19_999_999_999_u64);
    world.must(
        victim,
        pool,
        IPool::depositCall {
            assets: amount,
            receiver: victim,
        },
    );
    let shares = world.read(pool, IERC20::balanceOfCall { owner: victim });
    let back = world.read(pool, IPool::convertToAssetsCall { shares });
    assert!(
        amount - back <= U256::from(1),
        "the victim lost {}",
        amount - back
    );
    let shares = world.read(pool, IERC20::balanceOfCall { owner: attacker });
    assert!(
        world.read(pool, IPool::convertToAssetsCall { shares }) <= U256::from(1),
        "the donation is gone"
    );
}
