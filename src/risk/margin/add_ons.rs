//! What a requirement asks for besides the core: it adds up over assets and never diversifies.

use super::context::Kind;
use super::Accumulator;
use crate::error::OVERFLOW;
use crate::liquidity::{crowding_up, exit_cost_up};
use crate::model::at;
use crate::quality::peg_charge;
use crate::{RiskError, MAX_ASSETS};
use fixed::{mul_wad_up, WAD};

/// The add-ons of all assets, USD WAD, rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AddOns {
    /// Cost of leaving: half the spread, and impact by depth.
    pub liquidity: u128,
    /// Share of what leaving costs more where everybody leaves; initial margin only.
    pub crowding: u128,
    /// Jumps and lost pegs.
    pub quality: u128,
    /// What prices may be off by; initial margin only.
    pub oracle: u128,
    /// The static table, for the assets with a missing input.
    pub table: u128,
}

impl AddOns {
    /// Their sum.
    pub(super) fn total(&self) -> Result<u128, RiskError> {
        let parts = [self.crowding, self.quality, self.oracle, self.table];
        let mut total = self.liquidity;
        for part in parts {
            total = total.checked_add(part).ok_or(OVERFLOW)?;
        }
        Ok(total)
    }

    fn add(&mut self, other: &Self) -> Result<(), RiskError> {
        let sum = |a: u128, b: u128| a.checked_add(b).ok_or(OVERFLOW);
        self.liquidity = sum(self.liquidity, other.liquidity)?;
        self.crowding = sum(self.crowding, other.crowding)?;
        self.quality = sum(self.quality, other.quality)?;
        self.oracle = sum(self.oracle, other.oracle)?;
        self.table = sum(self.table, other.table)?;
        Ok(())
    }
}

impl Accumulator<'_> {
    /// The add-ons, all together and by asset.
    pub(super) fn add_ons(
        &self,
        kind: Kind,
        by_asset: &mut [u128; MAX_ASSETS],
    ) -> Result<AddOns, RiskError> {
        let mut sum = AddOns::default();
        for (place, to) in by_asset.iter_mut().enumerate() {
            let part = self.add_ons_of(kind, place)?;
            *to = part.total()?;
            sum.add(&part)?;
        }
        Ok(sum)
    }

    fn add_ons_of(&self, kind: Kind, place: usize) -> Result<AddOns, RiskError> {
        let size = at(&self.gross, place)?;
        let mut part = AddOns::default();
        if size == 0 {
            return Ok(part);
        }
        let basis = self.context.basis(kind);
        let (facts, terms) = basis.at(place)?;
        let initial = kind == Kind::Initial;
        if !self.is_known(place) {
            part.table = self.table_of(kind, place)?;
            return Ok(part);
        }
        part.liquidity = exit_cost_up(size, facts.half_spread, facts.depth);
        let peg = if terms.pegged {
            peg_charge(facts.quote)
        } else {
            0
        };
        part.quality = mul_wad_up(size, terms.jump.saturating_add(peg).min(WAD))?;
        if initial {
            let system = if at(&self.delta, place)? < 0 {
                facts.system_short
            } else {
                facts.system_long
            };
            let others = system.saturating_sub(size);
            let crowded = crowding_up(size, others, facts.half_spread, facts.depth);
            part.crowding = mul_wad_up(crowded, basis.policy.crowding)?;
            part.oracle = mul_wad_up(size, facts.uncertainty)?;
        }
        Ok(part)
    }

    /// What the static table asks for an asset, USD WAD, rounded up: for initial margin never less than for maintenance.
    pub(super) fn table_of(&self, kind: Kind, place: usize) -> Result<u128, RiskError> {
        let kept = self.context.maintenance.at(place)?.1.table_maintenance;
        let ratio = match kind {
            Kind::Initial => self.context.initial.at(place)?.1.table_initial.max(kept),
            Kind::Maintenance => kept,
        };
        Ok(mul_wad_up(at(&self.gross, place)?, ratio)?)
    }
}
