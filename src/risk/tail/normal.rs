//! Normal losses: the factors that contracts use, and how they come about.
//!
//! `(F - 1/2) / (t f) = sum_k t^(2k) / (3 5 ... (2k + 1))` and, by Laplace's continued fraction,
//! `f / (1 - F) = t + 1/(t + 2/(t + 3/(t + ...)))` (Abramowitz, Stegun 26.2.11 and 26.2.14).

use super::bell::{normalised, over, plus, quantile, times, to_wad_up, Bell, ONE};
use super::{beyond_confidence, factor, TailFactor};
use crate::error::OVERFLOW;
use crate::RiskError;
use fixed::U256;

/// At 95 %.
pub const C95: TailFactor = factor(1_644_853_626_951_472_715, 2_062_712_807_507_426_020);
/// At 97.5 %.
pub const C97_5: TailFactor = factor(1_959_963_984_540_054_236, 2_337_802_792_201_414_440);
/// At 99 %.
pub const C99: TailFactor = factor(2_326_347_874_040_841_101, 2_665_214_220_345_804_814);
/// At 99.5 %.
pub const C99_5: TailFactor = factor(2_575_829_303_548_900_761, 2_891_948_605_383_480_758);
/// At 99.9 %.
pub const C99_9: TailFactor = factor(3_090_232_306_167_813_542, 3_367_090_077_063_990_432);

/// Levels of the continued fraction: two neighbours of it, which enclose the value, agree to 2^-96 from `t = 2` on.
const LEVELS: u16 = 400;

/// Tail factors at a confidence level (WAD), rounded up: `VaR = z`, `ES = f(z) / (1 - c)`.
///
/// # Errors
/// [`RiskError::InvalidTerms`] unless `confidence` is from one half to below 1.
pub fn factor_up(confidence: u128) -> Result<TailFactor, RiskError> {
    let tail = beyond_confidence(confidence)?;
    let mut bell = Normal { log_peak: 0 };
    bell.log_peak = normalised(&bell)?;
    let found = quantile(&bell, tail)?;
    Ok(TailFactor {
        value_at_risk: to_wad_up(found.point)?,
        expected_shortfall: to_wad_up(found.hazard)?,
    })
}

struct Normal {
    /// `ln f(0)`.
    log_peak: i128,
}

impl Bell for Normal {
    fn log_density(&self, t: U256) -> Result<i128, RiskError> {
        let fall = times(t, t)?.wrapping_shr(1);
        let fall = i128::try_from(fall).map_err(|_| OVERFLOW)?;
        self.log_peak.checked_sub(fall).ok_or(OVERFLOW)
    }

    fn centre(&self, t: U256) -> Result<U256, RiskError> {
        let square = times(t, t)?;
        let (mut term, mut sum, mut odd) = (ONE, ONE, ONE);
        while !term.is_zero() {
            odd = plus(odd, ONE).and_then(|even| plus(even, ONE))?;
            term = over(times(term, square)?, odd)?;
            sum = plus(sum, term)?;
        }
        Ok(sum)
    }

    fn tail(&self, t: U256) -> Result<U256, RiskError> {
        let mut hazard = t;
        for level in (1..=LEVELS).rev() {
            let part = U256::from(level).checked_mul(ONE).ok_or(OVERFLOW)?;
            hazard = plus(t, over(part, hazard)?)?;
        }
        over(ONE, times(t, hazard)?)
    }
}
