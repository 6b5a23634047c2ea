//! Student's t of any real number of degrees of freedom above 2: density, distribution, quantile, tail factors.
//!
//! With `x = n / (n + t^2)` the two parts of the distribution are hypergeometric sums of positive terms
//! (Abramowitz, Stegun 26.5.4, 26.5.23 and 26.7.1):
//! `(F - 1/2) / (t f) = sum_k prod_{i<k} (a + i) / (3/2 + i) (1 - x)` and
//! `(1 - F) / (t f) = 1/n sum_k prod_{i<k} (a + i) / (n/2 + 1 + i) x`, with `a = (n + 1) / 2`.
//!
//! For set-up and for checking constants: a call sums some hundred terms. Up to 1,000 degrees of freedom (more is a
//! normal distribution for every purpose here) all results are within 2^-84, absolute or relative, before they are
//! rounded: 1,525 units of 2^-96 from the logarithms, which `a` multiplies, and less from anything else.

use super::bell::{
    beyond, exponential, from_wad, logarithm, normalised, over, plus, quantile, times, to_wad,
    to_wad_up, Bell, ONE,
};
use super::{beyond_confidence, TailFactor};
use crate::error::OVERFLOW;
use crate::wide::signed;
use crate::RiskError;
use fixed::{mul_div_down, mul_div_up, U256, WAD};

/// Most degrees of freedom.
const MOST: u128 = 1_000_000_000_000_000_000_000;
/// One in the 128 fractional bits in which the sums are made.
const SUM_ONE: U256 = U256::from_limbs([0, 0, 1, 0]);
/// One and a half.
const THREE_HALVES: U256 = U256::from_limbs([0, 3 << 31, 0, 0]);

/// The distribution of a given number of degrees of freedom, not scaled: its variance is `n / (n - 2)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StudentT {
    /// Degrees of freedom, 96 fractional bits like everything here.
    freedom: U256,
    /// `(n + 1) / 2`.
    power: U256,
    /// `ln f(0)`.
    log_peak: i128,
}

impl StudentT {
    /// The distribution of `freedom` degrees (WAD).
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] unless `freedom` is above 2, where the variance is finite, and at most 1,000.
    pub fn new(freedom: u128) -> Result<Self, RiskError> {
        if freedom <= WAD.wrapping_mul(2) || freedom > MOST {
            return Err(RiskError::InvalidTerms);
        }
        let freedom = from_wad(freedom)?;
        let mut shape = Self {
            freedom,
            power: plus(freedom, ONE)?.wrapping_shr(1),
            log_peak: 0,
        };
        shape.log_peak = normalised(&shape)?;
        Ok(shape)
    }

    /// The density at `x` (WAD), WAD, to nearest.
    ///
    /// # Errors
    /// Those of the arithmetic beneath; no `x` of the type meets one.
    pub fn density(&self, x: i128) -> Result<u128, RiskError> {
        to_wad(exponential(self.log_density(from_wad(x.unsigned_abs())?)?)?)
    }

    /// The probability of at most `x` (WAD), WAD, to nearest.
    ///
    /// # Errors
    /// Those of the arithmetic beneath; no `x` of the type meets one.
    pub fn probability(&self, x: i128) -> Result<u128, RiskError> {
        let tail = beyond(self, from_wad(x.unsigned_abs())?)?;
        to_wad(if x.is_negative() {
            tail
        } else {
            ONE.checked_sub(tail).ok_or(OVERFLOW)?
        })
    }

    /// The value (WAD, to nearest) that is not exceeded with the given probability (WAD).
    ///
    /// One unit of a probability near 1 is many units of the result: ask for the lower tail, which is its mirror.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] unless the probability is between 0 and 1.
    pub fn quantile(&self, probability: u128) -> Result<i128, RiskError> {
        let above = WAD.saturating_sub(probability);
        let tail = probability.min(above);
        if tail == 0 {
            return Err(RiskError::InvalidTerms);
        }
        let size = to_wad(quantile(self, tail)?.point)?;
        signed(probability < above, size)
    }

    /// Tail factors per unit of the standard deviation, rounded up: the loss has unit variance.
    /// `VaR = q sqrt((n - 2) / n)`, `ES = f(q) / (1 - c) (n + q^2) / (n - 1) sqrt((n - 2) / n)`
    /// (McNeil, Frey, Embrechts, examples 2.14 and 2.15).
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] unless `confidence` (WAD) is from one half to below 1.
    pub fn factor_up(&self, confidence: u128) -> Result<TailFactor, RiskError> {
        let two = plus(ONE, ONE)?;
        let above = self.freedom.checked_sub(two).ok_or(OVERFLOW)?;
        // Its root has 96 fractional bits.
        let share = mul_div_up(above, U256::from_limbs([0, 0, 0, 1]), self.freedom)?;
        self.scaled_factor_up(confidence, fixed::isqrt_up(share))
    }

    /// Tail factors of the distribution as it is, of variance `n / (n - 2)`, rounded up.
    ///
    /// # Errors
    /// As [`Self::factor_up`].
    pub fn raw_factor_up(&self, confidence: u128) -> Result<TailFactor, RiskError> {
        self.scaled_factor_up(confidence, ONE)
    }

    fn scaled_factor_up(&self, confidence: u128, scale: U256) -> Result<TailFactor, RiskError> {
        let tail = beyond_confidence(confidence)?;
        let found = quantile(self, tail)?;
        let square = times(found.point, found.point)?;
        let above = self.freedom.checked_sub(ONE).ok_or(OVERFLOW)?;
        let share = over(plus(self.freedom, square)?, above)?;
        let mean = times(found.hazard, share)?;
        Ok(TailFactor {
            value_at_risk: to_wad_up(times(found.point, scale)?)?,
            expected_shortfall: to_wad_up(times(mean, scale)?)?,
        })
    }

    /// `sum_k prod_{i<k} (a + i) / (from + i) ratio` with 128 fractional bits, summed until a term is nothing.
    fn sum(&self, from: U256, ratio: U256) -> Result<U256, RiskError> {
        let (mut above, mut below) = (self.power, from);
        let (mut term, mut sum) = (SUM_ONE, SUM_ONE);
        while !term.is_zero() {
            term = mul_div_down(term, above, below)?;
            term = mul_div_down(term, ratio, SUM_ONE)?;
            sum = plus(sum, term)?;
            above = plus(above, ONE)?;
            below = plus(below, ONE)?;
        }
        Ok(sum)
    }

    /// `n + t^2`.
    fn spread(&self, t: U256) -> Result<(U256, U256), RiskError> {
        let square = times(t, t)?;
        Ok((square, plus(self.freedom, square)?))
    }
}

impl Bell for StudentT {
    fn log_density(&self, t: U256) -> Result<i128, RiskError> {
        let (_, spread) = self.spread(t)?;
        let fall = logarithm(over(spread, self.freedom)?)?;
        let fall = times(self.power, U256::from(fall.unsigned_abs()))?;
        let fall = i128::try_from(fall).map_err(|_| OVERFLOW)?;
        self.log_peak.checked_sub(fall).ok_or(OVERFLOW)
    }

    fn centre(&self, t: U256) -> Result<U256, RiskError> {
        let (square, spread) = self.spread(t)?;
        let ratio = mul_div_down(square, SUM_ONE, spread)?;
        Ok(self.sum(THREE_HALVES, ratio)?.wrapping_shr(32))
    }

    fn tail(&self, t: U256) -> Result<U256, RiskError> {
        let (_, spread) = self.spread(t)?;
        let ratio = mul_div_down(self.freedom, SUM_ONE, spread)?;
        let from = plus(self.freedom.wrapping_shr(1), ONE)?;
        // From 128 fractional bits to 96, over the degrees of freedom.
        let down = U256::from_limbs([0, 1, 0, 0]);
        Ok(mul_div_down(self.sum(from, ratio)?, down, self.freedom)?)
    }
}
