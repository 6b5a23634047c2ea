//! What each state of a price allows: every state times every action, through the vault, the margin contract and the
//! liquidator that ship, before an oracle whose every word is written here. The answers are kept in `docs/states.txt`.
//!
//! Running an auction and sharing a loss do not exist yet: the table of the oracle's `prices` says what they will have
//! to ask for.

use alloy::primitives::{B256, U256};
use e2e::{
    abi::{ILiquidator, IVault},
    states_world::{calm, judged, mask_of, price_at, word, Mode, StatesWorld},
    Refusal,
};
use fixed::WAD;
use risk::State;
use std::fmt::Write as _;

const STATES: [(State, &str); 5] = [
    (State::Live, "live"),
    (State::Stale, "stale"),
    (State::Dead, "dead"),
    (State::Suspect, "suspect"),
    (State::Paused, "paused"),
];
/// Ten of the asset whose price is in the state, a thousand of one that is live.
const HELD: [(u8, u64); 2] = [(0, 10), (1, 1_000)];
const MASK: u16 = 0b11;
/// Dollars borrowed against 30,000.
const DEBT: u64 = 22_000;

fn outcome<T>(result: Result<T, Refusal>) -> String {
    result.map_or_else(|refusal| word(&refusal), |_| "yes".to_owned())
}

/// The price at which the account is at a health of so many hundredths.
fn at(hundredths: u128) -> u128 {
    price_at(&HELD, DEBT, WAD / 100 * hundredths)
}

/// An account with the first asset in a state between two prices, and the oracle saying so.
fn stage(world: &mut StatesWorld, state: State, low: u128, high: u128) -> B256 {
    let account = world.open(&HELD, DEBT);
    world.put(state, low, high);
    world.publish(&[MASK]);
    account
}

/// A row of the table: what is tried, and the answer per state; `None` where there is nothing to try.
type Row = (String, Vec<Option<String>>);

fn row(name: &str, attempt: impl FnMut(State) -> Option<String>) -> Row {
    let states = STATES.iter().map(|(state, _)| *state);
    (name.to_owned(), states.map(attempt).collect())
}

fn row_of(name: &str, answers: [&str; 5]) -> Row {
    let answers = answers.map(|answer| (answer != "-").then(|| answer.to_owned()));
    (name.to_owned(), answers.to_vec())
}

/// ORC-1, ORC-2: what only lowers risk works in every state, what raises it in none but live.
fn vault_rows(world: &mut StatesWorld) -> Vec<Row> {
    let (calm, user, vault) = (2_000 * WAD, world.user, world.vault);
    let one = U256::from(WAD);
    vec![
        row("deposit", |state| {
            let account = stage(world, state, calm, calm);
            let call = IVault::depositCall {
                account,
                asset: 0,
                amount: one,
            };
            Some(outcome(world.send(user, vault, call)))
        }),
        row("repay", |state| {
            let account = stage(world, state, calm, calm);
            let call = IVault::repayCall {
                account,
                amount: U256::from(1_000_000),
            };
            Some(outcome(world.send(user, vault, call)))
        }),
        row("withdraw, no debt", |state| {
            let account = world.open(&HELD, 0);
            world.put(state, calm, calm);
            world.publish(&[MASK]);
            Some(outcome(world.withdraw(account, 0, 1)))
        }),
        row("borrow", |state| {
            let account = stage(world, state, calm, calm);
            Some(outcome(world.borrow(account, 1)))
        }),
        row("withdraw, with debt", |state| {
            let account = stage(world, state, calm, calm);
            Some(outcome(world.withdraw(account, 0, 1)))
        }),
        row("withdraw another asset, with debt", |state| {
            let account = stage(world, state, calm, calm);
            Some(outcome(world.withdraw(account, 1, 1)))
        }),
    ]
}

/// ORC-3: who may be liquidated. One price, then two, each given by the health of the account at it.
fn liquidation_rows(world: &mut StatesWorld) -> Vec<Row> {
    let mut rows = Vec::new();
    for (asset, what) in [(0, "start on it"), (1, "start on another asset")] {
        for (low, high) in [
            (105, 105),
            (97, 97),
            (90, 90),
            (90, 105),
            (97, 99),
            (85, 90),
        ] {
            let name = if low == high {
                format!("{what}, health 0.{low:02}").replace("0.105", "1.05")
            } else {
                format!("{what}, 0.{low:02} at the lower price, 0.{high:02} at the higher")
                    .replace("0.105", "1.05")
            };
            rows.push(row(&name, |state| {
                // Two prices are what sources say that answer.
                if low != high && !matches!(state, State::Live | State::Suspect) {
                    return None;
                }
                let account = stage(world, state, at(low), at(high));
                Some(outcome(world.buy(account, asset)))
            }));
        }
    }
    rows
}

/// What the design asks for, written by hand.
fn expected() -> Vec<Row> {
    let all = ["yes"; 5];
    let live_only = [
        "yes",
        "PriceNotLive",
        "PriceNotLive",
        "PriceNotLive",
        "PriceNotLive",
    ];
    let healthy = ["Healthy"; 5];
    let two = |live, suspect| [live, "-", "-", suspect, "-"];
    vec![
        row_of("deposit", all),
        row_of("repay", all),
        row_of("withdraw, no debt", all),
        row_of("borrow", live_only),
        row_of("withdraw, with debt", live_only),
        row_of("withdraw another asset, with debt", live_only),
        row_of("start on it, health 1.05", healthy),
        row_of(
            "start on it, health 0.97",
            ["yes", "PriceNotLive", "PriceDead", "yes", "PriceNotLive"],
        ),
        row_of(
            "start on it, health 0.90",
            ["yes", "yes", "PriceDead", "yes", "yes"],
        ),
        row_of(
            "start on it, 0.90 at the lower price, 1.05 at the higher",
            two("yes", "Healthy"),
        ),
        row_of(
            "start on it, 0.97 at the lower price, 0.99 at the higher",
            two("yes", "yes"),
        ),
        row_of(
            "start on it, 0.85 at the lower price, 0.90 at the higher",
            two("yes", "yes"),
        ),
        row_of("start on another asset, health 1.05", healthy),
        row_of(
            "start on another asset, health 0.97",
            ["yes", "PriceNotLive", "yes", "yes", "PriceNotLive"],
        ),
        row_of("start on another asset, health 0.90", all),
        row_of(
            "start on another asset, 0.90 at the lower price, 1.05 at the higher",
            two("yes", "Healthy"),
        ),
        row_of(
            "start on another asset, 0.97 at the lower price, 0.99 at the higher",
            two("yes", "yes"),
        ),
        row_of(
            "start on another asset, 0.85 at the lower price, 0.90 at the higher",
            two("yes", "yes"),
        ),
    ]
}

/// ORC-1, ORC-2, ORC-3: the whole table, as the programs answer it.
#[test]
fn orc_1_orc_2_orc_3_every_state_times_every_action() {
    let mut world = StatesWorld::new();
    let mut rows = vault_rows(&mut world);
    rows.extend(liquidation_rows(&mut world));
    assert_eq!(rows, expected());
    let mut table = String::from(
        "What each state of a price allows, as the deployed programs answered; written by tests/e2e/tests/states.rs.\n\
         An account holds the asset in the state and another one that is live. Two prices exist where sources answer.\n\n",
    );
    let _ = write!(table, "{:<70}", "");
    for (_, state) in STATES {
        let _ = write!(table, " {state:<12}");
    }
    for (name, answers) in &rows {
        let _ = write!(table, "\n{name:<70}");
        for answer in answers {
            let _ = write!(table, " {:<12}", answer.as_deref().unwrap_or("-"));
        }
    }
    let table: String = table
        .lines()
        .map(|line| format!("{}\n", line.trim_end()))
        .collect();
    print!("{table}");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/states.txt");
    std::fs::write(path, table).expect("docs/states.txt can be written");
}

/// ORC-2: deposits, payments and withdrawals without debt do not ask the oracle: they work, and cost what they always
/// cost, where it would burn all gas. With debt nothing is taken out without it (ORC-1).
#[test]
fn orc_2_what_lowers_risk_never_asks_the_oracle() {
    let mut world = StatesWorld::new();
    let (user, vault) = (world.user, world.vault);
    let (free, indebted) = (world.open(&HELD, 0), world.open(&HELD, DEBT));
    let mut gas = Vec::new();
    for mode in [Mode::Answering, Mode::Reverting, Mode::Burning] {
        world.behave(mode);
        let amount = U256::from(WAD);
        let deposit = |account| IVault::depositCall {
            account,
            asset: 0,
            amount,
        };
        let mut used = vec![
            world.must(user, vault, deposit(free)).gas_used,
            world.must(user, vault, deposit(indebted)).gas_used,
        ];
        let call = IVault::repayCall {
            account: indebted,
            amount: U256::from(1_000_000),
        };
        used.push(world.must(user, vault, call).gas_used);
        used.push(world.withdraw(free, 0, 1).expect("no debt").gas_used);
        if mode != Mode::Answering {
            for refused in [world.borrow(indebted, 1), world.withdraw(indebted, 0, 1)] {
                assert_eq!(outcome(refused), "OracleCallFailed");
            }
        }
        gas.push(used);
    }
    assert_eq!(gas[0], gas[1]);
    assert_eq!(gas[0], gas[2]);
}

/// ORC-3 and settling at the price that is worse for the buyer: nobody gets the asset for less than its higher price,
/// but for the discount, in one purchase or in parts.
#[test]
fn orc_3_a_suspect_asset_is_sold_at_its_higher_price() {
    let mut world = StatesWorld::new();
    let (low, high) = (at(85), at(90));
    for parts in [1_u64, 3] {
        let account = stage(&mut world, State::Suspect, low, high);
        let plan = world.read(world.liquidator, ILiquidator::planCall { account });
        let cash = U256::MAX / U256::from(parts);
        let cash = if parts == 1 {
            cash
        } else {
            plan.repay / U256::from(parts)
        };
        let (repaid, seized) = world.buy_for(account, 0, cash).expect("below under both");
        // Cash of 6 decimals times prices of 18 against tokens of 18: USD at 36 decimals.
        let paid = repaid * U256::from(10_u64.pow(12)) * (U256::from(WAD) + plan.discount);
        assert!(seized * U256::from(high) <= paid);
        assert!(seized * U256::from(high + high / 1_000) > paid);
        assert!(seized * U256::from(low + low / 1_000) < paid);
    }
}

/// The twin that knows one price only: the same words with the state left out sell an account that is healthy at one of
/// the two prices, and its owner loses the discount to a source that was wrong.
#[test]
fn orc_3_a_check_of_one_price_sells_a_healthy_account() {
    let mut world = StatesWorld::new();
    let (low, high) = (at(90), at(105));
    let account = stage(&mut world, State::Suspect, low, high);
    assert_eq!(outcome(world.buy(account, 0)), "Healthy");
    let plan = world.read(world.liquidator, ILiquidator::planCall { account });
    assert_eq!((plan.path, plan.asset, plan.repay), (0, 255, U256::ZERO));

    world.put(State::Live, low, high);
    world.publish(&[MASK]);
    let (repaid, seized) = world.buy(account, 0).expect("one price is enough");
    let worth = seized * U256::from(high) / U256::from(10_u128.pow(30));
    assert!(worth > repaid, "{worth} for {repaid}");
}

/// ORC-3: no state blocks all liquidations: below 0.95 under both prices something of every account can be bought, until
/// it is restored or nothing that may be sold is left.
#[test]
fn orc_3_no_state_blocks_all_liquidations() {
    let mut world = StatesWorld::new();
    for (state, name) in STATES {
        let account = stage(&mut world, state, at(90), at(90));
        let bought = [1, 0].map(|asset| world.buy(account, asset).is_ok());
        assert!(bought.contains(&true), "{name}");
    }
}

/// O1, the side of the borrower: what a price too old stops, and what it does not.
#[test]
fn o1_an_old_price_stops_borrowing_and_nothing_that_lowers_risk() {
    let mut world = StatesWorld::new();
    let calm = 2_000 * WAD;
    let account = stage(&mut world, State::Live, calm, calm);
    assert_eq!(outcome(world.borrow(account, 1)), "yes");
    world.put(State::Stale, calm, calm);
    world.publish(&[MASK]);
    let refused = world.borrow(account, 1).expect_err("stale");
    let error = refused.typed::<IVault::PriceNotLive>().expect("typed");
    assert_eq!(error.notLive, 1);
    let (user, vault) = (world.user, world.vault);
    let call = IVault::repayCall {
        account,
        amount: U256::from(1_000_000),
    };
    world.must(user, vault, call);
    let call = IVault::depositCall {
        account,
        asset: 0,
        amount: U256::from(WAD),
    };
    world.must(user, vault, call);
}

/// O11: as much as may be borrowed, and then half a per cent of the price that was on its way: still above maintenance.
/// The twin whose initial margin is its maintenance margin (no room between them) is below.
#[test]
fn o11_the_room_above_maintenance_outlasts_an_update_that_was_on_its_way() {
    let mut world = StatesWorld::new();
    let account = stage(&mut world, State::Live, 2_000 * WAD, 2_000 * WAD);
    let mut debt = DEBT;
    for step in (0..12).map(|power| 1_u64 << (11 - power)) {
        while world.borrow(account, step).is_ok() {
            debt += step;
        }
    }
    let before = world.read(world.vault, IVault::assessCall { account });
    assert!(before.equity.into_raw() - before.initialMargin < U256::from(10 * WAD));
    let late = 2_000 * WAD / 1_000 * 995;
    world.put(State::Live, late, late);
    world.publish(&[MASK]);
    let after = world.read(world.vault, IVault::assessCall { account });
    assert!(after.health > U256::from(WAD));
    assert_eq!(outcome(world.buy(account, 0)), "Healthy");

    let mut market = calm();
    let bare = judged(&market, &HELD, debt);
    let more =
        u64::try_from((bare.equity.unsigned_abs() - bare.maintenance) / WAD).expect("dollars");
    assert!(judged(&market, &HELD, debt + more).health >= WAD);
    (market.prices[0], market.liability_prices[0]) = (late, late);
    assert!(judged(&market, &HELD, debt + more).health < WAD);
}

/// O14: one of five feeds is dead. Without debt everything comes out; with debt nothing does, payments go in, and the
/// liquidation takes the other four.
#[test]
fn o14_one_dead_feed_of_five() {
    let mut world = StatesWorld::new();
    let held: Vec<(u8, u64)> = vec![(0, 10), (1, 1_000), (2, 1), (3, 100), (4, 10_000)];
    let (free, indebted) = (world.open(&held, 0), world.open(&held, 55_000));
    let dead = 2_000 * WAD;
    world.put(State::Dead, dead, dead);
    let mask = mask_of(&held);
    world.publish(&[mask, 0b11110]);
    let vault = world.vault;
    let refused = world.withdraw(indebted, 3, 1).expect_err("a dead price");
    let error = refused.typed::<IVault::PriceNotLive>().expect("typed");
    assert_eq!(error.notLive, 1);
    let user = world.user;
    let call = IVault::repayCall {
        account: indebted,
        amount: U256::from(1_000_000),
    };
    world.must(user, vault, call);
    for (asset, whole) in &held {
        world.withdraw(free, *asset, *whole).expect("no debt");
    }

    // The price of the second falls to a tenth, that of the third to less than a half.
    for (place, price) in [(1, WAD), (2, 18_000 * WAD)] {
        (
            world.market.prices[place],
            world.market.liability_prices[place],
        ) = (price, price);
    }
    world.publish(&[mask]);
    let plan = world.read(
        world.liquidator,
        ILiquidator::planCall { account: indebted },
    );
    assert!(
        plan.path != 0 && plan.asset != 0 && plan.asset != 255,
        "path {}, asset {}",
        plan.path,
        plan.asset
    );
    assert_eq!(plan.notLive, 1);
    let refused = world.buy(indebted, 0).expect_err("dead");
    let error = refused.typed::<ILiquidator::PriceDead>().expect("typed");
    assert_eq!(error.asset, 0);
    for asset in 1..5 {
        if let Err(refusal) = world.buy_for(indebted, asset, U256::from(100_000_000)) {
            panic!("asset {asset}: {}", word(&refusal));
        }
    }
}

/// V7 and V8: a stalled vol clock lends nothing from the second on that its patience ends, and nobody is liquidated for
/// it.
#[test]
fn v8_a_stalled_clock_lends_nothing_and_liquidates_nobody() {
    let mut world = StatesWorld::new();
    let account = stage(&mut world, State::Live, 2_000 * WAD, 2_000 * WAD);
    let before = world.read(world.vault, IVault::assessCall { account });
    let patience = risk::CLOCK_PATIENCE;
    for (late, refused) in [
        (0, false),
        (patience, false),
        (patience + 1, true),
        (30 * 86_400, true),
        (366 * 86_400, true),
    ] {
        world.market = calm();
        world.market.timestamp = world.market.due_at + late;
        // The feeds do not stand still: it is the clock that does.
        world.market.updated_at = [world.market.timestamp; risk::MAX_ASSETS];
        world.publish(&[MASK]);
        let after = world.read(world.vault, IVault::assessCall { account });
        assert_eq!(
            (
                after.equity,
                after.maintenanceMargin,
                after.bufferMargin,
                after.health
            ),
            (
                before.equity,
                before.maintenanceMargin,
                before.bufferMargin,
                before.health
            )
        );
        assert_eq!(
            after.initialMargin > before.initialMargin,
            refused,
            "{late} seconds: {} and {}",
            after.initialMargin,
            before.initialMargin
        );
        let expected = if refused { "PriceNotLive" } else { "yes" };
        let lent = outcome(world.borrow(account, 1));
        assert_eq!(lent, expected, "{late} seconds");
        if !refused {
            let call = IVault::repayCall {
                account,
                amount: U256::from(1_000_000),
            };
            let (user, vault) = (world.user, world.vault);
            world.must(user, vault, call);
        }
        assert_eq!(outcome(world.buy(account, 0)), "Healthy");
    }
}
