//! Properties over arguments at random and at the edges of limbs, against big integers.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::arithmetic_side_effects)]

use fixed::*;
use proptest::prelude::*;
use ruint::aliases::U512;

/// Limbs that the estimate of a quotient's digit goes wrong on, as often as others.
fn limb() -> impl Strategy<Value = u64> {
    prop_oneof![
        any::<u64>(),
        Just(0),
        Just(1),
        Just(u64::MAX),
        Just(u64::MAX - 1),
        Just(1 << 63),
        Just((1 << 63) - 1),
        Just((1 << 63) + 1),
        Just(0xffff_ffff),
        Just(0xffff_ffff_0000_0000),
        Just(0x8000_0000_0000_0000 | 0xffff_ffff),
        (0_u32..64).prop_map(|bits| 1 << bits),
    ]
}

fn narrow() -> impl Strategy<Value = u128> {
    (limb(), limb(), 0_u32..128)
        .prop_map(|(high, low, bits)| ((u128::from(high) << 64) | u128::from(low)) >> bits)
}

fn any_narrow() -> impl Strategy<Value = u128> {
    prop_oneof![
        narrow(),
        (limb(), limb()).prop_map(|(high, low)| (u128::from(high) << 64) | u128::from(low)),
    ]
}

fn wide() -> impl Strategy<Value = U256> {
    (
        limb(),
        limb(),
        limb(),
        limb(),
        prop_oneof![Just(0_usize), 0_usize..256],
    )
        .prop_map(|(a, b, c, d, bits)| U256::from_limbs([a, b, c, d]) >> bits)
}

fn big(x: U256) -> U512 {
    U512::from(x)
}

/// Floor and ceiling of a quotient by the big integers of another implementation, where they fit `limit`.
fn by_big_integers(
    a: U256,
    b: U256,
    d: U256,
    limit: U512,
) -> (Result<U256, MathError>, Result<U256, MathError>) {
    if d.is_zero() {
        return (
            Err(MathError::DivisionByZero),
            Err(MathError::DivisionByZero),
        );
    }
    let (floor, rest) = (big(a) * big(b)).div_rem(big(d));
    let fit = |x: U512| {
        if x <= limit {
            Ok(x.to::<U256>())
        } else {
            Err(MathError::Overflow)
        }
    };
    (fit(floor), fit(floor + U512::from(!rest.is_zero())))
}

fn sign(x: i128, magnitude: u128) -> bool {
    (x < 0) == (magnitude > 0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn mul_div_agrees_with_big_integers(a in wide(), b in wide(), d in wide()) {
        let (floor, ceil) = by_big_integers(a, b, d, big(U256::MAX));
        prop_assert_eq!(mul_div_down(a, b, d), floor);
        prop_assert_eq!(mul_div_up(a, b, d), ceil);
    }

    /// A quotient that fits, whatever the operands: a <= d.
    #[test]
    fn mul_div_of_a_part_agrees_with_big_integers(a in wide(), b in wide(), d in wide()) {
        let (a, d) = (a.min(d), a.max(d));
        let (floor, ceil) = by_big_integers(a, b, d, big(U256::MAX));
        prop_assert_eq!(mul_div_down(a, b, d), floor);
        prop_assert_eq!(mul_div_up(a, b, d), ceil);
    }

    #[test]
    fn mul_div_of_128_bits_agrees_with_big_integers(a in any_narrow(), b in any_narrow(), d in any_narrow()) {
        let limit = U512::from(u128::MAX);
        let (floor, ceil) = by_big_integers(U256::from(a), U256::from(b), U256::from(d), limit);
        prop_assert_eq!(mul_div_down_u128(a, b, d).map(U256::from), floor);
        prop_assert_eq!(mul_div_up_u128(a, b, d).map(U256::from), ceil);
        let whole = a.checked_div(d).zip(a.checked_rem(d));
        prop_assert_eq!(div_rem_u128(a, d), whole.ok_or(MathError::DivisionByZero));
        let (a, d) = (a.min(d), a.max(d));
        let (floor, ceil) = by_big_integers(U256::from(a), U256::from(b), U256::from(d), limit);
        prop_assert_eq!(mul_div_down_u128(a, b, d).map(U256::from), floor);
        prop_assert_eq!(mul_div_up_u128(a, b, d).map(U256::from), ceil);
    }

    /// Dividends whose leading digits are the divisor's or next to them: the estimate of a digit is at its largest.
    #[test]
    fn mul_div_with_equal_leading_digits(d in wide(), b in wide(), below in limb(), shift in prop_oneof![Just(0_usize), Just(64), Just(128)]) {
        let a = d.saturating_sub(U256::from(below) << shift);
        for b in [b, U256::from(1) << 64_usize, U256::from(1) << 128_usize, U256::MAX] {
            let (floor, ceil) = by_big_integers(a, b, d, big(U256::MAX));
            prop_assert_eq!(mul_div_down(a, b, d), floor);
            prop_assert_eq!(mul_div_up(a, b, d), ceil);
        }
        let (a, d): (u128, u128) = ((a >> 128_usize).to(), (d >> 128_usize).to());
        for b in [1_u128 << 64, u128::MAX, u128::MAX << 64] {
            let (floor, ceil) = by_big_integers(U256::from(a), U256::from(b), U256::from(d), U512::from(u128::MAX));
            prop_assert_eq!(mul_div_down_u128(a, b, d).map(U256::from), floor);
            prop_assert_eq!(mul_div_up_u128(a, b, d).map(U256::from), ceil);
        }
    }

    #[test]
    fn floor_is_at_most_ceil_and_ceil_at_most_one_above(a in any_narrow(), b in any_narrow(), d in 1..u128::MAX) {
        if let (Ok(down), Ok(up)) = (mul_div_down_u128(a, b, d), mul_div_up_u128(a, b, d)) {
            prop_assert!(down <= up && up - down <= 1);
        }
        prop_assert_eq!(mul_wad_down(a, b), mul_div_down_u128(a, b, WAD));
        prop_assert_eq!(mul_wad_up(a, b), mul_div_up_u128(a, b, WAD));
        prop_assert_eq!(div_wad_down(a, d), mul_div_down_u128(a, WAD, d));
        prop_assert_eq!(div_wad_up(a, d), mul_div_up_u128(a, WAD, d));
    }

    /// The division by the reciprocal of 1e18, up to the largest product that it takes.
    #[test]
    fn products_of_wad_agree_with_big_integers(a in any_narrow(), b in any_narrow(), quotient in any_narrow(), rest in 0..WAD) {
        let (floor, ceil) = by_big_integers(U256::from(a), U256::from(b), U256::from(WAD), U512::from(u128::MAX));
        prop_assert_eq!(mul_wad_down(a, b).map(U256::from), floor);
        prop_assert_eq!(mul_wad_up(a, b).map(U256::from), ceil);
        // Dividends next to multiples of 1e18, by the division of the language.
        let low = quotient.saturating_mul(WAD).saturating_add(rest);
        prop_assert_eq!(mul_wad_down(low, 1), Ok(low / WAD));
        prop_assert_eq!(mul_wad_up(low, 1), Ok(low.div_ceil(WAD)));
    }

    #[test]
    fn signed_products_round_as_named(a in any::<i128>(), b in any::<i128>(), bits in 0_u32..127, more in 0_u32..127) {
        let (a, b) = (a >> bits, b >> more);
        let word = |x: i128| {
            let magnitude = U256::from(x.unsigned_abs());
            if x < 0 { U256::ZERO.wrapping_sub(magnitude) } else { magnitude }
        };
        let product = big(U256::from(a.unsigned_abs())) * big(U256::from(b.unsigned_abs()));
        let (magnitude, rest) = product.div_rem(U512::from(WAD));
        let negative = (a < 0) != (b < 0);
        let (floor, ceil, trunc) =
            (mul_wad_floor_signed(a, b), mul_wad_ceil_signed(a, b), mul_wad_trunc_signed(a, b));
        if magnitude < U512::from(i128::MAX.unsigned_abs()) {
            let magnitude: u128 = magnitude.to();
            let (floor, ceil, trunc) = (floor.unwrap(), ceil.unwrap(), trunc.unwrap());
            prop_assert_eq!(trunc.unsigned_abs(), magnitude);
            prop_assert!(trunc == 0 || sign(trunc, magnitude) == negative);
            let inexact = i128::from(!rest.is_zero());
            prop_assert_eq!(floor, trunc - if negative { inexact } else { 0 });
            prop_assert_eq!(ceil, trunc + if negative { 0 } else { inexact });
            prop_assert_eq!(mul_wad_floor_signed_256(word(a), word(b)), Ok(word(floor)));
            prop_assert_eq!(mul_wad_ceil_signed_256(word(a), word(b)), Ok(word(ceil)));
            prop_assert_eq!(mul_wad_trunc_signed_256(word(a), word(b)), Ok(word(trunc)));
        } else if magnitude > U512::from(i128::MIN.unsigned_abs()) {
            prop_assert_eq!(floor, Err(MathError::Overflow));
            prop_assert_eq!(ceil, Err(MathError::Overflow));
            prop_assert_eq!(trunc, Err(MathError::Overflow));
        }
    }

    #[test]
    fn roots_are_the_floor_and_the_ceiling(x in wide(), r in any_narrow(), offset in 0_u8..4) {
        // Besides any x: next to squares, r^2 - 1, r^2, r^2 + 1, and r^2 + 2r, the last with the root r.
        let square = U256::from(r) * U256::from(r);
        let beside = match offset {
            0 => square.saturating_sub(U256::from(1)),
            1 => square,
            2 => square + U256::from(1),
            _ => square + U256::from(r) + U256::from(r),
        };
        for x in [x, beside] {
            let (down, up) = (isqrt_down(x), isqrt_up(x));
            prop_assert!(big(down) * big(down) <= big(x));
            prop_assert!((big(down) + U512::from(1)).pow(U512::from(2)) > big(x));
            prop_assert_eq!(up, down + U256::from(down * down != x));
            if let Ok(narrow) = u128::try_from(x) {
                prop_assert_eq!(U256::from(isqrt_down_u128(narrow)), down);
                prop_assert_eq!(U256::from(isqrt_up_u128(narrow)), up);
            }
        }
    }

    #[test]
    fn scaled_roots_are_the_floor_and_the_ceiling(x in wide()) {
        let check = |x: U256, one: u128, down: U256, up: U256| {
            let scaled = big(x) * U512::from(one);
            let one_more = big(down) + U512::from(1);
            big(down) * big(down) <= scaled
                && one_more * one_more > scaled
                && big(up) == big(down) + U512::from(big(down) * big(down) != scaled)
        };
        prop_assert!(check(x, WAD, sqrt_wad_down_256(x), sqrt_wad_up_256(x)));
        prop_assert!(check(x, 1 << 96, sqrt_q96_down(x), sqrt_q96_up(x)));
        let narrow: u128 = (x & U256::from(u128::MAX)).to();
        let x = U256::from(narrow);
        prop_assert!(check(x, 1 << 64, U256::from(sqrt_q64_down(narrow)), U256::from(sqrt_q64_up(narrow))));
        prop_assert!(check(x, WAD, U256::from(sqrt_wad_down(narrow)), U256::from(sqrt_wad_up(narrow))));
    }

    /// ln and log2 never fall when x grows; each of the next steps, and any larger step.
    #[test]
    fn logarithms_are_monotone(x in wide(), y in wide()) {
        let (x, y) = (x.min(y).max(U256::from(1)), x.max(y).max(U256::from(1)));
        let next = x.saturating_add(U256::from(1));
        for logarithm in [ln_wad_256, log2_wad_256, ln_q96, log2_q96] {
            prop_assert!(logarithm(x).unwrap() <= logarithm(next).unwrap());
            prop_assert!(logarithm(x).unwrap() <= logarithm(y).unwrap());
        }
        let narrow = |x: U256| (x >> 128_usize).to::<u128>().max(1);
        let (x, y) = (narrow(x), narrow(y));
        for logarithm in [ln_wad, log2_wad, ln_q64, log2_q64] {
            prop_assert!(logarithm(x).unwrap() <= logarithm(x.saturating_add(1)).unwrap());
            prop_assert!(logarithm(x).unwrap() <= logarithm(y).unwrap());
        }
    }

    /// Powers bracket the true value, so that a larger exponent's upper value is never below a smaller one's lower.
    #[test]
    fn powers_bracket_and_grow(x in -60_000_000_i128..135_000_000, fine in -1_000_000_000_000_i128..1_000_000_000_000, step in 0_i128..1_000_000) {
        let x = x * 1_000_000_000_000 + fine;
        let step = step * step * step;
        let later = x.saturating_add(step).min(135_000_000_000_000_000_000);
        let (x, later) = (x.min(later), later);
        for (down, up) in [
            (exp_wad_down as fn(i128) -> Result<U256, MathError>, exp_wad_up as fn(i128) -> Result<U256, MathError>),
            (exp2_wad_down, exp2_wad_up),
        ] {
            prop_assert!(down(x).unwrap() <= up(x).unwrap());
            prop_assert!(down(x).unwrap() <= up(later).unwrap());
        }
    }

    /// e^x e^-x = 1 lies in the product of the brackets, and ln e^x is x.
    #[test]
    fn powers_and_logarithms_undo_each_other(x in -10_000_000_000_000_000_000_i128..40_000_000_000_000_000_000) {
        let one = U256::from(WAD);
        let product = |a: U256, b: U256| mul_div_down(a, b, one).unwrap();
        prop_assert!(product(exp_wad_down(x).unwrap(), exp_wad_down(-x).unwrap()) <= one);
        prop_assert!(product(exp_wad_up(x).unwrap(), exp_wad_up(-x).unwrap()) >= one);
        // An ulp of e^x is e^-x of an ulp in x: 2.3e4 ulp at x = -10.
        let back = ln_wad_256(exp_wad_down(x).unwrap()).unwrap();
        let room = 2 + i128::try_from(exp_wad_up(-x).unwrap().to::<u128>() / WAD).unwrap();
        prop_assert!((back - x).abs() <= room, "{} {}", back, x);
    }

    #[test]
    fn decay_weights_bracket_and_fall(dt in any::<u64>(), half_life in 1..u64::MAX, shift in 0_u32..64, more in any::<u64>()) {
        let half_life = (half_life >> shift).max(1);
        let later = dt.saturating_add(more);
        let (down, up) = (decay_down(dt, half_life).unwrap(), decay_up(dt, half_life).unwrap());
        // Two apart where the true value lies within the series' error of an integer.
        prop_assert!(down <= up && up - down <= 2, "{} {}", down, up);
        prop_assert!((1..=WAD).contains(&up));
        prop_assert!(decay_down(later, half_life).unwrap() <= up);
        prop_assert_eq!(decay_down(half_life, half_life), Ok(WAD / 2));
        // One half-life later, half the weight.
        if let Some(then) = dt.checked_add(half_life) {
            prop_assert!(decay_down(then, half_life).unwrap() <= up.div_ceil(2));
            prop_assert!(decay_up(then, half_life).unwrap() >= down / 2);
        }
        if dt / half_life >= 60 {
            prop_assert_eq!((down, up), (0, 1));
        }
    }
}

/// Where the series of the logarithm changes its exponent, at sqrt 2 times a power of two, and at powers of two:
/// every step of 40 neighbours, in every format.
#[test]
fn logarithms_are_monotone_where_the_exponent_steps() {
    let root = isqrt_down(U256::from(1).wrapping_shl(255)); // sqrt 2 * 2^127
    let mut steps = 0_usize;
    for bits in 0..255 {
        let one = U256::from(1);
        let near_root = if bits >= 127 {
            root.wrapping_shl(bits - 127)
        } else {
            root >> (127 - bits)
        };
        for centre in [near_root, near_root + one, one.wrapping_shl(bits)] {
            let start = centre.saturating_sub(U256::from(20)).max(one);
            for logarithm in [ln_wad_256, log2_wad_256, ln_q96, log2_q96] {
                let mut last = logarithm(start).unwrap();
                for step in 1..40 {
                    let next = logarithm(start + U256::from(step)).unwrap();
                    assert!(last <= next, "{start} + {step}");
                    last = next;
                    steps += 1;
                }
            }
        }
    }
    println!("{steps} steps");
}

/// Neighbours in x give an ulp or none where ln rises slower than x: no gap, in both directions around 1.
#[test]
fn logarithms_of_neighbours_around_one_differ_by_an_ulp_at_most() {
    let mut last = ln_wad(WAD).unwrap();
    for x in WAD + 1..WAD + 5_000 {
        let next = ln_wad(x).unwrap();
        assert!((0..=1).contains(&(next - last)), "{x}");
        last = next;
    }
}
