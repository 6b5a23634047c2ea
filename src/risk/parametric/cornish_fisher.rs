//! The Cornish-Fisher expansion: quantile and Expected Shortfall of a loss that is skewed and has fat tails.
//!
//! `q = z + (z^2 - 1) s/6 + (z^3 - 3z) k/24 - (2z^3 - 5z) s^2/36` (Cornish, Fisher 1938), and as the exact integral of
//! it `ES = f(z) / (1 - c) (1 + z s/6 + (z^2 - 1) k/24 + (1 - 2z^2) s^2/36)`. `s` and `k` are parameters of the
//! expansion, equal to skewness and excess kurtosis only where both are small (Maillard 2012, section 3).

use crate::error::OVERFLOW;
use crate::tail::TailFactor;
use crate::wide::{product, Wide};
use crate::RiskError;
use fixed::WAD;

/// One in WAD.
const ONE: i128 = 1_000_000_000_000_000_000;
/// Square of WAD.
const ONE_SQUARED: i128 = 1_000_000_000_000_000_000_000_000_000_000_000_000;
/// From scale 1e-54 to the scale 1e-30 of what is multiplied again.
const TO_NARROW: u128 = 1_000_000_000_000_000_000_000_000;
/// Back from a product of scales 1e-30 and 1e-18 to 1e-54.
const TO_WIDE: i128 = 1_000_000;

/// Skewness and excess kurtosis of a loss, WAD: positive skewness is a long tail of losses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Skewness parameter.
    pub skewness: i128,
    /// Excess kurtosis parameter.
    pub kurtosis: i128,
}

/// The expansion at one level, per unit of standard deviation, WAD; signed, because outside of its domain it may
/// have no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expansion {
    /// Quantile of the standardised loss, rounded up.
    pub quantile: i128,
    /// Mean of the expansion beyond that level, rounded up.
    pub expected_shortfall: i128,
}

/// Which model a tail factor came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShapedFactor {
    /// The expansion: the shape is inside its domain.
    Expanded(TailFactor),
    /// The fall-back: the expansion of this shape is not a distribution.
    Substituted(TailFactor),
}

impl ShapedFactor {
    /// The factor, whichever it is.
    #[must_use]
    pub const fn factor(&self) -> TailFactor {
        match self {
            Self::Expanded(factor) | Self::Substituted(factor) => *factor,
        }
    }
}

impl Shape {
    /// Whether the expansion rises with the level everywhere, so that it is the quantile of some distribution. Exact:
    /// `s^2/9 <= 4 (k/8 - s^2/6) (1 - k/8 + 5 s^2/36)` with neither factor negative (Maillard 2012), times 432 in
    /// integers. It implies `|s| <= 6 (sqrt 2 - 1)`. Shapes too large to be compared are outside of any such domain.
    #[must_use]
    pub fn is_distribution(&self) -> bool {
        self.excess().unwrap_or(false)
    }

    /// `None` past the range of the type, from `|s| = 2.66` or `k = 18.9` on.
    fn excess(&self) -> Option<bool> {
        let square = self.skewness.checked_mul(self.skewness)?;
        let tail = self.kurtosis.checked_mul(ONE.wrapping_mul(3))?;
        let first = tail.checked_sub(square.checked_mul(4)?)?;
        let second = ONE_SQUARED.wrapping_mul(72);
        let second = second.checked_add(square.checked_mul(10)?)?;
        let second = second.checked_sub(tail.checked_mul(3)?)?;
        let needed = square.unsigned_abs().checked_mul(48)?;
        if first < 0 || second < 0 {
            return Some(false);
        }
        let needed = product(needed, ONE_SQUARED.unsigned_abs());
        Some(needed <= product(first.unsigned_abs(), second.unsigned_abs()))
    }

    /// The expansion at the level of a normal factor, inside its domain or not. The quantile is less than two units
    /// above the exact value of the given factor, the shortfall less than two and its size.
    ///
    /// # Errors
    /// Overflow past `|s| = 40`, `|k| = 10^5` or so.
    pub fn expansion_up(&self, normal: TailFactor) -> Result<Expansion, RiskError> {
        let z = i128::try_from(normal.value_at_risk).map_err(|_| OVERFLOW)?;
        let square = z.checked_mul(z).ok_or(OVERFLOW)?;
        let (s, k) = (self.skewness, self.kurtosis);
        let size = s.checked_abs().ok_or(OVERFLOW)?;
        let fat = k.checked_abs().ok_or(OVERFLOW)?;
        let side = k.signum();

        // 72 times the quantile, scale 1e-54. What is rounded before the end is rounded up and then multiplied by a
        // size, so that the sum is never below.
        let less_one = square.checked_sub(ONE_SQUARED).ok_or(OVERFLOW)?;
        let less_three = times(ONE_SQUARED, 3)?;
        let less_three = square.checked_sub(less_three).ok_or(OVERFLOW)?;
        let third = Wide::product(times(z, side)?, less_three).div_ceil(TO_NARROW)?;
        let five = times(ONE_SQUARED, 5)?.checked_sub(times(square, 2)?);
        let fifth = Wide::product(z, five.ok_or(OVERFLOW)?).div_ceil(TO_NARROW)?;
        let quantile = Wide::product(times(z, 72)?, ONE_SQUARED)
            .plus(Wide::product(less_one, times(s, 12)?))?
            .plus(Wide::product(third, times(fat, TO_WIDE.wrapping_mul(3))?))?
            .plus(squared(fifth, size)?)?;

        let one_less = ONE_SQUARED.checked_sub(times(square, 2)?).ok_or(OVERFLOW)?;
        let one_less = Wide::product(one_less, ONE).div_ceil(TO_NARROW)?;
        let mean = Wide::product(ONE_SQUARED, times(ONE, 72)?)
            .plus(Wide::product(
                z.checked_mul(s).ok_or(OVERFLOW)?,
                times(ONE, 12)?,
            ))?
            .plus(Wide::product(less_one, times(k, 3)?))?
            .plus(squared(one_less, size)?)?;

        let divisor = ONE_SQUARED.unsigned_abs().wrapping_mul(72);
        let shortfall = i128::try_from(normal.expected_shortfall).map_err(|_| OVERFLOW)?;
        Ok(Expansion {
            quantile: quantile.div_ceil(divisor)?,
            expected_shortfall: fixed::mul_wad_ceil_signed(shortfall, mean.div_ceil(divisor)?)?,
        })
    }

    /// The tail factor of this shape at the level of `normal`, or `otherwise` (a Student-t of the same level, say)
    /// where the expansion is not a distribution. Neither part is below zero, nor the shortfall below the quantile.
    ///
    /// # Errors
    /// Overflow.
    pub fn factor_up(
        &self,
        normal: TailFactor,
        otherwise: TailFactor,
    ) -> Result<ShapedFactor, RiskError> {
        if !self.is_distribution() {
            return Ok(ShapedFactor::Substituted(otherwise));
        }
        let expansion = self.expansion_up(normal)?;
        let value_at_risk = u128::try_from(expansion.quantile).unwrap_or(0);
        let shortfall = u128::try_from(expansion.expected_shortfall).unwrap_or(0);
        Ok(ShapedFactor::Expanded(TailFactor {
            value_at_risk,
            expected_shortfall: shortfall.max(value_at_risk),
        }))
    }
}

/// `2 a s^2` at scale 1e-54, for `a` at scale 1e-30, never below.
fn squared(a: i128, size: i128) -> Result<Wide, RiskError> {
    let once = Wide::product(a, size).div_ceil(WAD)?;
    Ok(Wide::product(once, times(size, TO_WIDE.wrapping_mul(2))?))
}

fn times(a: i128, b: i128) -> Result<i128, RiskError> {
    a.checked_mul(b).ok_or(OVERFLOW)
}
