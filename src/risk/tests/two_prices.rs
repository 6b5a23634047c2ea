//! Two prices where sources disagree: the lower for what is owned, the higher for what is owed, and both before an
//! account at a suspect price is sold from.

use crate::closing::CASH_UNIT;
use crate::world::{covariance, usd, world, Kind, World, TERMS};
use fixed::WAD;
use proptest::prelude::*;
use risk::{
    close_under_both_prices, AssetTerms, ClosePlan, CloseTerms, Holding, Leg, LegKind, Market,
    Path, State, MAX_ASSETS, NO_ASSET,
};

/// One asset at 95 and 105 USD, 4 % a day, exit 1 %.
fn disputed(held: u128, legs: &[i128]) -> World {
    let mut market = Market::new();
    market.mask = 1;
    market.states[0] = State::Suspect;
    (market.prices[0], market.liability_prices[0]) = (95 * WAD, 105 * WAD);
    market.covariance = covariance(&[vec![40_000_000_000_000_000]]);
    let leg = |size: &i128| Leg {
        asset: 0,
        kind: LegKind::Linear,
        size: usd(*size),
        strike: 100 * WAD,
        expiry: 0,
    };
    World {
        market,
        assets: [AssetTerms {
            exit_cost: WAD / 100,
            jump: 0,
        }; MAX_ASSETS],
        holdings: vec![Holding {
            asset: 0,
            amount: held * WAD,
        }],
        legs: legs.iter().map(leg).collect(),
    }
}

/// The same at one price.
fn at(world: &World, price: u128) -> World {
    let mut world = world.clone();
    (world.market.prices[0], world.market.liability_prices[0]) = (price, price);
    world
}

/// Collateral and longs at 95, shorts at 105; margin on what is net long at 95, on what is net short at 105.
#[test]
fn o10_each_side_counts_at_the_price_that_is_worse_for_the_account() {
    for (held, legs, equity, price) in [
        (10, vec![], 950, 95),
        (0, vec![10], 950 - 1000, 95),
        (0, vec![-10], 1000 - 1050, 105),
        (10, vec![-4], 950 - 420 + 400, 95),
        (4, vec![-10], 380 - 1050 + 1000, 105),
        // Legs of one asset are netted: whatever the price is, a long ends a short.
        (0, vec![7, -4], 3 * 95 - 300, 95),
        (0, vec![4, -7], 300 - 3 * 105, 105),
    ] {
        let world = disputed(held, &legs);
        let (verdict, agreed) = (world.assess(0), at(&world, price * WAD).assess(0));
        assert_eq!(verdict.equity, usd(equity), "{held} {legs:?}");
        assert_eq!(
            (verdict.initial, verdict.maintenance, verdict.buffer),
            (agreed.initial, agreed.maintenance, agreed.buffer)
        );
    }
}

fn plan(world: &World, debt: i128, asset: Option<u8>) -> (ClosePlan, Market) {
    let terms = CloseTerms {
        discount_slope: WAD,
        max_discount: WAD / 20,
        cash_unit: CASH_UNIT,
        asset_units: &vec![1; world.holdings.len()],
    };
    let mut market = world.market.clone();
    let (holdings, legs) = (&world.holdings, &world.legs);
    let plan = close_under_both_prices(
        -usd(debt),
        holdings,
        legs,
        &mut market,
        &TERMS,
        &world.assets,
        asset,
        &terms,
    );
    (plan.unwrap(), market)
}

/// 10 at 95 and 105: maintenance takes 0.8 * 13.5546 % + 1 % = 11.84 %, so that 837.5 may be owed at the lower price
/// and 925.6 at the higher one.
#[test]
fn orc_3_a_suspect_asset_is_sold_below_maintenance_under_both_prices_only() {
    let world = disputed(10, &[]);
    let low_only = plan(&world, 900, None).0;
    assert!(world.assess(-usd(900)).health < WAD);
    assert_eq!(
        (low_only.path, low_only.asset, low_only.repay),
        (Path::Healthy, NO_ASSET, 0)
    );
    // (1050 - 900) / (1050 * 0.1184...)
    assert!(low_only.health_before > WAD * 120 / 100);
    // As if nobody had named the lower price, and nothing is sold below the higher one but for the discount.
    let (both, market) = plan(&world, 930, None);
    assert_eq!(both.path, Path::Restore);
    assert_eq!(both, plan(&at(&world, 105 * WAD), 930, None).0);
    assert_eq!(market.prices[0], 105 * WAD);
    let paid = fixed::mul_wad_up(both.repay, WAD + both.discount).unwrap();
    assert!(paid >= fixed::mul_wad_down(both.seized, 105 * WAD).unwrap());
    assert!(both.health_before < WAD);
}

/// Short legs: below at the higher price only is not enough, and each side is believed at the price that favours it.
#[test]
fn orc_3_a_suspect_short_is_believed_at_its_lower_price() {
    let mut world = disputed(0, &[-10]);
    world.holdings.push(Holding {
        asset: 3,
        amount: 1000 * WAD,
    });
    world.market.mask = 0b1001;
    (world.market.prices[1], world.market.liability_prices[1]) = (WAD, WAD);
    world.market.covariance =
        covariance(&[vec![40_000_000_000_000_000, 0], vec![0, WAD as i128 / 1000]]);
    // 1,000 of collateral, 1,000 for the short, 1,000 of debt or so: the short costs 1,050 or 950.
    let debt = 820;
    assert!(world.assess(-usd(debt)).health < WAD);
    assert_eq!(plan(&world, debt, None).0.path, Path::Healthy);
    let (deep, market) = plan(&world, 930, Some(3));
    assert_ne!(deep.path, Path::Healthy);
    assert_eq!(
        (market.prices[0], market.liability_prices[0]),
        (105 * WAD, 95 * WAD)
    );
    assert_eq!((market.prices[1], market.liability_prices[1]), (WAD, WAD));
}

/// At 50 % a day an asset asks for more than it is worth (1.365 times): more of it is worse, and the account is below
/// maintenance at the higher price (2,050 - 625 against 1,444) and not at the lower (1,950 - 625 against 1,307).
#[test]
fn orc_3_below_maintenance_at_the_higher_price_only_is_not_enough() {
    let mut world = disputed(10, &[]);
    world.holdings.push(Holding {
        asset: 3,
        amount: 1000 * WAD,
    });
    world.market.mask = 0b1001;
    (world.market.prices[1], world.market.liability_prices[1]) = (WAD, WAD);
    let (half, still) = (WAD as i128 / 2, WAD as i128 / 1000);
    world.market.covariance = covariance(&[vec![half, 0], vec![0, still]]);
    assert!(at(&world, 105 * WAD).assess(-usd(625)).health < WAD);
    let (kept, market) = plan(&world, 625, None);
    assert_eq!((kept.path, kept.asset), (Path::Healthy, NO_ASSET));
    assert_eq!(kept.health_before, world.assess(-usd(625)).health);
    assert_eq!(market, world.market);
    let both = plan(&world, 650, None).0;
    assert_ne!(both.path, Path::Healthy);
}

/// Two prices of a live asset are two sources within their limit: one is enough.
#[test]
fn orc_3_a_live_asset_is_judged_at_its_collateral_price() {
    let mut world = disputed(10, &[]);
    world.market.states[0] = State::Live;
    let (sold, market) = plan(&world, 900, None);
    assert_eq!(sold, plan(&at(&world, 95 * WAD), 900, None).0);
    assert_eq!(sold.path, Path::Restore);
    assert_eq!(market, world.market);
}

#[test]
fn states_are_packed_by_asset() {
    let mut market = Market::new();
    market.mask = 0b1000_0000_0010_0101;
    market.states[..4].copy_from_slice(&[State::Dead, State::Live, State::Suspect, State::Paused]);
    assert_eq!(market.packed_states(), 0x4000_0000_0030_0002);
    assert!(market.has_suspects());
    market.states[2] = State::Stale;
    assert!(!market.has_suspects());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    /// No single price between the two makes the account worth less.
    #[test]
    fn no_price_between_is_worse(
        world in world(Kind { most: 6, legs: true, hedges: true }), wide in 0u128..200, place in 0u128..=100,
    ) {
        let (mut disputed, mut single) = (world.clone(), world.clone());
        for ((low, high), between) in disputed.market.prices.iter_mut()
            .zip(&mut disputed.market.liability_prices)
            .zip(&mut single.market.prices)
        {
            *high = *low + *low / 1000 * wide;
            *between = *low + (*high - *low) / 100 * place;
        }
        single.market.liability_prices = single.market.prices;
        let (worst, judged) = (disputed.assess(0), single.assess(0));
        prop_assert!(worst.equity <= judged.equity);
        // In the account's favour nothing is worth less than at any of them.
        disputed.market.states = [State::Suspect; MAX_ASSETS];
        disputed.market.favour_suspects();
        prop_assert!(disputed.assess(0).equity >= judged.equity);
    }
}
