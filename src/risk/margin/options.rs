//! Option legs: what they are worth, what they expose to, and what they lose under a shock.

use super::accumulator::Worth;
use super::Accumulator;
use crate::covariance::members;
use crate::error::OVERFLOW;
use crate::model::at;
use crate::options::black76::European;
use crate::options::everlasting::Everlasting;
use crate::options::{payoff, Payoff};
use crate::profile::{Grid, Profile, Underlying};
use crate::shortfall::stress::{self, Stressed, Volatility};
use crate::shortfall::{fitting_exponent, Curve, Exposure};
use crate::volatility::annual_volatility_up;
use crate::wide::signed;
use crate::{Leg, RiskError, MAX_ASSETS};
use fixed::lane::FRACTION;
use fixed::{ln_wad, mul_div_up_u128, mul_wad_down, mul_wad_up, WAD};

/// By how much the dollar delta of a leg may be off, USD WAD. A delta is to nearest, at a volatility that is a unit
/// off, by which it moves less than that unit over the volatility; with the roundings of its products that is within
/// 2^-49 of `exposed`, the leg's size times its price. Where it rounds to nothing there is still something to shock.
pub(super) fn delta_doubt(exposed: u128, volatility: u128) -> u128 {
    let moved = exposed.checked_div(volatility).unwrap_or(exposed);
    (exposed >> 49).saturating_add(moved).saturating_add(1)
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
    let short = leg.size.is_negative();
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
    let exposure = signed(short != delta.is_negative(), mul_wad_up(units, price)?)?;
    Ok(Worth {
        equity: value,
        exposure,
    })
}

/// The options of an account in one asset, in lanes.
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
/// An inner interval is half a deviation: 2^9 of the units that residuals have.
const INNER_WIDTH: i64 = 3 << 7;
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

/// What an asset's residuals are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Residuals {
    /// What brings them back to a second moment of one, WAD.
    pub(super) correction: u128,
    /// The largest without its sign, in units of 2^-10.
    pub(super) largest: u16,
}

/// The curves of an account, in one run of volatility.
pub(super) type Curves = [Option<OptionCurve>; MAX_ASSETS];

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
        residuals: &[Residuals; MAX_ASSETS],
    ) -> Result<Curves, RiskError> {
        let mut curves = [const { None }; MAX_ASSETS];
        let assets = members(self.context.market.mask).zip(residuals);
        for (place, ((asset, residuals), to)) in assets.zip(&mut curves).enumerate() {
            let asset = u8::try_from(asset).map_err(|_| OVERFLOW)?;
            let here =
                |leg: &Leg| leg.asset == asset && leg.size != 0 && payoff(leg.kind).is_some();
            if self.is_known(place) && self.legs.iter().any(here) {
                *to = Some(self.curve(place, asset, volatility, at(scales, place)?, residuals)?);
            }
        }
        Ok(curves)
    }

    fn curve(
        &self,
        place: usize,
        asset: u8,
        volatility: Volatility,
        scale: u128,
        residuals: &Residuals,
    ) -> Result<OptionCurve, RiskError> {
        let underlying = self.underlying(place, asset)?;
        let shocks = self.shocks(place, scale)?;
        let [marks_up, marks_down] = underlying.losses_at(self.legs, &shocks)?;
        let rises = volatility == Volatility::Up;
        let [mut marks @ .., far_up, far_down] = if rises { marks_up } else { marks_down };
        // The twin has no runs: it looks at the worse volatility of each asset.
        let both = marks_up.iter().zip(&marks_down).skip(MOVES);
        for (to, (up, down)) in marks.iter_mut().skip(MOVES).zip(both) {
            *to = *up.max(down);
        }
        let exposure = Exposure {
            asset,
            usd: 0,
            scale: mul_wad_up(scale, residuals.correction)?,
            missing: u128::try_from(far_up.max(far_down)).unwrap_or(0),
        };
        // Half a deviation near the price, and as far as the scenarios go.
        let unit = exposure.step();
        let reach = unit.saturating_mul(residuals.largest.into());
        let grid = Grid::new(unit.wrapping_mul(INNER_WIDTH), reach);
        let losses = underlying.losses(self.legs, &grid, rises)?;
        let most = losses.most()?;
        let exponent = fitting_exponent(most);
        Ok(OptionCurve {
            profile: losses.scaled(exponent)?,
            place,
            exponent,
            most,
            exposure,
            marks,
        })
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
            *to = if log.is_negative() {
                shock.wrapping_neg()
            } else {
                shock
            };
        }
        Ok(shocks)
    }

    fn underlying(&self, place: usize, asset: u8) -> Result<Underlying, RiskError> {
        let market = self.context.market;
        let facts = self
            .context
            .facts
            .get(place)
            .ok_or(RiskError::UnknownAsset)?;
        Ok(Underlying {
            asset,
            price: at(&market.prices, place)?,
            liability_price: facts.liability_price,
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
