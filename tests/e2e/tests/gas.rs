//! The gas table, from the shipped WASM on the local chain. Written to `docs/gas.txt`, so that a diff shows a
//! change; nothing here fails because of a number.

use std::fmt::Write;

use alloy::{
    primitives::{Address, I256, U256},
    sol_types::{SolCall, SolValue},
};
use devnet::machine::Transaction;
use e2e::{
    abi::{IBook, IDepth, IFeed, ILiquidator, IMargin, IOracle, IPrices, IVault},
    wad,
    world::{deploy, deploy_program, usd},
    World,
};
use keeper::terms::Output;

/// What one column of the table runs under.
const MODES: [(&str, bool); 2] = [("cached", true), ("uncached", false)];

fn rows(cached: bool) -> Vec<(&'static str, u64)> {
    let mut world = World::new();
    for _ in 0..3 {
        world.hour();
    }
    world.chain.machine_mut().set_cached(cached);
    let (user, buyer, vault) = (world.user, world.buyer, world.vault);
    let account = world.account(user);
    let mut rows = Vec::new();
    for asset in [1, 2] {
        world.deposit(user, asset, 1);
    }
    rows.push((
        "vault.deposit, a new asset",
        world.deposit(user, 0, 10).gas_used,
    ));
    rows.push((
        "vault.deposit, more of it",
        world.deposit(user, 0, 1).gas_used,
    ));
    rows.push((
        "vault.borrow, 3 assets, first",
        world.borrow(user, 10_000).expect("borrowing").gas_used,
    ));
    rows.push((
        "vault.borrow, 3 assets, again",
        world.borrow(user, 10_000).expect("borrowing").gas_used,
    ));
    let amount = wad("1");
    rows.push((
        "vault.withdraw with debt, 3 assets",
        world
            .must(
                user,
                vault,
                IVault::withdrawCall {
                    account,
                    asset: 0,
                    amount,
                    to: user,
                },
            )
            .gas_used,
    ));
    rows.push((
        "vault.repay",
        world
            .must(
                user,
                vault,
                IVault::repayCall {
                    account,
                    amount: U256::from(1_000_000_000_u64),
                },
            )
            .gas_used,
    ));
    facts(&mut world, &mut rows);
    let collateral = (0..3)
        .map(|asset| IMargin::Holding {
            asset,
            amount: wad("1"),
        })
        .collect();
    let call = IMargin::assessCall {
        cash: -I256::try_from(20_000).expect("small") * I256::try_from(wad("1")).expect("small"),
        collateral,
        legs: Vec::new(),
    };
    let transaction = Transaction {
        from: user,
        to: Some(world.margin),
        input: call.abi_encode().into(),
        gas_limit: 10_000_000,
        ..Transaction::default()
    };
    let assess = world.chain.send(transaction).expect("sent");
    assert!(assess.success, "assess");
    rows.push(("margin.assess, 3 assets", assess.gas_used));
    let debt = world.read(vault, IVault::debtCall { account });
    // ETH and BTC fall by nearly a half: the account goes under its maintenance margin.
    let more = U256::from(21_000_000_000_u64);
    world
        .send(
            user,
            vault,
            IVault::borrowCall {
                account,
                amount: more,
                to: user,
            },
        )
        .expect("borrowing");
    world.set_price(0, usd(1_150));
    world.set_price(1, usd(23_000));
    let plan = world.read(world.liquidator, ILiquidator::planCall { account });
    assert!(
        plan.path != 0,
        "the account can be liquidated; it owed {debt}"
    );
    let call = ILiquidator::buyCollateralCall {
        account,
        asset: plan.asset,
        maxRepay: plan.repay,
        minSeized: U256::ZERO,
        to: buyer,
    };
    rows.push((
        "liquidator.buyCollateral, 3 assets",
        world.must(buyer, world.liquidator, call).gas_used,
    ));
    rows
}

/// Gas of a call as a transaction of its own.
fn gas_of<C: SolCall>(world: &mut World, to: Address, call: C) -> u64 {
    let somebody = world.other;
    world.must(somebody, to, call).gas_used
}

/// What reading and keeping the facts takes.
fn facts(world: &mut World, rows: &mut Vec<(&'static str, u64)>) {
    let (owner, oracle, prices) = (world.owner, world.oracle, world.prices);
    let (book, desk) = (world.book, world.desk);
    let wait = |world: &mut World| {
        while world.read(oracle, IOracle::dueAtCall {}) > world.chain.now() {
            world.pass(900);
        }
        world.refresh_feeds();
    };
    let row = |world: &World| world.read(book, IBook::bookInfoCall {}).lastRow;
    wait(world);
    let before = row(world);
    let plain = gas_of(world, oracle, IOracle::pokeCall {});
    assert_eq!(row(world), before, "no row belongs to this sample");
    rows.push(("oracle.poke, 3 assets", plain));
    rows.push((
        "oracle.poke, not due",
        gas_of(world, oracle, IOracle::pokeCall {}),
    ));
    let with_row = loop {
        let before = row(world);
        wait(world);
        let gas = gas_of(world, oracle, IOracle::pokeCall {});
        if row(world) > before {
            break gas;
        }
    };
    rows.push(("oracle.poke, 3 assets and a row", with_row));
    rows.push((
        "prices.price",
        gas_of(world, prices, IPrices::priceCall { asset: 0 }),
    ));
    rows.push((
        "oracle.price",
        gas_of(world, oracle, IOracle::priceCall { asset: 0 }),
    ));
    rows.push((
        "oracle.volatility",
        gas_of(world, oracle, IOracle::volatilityCall { asset: 0 }),
    ));
    rows.push((
        "oracle.snapshot, 3 assets",
        gas_of(world, oracle, IOracle::snapshotCall { mask: 7 }),
    ));
    let feed = deploy_program(&mut world.chain, owner, "feed");
    let call = IFeed::initializeCall {
        oracle,
        kind: Output::Index.kind(),
        asset: 0,
        decimals: 8,
        deviation: wad("0.02"),
        heartbeat: 86_400,
        description: "Plimsoll volatility index".into(),
    };
    world.must(owner, feed, call);
    rows.push((
        "feed.update, a new round",
        gas_of(world, feed, IFeed::updateCall {}),
    ));
    rows.push((
        "feed.latestRoundData",
        gas_of(world, feed, IFeed::latestRoundDataCall {}),
    ));
    let hoard = deploy(
        &mut world.chain,
        owner,
        "MockFeed",
        (
            U256::from(8),
            I256::try_from(usd(5_000_000)).expect("an answer"),
        )
            .abi_encode_params(),
    );
    for asset in 0..3 {
        let call = IDepth::setSourceCall {
            asset,
            source: hoard,
            kind: 2,
            heartbeat: 86_400,
            base: wad("1000000"),
        };
        world.must(owner, desk, call);
    }
    rows.push((
        "depth.refresh, 3 assets",
        gas_of(world, desk, IDepth::refreshCall {}),
    ));
    // Eight due times at which nobody was there.
    let before = loop {
        wait(world);
        gas_of(world, oracle, IOracle::pokeCall {});
        // Late in the day there is a row between them.
        if world.chain.now() % 86_400 < 20_000 {
            break row(world);
        }
    };
    while world.read(oracle, IOracle::nextDueCall {}).overdue < 8 {
        world.pass(900);
        world.refresh_feeds();
    }
    rows.push((
        "oracle.poke, 3 assets, 8 due times",
        gas_of(world, oracle, IOracle::pokeCall {}),
    ));
    assert_eq!(row(world), before, "no row belongs to these samples");
    rows.push(("book.seal", gas_of(world, book, IBook::sealCall {})));
}

#[test]
fn the_gas_table() {
    let columns: Vec<Vec<(&str, u64)>> = MODES.iter().map(|(_, cached)| rows(*cached)).collect();
    let mut table = String::from("Gas of whole transactions on the local chain, the 21,000 and the call data included.\nEvery cold slot and account is cold, as in a transaction of its own.\n\n");
    let _ = writeln!(
        table,
        "{:<38} {:>10} {:>10}",
        "call", MODES[0].0, MODES[1].0
    );
    for (row, (name, gas)) in columns[0].iter().enumerate() {
        let _ = writeln!(table, "{name:<38} {gas:>10} {:>10}", columns[1][row].1);
        assert!(
            columns[1][row].1 > *gas,
            "{name}: uncached entry costs more"
        );
    }
    print!("{table}");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/gas.txt");
    std::fs::write(path, table).expect("docs/gas.txt can be written");
}
