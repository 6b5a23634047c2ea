//! Lanes against exact arithmetic.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_lossless)]

use fixed::lane::{growth, multiply, FRACTION, LIMIT, ONE};
use model::Exact;
use proptest::prelude::*;

fn lane(value: i64) -> Exact {
    Exact::ratio(value as i128, 1 << FRACTION)
}

/// The error of `growth(x)` in units of what its contract allows.
fn strain(x: i64) -> f64 {
    let exact = lane(x).exp() - Exact::one();
    let allowed = exact.abs() * Exact::ratio(1, 1 << 37) + Exact::ratio(1, 1 << 51);
    let error = lane(growth(x)) - exact;
    (error / allowed).to_f64()
}

#[test]
fn growth_is_within_its_bound_over_dense_points_and_edges() {
    let ln_2 = 24_973_259_070_527_421_i64;
    let mut points: Vec<i64> = (0..=6_000).map(|i| LIMIT / 3_000 * (i - 3_000)).collect();
    // Where the power of two changes, and about zero.
    for k in -7..=7 {
        points.extend((-3..=3).map(|i| k * ln_2 + ln_2 / 2 + i * (ONE >> 24)));
        points.extend((-3..=3).map(|i| k * ln_2 + ln_2 / 2 + i));
        points.extend((-3..=3).map(|i| k * ln_2 + i));
    }
    points.extend((0..56).flat_map(|bits| [1 << bits, -(1 << bits), (1 << bits) + 1]));
    points.extend([LIMIT, LIMIT - 1, -LIMIT, 1 - LIMIT]);
    points.retain(|x| x.abs() <= LIMIT);
    let (mut above, mut below) = (0_f64, 0_f64);
    for x in &points {
        let error = strain(*x);
        above = above.max(error);
        below = below.max(-error);
    }
    println!(
        "growth: {} points, {above:.3} of the bound above, {below:.3} below",
        points.len()
    );
    assert!(above < 1.0 && below < 1.0);
}

#[test]
fn growth_of_nothing_is_nothing_and_beyond_the_limit_that_of_the_limit() {
    assert_eq!(growth(0), 0);
    for (x, limit) in [
        (LIMIT + 1, LIMIT),
        (i64::MAX, LIMIT),
        (-LIMIT - 1, -LIMIT),
        (i64::MIN, -LIMIT),
    ] {
        assert_eq!(growth(x), growth(limit));
    }
    assert!(growth(LIMIT - (ONE >> 20)) < growth(LIMIT));
    assert!(growth((ONE >> 20) - LIMIT) > growth(-LIMIT));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(300)) })]

    #[test]
    fn growth_is_within_its_bound(bits in 20_u32..58, seed in any::<i64>()) {
        let x = (seed >> (63 - bits)).clamp(-LIMIT, LIMIT);
        prop_assert!(strain(x).abs() < 1.0);
    }

    /// Steps of 2^-36 of the argument are above the error.
    #[test]
    fn growth_rises(x in -LIMIT..LIMIT - (ONE >> 30)) {
        prop_assert!(growth(x) < growth(x + (ONE >> 30)));
    }

    #[test]
    fn a_product_is_at_most_three_units_short(a_bits in 1_u32..62, a in any::<i64>(), b in any::<i64>()) {
        let a = a >> (64 - a_bits);
        let b = b >> (a_bits.saturating_sub(54)).max(1);
        let exact = (i128::from(a) * i128::from(b)) >> FRACTION;
        let short = exact - i128::from(multiply(a, b));
        prop_assert!((0..3).contains(&short), "{a} * {b}: {short}");
    }
}
