//! A clock of the volatilities that stands still: initial margin looks further ahead, and nothing stops.

use crate::closing::CASH_UNIT;
use crate::world::{covariance, usd, world, Kind, World, TERMS};
use fixed::WAD;
use model::Exact;
use proptest::prelude::*;
use risk::{
    assess, close, AssetTerms, CloseTerms, Holding, MarginTerms, Market, CLOCK_PATIENCE, DAY,
    MAX_ASSETS, MAX_STALL,
};

const DUE: u64 = 1_750_000_000;

/// 1,000 USD at 4 % a day.
fn still() -> World {
    let mut market = Market::new();
    (market.mask, market.prices[0], market.due_at) = (1, WAD, DUE);
    market.liability_prices = market.prices;
    market.covariance = covariance(&[vec![40_000_000_000_000_000]]);
    World {
        market,
        assets: [AssetTerms {
            exit_cost: WAD / 100,
            jump: 0,
        }; MAX_ASSETS],
        holdings: vec![Holding {
            asset: 0,
            amount: 1000 * WAD,
        }],
        legs: vec![],
    }
}

fn late(world: &World, by: u64) -> World {
    let mut world = world.clone();
    world.market.timestamp = world.market.due_at + by;
    world
}

/// Core 135.5458... times sqrt(1 + stall in days), and 10 USD of exit cost that no time widens.
#[test]
fn a_stalled_clock_widens_initial_margin_by_the_root_of_its_time() {
    let world = still();
    let core = Exact::decimal("1.2") * Exact::decimal("2.823871251816") * Exact::decimal("40");
    for (stall, root) in [
        (0, "1"),
        (3 * DAY, "2"),
        (8 * DAY, "3"),
        (30 * DAY, "5.567764362830022"),
    ] {
        let initial = late(&world, CLOCK_PATIENCE + stall).assess(0).initial;
        let exact = core * Exact::decimal(root) + Exact::decimal("10");
        let error = (Exact::unsigned(initial, WAD) - exact).to_f64() / exact.to_f64();
        assert!(error.abs() < 1e-11, "{stall}: {error}");
    }
}

/// Ten minutes past the due time are a late keeper; the second after it counts. A clock that nobody is waiting for does not
/// stand still, and a year is as long as it gets.
#[test]
fn a_stall_begins_ten_minutes_after_the_due_time_and_ends_with_a_year() {
    let mut market = still().market;
    for (now, stall) in [
        (0, 0),
        (DUE - 14_400, 0),
        (DUE, 0),
        (DUE + 600, 0),
        (DUE + 601, 1),
        (DUE + 600 + 365 * DAY, 365 * DAY),
        (u64::MAX, 365 * DAY),
    ] {
        market.timestamp = now;
        assert_eq!(market.stall(), stall, "{now}");
    }
    assert_eq!((CLOCK_PATIENCE, MAX_STALL), (600, 31_536_000));
}

/// Nobody is liquidated, and nothing more is sold, because no sample was taken.
#[test]
fn a_stall_leaves_liquidations_as_they_are() {
    let (world, stalled) = (still(), late(&still(), 30 * DAY));
    let terms = CloseTerms {
        discount_slope: WAD,
        max_discount: WAD / 20,
        cash_unit: CASH_UNIT,
        asset_units: &[1],
    };
    let plan = |world: &World| {
        let World {
            market,
            assets,
            holdings,
            legs,
        } = world;
        close(
            -usd(900),
            holdings,
            legs,
            market,
            &TERMS,
            assets,
            None,
            &terms,
        )
        .unwrap()
    };
    assert_eq!(plan(&world), plan(&stalled));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    /// Every portfolio, shorts and their convexity included: as if the horizon were longer by the stall. Maintenance,
    /// buffer, equity and attribution are untouched, bit for bit.
    #[test]
    fn only_initial_margin_looks_further(
        world in world(Kind { most: 6, legs: true, hedges: true }), by in 0u64..40 * DAY,
    ) {
        let judge = |world: &World, terms: &MarginTerms| {
            let mut parts = vec![0; world.holdings.len() + world.legs.len()];
            let (holdings, legs) = (&world.holdings, &world.legs);
            (assess(0, holdings, legs, &world.market, terms, &world.assets, &mut parts).unwrap(), parts)
        };
        let stalled = late(&world, by);
        let ((before, parts), (after, later_parts)) = (judge(&world, &TERMS), judge(&stalled, &TERMS));
        let stall = by.saturating_sub(CLOCK_PATIENCE);
        let (longer, _) = judge(&world, &MarginTerms { horizon: DAY + stall, ..TERMS });
        prop_assert_eq!(after.initial, longer.initial);
        prop_assert!(after.initial >= before.initial);
        prop_assert_eq!(
            (after.equity, after.maintenance, after.buffer, after.health),
            (before.equity, before.maintenance, before.buffer, before.health)
        );
        prop_assert_eq!(parts, later_parts);
    }
}
