//! Discounts and their bounds, what is sold first, how fast, and what may be left.

use fixed::WAD;
use proptest::prelude::*;
use risk::liquidation::discount::{
    check_discount, drop_bound_down, toxic_bound_down, DiscountTerms, LEAST_TOLERANCE,
};
use risk::liquidation::order::{best, order};
use risk::liquidation::pace::{urgent, Pace, URGENT, WINDOW};
use risk::liquidation::portfolio_close::{close_fraction, CloseFraction};
use risk::liquidation::residual::{close_without_dust, may_remain};
use risk::{close_amount, CloseAmount, RiskError};

const fn percent(number: u128) -> u128 {
    number * WAD / 100
}

#[test]
fn discounts_grow_with_distress_and_time_up_to_the_bounds() {
    let terms = DiscountTerms {
        per_distress: WAD / 2,
        per_second: WAD / 100_000,
        most: WAD / 10,
    };
    assert_eq!(terms.discount_down(WAD, 0, WAD), 0);
    assert_eq!(terms.discount_down(3 * WAD, 0, WAD), 0);
    assert_eq!(terms.discount_down(percent(96), 0, WAD), percent(2));
    assert_eq!(terms.discount_down(percent(96), 1000, WAD), percent(3));
    assert_eq!(
        terms.discount_down(percent(96), 1000, percent(2)),
        percent(2)
    );
    assert_eq!(terms.discount_down(0, 0, WAD), percent(10));
    assert_eq!(terms.discount_down(WAD, u64::MAX, WAD), percent(10));
    assert_eq!(terms.discount_down(WAD - 3, 0, WAD), 1, "rounded down");
    let steep = DiscountTerms {
        per_distress: u128::MAX,
        ..terms
    };
    assert_eq!(steep.discount_down(0, 0, WAD), percent(10));
}

#[test]
fn toxic_bound_is_what_the_collateral_has_over_the_debt() {
    assert_eq!(toxic_bound_down(105 * WAD, 100 * WAD), percent(5));
    assert_eq!(toxic_bound_down(100 * WAD, 100 * WAD), 0);
    assert_eq!(toxic_bound_down(99 * WAD, 100 * WAD), 0);
    assert_eq!(toxic_bound_down(WAD, 0), u128::MAX);
    assert_eq!(toxic_bound_down(4, 3), WAD / 3);
}

/// 0.85 and 10 % leave 6.5 %; 0.90 and 12 % would feed a spiral.
#[test]
fn liq_5_l9_thresholds_and_discounts_keep_their_distance() {
    let check = |threshold, discount| check_discount(threshold, discount, LEAST_TOLERANCE);
    let refused = Err(RiskError::InvalidTerms);
    assert_eq!(check(percent(85), percent(10)), Ok(()));
    assert_eq!(check(percent(90), percent(12)), refused);
    assert_eq!(check(percent(94), 0), Ok(()));
    assert_eq!(check(percent(94) + 1, 0), refused);
    assert_eq!(check(percent(94), 1), refused, "exact");
    assert_eq!(check_discount(1, 0, WAD), refused);
    assert_eq!(check_discount(0, 0, WAD), Ok(()));
    assert_eq!(check_discount(0, 0, WAD + 1), refused);
    assert!(check_discount(1, u128::MAX, 0).is_err());
}

#[test]
fn falls_that_closing_survives() {
    let fall = |debt: u128, discount| drop_bound_down(1000 * WAD, debt * WAD, discount).unwrap();
    assert_eq!(fall(850, percent(10)), 65_000_000_000_000_000);
    assert_eq!(fall(1000, percent(10)), -100_000_000_000_000_000);
    assert_eq!(drop_bound_down(3, 1, 0), Ok(2 * WAD as i128 / 3));
    assert!(drop_bound_down(0, 1, 0).is_err());
    assert!(drop_bound_down(1, u128::MAX, 0).is_err());
}

/// Collateral of 50 against a debt of 60 at 5 %: all of it is sold for 47.62, and 12.38 is missing.
#[test]
fn l8_collateral_that_does_not_cover_the_discount() {
    let plan = close_amount(50 * WAD, 60 * WAD, percent(85), percent(5), percent(105));
    let toxic = CloseAmount::Toxic {
        max_repay: 47_619_047_619_047_619_047,
        bad_debt: 12_380_952_380_952_380_953,
    };
    assert_eq!(plan, Ok(toxic));
}

#[test]
fn liq_7_no_dust_is_left() {
    assert!(may_remain(0, 1, 100) && may_remain(1, 0, 100));
    assert!(may_remain(100, 100, 100));
    assert!(!may_remain(99, 100, 100) && !may_remain(100, 99, 100));
    let close = |least: u128| {
        let (threshold, discount, target) = (percent(85), percent(5), percent(105));
        close_without_dust(
            1000 * WAD,
            900 * WAD,
            threshold,
            discount,
            target,
            least * WAD,
        )
    };
    let plain = close_amount(1000 * WAD, 900 * WAD, percent(85), percent(5), percent(105));
    assert_eq!(close(296), plain, "296.8 of debt may stay");
    let all = CloseAmount::Partial {
        repay: 900 * WAD,
        seized: 945 * WAD,
    };
    assert_eq!(close(297), Ok(all));
    let healthy = close_without_dust(1000, 1, WAD / 2, 0, WAD, 5000);
    assert_eq!(healthy, Ok(CloseAmount::Healthy));
}

#[test]
fn whole_portfolios_close_by_the_least_fraction() {
    let close = |equity: i128, cost: u128| {
        let equity = equity * WAD as i128;
        close_fraction(equity, 1000 * WAD, 10_000 * WAD, cost, percent(110)).unwrap()
    };
    assert_eq!(close(900, percent(1)), CloseFraction::Partial(percent(20)));
    assert_eq!(close(1100, percent(1)), CloseFraction::Healthy);
    assert_eq!(
        close(100, percent(1)),
        CloseFraction::Toxic { shortfall: 0 }
    );
    let shortfall = 150 * WAD;
    assert_eq!(close(-50, percent(1)), CloseFraction::Toxic { shortfall });
    assert_eq!(close_fraction(0, 0, 0, 0, WAD), Ok(CloseFraction::Healthy));
    let broke = CloseFraction::Toxic { shortfall: 1 };
    assert_eq!(close_fraction(-1, 0, 0, 0, WAD), Ok(broke));
    assert!(close_fraction(0, 1, u128::MAX, u128::MAX, WAD).is_err());
}

#[test]
fn what_frees_most_per_cost_goes_first() {
    let mut out = [9; 6];
    let margins = [10, -50, 40, 30, 0, 40];
    let costs = [1, 1, 8, 3, 1, 8];
    assert_eq!(order(&margins, &costs, &mut out), Ok(4));
    // Ten, ten, five, five per unit of cost; equals in their order.
    assert_eq!(out[..4], [0, 3, 2, 5]);
    assert_eq!(best(&margins, &costs, 0b1), Some(3));
    assert_eq!(best(&margins, &costs, 0b10_1101), None);
    assert_eq!(best(&[1, 1], &[1, 0], 0), Some(0), "nothing is the least");
    assert_eq!(best(&[1, 2], &[0, 0], 0), Some(1));
    assert_eq!(best(&[1; 130], &[1; 130], u128::MAX), None);
    let short = order(&margins, &costs[1..], &mut out);
    assert_eq!(short, Err(RiskError::LengthMismatch));
    let short = order(&margins, &costs, &mut out[1..]);
    assert_eq!(short, Err(RiskError::LengthMismatch));
    assert_eq!(order(&[1; 128], &[1; 128], &mut [0; 128]), Ok(128));
    let many = order(&[1; 129], &[1; 129], &mut [0; 129]);
    assert_eq!(many, Err(RiskError::TooManyAssets));
}

/// The flow of October 2025: depth falls by 98 %, and with it what may be sold in a minute.
#[test]
fn t9_sales_keep_to_the_present_depth() {
    let start = 1_000_020;
    let share = percent(10);
    let pace = Pace::default();
    assert_eq!(pace.room_down(start, 1000 * WAD, share), 100 * WAD);
    let pace = pace.after(start, 60 * WAD);
    assert_eq!(
        pace.room_down(start + WINDOW - 1, 1000 * WAD, share),
        40 * WAD
    );
    assert_eq!(pace.room_down(start + 1, 20 * WAD, share), 0);
    let pace = pace.after(start + 59, WAD);
    assert_eq!(pace.sold, 61 * WAD);
    assert_eq!(pace.room_down(start + WINDOW, 20 * WAD, share), 2 * WAD);
    assert_eq!(pace.after(start + WINDOW, 2 * WAD).sold, 2 * WAD);
    assert_eq!(Pace::default().room_down(0, u128::MAX, 2 * WAD), u128::MAX);

    assert_eq!(URGENT, percent(25));
    assert!(!urgent(25, 100) && urgent(24, 100) && urgent(-1, 100));
    assert!(!urgent(0, 0) && urgent(0, 4));
    assert!(urgent(1 << 120, u128::MAX));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(500)) })]

    /// Below the toxic bound every sale raises health, and none leaves dust; at the bound the insolvent path is taken.
    #[test]
    fn liq_4_liq_6_liq_7_sales_raise_health(collateral in WAD..1_000_000 * WAD, ratio in 700u128..1100, threshold in 60u128..90, discount in 0u128..10, target in 100u128..130, least in 0..200 * WAD) {
        let (threshold, discount, target) = (percent(threshold), percent(discount), percent(target));
        prop_assume!(check_discount(threshold, discount, LEAST_TOLERANCE).is_ok());
        let debt = collateral / 1000 * ratio;
        let toxic = toxic_bound_down(collateral, debt) <= discount && collateral * 100 <= debt * (100 + discount / (WAD / 100));
        match close_without_dust(collateral, debt, threshold, discount, target, least).unwrap() {
            CloseAmount::Healthy => prop_assert!(fixed::mul_wad_up(collateral, threshold).unwrap() >= fixed::mul_wad_down(debt, target).unwrap()),
            CloseAmount::Toxic { max_repay, bad_debt } => {
                prop_assert!(toxic);
                prop_assert_eq!(max_repay + bad_debt, debt);
                prop_assert!(fixed::mul_wad_down(max_repay, WAD + discount).unwrap() <= collateral);
            }
            CloseAmount::Partial { repay, seized } => {
                prop_assert!(!toxic && repay <= debt && seized <= collateral);
                prop_assert!(seized <= fixed::mul_wad_down(repay, WAD + discount).unwrap());
                let rest = (debt - repay, collateral - seized);
                prop_assert!(may_remain(rest.0, rest.1, least));
                if rest.0 > 0 {
                    let (before, after) = (fixed::div_wad_down(collateral, debt).unwrap(), fixed::div_wad_down(rest.1, rest.0).unwrap());
                    prop_assert!(after >= before);
                }
            }
        }
    }

    /// The fraction restores the target, and one unit of 1e-18 less does not.
    #[test]
    fn portfolio_fractions_are_the_least(equity in -100i128..1200, maintenance in 1u128..1000, gross in 1000u128..20_000, cost in 0u128..40, target in 100u128..150) {
        let target = percent(target);
        let (margin, exposure, cost) = (maintenance * WAD, gross * WAD, cost * WAD / 1000);
        if let CloseFraction::Partial(fraction) = close_fraction(equity * WAD as i128, margin, exposure, cost, target).unwrap() {
            prop_assert!(fraction > 0 && fraction <= WAD);
            // In units of 1e-54: E - f c G against k M (1 - f).
            let reached = |fraction: u128| {
                let one = model::Exact::one();
                let fraction = model::Exact::unsigned(fraction, WAD);
                let left = model::Exact::ratio(equity, 1) - fraction * model::Exact::unsigned(cost, WAD) * model::Exact::unsigned(gross, 1);
                left + model::Exact::decimal("1e-50") >= model::Exact::unsigned(target, WAD) * model::Exact::unsigned(maintenance, 1) * (one - fraction)
            };
            prop_assert!(reached(fraction));
            prop_assert!(!reached(fraction - 1));
        }
    }

    #[test]
    fn order_is_by_merit(list in prop::collection::vec((-100i128..100, 0u128..50), 0..40)) {
        let (margins, costs): (Vec<i128>, Vec<u128>) = list.into_iter().unzip();
        let mut out = vec![0; margins.len()];
        let count = order(&margins, &costs, &mut out).unwrap();
        prop_assert_eq!(count, margins.iter().filter(|margin| **margin > 0).count());
        for pair in out[..count].windows(2) {
            let (a, b) = (pair[0] as usize, pair[1] as usize);
            let left = margins[a] as u128 * costs[b].max(1);
            let right = margins[b] as u128 * costs[a].max(1);
            prop_assert!(left > right || (left == right && a < b));
        }
    }
}
