//! The judgement: add-ons, the table for what is missing, and the four numbers.

use crate::exposure::{exposures, Exposure};
use crate::inputs::{Asset, Market, Portfolio, Terms, RESIDUAL_UNIT};
use crate::measure::{Binding, Measures};
use crate::Real;

const DAY: u128 = 86_400;

/// Initial or maintenance: they differ in volatility, depth and add-ons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Initial,
    Maintenance,
}

/// How one kind of margin is made up, USD.
#[derive(Clone, Copy, Debug)]
pub struct Breakdown {
    /// Expected Shortfall over the rows.
    pub simulation: Real,
    /// Largest loss of the stress rows.
    pub stress: Real,
    /// The parametric twin.
    pub twin: Real,
    /// The largest of the three.
    pub core: Real,
    /// Which one it is.
    pub binding: Binding,
    /// Cost of leaving.
    pub liquidity: Real,
    /// What the crowd adds to it; zero for maintenance.
    pub crowding: Real,
    /// Jumps and pegs.
    pub quality: Real,
    /// Uncertainty of prices; zero for maintenance.
    pub oracle: Real,
    /// Assets of which something is missing.
    pub table: Real,
    /// This kind of margin.
    pub margin: Real,
}

/// What a portfolio is worth and what it must be worth, USD.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Equity.
    pub equity: Real,
    /// IM.
    pub initial: Real,
    /// MM.
    pub maintenance: Real,
    /// BM.
    pub restored: Real,
    /// Equity over MM; none where nothing is required.
    pub health: Option<Real>,
    /// How IM is made up, before it is held to be at least MM.
    pub initial_parts: Breakdown,
    /// How MM is made up.
    pub maintenance_parts: Breakdown,
    /// What each asset with a position adds to MM; they sum to it.
    pub attribution: Vec<(usize, Real)>,
}

/// A market with its terms, and what all portfolios share.
#[derive(Clone, Debug)]
pub struct Model {
    pub(crate) market: Market,
    pub(crate) terms: Terms,
    /// Standard deviation per day.
    pub(crate) deviations: Vec<Real>,
    /// What residuals are scaled by where their second moment is off.
    pub(crate) corrections: Vec<Real>,
    /// Whether any row lacks the asset.
    pub(crate) missing: Vec<bool>,
}

impl Model {
    /// Prepares a market.
    pub fn new(market: Market, terms: Terms) -> Self {
        let count = market.assets.len();
        let deviations = (0..count)
            .map(|asset| market.covariance[asset][asset].sqrt())
            .collect();
        let column = |asset: usize| market.rows.iter().map(move |row| row[asset]);
        let corrections = (0..count)
            .map(|asset| correction(column(asset).flatten()))
            .collect();
        let missing = (0..count)
            .map(|asset| column(asset).any(|entry| entry.is_none()))
            .collect();
        Self {
            market,
            terms,
            deviations,
            corrections,
            missing,
        }
    }

    /// The market.
    pub fn market(&self) -> &Market {
        &self.market
    }

    /// Judges a portfolio. Errors are below 1e-60 of its gross exposure.
    pub fn assess(&self, portfolio: &Portfolio) -> Verdict {
        let all = exposures(&self.market, portfolio);
        let equity = portfolio.cash + all.iter().map(|exposure| exposure.equity).sum();
        let (initial_parts, _) = self.breakdown(&all, Kind::Initial);
        let (maintenance_parts, attribution) = self.breakdown(&all, Kind::Maintenance);
        let maintenance = maintenance_parts.margin;
        let initial = initial_parts.margin.max(maintenance);
        let restored = (maintenance * (Real::ONE + self.terms.restored)).min(initial);
        let health = (!maintenance.is_zero()).then(|| equity / maintenance);
        Verdict {
            equity,
            initial,
            maintenance,
            restored,
            health,
            initial_parts,
            maintenance_parts,
            attribution,
        }
    }

    /// Depth that leaving is measured against.
    fn depth(&self, asset: &Asset, kind: Kind) -> Real {
        match kind {
            Kind::Initial => asset.depth,
            Kind::Maintenance => asset.maintenance_depth,
        }
    }

    /// Standard deviation of the asset over the horizon and the time that leaving takes.
    fn scale(&self, exposure: &Exposure, kind: Kind) -> Real {
        let asset = &self.market.assets[exposure.asset];
        let depth = self.depth(asset, kind);
        let days = if depth.is_zero() {
            self.terms.unwind_limit
        } else {
            self.terms
                .unwind_limit
                .min(exposure.gross / (self.terms.unwind_rate * depth))
        };
        let seconds = i128::from(self.terms.horizon) + i128::from(asset.age);
        let horizon = Real::ratio(seconds, DAY) + days / Real::natural(3);
        let limit = match kind {
            Kind::Initial => Real::ONE,
            Kind::Maintenance => asset.maintenance_volatility,
        };
        let deviation = limit * self.deviations[exposure.asset];
        asset.multiplier
            * (deviation * deviation * horizon + asset.dead_band * asset.dead_band).sqrt()
    }

    /// Cost of leaving a position when so much in all wants to leave: never more than the position.
    fn exit(&self, asset: &Asset, gross: Real, wanted: Real, depth: Real) -> Real {
        if depth.is_zero() {
            return gross;
        }
        let share = asset.half_spread + self.terms.impact * (wanted / depth).sqrt();
        gross.min(gross * share)
    }

    fn breakdown(&self, all: &[Exposure], kind: Kind) -> (Breakdown, Vec<(usize, Real)>) {
        let (known, unknown): (Vec<&Exposure>, Vec<&Exposure>) = all
            .iter()
            .partition(|exposure| self.market.assets[exposure.asset].known);
        let scales: Vec<Real> = known
            .iter()
            .map(|exposure| self.scale(exposure, kind))
            .collect();
        let measures = Measures::new(self, &known, &scales);
        let (core, binding) = measures.core();
        let terms = &self.terms;
        let weight = match kind {
            Kind::Initial => Real::ONE + terms.buffer,
            Kind::Maintenance => terms.maintenance_share,
        };
        let mut parts = Breakdown {
            simulation: measures.simulation.value,
            stress: measures.stress.value,
            twin: measures.twin.value,
            core: core.value,
            binding,
            liquidity: Real::ZERO,
            crowding: Real::ZERO,
            quality: Real::ZERO,
            oracle: Real::ZERO,
            table: Real::ZERO,
            margin: Real::ZERO,
        };
        let mut attribution = Vec::new();
        for (exposure, part) in known.iter().zip(&core.parts) {
            let asset = &self.market.assets[exposure.asset];
            let (gross, depth) = (exposure.gross, self.depth(asset, kind));
            let liquidity = self.exit(asset, gross, gross, depth);
            let short_of_peg = asset.quote.map_or(Real::ZERO, |quote| {
                (terms.peg_threshold - quote).max(Real::ZERO)
            });
            let quality = gross.min(gross * (asset.jump + terms.peg_factor * short_of_peg));
            parts.liquidity += liquidity;
            parts.quality += quality;
            if kind == Kind::Initial {
                let side = if exposure.delta.is_negative() {
                    asset.system_short
                } else {
                    asset.system_long
                };
                let crowded = self.exit(asset, gross, side.max(gross), depth);
                parts.crowding += terms.crowding * (crowded - liquidity);
                parts.oracle += gross * asset.uncertainty;
            }
            attribution.push((exposure.asset, weight * *part + liquidity + quality));
        }
        for exposure in unknown {
            let asset = &self.market.assets[exposure.asset];
            let ratio = match kind {
                Kind::Initial => asset.table_initial,
                Kind::Maintenance => asset.table_maintenance,
            };
            let charge =
                ratio * (exposure.linear.abs() + exposure.short_options) + exposure.long_options;
            parts.table += charge;
            attribution.push((exposure.asset, charge));
        }
        let mut least = parts.table;
        let mut tables: Vec<(usize, Real)> = attribution[known.len()..].to_vec();
        for exposure in &known {
            let asset = &self.market.assets[exposure.asset];
            let ratio = match kind {
                Kind::Initial => asset.table_initial,
                Kind::Maintenance => asset.table_maintenance,
            };
            least += ratio * exposure.gross;
            tables.push((exposure.asset, ratio * exposure.gross));
        }
        parts.margin = weight * parts.core
            + parts.liquidity
            + parts.crowding
            + parts.quality
            + parts.oracle
            + parts.table;
        // Without a simulation the static table of all assets is the least.
        if self.market.rows.len() < terms.least_rows && least > parts.margin {
            parts.margin = least;
            attribution = tables;
        }
        attribution.sort_by_key(|(asset, _)| *asset);
        (parts, attribution)
    }
}

/// `1 / sqrt(mean z^2)` where that mean leaves [0.8, 1.3]; 1 inside, and where there is nothing to scale.
fn correction(residuals: impl Iterator<Item = i16>) -> Real {
    let (count, total) = residuals.fold((0u128, 0i128), |(count, total), residual| {
        let residual = i128::from(residual);
        (count + 1, total + residual * residual)
    });
    if total == 0 {
        return Real::ONE;
    }
    let mean = Real::ratio(total, count * RESIDUAL_UNIT * RESIDUAL_UNIT);
    if mean < Real::decimal("0.8") || mean > Real::decimal("1.3") {
        Real::ONE / mean.sqrt()
    } else {
        Real::ONE
    }
}

#[test]
fn residuals_are_scaled_outside_the_band_only() {
    let of = |squares: &[i16]| correction(squares.iter().map(|root| root * 1024));
    let one = |got: Real| assert!((got - Real::ONE).abs() < Real::decimal("1e-70"));
    one(of(&[1, 1, 1, 1, 0]));
    one(of(&[1, 1, 1, 1, 1, 1, 1, 1, 1, 2]));
    one(of(&[0, 0]));
    one(of(&[]));
    one(of(&[2, 2]) * Real::natural(2));
    one(of(&[1, 0, 0, 0]) / Real::natural(2));
    one(of(&[1, 1, 1, 0]) / (Real::ratio(4, 3).sqrt()));
    one(of(&[1, 1, 2]) * Real::natural(2).sqrt());
}
