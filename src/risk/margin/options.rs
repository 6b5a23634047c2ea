//! Option legs: what they are worth, what they expose to, and what they lose under a shock.

use super::accumulator::Worth;
use super::Accumulator;
use crate::covariance::members;
use crate::error::OVERFLOW;
use crate::model::at;
use crate::options::black76::European;
use crate::options::everlasting::Everlasting;
use crate::options::Payoff;
use crate::profile::{Grid, Profile, Quote, Underlying};
use crate::shortfall::stress::{self, Stressed, Volatility};
use crate::shortfall::{fitting_exponent, Curve, Exposure};
use crate::volatility::annual_volatility_up;
use crate::wide::signed;
use crate::{Leg, LegKind, RiskError, MAX_ASSETS};
use fixed::lane::FRACTION;
use fixed::{ln_wad, mul_div_up_u128, mul_wad_down, mul_wad_up, WAD};

/// What an option pays and whether it never expires; nothing for a linear leg.
pub(super) const fn payoff(kind: LegKind) -> Option<(Payoff, bool)> {
    match kind {
        LegKind::Linear => None,
        LegKind::Call => Some((Payoff::Call, false)),
        LegKind::Put => Some((Payoff::Put, false)),
        LegKind::EverlastingCall => Some((Payoff::Call, true)),
        LegKind::EverlastingPut => Some((Payoff::Put, true)),
    }
}

/// Worth of an option leg at a price and an annual volatility (WAD): a long rounded down, a short up; its
/// exposure is its dollar delta, away from zero.
pub(super) fn option_worth(
    leg: &Leg,
    (payoff, everlasting): (Payoff, bool),
    price: u128,
    volatility: u128,
    now: u64,
    period: u64,
) -> Result<Worth, RiskError> {
    let short = leg.size < 0;
    let (value, delta) = if everlasting {
        let strike = leg.strike;
        let option = Everlasting {
            price,
            strike,
            period,
            volatility,
        };
        let value = if short {
            option.value_up(payoff)?
        } else {
            option.value_down(payoff)?
        };
        (value, option.delta(payoff)?)
    } else {
        let option = European {
            forward: price,
            strike: leg.strike,
            seconds: leg.expiry.saturating_sub(now),
            volatility,
        };
        let value = if short {
            option.value_up(payoff)?
        } else {
            option.value_down(payoff)?
        };
        (value, option.greeks(payoff)?.delta)
    };
    let size = leg.size.unsigned_abs();
    let value = if short {
        signed(true, mul_wad_up(size, value)?)?
    } else {
        signed(false, mul_wad_down(size, value)?)?
    };
    let units = mul_wad_up(size, delta.unsigned_abs())?;
    let exposure = signed(short != (delta < 0), mul_wad_up(units, price)?)?;
    Ok(Worth {
        equity: value,
        exposure,
    })
}

/// The options of an account in one asset at one of its two prices, in lanes.
#[derive(Debug, Clone)]
pub(super) struct OptionCurve {
    profile: Profile,
    place: usize,
    /// Exponent of the unit of the lanes.
    exponent: i32,
    most: u128,
    exposure: Exposure,
    /// Losses at the shocks of the stress rows, then at the two that the twin looks at, USD WAD.
    marks: [i128; MARKS],
}

/// Moves of the stress rows.
const MOVES: usize = 11;
/// Shocks at which options are revalued as they are: the stress moves, and `+-F s`.
const MARKS: usize = MOVES + 2;
/// The farther losses, at `+-k s`, are what a missing residual counts as.
const FAR: usize = MARKS + 2;

impl Curve for OptionCurve {
    fn exposure(&self) -> Exposure {
        self.exposure
    }

    fn exponent(&self) -> i32 {
        self.exponent
    }

    fn most(&self) -> u128 {
        self.most
    }

    fn loss_up(&self, shock: i64) -> i64 {
        self.profile.loss(shock)
    }
}

impl OptionCurve {
    pub(super) const fn place(&self) -> usize {
        self.place
    }

    /// The loss in a stress row of that number among those of a volatility, USD WAD, rounded up.
    pub(super) fn stressed(&self, number: usize) -> Result<i128, RiskError> {
        let loss = self.marks.get(number).filter(|_| number < MOVES);
        loss.copied().ok_or(RiskError::LengthMismatch)
    }

    /// The loss at `F s`, up or down, USD WAD, rounded up.
    pub(super) const fn at_factor(&self, rises: bool) -> i128 {
        let [.., up, down] = self.marks;
        if rises {
            up
        } else {
            down
        }
    }
}

/// Most curves of an account: two prices for each asset.
pub(super) const MAX_CURVES: usize = 2 * MAX_ASSETS;

/// The curves of an account, in one run of volatility.
pub(super) type Curves = [Option<OptionCurve>; MAX_CURVES];

/// No less than the slope of a profile per unit of log-shock, in the legs' gross value: e^5 < 149 times a delta of
/// at most one, and as much again for what lifts add.
const STEEPEST: u128 = 512;

impl Accumulator<'_> {
    /// Whether any leg is an option that the model judges.
    pub(super) fn has_options(&self) -> bool {
        self.legs.iter().any(|leg| {
            let place = self.context.market.place(leg.asset);
            leg.size != 0
                && payoff(leg.kind).is_some()
                && place.is_ok_and(|place| self.is_known(place))
        })
    }

    /// The option curves with volatilities up or down.
    pub(super) fn curves(
        &self,
        volatility: Volatility,
        scales: &[u128; MAX_ASSETS],
        corrections: &[u128; MAX_ASSETS],
    ) -> Result<Curves, RiskError> {
        let mut curves = [const { None }; MAX_CURVES];
        let mut places = curves.iter_mut();
        for (place, asset) in members(self.context.market.mask).enumerate() {
            let asset = u8::try_from(asset).map_err(|_| OVERFLOW)?;
            let here =
                |leg: &&Leg| leg.asset == asset && leg.size != 0 && payoff(leg.kind).is_some();
            if !self.is_known(place) || !self.legs.iter().any(|leg| here(&leg)) {
                continue;
            }
            for quote in [Quote::Lower, Quote::Higher] {
                let scale = mul_wad_up(at(scales, place)?, at(corrections, place)?)?;
                let found =
                    self.curve(place, asset, quote, volatility, scale, at(scales, place)?)?;
                if let (Some(curve), Some(to)) = (found, places.next()) {
                    *to = Some(curve);
                }
            }
        }
        Ok(curves)
    }

    fn curve(
        &self,
        place: usize,
        asset: u8,
        quote: Quote,
        volatility: Volatility,
        scale: u128,
        plain: u128,
    ) -> Result<Option<OptionCurve>, RiskError> {
        let underlying = self.underlying(place, asset, quote)?;
        let gross = underlying.gross_up(self.legs)?;
        if gross == 0 {
            return Ok(None);
        }
        let step = lane(scale)?;
        // A quarter of a deviation near the price; 32 deviations are the farthest scenario.
        let grid = Grid::new(step >> 2, step.saturating_mul(32));
        let [up, down] = underlying.losses(self.legs, &grid)?;
        let shocks = self.shocks(place, plain)?;
        let [marks_up, marks_down] = underlying.losses_at(self.legs, &shocks)?;
        let (losses, found) = match volatility {
            Volatility::Down => (down, marks_down),
            _ => (up, marks_up),
        };
        let most = losses.most()?;
        let steepest = gross.checked_mul(STEEPEST).ok_or(OVERFLOW)?;
        let exponent = fitting_exponent(most.max(steepest));
        let [mut marks @ .., far_up, far_down] = found;
        // The twin has no runs: it looks at the worse volatility of each asset.
        let both = marks_up.iter().zip(&marks_down).skip(MOVES);
        for (to, (up, down)) in marks.iter_mut().skip(MOVES).zip(both) {
            *to = *up.max(down);
        }
        Ok(Some(OptionCurve {
            profile: losses.scaled(exponent)?,
            place,
            exponent,
            most,
            exposure: Exposure {
                asset,
                usd: 0,
                scale,
                missing: u128::try_from(far_up.max(far_down)).unwrap_or(0),
            },
            marks,
        }))
    }

    /// The shocks of all marks of an asset, then `+-k s`; lanes.
    fn shocks(&self, place: usize, scale: u128) -> Result<[i64; FAR], RiskError> {
        let terms = self
            .context
            .assets
            .get(place)
            .ok_or(RiskError::UnknownAsset)?;
        let factor = self.context.policy.margin.shortfall_factor;
        let (near, far) = (lane(mul_wad_up(factor, scale)?)?, lane(self.far(scale)?)?);
        let mut shocks = [0; FAR];
        let [moves @ .., up, down, far_up, far_down] = &mut shocks;
        (*up, *down) = (near, near.wrapping_neg());
        (*far_up, *far_down) = (far, far.wrapping_neg());
        for (to, row) in moves.iter_mut().zip(stress::rows(&[Volatility::Same])) {
            let own = Stressed {
                usd: 0,
                scale: terms.stress_scale,
            }
            .own_move(&row)?;
            // A price that falls to nothing falls to its last unit.
            let ratio = own
                .saturating_add(signed(false, WAD)?)
                .max(1)
                .unsigned_abs();
            let log = ln_wad(ratio)?;
            let shock = lane(log.unsigned_abs())?;
            *to = if log < 0 { shock.wrapping_neg() } else { shock };
        }
        Ok(shocks)
    }

    fn underlying(&self, place: usize, asset: u8, quote: Quote) -> Result<Underlying, RiskError> {
        let market = self.context.market;
        let facts = self
            .context
            .facts
            .get(place)
            .ok_or(RiskError::UnknownAsset)?;
        Ok(Underlying {
            asset,
            quote,
            price: match quote {
                Quote::Lower => at(&market.prices, place)?,
                _ => facts.liability_price,
            },
            volatility: annual_volatility_up(market.covariance.get(place, place)?)?,
            now: market.timestamp,
            funding_period: self.context.policy.funding_period,
        })
    }

    /// The shock of `k s`, WAD.
    pub(super) fn far(&self, scale: u128) -> Result<u128, RiskError> {
        let terms = &self.context.policy.margin;
        let shock = mul_wad_up(terms.model_multiplier, terms.shortfall_factor)?;
        Ok(mul_wad_up(shock, scale)?)
    }
}

/// A log-shock (WAD) in a lane, rounded up; the largest that there is beyond that.
pub(super) fn lane(shock: u128) -> Result<i64, RiskError> {
    const MOST: u128 = 5 * WAD;
    let scaled = mul_div_up_u128(shock.min(MOST), 1 << FRACTION, WAD)?;
    i64::try_from(scaled).map_err(|_| OVERFLOW)
}
