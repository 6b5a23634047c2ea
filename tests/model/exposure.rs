//! What a portfolio is exposed to in one asset, and how its value there follows the price.

use crate::inputs::{Leg, Market};
use crate::number::Number;
use crate::option::{Contract, Right, VolatilityMove};
use crate::{Portfolio, Real};

const DAYS_OF_YEAR: u128 = 365;

/// An option leg of one asset.
#[derive(Clone, Debug)]
struct Written<N> {
    size: N,
    price: N,
    /// Logarithm of price over strike.
    log: N,
    /// Value per unit before any shock.
    value: N,
    strike: N,
    /// At the volatility down, as it is, up.
    contracts: [Contract<N>; 3],
}

/// Profit and loss in one asset as a function of the shock to the logarithm of its price.
#[derive(Clone, Debug)]
pub(crate) struct Profile<N> {
    linear: N,
    options: Vec<Written<N>>,
}

impl<N: Number> Profile<N> {
    /// `w (e^x - 1) + sum n (V(P e^x, vol') - V(P, vol))`, for a shock and its exponential.
    pub(crate) fn gain(&self, shock: N, ratio: N, moved: VolatilityMove) -> N {
        let mut gain = self.linear * (ratio - N::one());
        for option in &self.options {
            let value =
                option.contracts[moved as usize].value(option.price * ratio, option.log + shock);
            gain = gain + option.size * (value - option.value);
        }
        gain
    }
}

impl Profile<f64> {
    /// The sizes that [`Profile::gain`] adds and subtracts: its floating point error is a small share of this.
    pub(crate) fn gross(&self, ratio: f64) -> f64 {
        let option = |option: &Written<f64>| {
            option.size.abs() * (option.price * (1.0 + ratio) + option.strike)
        };
        self.linear.abs() * (1.0 + ratio) + self.options.iter().map(option).sum::<f64>()
    }
}

/// The positions in one asset, summed.
#[derive(Clone, Debug)]
pub(crate) struct Exposure {
    pub(crate) asset: usize,
    /// Sum of price times amount over collateral and linear legs.
    pub(crate) linear: Real,
    /// The same with the deltas of the options.
    pub(crate) delta: Real,
    /// What must be traded to leave.
    pub(crate) gross: Real,
    /// Value of the long options.
    pub(crate) long_options: Real,
    /// Price times size of the short options.
    pub(crate) short_options: Real,
    /// What equity counts of this asset.
    pub(crate) equity: Real,
    /// Exact.
    pub(crate) profile: Profile<Real>,
    /// The same in floats.
    pub(crate) rough: Profile<f64>,
}

impl Exposure {
    fn new(asset: usize) -> Self {
        Self {
            asset,
            linear: Real::ZERO,
            delta: Real::ZERO,
            gross: Real::ZERO,
            long_options: Real::ZERO,
            short_options: Real::ZERO,
            equity: Real::ZERO,
            profile: Profile {
                linear: Real::ZERO,
                options: Vec::new(),
            },
            rough: Profile {
                linear: 0.0,
                options: Vec::new(),
            },
        }
    }

    pub(crate) fn has_options(&self) -> bool {
        !self.profile.options.is_empty()
    }

    /// `-gain` of a shock.
    pub(crate) fn loss(&self, shock: Real, moved: VolatilityMove) -> Real {
        -self.profile.gain(shock, shock.exp(), moved)
    }

    fn hold(&mut self, market: &Market, amount: Real) {
        let asset = &market.assets[self.asset];
        let capped = asset.quote.map_or(asset.collateral_price, |_| {
            asset.collateral_price.min(Real::ONE)
        });
        self.linear += capped * amount;
        self.equity += capped * amount;
    }

    fn enter(&mut self, market: &Market, leg: &Leg) {
        let asset = &market.assets[self.asset];
        let short = leg.size.is_negative();
        let Some((right, life)) = leg.option else {
            let price = match (short, asset.quote) {
                (false, _) => asset.collateral_price,
                (true, None) => asset.liability_price,
                (true, Some(_)) => asset.liability_price.max(Real::ONE),
            };
            self.linear += price * leg.size;
            self.equity += (price - leg.strike) * leg.size;
            return;
        };
        // A long call and a short put gain when the price rises.
        let price = if (right == Right::Call) == short {
            asset.liability_price
        } else {
            asset.collateral_price
        };
        let volatility =
            (market.covariance[self.asset][self.asset] * Real::natural(DAYS_OF_YEAR)).sqrt();
        let moved = |way: VolatilityMove| {
            Contract::new(
                right,
                leg.strike,
                life,
                volatility * way.factor(life.seconds()),
            )
        };
        let contracts = [
            VolatilityMove::Down,
            VolatilityMove::Same,
            VolatilityMove::Up,
        ]
        .map(moved);
        let log = if leg.strike.is_zero() {
            Real::ZERO
        } else {
            (price / leg.strike).ln()
        };
        let plain = contracts[VolatilityMove::Same as usize];
        let value = plain.value(price, log);
        let delta = leg.size * price * plain.delta(price, log);
        self.delta += delta;
        self.gross += delta.abs();
        self.equity += leg.size * value;
        if short {
            self.short_options += leg.size.abs() * price;
        } else {
            self.long_options += leg.size * value;
        }
        self.rough.options.push(Written {
            size: leg.size.to_f64(),
            price: price.to_f64(),
            log: log.to_f64(),
            value: value.to_f64(),
            strike: leg.strike.to_f64(),
            contracts: contracts.each_ref().map(Contract::rough),
        });
        let strike = leg.strike;
        self.profile.options.push(Written {
            size: leg.size,
            price,
            log,
            value,
            strike,
            contracts,
        });
    }

    /// Once all positions are in.
    fn close(&mut self) {
        self.delta += self.linear;
        self.gross += self.linear.abs();
        self.profile.linear = self.linear;
        self.rough.linear = self.linear.to_f64();
    }
}

/// The exposures of a portfolio, one per asset that it has a position in, ascending.
pub(crate) fn exposures(market: &Market, portfolio: &Portfolio) -> Vec<Exposure> {
    let mut all: Vec<Exposure> = (0..market.assets.len()).map(Exposure::new).collect();
    let mut used = vec![false; all.len()];
    for (asset, amount) in &portfolio.holdings {
        used[*asset] |= !amount.is_zero();
        all[*asset].hold(market, *amount);
    }
    for leg in portfolio.legs.iter().filter(|leg| !leg.size.is_zero()) {
        used[leg.asset] = true;
        all[leg.asset].enter(market, leg);
    }
    all.iter_mut().for_each(Exposure::close);
    all.into_iter()
        .filter(|exposure| used[exposure.asset])
        .collect()
}
