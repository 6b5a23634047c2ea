//! The native outside world: prices that move, feeds that fail, volatilities that follow, and the model crate's judgement.

use crate::action::{Action, Fault, ALL, ASSETS};
use crate::books::vault::{CASH_UNIT, UNITS};
use crate::cast::Account;
use crate::judge::{Judge, Portfolio, Sale};
use fixed::WAD;
use risk::{
    assess, close, AssetTerms, CloseTerms, Covariance, MarginTerms, Market as Facts, Path, State,
    Verdict, CERTAIN_HEALTH, MAX_ASSETS,
};

/// Prices at the start, 8 decimals.
pub const PRICES: [i64; ASSETS] = [200_000_000_000, 4_000_000_000_000, 1_000_000_000];
/// Decimals of the feeds.
const FEED_UNIT: u128 = 10_000_000_000;
/// Answers stay within these.
const BAND: (i64, i64) = (1_000_000, 100_000_000_000_000);
/// Daily variance at rest, 1e-36: 4 % a day.
const CALM: i128 = 1_600_000_000_000_000_000_000_000_000_000_000;
/// Largest daily variance: 20 % a day, at which collateral still counts for something.
const STORM: i128 = 40_000_000_000_000_000_000_000_000_000_000_000;
/// Initial correlation of all pairs, percent.
const CORRELATION: i128 = 60;

/// What the contracts would see of the world.
#[derive(Debug, Clone)]
pub struct Market {
    /// Answers of the feeds, 8 decimals.
    pub prices: [i64; ASSETS],
    /// What is wrong with them.
    pub faults: [Fault; ASSETS],
    now: u64,
    facts: Facts,
}

impl Default for Market {
    fn default() -> Self {
        Self::new()
    }
}

impl Market {
    /// A calm market of three assets.
    #[must_use]
    pub fn new() -> Self {
        let mut market = Self {
            prices: PRICES,
            faults: [Fault::None; ASSETS],
            now: 1_700_000_000,
            facts: Facts::new(),
        };
        market.facts.mask = (1 << ASSETS) - 1;
        market.facts.covariance = covariance([CALM; ASSETS]);
        market.write();
        market
    }

    /// Prices, feeds, time: what no account does. Answers whether the action was of this kind.
    pub fn act(&mut self, action: &Action) -> bool {
        match *action {
            Action::Move {
                asset,
                basis_points,
            } => {
                for place in
                    (0..ASSETS).filter(|place| asset == ALL || usize::from(asset) == *place)
                {
                    self.shift(place, basis_points);
                }
            }
            Action::Break {
                fault: Fault::None, ..
            } => self.faults = [Fault::None; ASSETS],
            Action::Break { asset, fault } => self.faults[usize::from(asset)] = fault,
            Action::Pass { seconds } => self.now += u64::from(seconds),
            Action::Poke => {}
            _ => return false,
        }
        self.write();
        true
    }

    fn shift(&mut self, asset: usize, basis_points: i16) {
        let price = self.prices[asset];
        let moved = price + price / 10_000 * i64::from(basis_points);
        self.prices[asset] = moved.clamp(BAND.0, BAND.1);
        // A large move is remembered: volatility rises to it and falls back slowly.
        let mut variances = [0; ASSETS];
        for (place, variance) in variances.iter_mut().enumerate() {
            let kept = self.facts.covariance.get(place, place).unwrap_or(CALM);
            let faded = kept - (kept - CALM).max(0) / 50;
            let shock = if place == asset {
                i128::from(basis_points).pow(2) * 100_000_000_000_000_000_000_000_000
            } else {
                0
            };
            *variance = (faded.max(CALM) + shock * 10).min(STORM);
        }
        self.facts.covariance = covariance(variances);
    }

    fn write(&mut self) {
        self.facts.timestamp = self.now;
        self.facts.sampled_at = self.now;
        self.facts.due_at = self.now + 3_600;
        self.facts.not_live = 0;
        for (place, price) in self.prices.iter().enumerate() {
            let wad = u128::from(price.unsigned_abs()) * FEED_UNIT;
            self.facts.prices[place] = wad;
            self.facts.liability_prices[place] = wad;
            self.facts.states[place] = match self.faults[place] {
                Fault::None => State::Live,
                Fault::Stale => State::Stale,
                Fault::Dead => State::Dead,
            };
            if self.faults[place] != Fault::None {
                self.facts.not_live |= 1 << place;
            }
        }
    }
}

fn covariance(variances: [i128; ASSETS]) -> Covariance {
    let mut triangle = Vec::new();
    for row in 0..ASSETS {
        for column in 0..=row {
            // Correlation times the smaller variance stays positive semi-definite.
            triangle.push(if row == column {
                variances[row]
            } else {
                variances[row].min(variances[column]) / 100 * CORRELATION
            });
        }
    }
    Covariance::from_triangle(ASSETS, &triangle).unwrap_or_default()
}

fn terms() -> [AssetTerms; MAX_ASSETS] {
    [AssetTerms {
        exit_cost: WAD / 100,
        jump: 0,
    }; MAX_ASSETS]
}

impl Judge for Market {
    fn assess(&self, portfolio: &Portfolio) -> Option<Verdict> {
        let mut verdict = assess(
            portfolio.cash,
            &portfolio.holdings,
            &portfolio.legs,
            &self.facts,
            &MarginTerms::standard(),
            &terms(),
            &mut [],
        )
        .ok()?;
        let used = portfolio.holdings.iter().map(|held| held.asset);
        let used = used.chain(portfolio.legs.iter().map(|leg| leg.asset));
        verdict.not_live = used.fold(0, |bits, asset| {
            bits | (self.facts.not_live & 1_u16 << asset)
        });
        Some(verdict)
    }

    fn sale(&self, _account: Account, portfolio: &Portfolio, most: u128) -> Option<Sale> {
        let units: Vec<u128> = portfolio
            .holdings
            .iter()
            .map(|held| UNITS[usize::from(held.asset)])
            .collect();
        let how = CloseTerms {
            discount_slope: WAD / 2,
            max_discount: WAD / 20,
            cash_unit: CASH_UNIT,
            asset_units: &units,
        };
        let plan = close(
            portfolio.cash,
            &portfolio.holdings,
            &portfolio.legs,
            &self.facts,
            &MarginTerms::standard(),
            &terms(),
            None,
            &how,
        )
        .ok()?;
        if plan.path == Path::Healthy || plan.asset == risk::NO_ASSET || plan.repay == 0 {
            return None;
        }
        let stale = self.assess(portfolio)?.not_live != 0;
        if stale && plan.health_before >= CERTAIN_HEALTH {
            return None;
        }
        let (repay, seized) = (
            plan.repay / CASH_UNIT,
            plan.seized / UNITS[usize::from(plan.asset)],
        );
        let insolvent = plan.path == Path::Insolvent;
        let part = most.min(repay);
        if part == 0 || (insolvent && part < repay) {
            return None;
        }
        Some(Sale {
            asset: plan.asset,
            repay: part,
            seized: crate::books::down(seized, part, repay).ok()?,
            discount: plan.discount,
            insolvent,
        })
    }

    fn price(&self, asset: u8) -> Option<u128> {
        let place = usize::from(asset);
        (self.faults[place] == Fault::None).then(|| self.facts.prices[place])
    }

    fn now(&self) -> u64 {
        self.now
    }
}
