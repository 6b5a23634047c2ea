//! The normal distribution and the falling exponential on lanes, against the functions of 96 fractional bits.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_lossless)]

use fixed::lane::normal::{cdf, exp_falling, tail, CDF_ERROR_BITS};
use fixed::{exp_q96_down, norm_cdf_q96};
use proptest::prelude::*;

/// Units of 2^-62 by which a distribution differs from the one of 96 bits.
fn cdf_error(x: i64) -> i128 {
    let exact = (norm_cdf_q96(i128::from(x) << 48) >> 34).cast_signed();
    i128::from(cdf(x)) - exact
}

fn exp_error(x: u64) -> i128 {
    let exact = exp_q96_down(-(i128::from(x) << 38)).unwrap();
    i128::from(exp_falling(x)) - (u128::try_from(exact).unwrap() >> 34).cast_signed()
}

const CDF_BOUND: u128 = 1 << (62 - CDF_ERROR_BITS);
const EXP_BOUND: u128 = 1 << (62 - 55);

#[test]
fn distribution_and_exponential_are_within_their_bounds_over_dense_points() {
    let (mut worst, mut worst_exp) = (0, 0);
    for i in 0..20_000 {
        let x = (i - 10_000) * ((10_i64 << 48) / 10_000);
        worst = worst.max(cdf_error(x).unsigned_abs());
        let x = (i.unsigned_abs() * ((63 << 44) / 20_000)) << 14;
        worst_exp = worst_exp.max(exp_error(x).unsigned_abs());
    }
    println!("lane: Phi within {worst} of 2^-62, e^-x within {worst_exp}");
    assert!(worst <= CDF_BOUND && worst_exp <= EXP_BOUND);
    // The fit and nothing else: what is stated is what is left.
    assert!(worst > CDF_BOUND / 2);
}

#[test]
fn edges() {
    assert_eq!(cdf(0).abs_diff(1 << 61) >> 12, 0);
    assert!(1 << 62 >= exp_falling(0) && (1 << 62) - exp_falling(0) < 16);
    assert_eq!(exp_falling(63 << 58), 0);
    let far = 9_i64 << 48;
    for x in [far, far + 1, i64::MAX] {
        assert_eq!(tail(x.unsigned_abs()), tail(far.unsigned_abs()));
        assert_eq!(cdf(x), (1 << 62) - cdf(-x));
    }
    assert!(tail(far.unsigned_abs()) <= 1);
    // Phi(-1), to 13 digits.
    assert_eq!(tail(1 << 48) >> 20, 697_773_186_021);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(2_000)) })]

    #[test]
    fn lanes_are_within_their_bounds(x in -(10_i64 << 48)..10 << 48, y in 0_u64..63 << 58) {
        prop_assert!(cdf_error(x).unsigned_abs() <= CDF_BOUND);
        prop_assert!(exp_error(y).unsigned_abs() <= EXP_BOUND);
        prop_assert_eq!(cdf(x) + cdf(-x), 1 << 62);
    }
}
