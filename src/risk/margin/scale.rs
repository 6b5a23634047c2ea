//! How far each asset may move over the time that the margin must last.

use super::context::Kind;
use super::Accumulator;
use crate::covariance::days_up;
use crate::liquidity::{exposed_days_up, unwind_days_up};
use crate::model::at;
use crate::volatility::staleness::deviation_over_up;
use crate::{RiskError, MAX_ASSETS};
use fixed::{isqrt_up_u128, mul_wad_up};

impl Accumulator<'_> {
    /// The standard deviation of each asset's log price over its own horizon, WAD, rounded up; 0 where the
    /// model does not judge it.
    ///
    /// `m sqrt((l sigma)^2 (h + age + T/3) + theta^2)`: horizon, age of the price, a third of the time that
    /// leaving takes (the variance of a position sold evenly), the feed's dead band, the backtest's
    /// multiplier, and for maintenance the share to which the volatility's speed limit lets it count.
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
        let facts = self
            .context
            .facts
            .get(place)
            .ok_or(RiskError::UnknownAsset)?;
        let variance = self.context.market.covariance.get(place, place)?;
        let deviation = isqrt_up_u128(variance.max(0).unsigned_abs());
        let deviation = match kind {
            Kind::Initial => deviation,
            Kind::Maintenance => mul_wad_up(deviation, facts.limit)?,
        };
        let kept = self.context.policy.margin.horizon.saturating_add(facts.age);
        let days = exposed_days_up(days_up(kept)?, self.unwind(kind, place)?)?;
        let scale = deviation_over_up(deviation, days, facts.dead_band)?;
        Ok(mul_wad_up(scale, facts.multiplier)?)
    }

    /// Days that leaving takes, WAD, rounded up; the longest there is where there is no depth.
    fn unwind(&self, kind: Kind, place: usize) -> Result<u128, RiskError> {
        let policy = self.context.policy;
        let size = at(&self.gross, place)?;
        let days = unwind_days_up(size, self.depth(kind, place)?, policy.unwind_rate);
        Ok(days.unwrap_or(u128::MAX).min(policy.max_unwind))
    }
}
