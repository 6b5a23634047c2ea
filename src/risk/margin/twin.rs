//! The parametric twin: Student-t Expected Shortfall of the same portfolio, which needs no scenarios.

use super::answer::Measured;
use super::context::Kind;
use super::Accumulator;
use crate::error::OVERFLOW;
use crate::model::{at, bend, put, Measure, Model};
use crate::wide::signed;
use crate::{RiskError, MAX_ASSETS};
use fixed::{isqrt_down_u128, mul_div_up_u128, mul_wad_ceil_signed, mul_wad_up};

/// Binary digits by which a deviation of a scaled exposure may be low: exposures are scaled by the ratio of two
/// rounded roots, good to 2^-44 of each for variances of at least 1e-10 per day squared.
const SCALING_LOSS: u32 = 44;

impl Accumulator<'_> {
    /// The twin's model: one unit of horizon, since the horizon is in the exposures.
    pub(super) fn twin_model(&self, kind: Kind) -> Result<Model<'_>, RiskError> {
        let terms = &self.context.basis(kind).policy.margin;
        Ok(Model {
            market: self.context.market,
            terms,
            deviation: [0; MAX_ASSETS],
            charge: [0; MAX_ASSETS],
            core: mul_wad_up(terms.model_multiplier, terms.shortfall_factor)?,
            shock: terms.shortfall_factor,
        })
    }

    /// `k sigma` and the convexity of the assets, with what the split needs. `u_i = delta_i s_i / sigma_i`, so
    /// that `u' S u` has every asset over its own horizon.
    pub(super) fn twin(
        &self,
        model: &Model<'_>,
        scales: &[u128; MAX_ASSETS],
        measured: &Measured,
    ) -> Result<Measure, RiskError> {
        let mut measure = Measure::EMPTY;
        for (place, scale) in scales.iter().enumerate() {
            let delta = at(&self.delta, place)?;
            if *scale == 0 {
                continue;
            }
            let size = delta.unsigned_abs().saturating_add(at(&self.doubt, place)?);
            let variance = self.context.market.covariance.get(place, place)?;
            // From below: the exposure is then not too small.
            let deviation = isqrt_down_u128(variance.max(0).unsigned_abs());
            let exposure = mul_div_up_u128(size, *scale, deviation)?;
            let swing = mul_wad_up(size, *scale)?;
            measure.gross = measure.gross.checked_add(swing).ok_or(OVERFLOW)?;
            let swing = signed(delta.is_negative(), swing)?;
            measure.net = measure.net.checked_add(swing).ok_or(OVERFLOW)?;
            let convexity = self.beyond_linear_up(model, place, *scale, measured)?;
            let convexity = mul_wad_up(model.terms.model_multiplier, convexity)?;
            measure.core = measure.core.checked_add(convexity).ok_or(OVERFLOW)?;
            *put(&mut measure.exposure, place)? = signed(delta.is_negative(), exposure)?;
            *put(&mut measure.swing, place)? = swing;
            *put(&mut measure.convexity, place)? = convexity;
        }
        measure.lost = (measure.gross >> SCALING_LOSS).saturating_add(1 << 6);
        model.diversify(&mut measure)?;
        Ok(measure)
    }

    /// What an asset's positions lose beyond their linear form at the worse of the two shocks of `F s`:
    /// `max(0, -pl(x) + delta x)` over `x = +-F s`, USD WAD, rounded up.
    fn beyond_linear_up(
        &self,
        model: &Model<'_>,
        place: usize,
        scale: u128,
        measured: &Measured,
    ) -> Result<u128, RiskError> {
        let linear = at(&self.linear, place)?;
        let size = linear.unsigned_abs();
        if at(&self.doubt, place)? == 0 {
            // No options: each adds something to the doubt.
            // A long gains by convexity; a short loses |w| (e^x - 1 - x).
            return if linear.is_negative() {
                model.convexity_up(size, scale)
            } else {
                Ok(0)
            };
        }
        let shock = mul_wad_up(model.shock, scale)?;
        let doubt = signed(false, mul_wad_up(at(&self.doubt, place)?, shock)?)?;
        let optional = at(&self.delta, place)?
            .checked_sub(linear)
            .ok_or(OVERFLOW)?;
        let mut worst = 0i128;
        let lost = at(&measured.factors, place)?;
        for (rises, lost) in [true, false].into_iter().zip(lost) {
            // A long gains by its convexity, a short loses by it.
            let bent = bend(size, shock, rises, linear.is_negative())?;
            let bent = signed(!linear.is_negative(), bent)?;
            let along = signed(!rises, shock)?;
            let beyond = bent
                .checked_add(mul_wad_ceil_signed(optional, along)?)
                .and_then(|beyond| beyond.checked_add(doubt))
                .and_then(|beyond| beyond.checked_add(lost))
                .ok_or(OVERFLOW)?;
            worst = worst.max(beyond);
        }
        Ok(worst.unsigned_abs())
    }
}
