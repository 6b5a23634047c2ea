//! The crate against true values of its own (`true_values.py`, mpmath), hard-to-round ones among them, and against
//! the ends of its domains.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod reference;

use fixed::*;
use reference::{Format, Point, Tally};
use serde::Deserialize;

#[derive(Deserialize)]
struct Points {
    wad: Vec<Point>,
    q64: Vec<Point>,
    q96: Vec<Point>,
}

#[test]
fn true_values() {
    let points: Points = serde_json::from_str(include_str!("true_values.json")).unwrap();
    for (title, format, points) in [
        ("WAD", Format::Wad, points.wad),
        ("Q64.64", Format::Q64, points.q64),
        ("96 bits", Format::Q96, points.q96),
    ] {
        let mut tally = Tally::default();
        for point in &points {
            tally.check(format, point);
        }
        tally.print(title);
        for f in ["ln", "log2", "exp", "exp2", "sqrt"] {
            assert!(tally.points(f) >= 50, "{title} {f}");
        }
        assert!(tally.covers_everything(), "{title}");
    }
}

#[test]
fn weights_of_long_ago() {
    for (dt, half_life) in [
        (1_000_000, 1),
        (u64::MAX, 1),
        (u64::MAX, 1 << 40),
        (60, 1),
        (65 * 172_800, 172_800),
    ] {
        assert_eq!(decay_down(dt, half_life), Ok(0));
        assert_eq!(decay_up(dt, half_life), Ok(1));
    }
    assert_eq!(decay_down(59, 1), Ok(1));
    assert_eq!(decay_up(59, 1), Ok(2));
}

#[test]
fn the_logarithm_of_zero_is_no_number() {
    assert_eq!(ln_wad(0), Err(MathError::Domain));
    assert_eq!(ln_wad_256(U256::ZERO), Err(MathError::Domain));
    assert_eq!(ln_q64(0), Err(MathError::Domain));
    assert_eq!(ln_q96(U256::ZERO), Err(MathError::Domain));
    assert_eq!(log2_wad(0), Err(MathError::Domain));
    assert_eq!(log2_wad_256(U256::ZERO), Err(MathError::Domain));
    assert_eq!(log2_q64(0), Err(MathError::Domain));
    assert_eq!(log2_q96(U256::ZERO), Err(MathError::Domain));
}

#[test]
fn powers_overflow_at_the_end_of_the_word_and_vanish_at_the_other() {
    // ln(2^256 / 1e18) = 135.999146549453176898...
    assert!(exp_wad_up(135_999_146_549_453_176_898).is_ok());
    assert_eq!(
        exp_wad_down(135_999_146_549_453_176_899),
        Err(MathError::Overflow)
    );
    // log2(2^256 / 1e18) = 196.205294292027477738...
    assert!(exp2_wad_up(196_205_294_292_027_477_738).is_ok());
    assert_eq!(
        exp2_wad_down(196_205_294_292_027_477_739),
        Err(MathError::Overflow)
    );
    for x in [i128::MAX, i128::MAX - 1, 300 << 64, 1 << 120] {
        assert_eq!(exp_wad_down(x), Err(MathError::Overflow));
        assert_eq!(exp2_wad_up(x), Err(MathError::Overflow));
        assert_eq!(exp_q64_down(x), Err(MathError::Overflow));
        assert_eq!(exp2_q64_up(x), Err(MathError::Overflow));
    }
    for x in [i128::MIN, i128::MIN + 1, -300 << 64, -(1 << 120)] {
        assert_eq!(exp_wad_down(x), Ok(U256::ZERO));
        assert_eq!(exp2_wad_up(x), Ok(U256::from(1)));
        assert_eq!(exp_q64_down(x), Ok(0));
        assert_eq!(exp2_q64_up(x), Ok(1));
    }
    assert_eq!(exp_q96_down(i128::MAX), Err(MathError::Overflow));
    assert_eq!(exp2_q96_down(i128::MAX), Err(MathError::Overflow));
    assert_eq!(exp_q96_up(i128::MIN), Ok(U256::from(1)));
    assert_eq!(exp2_q96_down(i128::MIN), Ok(U256::ZERO));
    // 2^64 in Q64.64 is 2^128: one beyond the type; 2^160 with 96 fractional bits likewise.
    assert_eq!(exp2_q64_down(64 << 64), Err(MathError::Overflow));
    assert_eq!(exp2_q64_up(63 << 64), Ok(1 << 127));
    assert_eq!(exp2_q96_down(160 << 96), Err(MathError::Overflow));
    assert_eq!(exp2_q96_up(159 << 96), Ok(U256::from(1).wrapping_shl(255)));
}

#[test]
fn powers_of_two_are_exact() {
    for k in -59_i128..=195 {
        let x = k * i128::try_from(WAD).unwrap();
        let exact = if k >= 0 {
            U256::from(WAD).wrapping_shl(usize::try_from(k).unwrap())
        } else {
            U256::from(WAD >> k.unsigned_abs())
        };
        assert_eq!(exp2_wad_down(x), Ok(exact));
        // 1e18 is 2^18 times an odd number.
        assert_eq!(exp2_wad_up(x), Ok(exact + U256::from(k < -18)));
        assert_eq!(log2_wad_256(exp2_wad_down(x.max(0)).unwrap()), Ok(x.max(0)));
    }
    for k in 0..128 {
        assert_eq!(log2_q64(1 << k), Ok((i128::from(k) - 64) << 64));
        assert_eq!(exp2_q64_down((i128::from(k) - 64) << 64), Ok(1 << k));
        assert_eq!(exp2_q64_up((i128::from(k) - 64) << 64), Ok(1 << k));
    }
    for k in 0..256 {
        let power = U256::from(1).wrapping_shl(k);
        let exponent = (i128::try_from(k).unwrap() - 96) << 96;
        assert_eq!(log2_q96(power), Ok(exponent));
        assert_eq!(exp2_q96_down(exponent), Ok(power));
        assert_eq!(exp2_q96_up(exponent), Ok(power));
    }
    assert_eq!(ln_wad(WAD), Ok(0));
    assert_eq!(ln_q64(1 << 64), Ok(0));
    assert_eq!(ln_q96(U256::from(1_u128 << 96)), Ok(0));
    assert_eq!(exp_wad_up(0), Ok(U256::from(WAD)));
    assert_eq!(exp_wad_down(0), Ok(U256::from(WAD)));
}

#[test]
fn division_by_zero_is_an_error() {
    assert_eq!(mul_div_down_u128(1, 1, 0), Err(MathError::DivisionByZero));
    assert_eq!(mul_div_up_u128(0, 0, 0), Err(MathError::DivisionByZero));
    assert_eq!(div_wad_down(WAD, 0), Err(MathError::DivisionByZero));
    assert_eq!(
        mul_div_down(U256::MAX, U256::MAX, U256::ZERO),
        Err(MathError::DivisionByZero)
    );
    assert_eq!(
        mul_div_up(U256::ZERO, U256::ZERO, U256::ZERO),
        Err(MathError::DivisionByZero)
    );
    assert_eq!(decay_down(1, 0), Err(MathError::DivisionByZero));
    assert_eq!(decay_up(0, 0), Err(MathError::DivisionByZero));
}

#[test]
fn rounding_up_may_be_what_overflows() {
    // 7 x = 2^129 - 1: half of it is 2^128 - 1 and a remainder.
    let x = 97223533405982418132392744980505203273_u128;
    assert_eq!(mul_div_down_u128(x, 7, 2), Ok(u128::MAX));
    assert_eq!(mul_div_up_u128(x, 7, 2), Err(MathError::Overflow));
    // 7 x = 2^258 - 1: a quarter of it is 2^256 - 1 and a remainder.
    let x = U256::MAX / U256::from(7) * U256::from(4) + U256::from(1);
    assert_eq!(x.wrapping_mul(U256::from(7)), U256::MAX);
    assert_eq!(mul_div_down(x, U256::from(7), U256::from(4)), Ok(U256::MAX));
    assert_eq!(
        mul_div_up(x, U256::from(7), U256::from(4)),
        Err(MathError::Overflow)
    );
    // The largest operands that do fit.
    assert_eq!(mul_div_up(U256::MAX, U256::MAX, U256::MAX), Ok(U256::MAX));
    assert_eq!(
        mul_div_up_u128(u128::MAX, u128::MAX, u128::MAX),
        Ok(u128::MAX)
    );
    assert_eq!(mul_div_down_u128(u128::MAX, 2, 1), Err(MathError::Overflow));
}

#[test]
fn a_quotient_one_beyond_the_type_overflows() {
    // 2d * 2^127 / d = 2^128: the upper half of the product equals the divisor.
    for d in [1, 3, WAD, u128::from(u64::MAX), (1 << 126) + 1] {
        assert_eq!(
            mul_div_down_u128(2 * d, 1 << 127, d),
            Err(MathError::Overflow)
        );
        let quotient = mul_div_down(U256::from(2 * d), U256::from(1_u128 << 127), U256::from(d));
        assert_eq!(quotient, Ok(U256::from(1).wrapping_shl(128)));
    }
    assert_eq!(mul_wad_down(2 * WAD, 1 << 127), Err(MathError::Overflow));
    assert_eq!(mul_wad_up(2 * WAD, 1 << 127), Err(MathError::Overflow));
    assert_eq!(mul_wad_down(WAD, u128::MAX), Ok(u128::MAX));
}

#[test]
fn signed_products_at_the_ends() {
    let wad = i128::try_from(WAD).unwrap();
    assert_eq!(mul_wad_floor_signed(i128::MIN, wad), Ok(i128::MIN));
    assert_eq!(mul_wad_ceil_signed(i128::MIN, wad), Ok(i128::MIN));
    assert_eq!(
        mul_wad_trunc_signed(i128::MIN, -wad),
        Err(MathError::Overflow)
    );
    assert_eq!(
        mul_wad_floor_signed(i128::MIN, wad + 1),
        Err(MathError::Overflow)
    );
    assert_eq!(mul_wad_floor_signed(-1, 1), Ok(-1));
    assert_eq!(mul_wad_ceil_signed(-1, 1), Ok(0));
    assert_eq!(mul_wad_trunc_signed(-1, 1), Ok(0));
    assert_eq!(mul_wad_ceil_signed(1, 1), Ok(1));
    assert_eq!(mul_wad_floor_signed(1, 1), Ok(0));
    let least = U256::from(1).wrapping_shl(255);
    assert_eq!(mul_wad_floor_signed_256(least, U256::from(WAD)), Ok(least));
    let minus_wad = U256::ZERO.wrapping_sub(U256::from(WAD));
    assert_eq!(
        mul_wad_trunc_signed_256(least, minus_wad),
        Err(MathError::Overflow)
    );
}
