//! Correlations that measurement flatters: too low where exposures add up, too high where they offset.
//!
//! Short intervals of feeds that do not speak together bias a measured correlation towards zero (Epps 1979),
//! which makes a portfolio of one side look diversified; a hedge is only as good as a correlation stays; and
//! collateral that depends on its debt falls when it is needed.

use crate::error::OVERFLOW;
use crate::wide::{signed, Wide};
use crate::{Covariance, RiskError, MAX_ASSETS};
use fixed::{isqrt_down_u128, isqrt_up_u128, mul_wad_down, mul_wad_up, U256, WAD};

const ONE: i128 = 1_000_000_000_000_000_000;
const MINUS_ONE: i128 = -1_000_000_000_000_000_000;

/// How far a correlation of two variances of at least 1e-18 per day can be from the true one, WAD.
const CORRELATION_ERROR: i128 = 2;

/// How measured correlations are used. WAD, each within [-1, 1].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CorrelationTerms {
    /// Two exposures of one sign are correlated by at least this.
    pub floor: i128,
    /// Two exposures of opposite sign by at most this,
    pub cap: i128,
    /// and by this much less than measured.
    pub hedge_haircut: i128,
}

impl CorrelationTerms {
    /// A floor of 0.6, hedges at 0.1 below what is measured and not above 0.9.
    #[must_use]
    pub const fn standard() -> Self {
        Self {
            floor: 600_000_000_000_000_000,
            cap: 900_000_000_000_000_000,
            hedge_haircut: 100_000_000_000_000_000,
        }
    }

    /// For two exposures that depend on each other by construction (a token against its issuer's debt, a stablecoin
    /// against what backs it, a staked coin against its own validators): no estimate counts, a hedge is none.
    #[must_use]
    pub const fn structural() -> Self {
        Self {
            cap: MINUS_ONE,
            ..Self::standard()
        }
    }

    /// The correlation to use for two exposures, where there are two estimates of it that of the worse: `max(rho, floor)` where they have one sign,
    /// `min(rho - haircut, cap)` where they do not, within [-1, 1]. Either way never better than measured.
    /// The haircut is two standard errors of a correlation of 0.85 that was measured over thirty days.
    #[must_use]
    pub fn used(&self, measured: i128, same_side: bool) -> i128 {
        let used = if same_side {
            measured.max(self.floor)
        } else {
            measured.saturating_sub(self.hedge_haircut).min(self.cap)
        };
        used.clamp(MINUS_ONE, ONE)
    }
}

impl Covariance {
    /// The variance per day of exposures `w` (USD, WAD) with every pair's correlation as the terms use it,
    /// in USD squared at scale 1e-36, rounded up. Where variances are at least 1e-18 per day it is at least
    /// `w' S w`, and it passes `(sum |w_i| sigma_i)^2` by the rounding of the deviations at most.
    ///
    /// Where a pair adds, its deviations and its correlation are rounded up, where it offsets, down.
    ///
    /// # Errors
    /// [`RiskError::LengthMismatch`] where there is not one exposure per asset; overflow.
    pub fn stressed_form_up(
        &self,
        exposures: &[i128],
        terms: &CorrelationTerms,
    ) -> Result<U256, RiskError> {
        let count = self.assets();
        if exposures.len() != count {
            return Err(RiskError::LengthMismatch);
        }
        // Exposure times daily deviation from above and from below.
        let mut swings = [(0i128, 0i128); MAX_ASSETS];
        for ((asset, exposure), (above, below)) in exposures.iter().enumerate().zip(&mut swings) {
            let variance = self.get(asset, asset)?.max(0).unsigned_abs();
            let size = exposure.unsigned_abs();
            *above = signed(false, mul_wad_up(size, isqrt_up_u128(variance))?)?;
            *below = signed(false, mul_wad_down(size, isqrt_down_u128(variance))?)?;
        }
        let mut total = Wide::ZERO;
        let mut lost: u8 = 0;
        for ((i, first), (above, below)) in exposures.iter().enumerate().zip(&swings) {
            total = total.plus(Wide::product(*above, *above))?;
            let others = exposures.iter().enumerate().zip(&swings).take(i);
            for ((j, second), (other_above, other_below)) in others {
                if *first == 0 || *second == 0 {
                    continue;
                }
                let same_side = first.is_negative() == second.is_negative();
                let against = if same_side {
                    CORRELATION_ERROR
                } else {
                    -CORRELATION_ERROR
                };
                let measured = self.correlation(i, j)?.saturating_add(against);
                let used = terms.used(measured, same_side);
                let weight = used
                    .checked_mul(if same_side { 2 } else { -2 })
                    .ok_or(OVERFLOW)?;
                let swing = if weight.is_negative() {
                    Wide::product(*below, *other_below)
                } else {
                    Wide::product(*above, *other_above)
                };
                total = total.plus(swing.mul_div_trunc(weight, WAD)?)?;
                lost = lost.saturating_add(1);
            }
        }
        total
            .positive_part()
            .checked_add(U256::from(lost))
            .ok_or(OVERFLOW)
    }
}
