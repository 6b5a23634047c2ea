//! Who carries the margin, in portfolios that can be split by hand.

use crate::world::{covariance, World, TERMS};
use fixed::WAD;
use risk::{assess, AssetTerms, Holding, Leg, LegKind, MarginTerms, Market, MAX_ASSETS};

const ONE: i128 = WAD as i128;

/// Two assets at 1,000 USD that move by 4 % a day, apart or together.
fn market(together: bool) -> Market {
    let four = 40_000_000_000_000_000;
    let mut market = Market::new();
    market.mask = 0b11;
    market.prices[..2].fill(1000 * WAD);
    market.liability_prices = market.prices;
    market.covariance = if together {
        covariance(&[vec![four], vec![four]])
    } else {
        covariance(&[vec![four, 0], vec![0, four]])
    };
    market
}

fn leg(asset: u8, size: i128) -> Leg {
    Leg {
        asset,
        kind: LegKind::Linear,
        size,
        strike: 1000 * WAD,
        expiry: 0,
    }
}

/// What each leg of a unit carries, and maintenance.
fn split(market: Market, sizes: [i128; 2], terms: &MarginTerms) -> ([i128; 2], i128) {
    let legs = [leg(0, sizes[0]), leg(1, sizes[1])];
    let assets = [AssetTerms::default(); MAX_ASSETS];
    let mut carried = [0; 2];
    let verdict = assess(0, &[], &legs, &market, terms, &assets, &mut carried).unwrap();
    let maintenance = i128::try_from(verdict.maintenance).unwrap();
    assert_eq!(carried.iter().sum::<i128>(), maintenance);
    (carried, maintenance)
}

/// Of two positions that are alike each carries half, long or short: here the stress is full correlation.
#[test]
fn alike_carry_alike() {
    for size in [ONE, -ONE] {
        let (carried, maintenance) = split(market(false), [size, size], &TERMS);
        for part in carried {
            assert!(
                part.abs_diff(maintenance / 2) < 20_000,
                "{size} {carried:?}"
            );
        }
        // Measured 40 sqrt 2, stressed by a quarter of the way to 80; and what a short pays more.
        assert!(maintenance > 169 * ONE, "{maintenance}");
    }
}

/// Where the floor holds, each carries a tenth of its own swing: 0.8 * 1.2 * 2.8238712518 * 4 of 40; the short
/// its convexity besides.
#[test]
fn the_floor_is_shared_by_size() {
    let unstressed = MarginTerms {
        correlation_stress: 0,
        ..TERMS
    };
    let (carried, maintenance) = split(market(true), [ONE, -ONE], &unstressed);
    let floor = 10_843_665_606_971_198_189;
    assert!(carried[0].abs_diff(floor) <= 8, "{carried:?}");
    assert!(carried[1] > carried[0] && carried[1] + floor - maintenance < 8);
}

/// Three units of collateral and a leg of one carry three quarters and one quarter.
#[test]
fn positions_share_their_asset_by_size() {
    let world = World {
        market: market(true),
        assets: [AssetTerms::default(); MAX_ASSETS],
        holdings: vec![Holding {
            asset: 0,
            amount: 3 * WAD,
        }],
        legs: vec![leg(0, ONE)],
    };
    let mut carried = [0; 2];
    let verdict = assess(
        0,
        &world.holdings,
        &world.legs,
        &world.market,
        &TERMS,
        &world.assets,
        &mut carried,
    )
    .unwrap();
    let quarter = i128::try_from(verdict.maintenance / 4).unwrap();
    assert!(carried[0].abs_diff(3 * quarter) < 4, "{carried:?}");
    assert!(carried[1].abs_diff(quarter) < 4, "{carried:?}");
}
