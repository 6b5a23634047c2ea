//! Every reference vector of the integer operations, and of the functions in three formats.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

mod reference;

use std::collections::BTreeMap;

use fixed::*;
use reference::{Format, Point, Tally};
use serde::Deserialize;

fn wide(x: &str) -> U256 {
    x.parse().unwrap()
}

/// Every point of every file of that name. The project's own files have `erfc` too, and `atan` in WAD.
fn check_format(file: &str, format: Format) {
    let points = vectors::typed::<Point>(file);
    if points.is_empty() {
        return;
    }
    let mut tally = Tally::default();
    for point in &points {
        tally.check(format, point);
    }
    tally.print(file);
    for f in [
        "ln", "log2", "exp", "exp2", "sqrt", "norm_pdf", "norm_cdf", "norm_inv", "pow",
    ] {
        assert!(tally.points(f) >= 40, "{file} lacks {f}");
    }
    let atan = if format == Format::Wad { 40 } else { 0 };
    assert!(tally.points("erfc") >= 40 && tally.points("atan") >= atan);
    assert!(tally.covers_everything(), "{file}");
}

#[test]
fn elementary_functions_in_wad() {
    check_format("fixed_point_wad.json", Format::Wad);
}

#[test]
fn elementary_functions_in_q64() {
    check_format("fixed_point_q64.json", Format::Q64);
}

#[test]
fn elementary_functions_in_q96() {
    check_format("fixed_point_q96.json", Format::Q96);
}

#[derive(Deserialize)]
#[serde(tag = "f", rename_all = "snake_case")]
enum Operation {
    MulDiv {
        a: U256Text,
        b: U256Text,
        d: U256Text,
        floor: String,
        ceil: String,
        overflow_floor: bool,
        overflow_ceil: bool,
    },
    Isqrt {
        a: U256Text,
        floor: U256Text,
        ceil: U256Text,
    },
    WadMulSigned {
        a: String,
        b: String,
        floor: String,
        ceil: String,
        trunc: String,
        overflow: bool,
    },
}

#[derive(Deserialize, Clone, Copy)]
#[serde(try_from = "String")]
struct U256Text(U256);

impl TryFrom<String> for U256Text {
    type Error = ruint::ParseError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

/// An `int256` word from a decimal with a sign.
fn twos_complement(text: &str) -> U256 {
    match text.strip_prefix('-') {
        Some(magnitude) => U256::ZERO.wrapping_sub(wide(magnitude)),
        None => wide(text),
    }
}

fn expected(value: &str, overflow: bool) -> Result<U256, MathError> {
    if overflow {
        Err(MathError::Overflow)
    } else {
        Ok(wide(value))
    }
}

/// The 128-bit form answers as the 256-bit form wherever arguments and result fit.
fn check_narrow(
    a: U256,
    b: U256,
    d: U256,
    floor: Result<U256, MathError>,
    ceil: Result<U256, MathError>,
) -> usize {
    let (Ok(a), Ok(b), Ok(d)) = (u128::try_from(a), u128::try_from(b), u128::try_from(d)) else {
        return 0;
    };
    let narrow = |x: Result<U256, MathError>| {
        x.and_then(|x| u128::try_from(x).map_err(|_| MathError::Overflow))
    };
    assert_eq!(mul_div_down_u128(a, b, d), narrow(floor));
    assert_eq!(mul_div_up_u128(a, b, d), narrow(ceil));
    1
}

#[test]
fn integer_operations() {
    let cases = vectors::typed::<Operation>("integer_ops.json");
    if cases.is_empty() {
        return;
    }
    let mut counts = BTreeMap::<&str, usize>::new();
    for case in &cases {
        match case {
            Operation::MulDiv {
                a,
                b,
                d,
                floor,
                ceil,
                overflow_floor,
                overflow_ceil,
            } => {
                let (a, b, d) = (a.0, b.0, d.0);
                let floor = expected(floor, *overflow_floor);
                let ceil = expected(ceil, *overflow_ceil);
                assert_eq!(mul_div_down(a, b, d), floor, "{a} * {b} / {d}");
                assert_eq!(mul_div_up(a, b, d), ceil, "{a} * {b} / {d}");
                *counts.entry("mul_div").or_default() += 1;
                *counts.entry("mul_div of 128 bits").or_default() +=
                    check_narrow(a, b, d, floor, ceil);
            }
            Operation::Isqrt { a, floor, ceil } => {
                assert_eq!(isqrt_down(a.0), floor.0);
                assert_eq!(isqrt_up(a.0), ceil.0);
                *counts.entry("isqrt").or_default() += 1;
                if let Ok(narrow) = u128::try_from(a.0) {
                    assert_eq!(U256::from(isqrt_down_u128(narrow)), floor.0);
                    assert_eq!(U256::from(isqrt_up_u128(narrow)), ceil.0);
                    *counts.entry("isqrt of 128 bits").or_default() += 1;
                }
            }
            Operation::WadMulSigned {
                a,
                b,
                floor,
                ceil,
                trunc,
                overflow,
            } => {
                let (x, y) = (twos_complement(a), twos_complement(b));
                let word = |text: &str| {
                    if *overflow {
                        Err(MathError::Overflow)
                    } else {
                        Ok(twos_complement(text))
                    }
                };
                assert_eq!(mul_wad_floor_signed_256(x, y), word(floor), "{a} * {b}");
                assert_eq!(mul_wad_ceil_signed_256(x, y), word(ceil), "{a} * {b}");
                assert_eq!(mul_wad_trunc_signed_256(x, y), word(trunc), "{a} * {b}");
                *counts.entry("wad_mul_signed").or_default() += 1;
                if let (Ok(x), Ok(y)) = (a.parse::<i128>(), b.parse::<i128>()) {
                    let narrow =
                        |text: &String| text.parse::<i128>().map_err(|_| MathError::Overflow);
                    assert_eq!(mul_wad_floor_signed(x, y), narrow(floor));
                    assert_eq!(mul_wad_ceil_signed(x, y), narrow(ceil));
                    assert_eq!(mul_wad_trunc_signed(x, y), narrow(trunc));
                    *counts.entry("wad_mul_signed of 128 bits").or_default() += 1;
                }
            }
        }
    }
    println!("integer_ops.json, exact: {counts:?}");
    assert!(["mul_div", "isqrt", "wad_mul_signed"]
        .iter()
        .all(|f| counts.get(f).is_some_and(|n| *n >= 40)));
}
