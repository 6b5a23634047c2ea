//! Laws of the margin: order, monotony, homogeneity, sub-additivity, exact attribution.

use crate::world::{usd, world, Kind, TERMS};
use fixed::WAD;
use proptest::prelude::*;
use risk::{assess, Leg, LegKind, MarginTerms, DAY};

const MIXED: Kind = Kind {
    most: 8,
    legs: true,
    hedges: true,
};
const LONG: Kind = Kind {
    most: 5,
    legs: false,
    hedges: false,
};
const ONE: Kind = Kind {
    most: 1,
    legs: true,
    hedges: false,
};

/// Wei of USD by which two roundings of the same margin may differ.
fn close_to(a: u128, b: u128, wei: u128) -> bool {
    a.abs_diff(b) <= wei
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn rsk_1_maintenance_buffer_initial_in_order(world in world(MIXED), cash in -usd(1_000_000)..usd(1_000_000)) {
        let verdict = world.assess(cash);
        prop_assert!(verdict.maintenance <= verdict.buffer);
        prop_assert!(verdict.buffer <= verdict.initial);
    }

    #[test]
    fn rsk_2_one_asset_grows_with_size_deviation_horizon_and_factor(
        world in world(ONE), more in 1u128..1_000_000_000, deviation in 1i128..10i128.pow(17), later in 1u64..10 * DAY,
    ) {
        let before = world.assess(0);
        let held = world.holdings.first().map_or(0, |holding| holding.amount as i128);
        let net = held + world.legs.first().map_or(0, |leg| leg.size);
        let mut larger = world.clone();
        let asset = larger.market.mask.trailing_zeros() as u8;
        let more_size = if net < 0 { -(more as i128) } else { more as i128 };
        larger.legs.push(Leg { asset, kind: LegKind::Linear, size: more_size, strike: 0, expiry: 0 });
        prop_assert!(larger.assess(0).initial >= before.initial);
        prop_assert!(larger.assess(0).maintenance >= before.maintenance);

        let mut wilder = world.clone();
        let variance = world.market.covariance.get(0, 0).unwrap();
        wilder.market.covariance.set(0, 0, variance + deviation * deviation).unwrap();
        prop_assert!(wilder.assess(0).initial >= before.initial);

        let with = |terms: MarginTerms| {
            assess(0, &world.holdings, &world.legs, &world.market, &terms, &world.assets, &mut []).unwrap()
        };
        let longer = with(MarginTerms { horizon: TERMS.horizon + later, ..TERMS });
        prop_assert!(longer.initial >= before.initial);
        let surer = risk::tail::t4::C99.expected_shortfall;
        let surer = with(MarginTerms { shortfall_factor: surer, ..TERMS });
        prop_assert!(surer.initial >= before.initial);
    }

    #[test]
    fn rsk_2_long_portfolio_grows_with_each_holding(world in world(LONG), pick in any::<prop::sample::Index>(), more in 1u128..10u128.pow(24)) {
        let before = world.assess(0);
        let mut larger = world.clone();
        let place = pick.index(larger.holdings.len());
        larger.holdings[place].amount += more;
        let after = larger.assess(0);
        prop_assert!(after.initial >= before.initial);
        prop_assert!(after.maintenance >= before.maintenance);
        prop_assert!(after.buffer >= before.buffer);
    }

    #[test]
    fn rsk_3_margin_is_homogeneous(world in world(MIXED), times in 2u128..1_000) {
        let (one, many) = (world.assess(0), world.times(times).assess(0));
        // Each of at most 8 assets rounds a handful of values up by one wei, the core multiplies them by 3.4.
        prop_assert!(close_to(many.initial, one.initial * times, 200 * times));
        prop_assert!(close_to(many.maintenance, one.maintenance * times, 200 * times));
    }

    #[test]
    fn rsk_4_margin_of_a_sum_is_at_most_the_sum(world in world(MIXED), shares in prop::collection::vec(0u128..=1000, 16)) {
        let (mut first, mut second) = (world.clone(), world.clone());
        for ((a, b), share) in first.holdings.iter_mut().zip(&mut second.holdings).zip(&shares) {
            a.amount = a.amount / 1000 * share;
            b.amount -= a.amount;
        }
        for ((a, b), share) in first.legs.iter_mut().zip(&mut second.legs).zip(shares.iter().rev()) {
            a.size = a.size / 500 * (*share as i128 - 250);
            b.size -= a.size;
        }
        let (whole, first, second) = (world.assess(0), first.assess(0), second.assess(0));
        prop_assert!(whole.initial <= first.initial + second.initial + 400);
        prop_assert!(whole.maintenance <= first.maintenance + second.maintenance + 400);
    }

    #[test]
    fn rsk_5_diversification_stops_at_the_floor(world in world(MIXED)) {
        let alone = |asset: u8| {
            let mut part = world.clone();
            part.holdings.retain(|holding| holding.asset == asset);
            part.legs.retain(|leg| leg.asset == asset);
            part.assess(0).initial
        };
        let members = (0..16u8).filter(|asset| world.market.mask >> asset & 1 == 1);
        let sum: u128 = members.map(alone).sum();
        let floor = sum / WAD * TERMS.sigma_floor;
        prop_assert!(world.assess(0).initial + 400 >= floor);
    }

    #[test]
    fn rsk_8_cash_adds_to_equity_only(world in world(MIXED), cash in 0i128..usd(1_000_000)) {
        let (before, after) = (world.assess(0), world.assess(cash));
        prop_assert_eq!(after.equity, before.equity + cash);
        prop_assert_eq!((after.initial, after.maintenance), (before.initial, before.maintenance));
        prop_assert!(after.health >= before.health);
    }

    #[test]
    fn attribution_sums_to_maintenance_exactly(world in world(MIXED)) {
        let mut parts = vec![0; world.holdings.len() + world.legs.len()];
        let verdict =
            assess(0, &world.holdings, &world.legs, &world.market, &TERMS, &world.assets, &mut parts).unwrap();
        prop_assert_eq!(parts.iter().sum::<i128>(), verdict.maintenance as i128);
        prop_assert_eq!(verdict, world.assess(0));
    }

    /// Euler's theorem: an asset's part is its exposure times the slope of the margin.
    #[test]
    fn attribution_is_the_slope(world in world(Kind { most: 4, legs: false, hedges: true }), pick in any::<prop::sample::Index>()) {
        let place = pick.index(world.holdings.len());
        let amount = world.holdings[place].amount;
        if fixed::mul_wad_down(amount, world.market.prices[place]).unwrap() <= WAD {
            return Ok(());
        }
        let mut parts = vec![0; world.holdings.len()];
        let verdict = assess(0, &world.holdings, &[], &world.market, &TERMS, &world.assets, &mut parts).unwrap();
        let nudged = |up: bool| {
            let mut world = world.clone();
            let step = amount / 100_000;
            world.holdings[place].amount = if up { amount + step } else { amount - step };
            world.assess(0).maintenance as f64
        };
        let (left, right) = (verdict.maintenance as f64 - nudged(false), nudged(true) - verdict.maintenance as f64);
        let part = parts[place] as f64 / 100_000.0;
        let slack = 1e-7 * verdict.maintenance as f64 + 1e3;
        // Between the slopes on both sides: at a change of regime they differ.
        prop_assert!(part >= left.min(right) - slack && part <= left.max(right) + slack, "{left} {part} {right}");
    }
}
