//! A walk over ticks against a sum over positions: what each position pays alone, added up.

use proptest::prelude::*;
use risk::liquidity::pool::{
    pool_depth_down, quote_value_down, signed, PoolState, Ticks, MOST_TICKS,
};
use risk::liquidity::tick::{mean_tick, sqrt_price_at, MAX_TICK};
use risk::RiskError;
use ruint::aliases::U256;
use std::collections::BTreeMap;

/// A position: ticks and liquidity.
type Position = (i32, i32, u128);

/// Positions as a pool keeps them.
struct Pool {
    net: BTreeMap<i32, i128>,
    spacing: i32,
    asked: usize,
}

impl Pool {
    fn of(positions: &[Position], spacing: i32) -> Self {
        let mut net = BTreeMap::new();
        for (lower, upper, liquidity) in positions {
            *net.entry(*lower).or_insert(0) += *liquidity as i128;
            *net.entry(*upper).or_insert(0) -= *liquidity as i128;
        }
        Self {
            net,
            spacing,
            asked: 0,
        }
    }
}

impl Ticks for Pool {
    type Error = RiskError;

    fn word(&mut self, position: i16) -> Result<U256, RiskError> {
        self.asked += 1;
        let mut word = U256::ZERO;
        for tick in self.net.keys() {
            let compressed = tick / self.spacing;
            assert_eq!(compressed * self.spacing, *tick);
            if compressed.div_euclid(256) == i32::from(position) {
                word.set_bit(compressed.rem_euclid(256) as usize, true);
            }
        }
        Ok(word)
    }

    fn net(&mut self, tick: i32) -> Result<i128, RiskError> {
        self.asked += 1;
        Ok(self.net[&tick])
    }
}

fn real(value: U256) -> f64 {
    value.to_string().parse().unwrap()
}

fn root(tick: f64) -> f64 {
    1.0001_f64.powf(tick / 2.0)
}

/// What the positions pay between two roots: token 0 upwards, token 1 downwards.
fn paid(positions: &[Position], low: f64, high: f64, upwards: bool) -> f64 {
    let of = |(lower, upper, liquidity): &Position| {
        let (a, b) = (
            root(f64::from(*lower)).max(low),
            root(f64::from(*upper)).min(high),
        );
        if a >= b {
            0.0
        } else if upwards {
            *liquidity as f64 * (1.0 / a - 1.0 / b)
        } else {
            *liquidity as f64 * (b - a)
        }
    };
    positions.iter().map(of).sum()
}

/// Depth by positions: sold and bought from a root, in units of the quote token.
fn depth(positions: &[Position], from: f64, asset_is_token_1: bool) -> (f64, f64) {
    if asset_is_token_1 {
        let sell = paid(positions, from, from / 0.98_f64.sqrt(), true);
        let buy = paid(positions, from / 1.02_f64.sqrt(), from, false) / from / from;
        (sell, buy)
    } else {
        let sell = paid(positions, from * 0.98_f64.sqrt(), from, false);
        let buy = paid(positions, from, from * 1.02_f64.sqrt(), true) * from * from;
        (sell, buy)
    }
}

fn state(positions: &[Position], tick: i32, mean: i32, spacing: i32, second: bool) -> PoolState {
    let active = |(lower, upper, _): &&Position| *lower <= tick && tick < *upper;
    PoolState {
        sqrt_price: sqrt_price_at(tick).unwrap(),
        tick,
        liquidity: positions
            .iter()
            .filter(active)
            .map(|position| position.2)
            .sum(),
        spacing,
        mean_sqrt_price: sqrt_price_at(mean).unwrap(),
        asset_is_token_1: second,
    }
}

#[test]
fn roots_of_prices_at_ticks() {
    // The ends that the pool's code publishes, and one.
    let end = |text: &str| text.parse::<U256>().unwrap();
    assert_eq!(sqrt_price_at(-MAX_TICK), Ok(end("4295128739")));
    assert_eq!(
        sqrt_price_at(MAX_TICK),
        Ok(end("1461446703485210103287273052203988822378723970342"))
    );
    assert_eq!(sqrt_price_at(0), Ok(U256::from(1_u128 << 96)));
    assert_eq!(sqrt_price_at(MAX_TICK + 1), Err(RiskError::InvalidTerms));
    assert_eq!(sqrt_price_at(i32::MIN), Err(RiskError::InvalidTerms));
    for tick in (-MAX_TICK..=MAX_TICK).step_by(977) {
        let exact = root(f64::from(tick)) * 2_f64.powi(96);
        let found = real(sqrt_price_at(tick).unwrap());
        assert!(
            (found / exact - 1.0).abs() < 1e-9,
            "tick {tick}: {found} against {exact}"
        );
    }
}

#[test]
fn means_of_ticks_are_rounded_down() {
    assert_eq!(mean_tick(1_000, 19_000, 1_800), Ok(10));
    assert_eq!(mean_tick(0, -1, 1_800), Ok(-1));
    assert_eq!(mean_tick(0, 1_799, 1_800), Ok(0));
    assert_eq!(mean_tick(0, -3_600, 1_800), Ok(-2));
    assert_eq!(mean_tick(0, 1, 0), Err(RiskError::InvalidTerms));
    assert!(mean_tick(i64::MIN, i64::MAX, 1).is_err());
    assert!(mean_tick(0, i64::MAX, 1).is_err());
}

#[test]
fn words_with_a_sign() {
    assert_eq!(signed(U256::from(7)), Some(7));
    assert_eq!(signed(U256::MAX), Some(-1));
    assert_eq!(signed(U256::from(1) << 127_usize), None);
    assert_eq!(signed(U256::MAX << 127_usize), Some(i128::MIN));
    assert_eq!(signed(U256::from(1) << 200_usize), None);
}

#[test]
fn dollars_of_a_quote() {
    let usd = |amount: u128, price: u128, decimals| {
        quote_value_down(U256::from(amount), U256::from(price), decimals)
    };
    let wad = 1_000_000_000_000_000_000;
    assert_eq!(usd(1_500_000, wad, 6), Ok(U256::from(3 * wad / 2)));
    assert_eq!(usd(1, 2 * wad, 18), Ok(U256::from(2)));
    assert_eq!(usd(1, wad - 1, 18), Ok(U256::ZERO), "rounded down");
    assert!(usd(1, wad, 39).is_err());
}

#[test]
fn a_pool_that_makes_no_sense() {
    let positions = [(-600, 600, 1_000_u128)];
    let honest = state(&positions, 0, 0, 60, false);
    let mut pool = Pool::of(&positions, 60);
    let refused = |state: &PoolState, pool: &mut Pool| pool_depth_down(state, pool).is_err();
    assert!(!refused(&honest, &mut pool));
    let no_price = PoolState {
        sqrt_price: U256::ZERO,
        ..honest
    };
    assert!(refused(&no_price, &mut pool));
    for spacing in [0, -60] {
        assert!(refused(&PoolState { spacing, ..honest }, &mut pool));
    }
    // Less liquidity than what leaves at a tick.
    let positions = [(-60, 60, 1_000_u128)];
    let short = PoolState {
        liquidity: 999,
        ..state(&positions, 0, 0, 60, false)
    };
    assert!(refused(&short, &mut Pool::of(&positions, 60)));
}

#[test]
fn what_is_too_far_to_read_is_not_counted() {
    // A tick at every price: the walk ends after its share of them.
    let mut positions = vec![(-400, 400, 1_000_000_000_000_000_u128)];
    positions.extend((-200..200).map(|tick| (tick, tick + 1, 1_000_000_u128)));
    let all = depth(&positions, 1.0, false);
    let mut pool = Pool::of(&positions, 1);
    let found = pool_depth_down(&state(&positions, 0, 0, 1, false), &mut pool).unwrap();
    assert!(pool.asked <= 2 * (MOST_TICKS + 2), "{}", pool.asked);
    let share = real(found.sell) / all.0;
    // 33 of 203 ticks.
    assert!((0.15..0.17).contains(&share), "{share}");
    // A mean price out of reach: nothing is counted there, and the walk ends.
    let mut pool = Pool::of(&positions[..1], 1);
    let found = pool_depth_down(&state(&positions[..1], 0, 100_000, 1, false), &mut pool).unwrap();
    assert_eq!((found.mean_sell, found.least()), (U256::ZERO, U256::ZERO));
    assert!(found.sell > U256::ZERO && pool.asked < 20, "{}", pool.asked);
}

fn positions(spacing: i32) -> impl Strategy<Value = Vec<Position>> {
    let one = (-12_i32..12, 1_i32..12, 10_u128.pow(15)..10_u128.pow(18)).prop_map(
        move |(lower, width, liquidity)| (lower * spacing, (lower + width) * spacing, liquidity),
    );
    prop::collection::vec(one, 1..12)
}

proptest! {
    #[test]
    fn a_walk_is_the_sum_of_positions(
        (spacing, positions) in prop_oneof![Just(1), Just(10), Just(60), Just(200)]
            .prop_flat_map(|spacing| (Just(spacing), positions(spacing))),
        tick in -300_i32..300,
        mean in -300_i32..300,
        second in any::<bool>(),
    ) {
        let mut pool = Pool::of(&positions, spacing);
        let found = pool_depth_down(&state(&positions, tick, mean, spacing, second), &mut pool).unwrap();
        let (sell, buy) = depth(&positions, root(f64::from(tick)), second);
        let (mean_sell, mean_buy) = depth(&positions, root(f64::from(mean)), second);
        for (found, exact) in [
            (found.sell, sell),
            (found.buy, buy),
            (found.mean_sell, mean_sell),
            (found.mean_buy, mean_buy),
        ] {
            // A unit per step, and what a float of 53 bits says of such differences.
            let bound = 60.0 + exact * 1e-9 + positions.iter().map(|p| p.2 as f64).sum::<f64>() * 1e-13;
            prop_assert!((real(found) - exact).abs() <= bound, "{found} against {exact}");
        }
        let least = found.least();
        prop_assert!([found.sell, found.buy, found.mean_sell, found.mean_buy].contains(&least));
        prop_assert!(least <= found.sell && least <= found.buy && least <= found.mean_sell && least <= found.mean_buy);
    }
}
