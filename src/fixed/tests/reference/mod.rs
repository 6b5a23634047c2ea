//! What the tests of this crate share: a point of a function with its true value, and the bound it is held to.

#![allow(clippy::arithmetic_side_effects)]

use std::collections::BTreeMap;

use fixed::*;
use ruint::Uint;
use serde::Deserialize;

/// A function at an argument (two for `decay`: time and half-life), and the true value in decimals.
#[derive(Deserialize)]
pub(crate) struct Point {
    pub(crate) f: String,
    pub(crate) x: String,
    #[serde(default)]
    pub(crate) x2: String,
    pub(crate) y: String,
}

/// A number format, with the error bounds of this crate in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Wad,
    Q64,
    Q96,
}

/// What the logarithms promise: half an ulp and the error of the series.
const NEAREST: f64 = 0.52;

impl Format {
    const fn one(self) -> u128 {
        match self {
            Self::Wad => WAD,
            Self::Q64 => 1 << 64,
            Self::Q96 => 1 << 96,
        }
    }

    /// What the powers promise beyond an ulp: 2^-64 and 2^-117 of the value.
    const fn relative(self) -> f64 {
        match self {
            Self::Wad => 5.43e-20,
            Self::Q64 | Self::Q96 => 6.01e-36,
        }
    }

    /// Logarithms and the normal distribution, to nearest: sign and magnitude.
    fn nearest(self, point: &Point) -> Option<(bool, U256)> {
        if let Ok(x) = point.x.parse::<i128>() {
            if let Some(result) = self.normal(&point.f, x) {
                return Some((result < 0, U256::from(result.unsigned_abs())));
            }
        }
        let x: U256 = point.x.parse().ok()?; // a logarithm's argument has no sign
        let result = match (self, point.f.as_str()) {
            (Self::Wad, "ln") => both(ln_wad, ln_wad_256, x),
            (Self::Wad, "log2") => both(log2_wad, log2_wad_256, x),
            (Self::Q64, "ln") => ln_q64(x.to()),
            (Self::Q64, "log2") => log2_q64(x.to()),
            (Self::Q96, "ln") => ln_q96(x),
            (Self::Q96, "log2") => log2_q96(x),
            _ => return None,
        };
        let result = result.unwrap();
        Some((result < 0, U256::from(result.unsigned_abs())))
    }

    /// The normal distribution; none where it is another function.
    fn normal(self, f: &str, x: i128) -> Option<i128> {
        let unsigned = |result: u128| Some(i128::try_from(result).unwrap());
        let probability = x.unsigned_abs();
        match (self, f) {
            (Self::Wad, "norm_pdf") => unsigned(norm_pdf_wad(x)),
            (Self::Q64, "norm_pdf") => unsigned(norm_pdf_q64(x)),
            (Self::Q96, "norm_pdf") => unsigned(norm_pdf_q96(x)),
            (Self::Wad, "norm_cdf") => unsigned(norm_cdf_wad(x)),
            (Self::Q64, "norm_cdf") => unsigned(norm_cdf_q64(x)),
            (Self::Q96, "norm_cdf") => unsigned(norm_cdf_q96(x)),
            (Self::Wad, "erfc") => unsigned(erfc_wad(x)),
            (Self::Q64, "erfc") => unsigned(erfc_q64(x)),
            (Self::Q96, "erfc") => unsigned(erfc_q96(x)),
            (Self::Wad, "norm_inv") => Some(norm_inv_wad(probability).unwrap()),
            (Self::Q64, "norm_inv") => Some(norm_inv_q64(probability).unwrap()),
            (Self::Q96, "norm_inv") => Some(norm_inv_q96(probability).unwrap()),
            (Self::Wad, "atan") => Some(atan_wad(x)),
            _ => None,
        }
    }

    /// Roots, powers and weights, from below and from above.
    fn directed(self, point: &Point) -> Option<(U256, U256)> {
        let signed = || point.x.parse::<i128>().unwrap();
        let root = || point.x.parse::<U256>().unwrap();
        let pair = |down: Result<U256, MathError>, up: Result<U256, MathError>| {
            (down.unwrap(), up.unwrap())
        };
        let narrow = |down: Result<u128, MathError>, up: Result<u128, MathError>| {
            (U256::from(down.unwrap()), U256::from(up.unwrap()))
        };
        Some(match (self, point.f.as_str()) {
            (Self::Wad, "sqrt") => {
                let (down, up) = (sqrt_wad_down_256(root()), sqrt_wad_up_256(root()));
                if let Ok(x) = u128::try_from(root()) {
                    assert_eq!(U256::from(sqrt_wad_down(x)), down);
                    assert_eq!(U256::from(sqrt_wad_up(x)), up);
                }
                (down, up)
            }
            (Self::Q64, "sqrt") => {
                narrow(Ok(sqrt_q64_down(root().to())), Ok(sqrt_q64_up(root().to())))
            }
            (Self::Q96, "sqrt") => (sqrt_q96_down(root()), sqrt_q96_up(root())),
            (Self::Wad, "exp") => pair(exp_wad_down(signed()), exp_wad_up(signed())),
            (Self::Wad, "exp2") => pair(exp2_wad_down(signed()), exp2_wad_up(signed())),
            (Self::Q64, "exp") => narrow(exp_q64_down(signed()), exp_q64_up(signed())),
            (Self::Q64, "exp2") => narrow(exp2_q64_down(signed()), exp2_q64_up(signed())),
            (Self::Q96, "exp") => pair(exp_q96_down(signed()), exp_q96_up(signed())),
            (Self::Q96, "exp2") => pair(exp2_q96_down(signed()), exp2_q96_up(signed())),
            (Self::Wad, "decay") => {
                let (dt, half_life) = (point.x.parse().unwrap(), point.x2.parse().unwrap());
                narrow(decay_down(dt, half_life), decay_up(dt, half_life))
            }
            (Self::Wad, "pow") => {
                let (base, y) = (point.x.parse().unwrap(), point.x2.parse().unwrap());
                pair(pow_wad_down(base, y), pow_wad_up(base, y))
            }
            (Self::Q64, "pow") => {
                let (base, y) = (point.x.parse().unwrap(), point.x2.parse().unwrap());
                narrow(pow_q64_down(base, y), pow_q64_up(base, y))
            }
            (Self::Q96, "pow") => {
                let y = point.x2.parse().unwrap();
                pair(pow_q96_down(root(), y), pow_q96_up(root(), y))
            }
            _ => return None,
        })
    }

    /// What a directed result promises beyond an ulp, relatively.
    fn beyond_an_ulp(self, point: &Point) -> f64 {
        match point.f.as_str() {
            "sqrt" => 0.0,
            "pow" => {
                let y: f64 = point.x2.parse().unwrap();
                2.0 * self.relative() + (y / approximate(Big::from(self.one()))).abs() * 3.95e-31
            }
            _ => self.relative(),
        }
    }
}

type Logarithm<X> = fn(X) -> Result<i128, MathError>;

/// The 256-bit form, and that the 128-bit form agrees where it has the argument.
fn both(narrow: Logarithm<u128>, wide: Logarithm<U256>, x: U256) -> Result<i128, MathError> {
    if let Ok(x) = u128::try_from(x) {
        assert_eq!(narrow(x), wide(U256::from(x)));
    }
    wide(x)
}

/// Wide enough for a result of 256 bits and the decimals of a true value.
type Big = Uint<1024, 16>;

/// A real number `numerator / denominator`, a true value in units of a format's ulp.
struct Real {
    negative: bool,
    numerator: Big,
    denominator: Big,
}

impl Real {
    fn new(decimals: &str, one: u128) -> Self {
        let (negative, text) = match decimals.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, decimals),
        };
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let written = format!("{whole}{fraction}");
        let digits = Big::from_str_radix(&written, 10).unwrap();
        Self {
            negative,
            numerator: digits * Big::from(one),
            denominator: Big::from(10).pow(Big::from(fraction.len())),
        }
    }

    /// Half a unit of the last of the 60 digits that are written.
    fn doubt(&self) -> Big {
        self.numerator / Big::from(10).pow(Big::from(59))
    }

    fn is_below(&self, result: U256) -> bool {
        Big::from(result) * self.denominator > self.numerator + self.doubt()
    }

    fn is_above(&self, result: U256) -> bool {
        Big::from(result) * self.denominator + self.doubt() < self.numerator
    }

    fn size(&self) -> f64 {
        approximate(self.numerator) / approximate(self.denominator)
    }

    /// Distance of a result in ulp.
    fn distance(&self, negative: bool, magnitude: U256) -> f64 {
        let result = Big::from(magnitude) * self.denominator;
        let difference = if negative == self.negative || result.is_zero() {
            result.abs_diff(self.numerator)
        } else {
            result + self.numerator
        };
        approximate(difference) / approximate(self.denominator)
    }
}

/// Nearest double, to 2^-52: enough for a printed error.
#[allow(clippy::cast_precision_loss)]
fn approximate(x: Big) -> f64 {
    let shift = x.bit_len().saturating_sub(64);
    let leading: u64 = (x >> shift).to();
    leading as f64 * 2.0_f64.powi(i32::try_from(shift).unwrap())
}

/// Exactly the floor and the ceiling of the root.
fn check_root(x: &str, one: u128, down: U256, up: U256) {
    let scaled = Big::from(x.parse::<U256>().unwrap()) * Big::from(one);
    let (down, up) = (Big::from(down), Big::from(up));
    assert!(down * down <= scaled && scaled <= up * up, "sqrt({x})");
    assert_eq!(up, down + Big::from(down * down != scaled), "sqrt({x})");
}

/// Largest error of each function.
#[derive(Default)]
pub(crate) struct Tally {
    worst: BTreeMap<String, Worst>,
    not_covered: BTreeMap<String, usize>,
}

#[derive(Default)]
struct Worst {
    points: usize,
    ulp: f64,
    relative: f64,
}

impl Tally {
    /// Holds a point to its bound: a nearest result within [`NEAREST`], a directed one on its side of the true value and
    /// less than an ulp, plus the relative bound of the powers, away from it.
    pub(crate) fn check(&mut self, format: Format, point: &Point) {
        let label = format!("{}({} {})", point.f, point.x, point.x2);
        let truth = Real::new(&point.y, format.one());
        let size = truth.size();
        let (bound, results) = if let Some((negative, magnitude)) = format.nearest(point) {
            (NEAREST, vec![(negative, magnitude)])
        } else if let Some((down, up)) = format.directed(point) {
            assert!(
                !truth.is_below(down),
                "{label} down is above the true value"
            );
            assert!(!truth.is_above(up), "{label} up is below the true value");
            if point.f == "sqrt" {
                check_root(&point.x, format.one(), down, up);
            }
            let relative = format.beyond_an_ulp(point);
            (1.0 + relative * size, vec![(false, down), (false, up)])
        } else {
            *self.not_covered.entry(point.f.clone()).or_default() += 1;
            return;
        };
        let worst = self.worst.entry(point.f.clone()).or_default();
        worst.points += 1;
        for (negative, magnitude) in results {
            let ulp = truth.distance(negative, magnitude);
            assert!(
                ulp <= bound,
                "{label}: {magnitude} is {ulp} ulp away, {bound} allowed"
            );
            worst.ulp = worst.ulp.max(ulp);
            // Rounding to the format takes an ulp; the series has the rest.
            worst.relative = worst.relative.max((ulp - 1.0).max(0.0) / size.max(1.0));
        }
    }

    pub(crate) fn points(&self, f: &str) -> usize {
        self.worst.get(f).map_or(0, |worst| worst.points)
    }

    pub(crate) fn print(&self, title: &str) {
        for (f, worst) in &self.worst {
            let Worst {
                points,
                ulp,
                relative,
            } = worst;
            println!("{title} {f}: {points} points, worst {ulp:.6e} ulp; beyond one ulp {relative:.2e} relative");
        }
        println!("{title} not covered yet: {:?}", self.not_covered);
    }
}
