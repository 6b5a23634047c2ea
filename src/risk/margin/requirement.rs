//! What a portfolio must be worth, and why.

use super::add_ons::AddOns;
use super::context::Kind;
use super::{Accumulator, Core};
use crate::error::OVERFLOW;
use crate::model::health_down;
use crate::scenarios::Scenarios;
use crate::{RiskError, Verdict, MAX_ASSETS};
use fixed::{mul_wad_up, WAD};

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
        let core = self.core(&self.scales(kind)?, scenarios)?;
        self.required(kind, core)
    }

    fn required(&self, kind: Kind, core: Core) -> Result<Requirement, RiskError> {
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

    /// Both requirements, maintenance first. Where no limit binds they share one core: it is computed once.
    fn both(&self, scenarios: &Scenarios<'_>) -> Result<(Requirement, Requirement), RiskError> {
        let (kept, added) = (self.scales(Kind::Maintenance)?, self.scales(Kind::Initial)?);
        let core = self.core(&kept, scenarios)?;
        let maintenance = self.required(Kind::Maintenance, core)?;
        let core = if kept == added {
            core
        } else {
            self.core(&added, scenarios)?
        };
        Ok((maintenance, self.required(Kind::Initial, core)?))
    }

    /// Judges the portfolio: equity, both requirements, the level that a liquidation restores, and health.
    ///
    /// Initial margin is never below maintenance (RSK-1), whatever a limit does to a hedge.
    ///
    /// # Errors
    /// As [`Self::requirement`].
    pub fn verdict(&self, scenarios: &Scenarios<'_>) -> Result<Verdict, RiskError> {
        let (kept, added) = self.both(scenarios)?;
        let maintenance = kept.total;
        let initial = added.total.max(maintenance);
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
