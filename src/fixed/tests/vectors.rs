//! Every reference vector of the integer operations and of ln, log2, exp, 2^x and sqrt in three formats.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

mod reference;

use std::collections::BTreeMap;
use std::path::PathBuf;

use fixed::*;
use reference::{Decimal, Integer, Worst};
use serde::de::DeserializeOwned;
use serde::Deserialize;

#[derive(Deserialize)]
struct File<Case> {
    cases: Vec<Case>,
}

fn read<Case: DeserializeOwned>(name: &str) -> Option<Vec<Case>> {
    let root = std::env::var_os("PLIMSOLL_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let path = root.join("vectors").join(name);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: {} is not there", path.display());
        return None;
    };
    Some(serde_json::from_str::<File<Case>>(&text).unwrap().cases)
}

#[derive(Deserialize)]
struct Point {
    f: String,
    x: String,
    y: String,
    y_floor: String,
    y_nearest: String,
}

/// Functions with a directed pair and functions to nearest, by the name of the vectors.
struct Format {
    one: u128,
    /// Stated relative bound of exp and exp2.
    relative: f64,
    nearest: fn(&str, &str) -> Option<Integer>,
    down: fn(&str, &str) -> Option<Integer>,
    up: fn(&str, &str) -> Option<Integer>,
}

fn wide(x: &str) -> U256 {
    x.parse().unwrap()
}

fn narrow(x: &str) -> u128 {
    x.parse().unwrap()
}

fn signed(x: &str) -> i128 {
    x.parse().unwrap()
}

const WAD_FORMAT: Format = Format {
    one: WAD,
    relative: 6.7e-24, // 2^-77
    nearest: |f, x| {
        let (narrow_form, wide_form): (fn(u128) -> _, fn(U256) -> _) = match f {
            "ln" => (ln_wad, ln_wad_256),
            "log2" => (log2_wad, log2_wad_256),
            _ => return None,
        };
        let result = wide_form(wide(x)).unwrap();
        if let Ok(x) = x.parse() {
            assert_eq!(narrow_form(x).unwrap(), result);
        }
        Some(result.into())
    },
    down: |f, x| match f {
        "exp" => Some(exp_wad_down(signed(x)).unwrap().into()),
        "exp2" => Some(exp2_wad_down(signed(x)).unwrap().into()),
        "sqrt" => {
            let result = sqrt_wad_down_256(wide(x));
            if let Ok(x) = x.parse() {
                assert_eq!(U256::from(sqrt_wad_down(x)), result);
            }
            Some(result.into())
        }
        _ => None,
    },
    up: |f, x| match f {
        "exp" => Some(exp_wad_up(signed(x)).unwrap().into()),
        "exp2" => Some(exp2_wad_up(signed(x)).unwrap().into()),
        "sqrt" => {
            let result = sqrt_wad_up_256(wide(x));
            if let Ok(x) = x.parse() {
                assert_eq!(U256::from(sqrt_wad_up(x)), result);
            }
            Some(result.into())
        }
        _ => None,
    },
};

const Q64: Format = Format {
    one: 1 << 64,
    relative: 6.1e-36, // 2^-117
    nearest: |f, x| match f {
        "ln" => Some(ln_q64(narrow(x)).unwrap().into()),
        "log2" => Some(log2_q64(narrow(x)).unwrap().into()),
        _ => None,
    },
    down: |f, x| match f {
        "exp" => Some(exp_q64_down(signed(x)).unwrap().into()),
        "exp2" => Some(exp2_q64_down(signed(x)).unwrap().into()),
        "sqrt" => Some(sqrt_q64_down(narrow(x)).into()),
        _ => None,
    },
    up: |f, x| match f {
        "exp" => Some(exp_q64_up(signed(x)).unwrap().into()),
        "exp2" => Some(exp2_q64_up(signed(x)).unwrap().into()),
        "sqrt" => Some(sqrt_q64_up(narrow(x)).into()),
        _ => None,
    },
};

const Q96: Format = Format {
    one: 1 << 96,
    relative: 6.1e-36, // 2^-117
    nearest: |f, x| match f {
        "ln" => Some(ln_q96(wide(x)).unwrap().into()),
        "log2" => Some(log2_q96(wide(x)).unwrap().into()),
        _ => None,
    },
    down: |f, x| match f {
        "exp" => Some(exp_q96_down(signed(x)).unwrap().into()),
        "exp2" => Some(exp2_q96_down(signed(x)).unwrap().into()),
        "sqrt" => Some(sqrt_q96_down(wide(x)).into()),
        _ => None,
    },
    up: |f, x| match f {
        "exp" => Some(exp_q96_up(signed(x)).unwrap().into()),
        "exp2" => Some(exp2_q96_up(signed(x)).unwrap().into()),
        "sqrt" => Some(sqrt_q96_up(wide(x)).into()),
        _ => None,
    },
};

/// Directed results: on their side of the true value, and no farther than the bound of the function.
fn check_directed(point: &Point, format: &Format, down: Integer, up: Integer) -> (f64, f64) {
    let label = format!("{}({})", point.f, point.x);
    let truth = Decimal::parse(&point.y);
    let floor = wide(&point.y_floor);
    // The decimals carry 60 digits: a floor this close is the true value itself.
    let exact = truth.error(floor.into(), format.one).1 < 1e-58;
    let ceil = if exact { floor } else { floor + U256::from(1) };
    assert!(
        down.magnitude <= floor,
        "{label} down {down:?} above {floor}"
    );
    assert!(up.magnitude >= ceil, "{label} up {up:?} below {ceil}");
    let relative = if point.f == "sqrt" {
        0.0
    } else {
        format.relative
    };
    let mut worst = (0.0_f64, 0.0_f64);
    for result in [down, up] {
        let (ulp, error) = truth.error(result, format.one);
        let size = if error > 0.0 { ulp / error } else { 0.0 };
        assert!(
            ulp <= 1.0 + relative * size,
            "{label}: {ulp} ulp, {error} relative"
        );
        worst = (worst.0.max(ulp), worst.1.max(error));
    }
    worst
}

fn check_format(file: &str, format: &Format) {
    let Some(points) = read::<Point>(file) else {
        return;
    };
    let mut seen = BTreeMap::<String, Worst>::new();
    let mut not_covered = BTreeMap::<String, usize>::new();
    for point in &points {
        let (f, x) = (point.f.as_str(), point.x.as_str());
        let (ulp, relative) = if let Some(result) = (format.nearest)(f, x) {
            // Correctly rounded at every point; 0.5 ulp and the error of the series is what is promised.
            let nearest = signed(&point.y_nearest);
            assert_eq!(result, nearest.into(), "{f}({x})");
            Decimal::parse(&point.y).error(result, format.one)
        } else if let (Some(down), Some(up)) = ((format.down)(f, x), (format.up)(f, x)) {
            check_directed(point, format, down, up)
        } else {
            *not_covered.entry(f.to_owned()).or_default() += 1;
            continue;
        };
        let worst = seen.entry(f.to_owned()).or_default();
        worst.points += 1;
        worst.ulp = worst.ulp.max(ulp);
        // Rounding to the format is an ulp; what is beyond it is the series.
        if ulp > 1.0 {
            worst.relative = worst.relative.max(relative * (1.0 - 1.0 / ulp));
        }
    }
    for (f, worst) in &seen {
        println!(
            "{file} {f}: {} points, worst {:.6e} ulp, {:.2e} relative beyond one ulp",
            worst.points, worst.ulp, worst.relative
        );
    }
    println!("{file} not covered yet: {not_covered:?}");
    for f in ["ln", "log2", "exp", "exp2", "sqrt"] {
        assert!(
            seen.get(f).is_some_and(|worst| worst.points >= 100),
            "{file} lacks {f}"
        );
    }
}

#[test]
fn elementary_functions_in_wad() {
    check_format("fixed_point_wad.json", &WAD_FORMAT);
}

#[test]
fn elementary_functions_in_q64() {
    check_format("fixed_point_q64.json", &Q64);
}

#[test]
fn elementary_functions_in_q96() {
    check_format("fixed_point_q96.json", &Q96);
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
    let Some(cases) = read::<Operation>("integer_ops.json") else {
        return;
    };
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
        .all(|f| counts.get(f).is_some_and(|n| *n >= 100)));
}
