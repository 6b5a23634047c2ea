//! What the tests of this crate share: exact comparison of a result with a true value.

use fixed::U256;
use ruint::Uint;

/// Wide enough for a product of 256 bits, a scale and the decimals of a true value.
pub(crate) type Big = Uint<1024, 16>;

/// The largest error seen of one function.
#[derive(Default, Debug, Clone, Copy)]
pub(crate) struct Worst {
    pub(crate) points: usize,
    pub(crate) ulp: f64,
    pub(crate) relative: f64,
}

/// A result, as sign and magnitude.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Integer {
    pub(crate) negative: bool,
    pub(crate) magnitude: U256,
}

impl From<i128> for Integer {
    fn from(value: i128) -> Self {
        Self {
            negative: value < 0,
            magnitude: U256::from(value.unsigned_abs()),
        }
    }
}

impl From<u128> for Integer {
    fn from(value: u128) -> Self {
        U256::from(value).into()
    }
}

impl From<U256> for Integer {
    fn from(magnitude: U256) -> Self {
        Self {
            negative: false,
            magnitude,
        }
    }
}

/// A real number written in decimals: `digits / 10^places`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal {
    pub(crate) negative: bool,
    digits: Big,
    tens: Big,
}

impl Decimal {
    pub(crate) fn parse(text: &str) -> Self {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = Big::from_str_radix(&format!("{whole}{fraction}"), 10).unwrap();
        let tens = Big::from(10).pow(Big::from(fraction.len()));
        Self {
            negative,
            digits,
            tens,
        }
    }

    /// `|result - self * one|` in ulp of the result's format, and relative to the true value.
    pub(crate) fn error(&self, result: Integer, one: u128) -> (f64, f64) {
        let scaled = self.digits * Big::from(one);
        let found = Big::from(result.magnitude) * self.tens;
        let difference = if self.negative == result.negative || found.is_zero() {
            found.abs_diff(scaled)
        } else {
            found + scaled
        };
        let relative = if scaled.is_zero() {
            0.0
        } else {
            approximate(difference) / approximate(scaled)
        };
        (approximate(difference) / approximate(self.tens), relative)
    }
}

/// Nearest double, good to 2^-52: enough for a printed error.
fn approximate(x: Big) -> f64 {
    let bits = x.bit_len();
    let shift = bits.saturating_sub(64);
    let leading: u64 = (x >> shift).to();
    leading as f64 * 2.0_f64.powi(i32::try_from(shift).unwrap())
}
