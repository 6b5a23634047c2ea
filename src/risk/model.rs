//! The margin of a summed portfolio: what `assess` judges by and what a liquidation plans with.

use crate::covariance::{days_up, members};
use crate::error::OVERFLOW;
use crate::portfolio::Book;
use crate::wide::{product, signed, Wide};
use crate::{AssetTerms, MarginTerms, Market, RiskError, Verdict, MAX_ASSETS};
use fixed::{mul_wad_down, mul_wad_up, U256, WAD};

/// A market and its terms, prepared once for any number of portfolios. Arrays are packed like the market's.
pub(crate) struct Model<'a> {
    pub(crate) market: &'a Market,
    pub(crate) terms: &'a MarginTerms,
    /// Standard deviation per day, WAD, up.
    pub(crate) deviation: [u128; MAX_ASSETS],
    /// Exit cost and jump together, WAD share.
    pub(crate) charge: [u128; MAX_ASSETS],
    /// Core margin per unit of daily standard deviation: multiplier, factor and root of the horizon, WAD, up.
    pub(crate) core: u128,
    /// Shock per unit of daily standard deviation: factor and root of the horizon, WAD, up.
    pub(crate) shock: u128,
}

/// What the margin of one portfolio is made of. Arrays are packed like the market's.
pub(crate) struct Measure {
    pub(crate) equity: i128,
    /// Price times collateral and linear legs, USD WAD, away from zero: what is net short at the liability price.
    pub(crate) exposure: [i128; MAX_ASSETS],
    /// Exposure times daily standard deviation, USD WAD, away from zero.
    pub(crate) swing: [i128; MAX_ASSETS],
    /// Core margin for the convexity of a net short asset, USD WAD, up.
    pub(crate) convexity: [u128; MAX_ASSETS],
    /// Exit cost and jump, USD WAD, up.
    pub(crate) add_on: [u128; MAX_ASSETS],
    /// Euler parts of the quadratic form.
    pub(crate) parts: [Wide; MAX_ASSETS],
    /// `sqrt(w' S w)` per day, USD WAD, up.
    pub(crate) measured: u128,
    /// The worst of the three correlations, and which one it was.
    pub(crate) stressed: u128,
    pub(crate) stress: Stress,
    /// Sum of swings, and sum of their absolute values.
    pub(crate) net: i128,
    pub(crate) gross: u128,
    /// By how much rounding a hedge up can have lowered the standard deviation, USD WAD: a unit of the
    /// exposure times the deviation, and a unit of the deviation times the exposure.
    pub(crate) lost: u128,
    /// Whether at most one asset has an exposure: nothing to diversify, and `parts` is not filled.
    pub(crate) alone: bool,
    pub(crate) floored: bool,
    pub(crate) core: u128,
    pub(crate) add_ons: u128,
}

/// Which correlation gives the worst standard deviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stress {
    Measured,
    Together,
    Apart,
}

impl<'a> Model<'a> {
    pub(crate) fn new(
        market: &'a Market,
        terms: &'a MarginTerms,
        assets: &[AssetTerms; MAX_ASSETS],
    ) -> Result<Self, RiskError> {
        let count = market.assets();
        if market.covariance.assets() != count {
            return Err(RiskError::LengthMismatch);
        }
        let mut deviation = [0; MAX_ASSETS];
        for (place, to) in deviation.iter_mut().enumerate().take(count) {
            let variance = u128::try_from(market.covariance.get(place, place)?)
                .map_err(|_| RiskError::Malformed)?;
            *to = fixed::isqrt_up_u128(variance);
        }
        let mut charge = [0u128; MAX_ASSETS];
        for (to, asset) in charge.iter_mut().zip(members(market.mask)) {
            let terms = assets.get(asset).ok_or(RiskError::UnknownAsset)?;
            *to = terms.exit_cost.checked_add(terms.jump).ok_or(OVERFLOW)?;
        }
        let root = fixed::sqrt_wad_up(days_up(terms.horizon)?);
        let shock = mul_wad_up(terms.shortfall_factor, root)?;
        let core = mul_wad_up(terms.model_multiplier, shock)?;
        Ok(Self {
            market,
            terms,
            deviation,
            charge,
            core,
            shock,
        })
    }

    /// Judges a portfolio of this market.
    pub(crate) fn judge(&self, book: &Book) -> Result<Verdict, RiskError> {
        self.verdict(&self.measure(book)?, book)
    }

    pub(crate) fn measure(&self, book: &Book) -> Result<Measure, RiskError> {
        let mut measure = self.expose(book)?;
        self.diversify(&mut measure)?;
        Ok(measure)
    }

    /// Equity, and everything that adds up over assets.
    fn expose(&self, book: &Book) -> Result<Measure, RiskError> {
        let mut measure = Measure::EMPTY;
        let mut equity = book.cash.checked_sub(book.cost).ok_or(OVERFLOW)?;
        let market = self.market;
        let prices = market.prices.iter().zip(&market.liability_prices);
        let positions = prices.zip(&book.held).zip(&book.size).take(market.assets());
        for (place, (((price, liability), held), size)) in positions.enumerate() {
            if *held == 0 && *size == 0 {
                continue;
            }
            let value = signed(false, mul_wad_down(*price, *held)?)?;
            equity = equity.checked_add(value).ok_or(OVERFLOW)?;
            let net = if *size == 0 {
                signed(false, *held)?
            } else {
                let price = if *size < 0 { liability } else { price };
                let price = signed(false, *price)?;
                equity = equity
                    .checked_add(fixed::mul_wad_floor_signed(price, *size)?)
                    .ok_or(OVERFLOW)?;
                signed(false, *held)?.checked_add(*size).ok_or(OVERFLOW)?
            };
            let short = net.is_negative();
            let price = if short { liability } else { price };
            let exposure = mul_wad_up(*price, net.unsigned_abs())?;
            let deviation = at(&self.deviation, place)?;
            let swing = mul_wad_up(exposure, deviation)?;
            measure.gross = measure.gross.checked_add(swing).ok_or(OVERFLOW)?;
            let swing = signed(short, swing)?;
            measure.net = measure.net.checked_add(swing).ok_or(OVERFLOW)?;

            // 2^59 is just below 1e18.
            let lost = (exposure >> 59)
                .saturating_add(deviation >> 59)
                .saturating_add(2);
            measure.lost = measure.lost.saturating_add(lost);
            let add_on = mul_wad_up(exposure, at(&self.charge, place)?)?;
            measure.add_ons = measure.add_ons.checked_add(add_on).ok_or(OVERFLOW)?;
            if short {
                let convexity = mul_wad_up(
                    self.terms.model_multiplier,
                    self.convexity_up(exposure, deviation)?,
                )?;
                *put(&mut measure.convexity, place)? = convexity;
                measure.core = measure.core.checked_add(convexity).ok_or(OVERFLOW)?;
            }
            *put(&mut measure.exposure, place)? = signed(short, exposure)?;
            *put(&mut measure.swing, place)? = swing;
            *put(&mut measure.add_on, place)? = add_on;
        }
        measure.equity = equity;
        Ok(measure)
    }

    /// What a short loses beyond the linear form when the price rises by `e^x`: `|w| (e^x - 1 - x)`.
    /// Kept apart from the quadratic form, where it would also enlarge the gain of a hedge.
    pub(crate) fn convexity_up(&self, exposure: u128, deviation: u128) -> Result<u128, RiskError> {
        bend(exposure, mul_wad_up(self.shock, deviation)?, true, true)
    }

    /// The standard deviation of the whole, with the stress of correlations and the floor.
    pub(crate) fn diversify(&self, measure: &mut Measure) -> Result<(), RiskError> {
        let count = self.market.assets();
        let exposures = measure
            .exposure
            .get(..count)
            .ok_or(RiskError::TooManyAssets)?;
        let together = measure.net.unsigned_abs();
        let held = exposures.iter().filter(|exposure| **exposure != 0).count();
        measure.alone = held <= 1;
        let lost = if measure.alone { 0 } else { measure.lost };
        measure.measured = if !measure.alone {
            let variance = self
                .market
                .covariance
                .contributions(exposures, &mut measure.parts)?;
            u128::try_from(fixed::isqrt_up(variance)).map_err(|_| OVERFLOW)?
        } else {
            measure.gross
        };
        (measure.stressed, measure.stress) = (measure.measured, Stress::Measured);
        if together > measure.stressed {
            (measure.stressed, measure.stress) = (together, Stress::Together);
        }
        // Exposures of one sign are worst together; only opposite ones can be worse apart.
        if together < measure.gross {
            let apart = root_of_squares(&measure.swing)?;
            if apart > measure.stressed {
                (measure.stressed, measure.stress) = (apart, Stress::Apart);
            }
        }
        let worse = measure.stressed.saturating_sub(measure.measured);
        let stressed = mul_wad_up(self.terms.correlation_stress, worse)?;
        let deviation = measure.measured.checked_add(stressed).ok_or(OVERFLOW)?;
        let deviation = deviation.checked_add(lost).ok_or(OVERFLOW)?;
        let floor = mul_wad_up(self.terms.sigma_floor, measure.gross)?;
        measure.floored = floor > deviation;
        let core = mul_wad_up(self.core, deviation.max(floor))?;
        measure.core = measure.core.checked_add(core).ok_or(OVERFLOW)?;
        Ok(())
    }

    pub(crate) fn verdict(&self, measure: &Measure, book: &Book) -> Result<Verdict, RiskError> {
        let terms = self.terms;
        let initial = measure.core.checked_add(measure.add_ons).ok_or(OVERFLOW)?;
        let kept = mul_wad_up(terms.maintenance_ratio, measure.core)?;
        let maintenance = kept.checked_add(measure.add_ons).ok_or(OVERFLOW)?;
        let above = mul_wad_up(terms.buffer_ratio, maintenance)?;
        let buffer = maintenance
            .checked_add(above)
            .ok_or(OVERFLOW)?
            .min(initial.max(maintenance));
        Ok(Verdict {
            equity: measure.equity,
            initial,
            maintenance,
            buffer,
            health: health_down(measure.equity, maintenance),
            not_live: book.used & self.market.not_live,
        })
    }
}

impl Measure {
    pub(crate) const EMPTY: Self = Self {
        equity: 0,
        exposure: [0; MAX_ASSETS],
        swing: [0; MAX_ASSETS],
        convexity: [0; MAX_ASSETS],
        add_on: [0; MAX_ASSETS],
        parts: [Wide::ZERO; MAX_ASSETS],
        measured: 0,
        stressed: 0,
        stress: Stress::Measured,
        net: 0,
        gross: 0,
        lost: 0,
        alone: true,
        floored: false,
        core: 0,
        add_ons: 0,
    };
}

/// `|w| (e^x - 1 - x)` at `x = shock` where the price rises, at `-shock` where it falls: rounded up where it is lost,
/// down where it is gained.
pub(crate) fn bend(size: u128, shock: u128, rises: bool, lost: bool) -> Result<u128, RiskError> {
    let along = signed(!rises, shock)?;
    let grown = if lost {
        fixed::exp_wad_up(along)?
    } else {
        fixed::exp_wad_down(along)?
    };
    let (added, linear) = if rises { (0, shock) } else { (shock, 0) };
    let grown = grown.checked_add(U256::from(added)).ok_or(OVERFLOW)?;
    let linear = U256::from(WAD.checked_add(linear).ok_or(OVERFLOW)?);
    let excess = grown.checked_sub(linear).unwrap_or(U256::ZERO);
    let (size, one) = (U256::from(size), U256::from(WAD));
    let bent = if lost {
        fixed::mul_div_up(size, excess, one)?
    } else {
        fixed::mul_div_down(size, excess, one)?
    };
    u128::try_from(bent).map_err(|_| OVERFLOW)
}

/// Equity over maintenance margin; see [`Verdict::health`].
pub(crate) fn health_down(equity: i128, maintenance: u128) -> u128 {
    match u128::try_from(equity) {
        Err(_) => 0,
        // Division by zero where nothing is required.
        Ok(equity) => fixed::div_wad_down(equity, maintenance).unwrap_or(u128::MAX),
    }
}

fn root_of_squares(swings: &[i128; MAX_ASSETS]) -> Result<u128, RiskError> {
    let mut sum = U256::ZERO;
    for swing in swings.iter().filter(|swing| **swing != 0) {
        sum = sum
            .checked_add(product(swing.unsigned_abs(), swing.unsigned_abs()))
            .ok_or(OVERFLOW)?;
    }
    u128::try_from(fixed::isqrt_up(sum)).map_err(|_| OVERFLOW)
}

pub(crate) fn at<T: Copy>(list: &[T; MAX_ASSETS], place: usize) -> Result<T, RiskError> {
    list.get(place).copied().ok_or(RiskError::UnknownAsset)
}

pub(crate) fn put<T>(list: &mut [T; MAX_ASSETS], place: usize) -> Result<&mut T, RiskError> {
    list.get_mut(place).ok_or(RiskError::UnknownAsset)
}
