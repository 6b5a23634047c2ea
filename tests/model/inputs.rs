//! What a judgement is made from: the market, its terms, and a portfolio. Real numbers, no scales.

use crate::option::{Life, Right};
use crate::Real;

/// Units of one in which residuals are kept.
pub const RESIDUAL_UNIT: u128 = 1024;

/// An asset: what the oracle knows of it, and what the terms say of it. Money in USD, exposures too.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Price of collateral and longs, the lower one.
    pub collateral_price: Real,
    /// Price of shorts, the higher one.
    pub liability_price: Real,
    /// Volatility for maintenance as a share of the volatility.
    pub maintenance_volatility: Real,
    /// Backtest multiplier.
    pub multiplier: Real,
    /// Age of the price beyond what its feed explains, seconds.
    pub age: u64,
    /// Dead band of the feed, a log move.
    pub dead_band: Real,
    /// USD that trade within 2 %, now.
    pub depth: Real,
    /// The same, for maintenance.
    pub maintenance_depth: Real,
    /// Half the spread, share of the price.
    pub half_spread: Real,
    /// The whole system's long exposure.
    pub system_long: Real,
    /// The whole system's short exposure.
    pub system_short: Real,
    /// Uncertainty of the price, a share of it.
    pub uncertainty: Real,
    /// Quote in its peg, where the class has one.
    pub quote: Option<Real>,
    /// Whether nothing is missing.
    pub known: bool,
    /// Jump that no volatility shows, a share.
    pub jump: Real,
    /// Share of a stress move that it makes.
    pub stress_scale: Real,
    /// Ratio of the table for IM.
    pub table_initial: Real,
    /// Ratio of the table for MM.
    pub table_maintenance: Real,
}

/// The parameters that all assets share.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Seconds over which a loss is measured.
    pub horizon: u64,
    /// Tail of the Expected Shortfall, parts of a thousand.
    pub tail_per_mille: u64,
    /// What real returns need on top of the factor.
    pub model_multiplier: Real,
    /// Expected Shortfall per unit of standard deviation.
    pub shortfall_factor: Real,
    /// Share of the core that maintenance asks for.
    pub maintenance_share: Real,
    /// Buffer against procyclicality as it stands.
    pub buffer: Real,
    /// What a liquidation restores above maintenance, a share of it.
    pub restored: Real,
    /// Weight of the worst correlation.
    pub correlation_stress: Real,
    /// Least standard deviation, share of the undiversified one.
    pub sigma_floor: Real,
    /// Depths that can be traded in a day.
    pub unwind_rate: Real,
    /// Most days that leaving may take.
    pub unwind_limit: Real,
    /// Impact of trading the whole depth, a share.
    pub impact: Real,
    /// Weight of crowding.
    pub crowding: Real,
    /// Quote below which a peg is charged.
    pub peg_threshold: Real,
    /// Charge per unit of quote below it.
    pub peg_factor: Real,
    /// Fewest rows that make a simulation.
    pub least_rows: usize,
    /// Moves of the stress rows with their dampening.
    pub stress: Vec<(Real, Real)>,
}

impl Terms {
    /// The defaults of the model.
    pub fn standard() -> Self {
        let number = Real::decimal;
        let mut stress = vec![(Real::ZERO, Real::ONE)];
        for (size, dampening) in [
            ("0.05", "1"),
            ("0.10", "1"),
            ("0.20", "0.55"),
            ("0.40", "0.34"),
            ("0.66", "0.21"),
        ] {
            stress.push((number(size), number(dampening)));
            stress.push((-number(size), number(dampening)));
        }
        Self {
            horizon: 86_400,
            tail_per_mille: 25,
            model_multiplier: number("1.2"),
            shortfall_factor: number("2.823871251815416195"),
            maintenance_share: number("0.8"),
            buffer: Real::ZERO,
            restored: number("0.15"),
            correlation_stress: number("0.25"),
            sigma_floor: number("0.10"),
            unwind_rate: number("10"),
            unwind_limit: number("10"),
            impact: number("0.02"),
            crowding: number("0.25"),
            peg_threshold: number("0.99"),
            peg_factor: number("4"),
            least_rows: 100,
            stress,
        }
    }
}

/// A market at one moment.
#[derive(Clone, Debug)]
pub struct Market {
    /// Its assets.
    pub assets: Vec<Asset>,
    /// Covariance per day, all of it.
    pub covariance: Vec<Vec<Real>>,
    /// Joint residuals, one per asset and row, in units of 1 / [`RESIDUAL_UNIT`]; none where missing.
    pub rows: Vec<Vec<Option<i16>>>,
}

/// A derivative position.
#[derive(Clone, Copy, Debug)]
pub struct Leg {
    /// Index of the underlying.
    pub asset: usize,
    /// Units of it; negative is short.
    pub size: Real,
    /// Entry price or strike.
    pub strike: Real,
    /// Linear where there is none.
    pub option: Option<(Right, Life)>,
}

/// A portfolio.
#[derive(Clone, Debug)]
pub struct Portfolio {
    /// Cash; negative is debt.
    pub cash: Real,
    /// Collateral: asset and amount.
    pub holdings: Vec<(usize, Real)>,
    /// Derivatives.
    pub legs: Vec<Leg>,
}
