//! What must hold for the cost of leaving, whatever the numbers.

use fixed::WAD;
use proptest::prelude::*;
use risk::liquidity::{
    cascade_up, constant_product_impact_up, constant_product_shortfall_up, crowding_up,
    deviation_factor_up, exit_cost_up, square_root_impact_up, tranche_factor_up, unwind_days_up,
    Almgren, DEPTH_BAND,
};
use risk::RiskError;

const SPREAD: u128 = WAD / 1000;

#[test]
fn exit_cost_follows_the_root_of_size_over_depth() {
    let cost = |value: u128| exit_cost_up(value * WAD, SPREAD, 1_000_000 * WAD);
    assert_eq!(DEPTH_BAND, WAD / 50);
    assert_eq!(cost(0), 0);
    // A tenth of a percent, and two percent of a half, of one, of two.
    assert_eq!(cost(250_000), 2_750 * WAD);
    assert_eq!(cost(1_000_000), 21_000 * WAD);
    assert_eq!(cost(4_000_000), 164_000 * WAD);
    // From 2,495 times the depth on nothing is left.
    assert_eq!(cost(3_000_000_000), 3_000_000_000 * WAD);
    assert_eq!(exit_cost_up(1, SPREAD, WAD), 1, "rounded up");
    assert_eq!(exit_cost_up(7 * WAD, SPREAD, 0), 7 * WAD, "no depth");
    assert_eq!(exit_cost_up(u128::MAX, 0, 1), u128::MAX);
    assert_eq!(exit_cost_up(7 * WAD, 2 * WAD, WAD), 7 * WAD);
    assert_eq!(exit_cost_up(WAD, u128::MAX, WAD), WAD);
}

#[test]
fn crowding_is_the_rest_of_the_common_impact() {
    let crowd =
        |value: u128, others: u128| crowding_up(value * WAD, others * WAD, SPREAD, 1_000_000 * WAD);
    assert_eq!(crowd(1_000_000, 0), 0);
    // All four million would move the price by 4 %: two more than its own million.
    assert_eq!(crowd(1_000_000, 3_000_000), 20_000 * WAD);
    assert_eq!(crowd(0, 3_000_000), 0);
    let dry = crowding_up(WAD, WAD, SPREAD, 0);
    assert_eq!(dry, 0, "the exit cost is all of it already");
    assert_eq!(
        crowding_up(WAD, u128::MAX, 0, 1),
        WAD - exit_cost_up(WAD, 0, 1)
    );
    assert_eq!(crowding_up(1000, u128::MAX, 0, 1 << 80), 1000 - 1);
}

#[test]
fn pools_of_constant_product() {
    assert_eq!(constant_product_shortfall_up(WAD, 3 * WAD), Ok(WAD / 4));
    assert_eq!(constant_product_impact_up(WAD, 3 * WAD), Ok(7 * WAD / 16));
    assert_eq!(constant_product_shortfall_up(0, 3 * WAD), Ok(0));
    assert_eq!(constant_product_shortfall_up(0, 0), Ok(WAD));
    assert_eq!(constant_product_shortfall_up(1, 0), Ok(WAD));
    assert_eq!(constant_product_impact_up(1, 0), Ok(WAD));
    assert_eq!(constant_product_shortfall_up(1, 2), Ok(WAD / 3 + 1));
    assert!(constant_product_shortfall_up(1, u128::MAX).is_err());
}

#[test]
fn examples_of_the_model() {
    // Two days to sell, found after one.
    assert_eq!(unwind_days_up(4 * WAD, 20 * WAD, WAD / 10), Ok(2 * WAD));
    let factor = deviation_factor_up(WAD, 2 * WAD).unwrap();
    assert_eq!(factor, 1_290_994_448_735_805_629);
    assert_eq!(tranche_factor_up(WAD, 3 * WAD, 1), Ok(2 * WAD));
    assert!(tranche_factor_up(WAD, WAD, 0).is_err());
    assert!(tranche_factor_up(0, WAD, u32::MAX).is_ok());
    // 4 % a day, a twentieth of the volume.
    let impact = square_root_impact_up(WAD, 20 * WAD, WAD / 25, WAD).unwrap();
    assert_eq!(impact, 8_944_271_909_999_159);
    assert!(square_root_impact_up(1, 0, WAD, WAD).is_err());
    // A tenth of the volume in half a day, 200 days of volume outstanding, 2 %.
    let got = Almgren::standard().impact_up(WAD, 10 * WAD, 2000 * WAD, WAD / 2, WAD / 50);
    let got = got.unwrap();
    assert!(got.permanent.abs_diff(2_361_658_742_458_300) < 1000);
    assert!(got.temporary.abs_diff(1_081_275_437_190_600) < 1000);
    assert!(got.cost.abs_diff(2_262_104_808_419_700) < 1000);
    let none = Almgren::standard()
        .impact_up(0, WAD, WAD, WAD, WAD)
        .unwrap();
    assert_eq!((none.permanent, none.temporary, none.cost), (0, 0, 0));
}

#[test]
fn cascade_of_horizons() {
    let horizons = [10, 20, 40, 60, 120];
    let shortfalls = [100, 80, 60, 20, 5].map(|es| es * WAD);
    let total = cascade_up(&horizons, &shortfalls, 10).unwrap();
    assert!(total.abs_diff(156_684_396_159_924_000_000) < 500_000);
    assert_eq!(cascade_up(&[10], &[3 * WAD], 10), Ok(3 * WAD));
    assert_eq!(cascade_up(&[40, 40], &[WAD, WAD], 10), Ok(2 * WAD));
    let short = cascade_up(&horizons, &shortfalls[1..], 10);
    assert_eq!(short, Err(RiskError::LengthMismatch));
    let falling = cascade_up(&[20, 10], &[WAD, WAD], 10);
    assert_eq!(falling, Err(RiskError::InvalidTerms));
    assert!(cascade_up(&[1], &[WAD], 0).is_err());
    assert!(cascade_up(&[u64::MAX], &[u128::MAX], 10).is_err());
}

/// An amount from dust to ten billion USD.
fn amount() -> impl Strategy<Value = u128> {
    (0u32..29, 1u128..1000).prop_map(|(power, digits)| 10u128.pow(power) * digits / 100)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(500)) })]

    #[test]
    fn margin_rises_with_size_and_with_the_crowd_and_falls_with_depth(
        value in amount(), more in amount(), others in amount(), depth in amount(), spread in 0..WAD / 10,
    ) {
        let own = |value, depth| exit_cost_up(value, spread, depth);
        let all = |value, others, depth| own(value, depth) + crowding_up(value, others, spread, depth);
        prop_assert!(own(value, depth) <= own(value + more, depth));
        prop_assert!(own(value, depth + more) <= own(value, depth));
        prop_assert!(all(value, others, depth) <= all(value + more, others, depth));
        prop_assert!(all(value, others, depth) <= all(value, others + more, depth));
        prop_assert!(all(value, others, depth + more) <= all(value, others, depth));
        prop_assert!(all(value, others, depth) <= value);
        prop_assert!(crowding_up(value, others, spread, depth) <= crowding_up(value, others + more, spread, depth));
    }

    /// Cut in two, a position in a crowd costs no less; alone, it costs more than its parts apart.
    #[test]
    fn cutting_an_account_saves_nothing(first in amount(), second in amount(), others in amount(), depth in amount()) {
        let all = |value, others| exit_cost_up(value, SPREAD, depth) + crowding_up(value, others, SPREAD, depth);
        let whole = all(first + second, others);
        let parts = all(first, others + second) + all(second, others + first);
        prop_assert!(parts >= whole);
        let apart = exit_cost_up(first, SPREAD, depth) + exit_cost_up(second, SPREAD, depth);
        prop_assert!(apart <= exit_cost_up(first + second, SPREAD, depth) + 2);
    }

    #[test]
    fn tranches_are_worse_than_an_even_sale_and_tend_to_it(delay in 0..5 * WAD, unwind in 0..50 * WAD, tranches in 1u32..500) {
        let even = deviation_factor_up(delay, unwind).unwrap();
        let parts = tranche_factor_up(delay, unwind, tranches).unwrap();
        prop_assert!(parts >= even);
        prop_assert!(tranche_factor_up(delay, unwind, tranches + 1).unwrap() <= parts);
        let many = tranche_factor_up(delay, unwind, 1_000_000).unwrap();
        prop_assert!(many - even <= even / 1_000_000 + 2);
    }
}
