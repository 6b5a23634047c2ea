//! What the lookout says against what then happens: limits, outlooks, prices of a liquidation, fifty accounts in one call.

use std::fmt::Write as _;

use alloy::{
    primitives::{Address, B256, I256, U256},
    sol_types::SolCall,
};
use devnet::machine::Transaction;
use e2e::{
    abi::{ILookout, IMargin, IVault},
    wad,
    world::usd,
    World,
};

/// One unit of the cash as USD WAD.
const CASH_UNIT: u64 = 1_000_000_000_000;
const DOLLAR: u64 = 1_000_000;

/// 10 ETH at 2,000, half a BTC at 40,000; 15,000 owed.
fn world() -> World {
    let mut world = World::new();
    let user = world.user;
    world.deposit(user, 0, 10);
    let account = world.account(user);
    let amount = U256::from(50_000_000);
    let asset = 1;
    world.must(
        user,
        world.vault,
        IVault::depositCall {
            account,
            asset,
            amount,
        },
    );
    world.borrow(user, 15_000).expect("a loan");
    world
}

/// The same with nine tenths of what may still be borrowed, so that some of each asset must stay.
fn tight() -> World {
    let mut world = world();
    let account = world.account(world.user);
    let most = world.read(world.house.lookout, ILookout::maxBorrowCall { account });
    let whole = u64::try_from(most).expect("an amount") * 9 / 10 / DOLLAR;
    world.borrow(world.user, whole).expect("less than the most");
    world
}

fn most(world: &World, asset: u8) -> U256 {
    let account = world.account(world.user);
    world.read(
        world.house.lookout,
        ILookout::maxWithdrawCall { account, asset },
    )
}

fn withdrawal(world: &World, asset: u8, amount: U256) -> IVault::withdrawCall {
    IVault::withdrawCall {
        account: world.account(world.user),
        asset,
        amount,
        to: world.user,
    }
}

#[test]
fn withdrawing_the_answer_succeeds_and_a_step_more_does_not() {
    for (asset, held) in [(0_u8, wad("10")), (1, U256::from(50_000_000))] {
        let mut world = tight();
        let (user, vault) = (world.user, world.vault);
        let answer = most(&world, asset);
        assert!(U256::ZERO < answer && answer < held, "{asset}: {answer}");
        let step = (held >> 24_usize).max(U256::from(1));
        let refusal = world
            .send(user, vault, withdrawal(&world, asset, answer + step))
            .expect_err("a step too far");
        let typed = refusal.typed::<IVault::BelowInitialMargin>();
        assert!(typed.is_some(), "{}", e2e::name(&refusal.data));
        let call = withdrawal(&world, asset, answer);
        world.must(user, vault, call);
        assert!(most(&world, asset) <= step, "nothing is left to take");
    }
}

#[test]
fn all_of_it_leaves_where_nothing_is_owed() {
    let mut world = World::new();
    let user = world.user;
    world.deposit(user, 0, 3);
    // No price is asked: the answer is there without one.
    world.set_price(0, 0);
    let answer = most(&world, 0);
    assert_eq!(answer, wad("3"));
    let call = withdrawal(&world, 0, answer);
    let vault = world.vault;
    world.must(user, vault, call);
}

#[test]
fn borrowing_the_answer_succeeds_and_a_step_more_does_not() {
    let mut world = world();
    let (user, vault) = (world.user, world.vault);
    let account = world.account(user);
    let answer = world.read(world.house.lookout, ILookout::maxBorrowCall { account });
    assert!(answer > U256::from(1_000 * DOLLAR), "{answer}");
    // Equity is 25,000.
    let step = U256::from(((25_000 * DOLLAR) >> 24) + 4);
    let loan = |amount: U256| IVault::borrowCall {
        account,
        amount,
        to: user,
    };
    let refusal = world
        .send(user, vault, loan(answer + step))
        .expect_err("a step too far");
    assert!(refusal.typed::<IVault::BelowInitialMargin>().is_some());
    world.must(user, vault, loan(answer));
    let left = world.read(world.house.lookout, ILookout::maxBorrowCall { account });
    assert!(left <= step, "{left}");
}

/// The health of the account at a price of one asset, everything else as it is.
fn health_at(world: &World, account: B256, asset: u8, price: U256) -> U256 {
    let held = world.read(world.vault, IVault::portfolioCall { account });
    let collateral = held.collateral.iter().map(|held| IMargin::Holding {
        asset: held.asset,
        amount: held.amount,
    });
    let portfolio = IMargin::Portfolio {
        cash: held.cash,
        collateral: collateral.collect(),
        legs: vec![],
    };
    let version = world
        .read(world.vault, IVault::accountCall { account })
        .version;
    let call = IMargin::assessAtCall {
        version,
        portfolio,
        asset,
        prices: vec![price],
    };
    world.read(world.margin, call)[0].health
}

#[test]
fn at_the_price_of_a_liquidation_the_account_stands_and_below_it_falls() {
    let world = tight();
    let account = world.account(world.user);
    let edges = |world: &World, asset| {
        let call = ILookout::liquidationPriceCall { account, asset };
        world.read(world.house.lookout, call)
    };
    for asset in [0_u8, 1] {
        let edges = edges(&world, asset);
        assert_eq!(edges.upper, U256::MAX, "nothing is short");
        assert!(U256::ZERO < edges.lower && edges.lower < edges.price);
        let tick = edges.price >> 24_usize;
        let one = wad("1");
        assert!(health_at(&world, account, asset, edges.lower) >= one);
        assert!(health_at(&world, account, asset, edges.lower - tick) < one);
    }
    let call = ILookout::liquidationPriceCall { account, asset: 2 };
    let none = world.read(world.house.lookout, call);
    assert_eq!((none.lower, none.upper), (U256::ZERO, U256::MAX));
}

/// A feed that goes to the edge moves the volatility as well: the account has fallen there.
#[test]
fn a_feed_that_goes_there_makes_the_account_fall() {
    let mut world = World::new();
    let user = world.user;
    let account = world.account(user);
    world.deposit(user, 0, 10);
    let call = ILookout::maxBorrowCall { account };
    let whole = u64::try_from(world.read(world.house.lookout, call)).expect("an amount") / DOLLAR;
    world.borrow(user, whole).expect("the most");
    let call = || ILookout::liquidationPriceCall { account, asset: 0 };
    let edges = world.read(world.house.lookout, call());
    let answer = i64::try_from(edges.lower / U256::from(10_u64.pow(10))).expect("a price");
    world.set_price(0, answer - usd(1));
    let verdict = world.read(world.vault, IVault::assessCall { account });
    assert!(verdict.health < wad("1"), "{}", verdict.health);
    let fallen = world.read(world.house.lookout, call());
    assert_eq!((fallen.lower, fallen.upper), (fallen.price, fallen.price));
}

fn change(asset: u8, amount: i128) -> ILookout::Change {
    ILookout::Change {
        asset,
        amount: I256::try_from(amount).expect("an amount"),
    }
}

#[test]
fn the_outlook_is_what_comes() {
    let mut world = world();
    let (user, vault) = (world.user, world.vault);
    let account = world.account(user);
    let changes = vec![
        change(255, -i128::from(1_234 * DOLLAR)),
        change(0, -1_500_000_000_000_000_000),
        change(2, 7_000_000_000_000_000_000),
    ];
    let call = ILookout::healthAfterCall { account, changes };
    let outlook = world.read(world.house.lookout, call);
    assert!(outlook.allowed);
    world.borrow(user, 1_234).expect("a loan");
    let call = withdrawal(&world, 0, wad("1.5"));
    world.must(user, vault, call);
    world.deposit(user, 2, 7);
    let verdict = world.read(vault, IVault::assessCall { account });
    // The debt is rounded up, by two units at most.
    let off = outlook.equity - verdict.equity;
    let rounding = I256::try_from(2 * CASH_UNIT).expect("a number");
    assert!(I256::ZERO <= off && off <= rounding, "{off}");
    assert_eq!(outlook.initialMargin, verdict.initialMargin);
    assert_eq!(outlook.maintenanceMargin, verdict.maintenanceMargin);
    assert!(outlook.health - verdict.health < wad("0.000000001"));

    // What would be refused is said so.
    let changes = vec![change(255, -i128::from(20_000 * DOLLAR))];
    let call = ILookout::healthAfterCall { account, changes };
    assert!(!world.read(world.house.lookout, call).allowed);
    assert!(world.borrow(user, 20_000).is_err());
}

#[test]
fn caps_left_shrink_by_what_comes_in() {
    let mut world = World::new();
    let caps = world.read(world.house.lookout, ILookout::capsLeftCall {});
    let told: Vec<_> = caps.iter().map(|cap| (cap.asset, cap.token)).collect();
    let listed = world.assets.map(|asset| (asset.index, asset.token));
    assert_eq!(told, listed);
    let user = world.user;
    world.deposit(user, 0, 5);
    let after = world.read(world.house.lookout, ILookout::capsLeftCall {});
    assert_eq!(caps[0].left - after[0].left, wad("5"));
    assert_eq!(caps[1].left, after[1].left);
}

/// Gas of a view that must answer.
fn gas<C: SolCall>(world: &World, call: &C) -> u64 {
    let transaction = Transaction {
        from: world.other,
        to: Some(world.house.lookout),
        input: call.abi_encode().into(),
        gas_limit: 500_000_000,
        ..Transaction::default()
    };
    let outcome = world.chain.call(transaction).expect("a call");
    assert!(outcome.success, "{}", C::SIGNATURE);
    outcome.gas_used
}

/// Sub-accounts of the user, each with an ETH and every other one with LINK, and a debt of its own.
fn fifty(world: &mut World) -> Vec<B256> {
    let (user, vault) = (world.user, world.vault);
    let mut accounts = Vec::new();
    for number in 0_u8..50 {
        let mut account = world.account(user);
        account.0[0] = number;
        accounts.push(account);
        let mut deposits = vec![(0, wad("1"))];
        if number % 2 == 1 {
            deposits.push((2, wad("10")));
        }
        for (asset, amount) in deposits {
            let call = IVault::depositCall {
                account,
                asset,
                amount,
            };
            world.must(user, vault, call);
        }
        let call = IVault::borrowCall {
            account,
            amount: U256::from((500 + u64::from(number)) * DOLLAR),
            to: user,
        };
        world.must(user, vault, call);
    }
    accounts
}

#[test]
fn fifty_accounts_in_one_call() {
    let mut world = World::new();
    let accounts = fifty(&mut world);
    let call = ILookout::accountsCall {
        accounts: accounts.clone(),
    };
    let views = world.read(world.house.lookout, call);
    assert_eq!(views.len(), 50);
    for (number, (view, account)) in (0_u64..).zip(views.iter().zip(&accounts)) {
        let account = *account;
        assert_eq!(view.account, account);
        assert_eq!(view.owner, world.user);
        assert!(view.judged);
        let verdict = world.read(world.vault, IVault::assessCall { account });
        assert_eq!(view.equity, verdict.equity);
        assert_eq!(view.initialMargin, verdict.initialMargin);
        assert_eq!(view.maintenanceMargin, verdict.maintenanceMargin);
        assert_eq!(view.health, verdict.health);
        let free = verdict.equity - verdict.initialMargin.into_raw_signed();
        assert_eq!(view.free, free);
        assert!(view.debt >= U256::from((500 + number) * DOLLAR));
        assert_eq!(view.collateral.len(), 1 + usize::from(number % 2 == 1));
        assert!(view.positions.is_empty() && !view.legs);
    }
}

trait Signed {
    fn into_raw_signed(self) -> I256;
}

impl Signed for U256 {
    fn into_raw_signed(self) -> I256 {
        I256::from_raw(self)
    }
}

#[test]
fn the_gas_table_of_the_lookout() {
    let mut world = tight();
    let account = world.account(world.user);
    let asset = 0;
    let changes = vec![change(255, -i128::from(DOLLAR))];
    let mut rows = vec![
        (
            "account, two kinds",
            gas(&world, &ILookout::accountCall { account }),
        ),
        (
            "healthAfter, one change",
            gas(&world, &ILookout::healthAfterCall { account, changes }),
        ),
        (
            "maxWithdraw",
            gas(&world, &ILookout::maxWithdrawCall { account, asset }),
        ),
        (
            "maxBorrow",
            gas(&world, &ILookout::maxBorrowCall { account }),
        ),
        (
            "liquidationPrice",
            gas(&world, &ILookout::liquidationPriceCall { account, asset }),
        ),
        (
            "capsLeft, three tokens",
            gas(&world, &ILookout::capsLeftCall {}),
        ),
    ];
    let accounts = fifty(&mut world);
    for count in [10, 50] {
        let name = if count == 10 {
            "accounts, ten"
        } else {
            "accounts, fifty"
        };
        let accounts = accounts[..count].to_vec();
        rows.push((name, gas(&world, &ILookout::accountsCall { accounts })));
    }
    let mut table = String::from(
        "Gas of the lookout's views as a call would be charged, 21,000 and the call data included, on the devnet: two kinds of\ncollateral and a loan near the limit; accounts of one kind or two. Nodes answer calls of 50 million gas.\n\n",
    );
    let _ = writeln!(table, "{:<32} {:>10}", "view", "gas");
    for (name, gas) in &rows {
        let _ = writeln!(table, "{name:<32} {gas:>10}");
        // What nodes answer.
        assert!(*gas < 50_000_000, "{name}: {gas}");
    }
    print!("{table}");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/lookout-gas.txt");
    std::fs::write(path, table).expect("docs/lookout-gas.txt can be written");
}

#[test]
fn it_is_set_up_once_on_contracts() {
    let mut world = World::new();
    let (other, lookout) = (world.other, world.house.lookout);
    let call = ILookout::initializeCall {
        vault: world.vault,
        margin: world.margin,
    };
    let refusal = world.send(other, lookout, call).expect_err("again");
    assert!(refusal.typed::<ILookout::AlreadyInitialized>().is_some());
    let fresh = e2e::world::deploy_program(&mut world.chain, other, "lookout");
    let call = ILookout::initializeCall {
        vault: Address::repeat_byte(1),
        margin: world.margin,
    };
    let refusal = world.send(other, fresh, call).expect_err("nobody there");
    assert!(refusal.typed::<ILookout::NoCode>().is_some());
}
