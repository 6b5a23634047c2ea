//! What a portfolio must be worth, and why.

use super::add_ons::AddOns;
use super::context::Kind;
use super::Accumulator;
use crate::error::OVERFLOW;
use crate::model::health_down;
use crate::scenarios::Scenarios;
use crate::{RiskError, Verdict, MAX_ASSETS};
use fixed::{mul_wad_up, WAD};

/// The core: the largest of three measures of the same portfolio, so that margin never depends on one model.
/// USD WAD, rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Core {
    /// Expected Shortfall over the scenario book; 0 where the book is too short to say anything.
    pub simulation: u128,
    /// The worst stress row.
    pub stress: u128,
    /// The parametric twin.
    pub twin: u128,
}

impl Core {
    /// The measure that binds.
    #[must_use]
    pub fn value(&self) -> u128 {
        self.simulation.max(self.stress).max(self.twin)
    }
}

/// A requirement and its parts, USD WAD, rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requirement {
    /// For what it is asked.
    pub kind: Kind,
    /// The three measures.
    pub core: Core,
    /// What adds up over assets.
    pub add_ons: AddOns,
    /// `(1 + buffer) core + add-ons` for initial margin, `maintenance_ratio core + add-ons` for maintenance.
    pub total: u128,
}

impl Accumulator<'_> {
    /// The requirement of that kind.
    ///
    /// # Errors
    /// Overflow past 1.7e20 USD.
    pub fn requirement(
        &self,
        kind: Kind,
        scenarios: &Scenarios<'_>,
    ) -> Result<Requirement, RiskError> {
        let scales = self.scales(kind)?;
        let core = self.core(&scales, scenarios)?;
        let add_ons = self.add_ons(kind, &mut [0; MAX_ASSETS])?;
        let policy = self.context.policy;
        let share = match kind {
            Kind::Initial => WAD.checked_add(policy.buffer).ok_or(OVERFLOW)?,
            Kind::Maintenance => policy.margin.maintenance_ratio,
        };
        let total = mul_wad_up(core.value(), share)?
            .checked_add(add_ons.total()?)
            .ok_or(OVERFLOW)?;
        Ok(Requirement {
            kind,
            core,
            add_ons,
            total,
        })
    }

    /// Judges the portfolio: equity, both requirements, the level that a liquidation restores, and health.
    ///
    /// Initial margin is never below maintenance (RSK-1), whatever a limit does to a hedge.
    ///
    /// # Errors
    /// As [`Self::requirement`].
    pub fn verdict(&self, scenarios: &Scenarios<'_>) -> Result<Verdict, RiskError> {
        let maintenance = self.requirement(Kind::Maintenance, scenarios)?.total;
        let initial = self.requirement(Kind::Initial, scenarios)?.total;
        let initial = initial.max(maintenance);
        let above = mul_wad_up(self.context.policy.margin.buffer_ratio, maintenance)?;
        let buffer = maintenance.checked_add(above).ok_or(OVERFLOW)?;
        Ok(Verdict {
            equity: self.equity,
            initial,
            maintenance,
            buffer: buffer.min(initial),
            health: health_down(self.equity, maintenance),
            not_live: self.used & self.context.market.not_live,
        })
    }
}
