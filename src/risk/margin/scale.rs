//! How far each asset may move over the time that the margin must last.

use super::context::Kind;
use super::Accumulator;
use crate::covariance::days_up;
use crate::liquidity::{exposed_days_up, unwind_days_up};
use crate::model::at;
use crate::volatility::staleness::deviation_over_up;
use crate::{RiskError, MAX_ASSETS};
use fixed::mul_wad_up;

impl Accumulator<'_> {
    /// The standard deviation of each asset's log price over its own horizon, WAD, rounded up; 0 where the
    /// model does not judge it.
    ///
    /// `m sqrt(sigma^2 (h + age + T/3) + theta^2)`: horizon, age of the price, a third of the time that
    /// leaving takes (the variance of a position sold evenly), the feed's dead band, the backtest's
    /// multiplier. Volatility, age, depth and terms are those of the kind; for initial margin the horizon is longer by
    /// [`crate::Market::stall`].
    pub(super) fn scales(&self, kind: Kind) -> Result<[u128; MAX_ASSETS], RiskError> {
        let mut scales = [0; MAX_ASSETS];
        for (place, to) in scales.iter_mut().enumerate() {
            if self.is_known(place) && at(&self.gross, place)? != 0 {
                *to = self.scale(kind, place)?;
            }
        }
        Ok(scales)
    }

    fn scale(&self, kind: Kind, place: usize) -> Result<u128, RiskError> {
        let basis = self.context.basis(kind);
        let (facts, _) = basis.at(place)?;
        let kept = basis.policy.margin.horizon.saturating_add(facts.age);
        // What moved between the samples that nobody took is not seen: no risk is added as if it were.
        let kept = match kind {
            Kind::Initial => kept.saturating_add(self.context.market.stall()),
            Kind::Maintenance => kept,
        };
        let days = exposed_days_up(days_up(kept)?, self.unwind(kind, place)?)?;
        let scale = deviation_over_up(facts.deviation, days, facts.dead_band)?;
        Ok(mul_wad_up(scale, facts.multiplier)?)
    }

    /// Days that leaving takes, WAD, rounded up; the longest there is where there is no depth.
    fn unwind(&self, kind: Kind, place: usize) -> Result<u128, RiskError> {
        let basis = self.context.basis(kind);
        let size = at(&self.gross, place)?;
        let depth = basis.at(place)?.0.depth;
        let days = unwind_days_up(size, depth, basis.policy.unwind_rate);
        Ok(days.unwrap_or(u128::MAX).min(basis.policy.max_unwind))
    }
}
