//! What a portfolio must be worth, and why.

use super::add_ons::AddOns;
use super::answer::{Answer, Measured};
use super::context::Kind;
use super::question::Question;
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
    /// The static table of all assets where no simulation spoke: it then is the least; otherwise 0.
    pub least: u128,
    /// `(1 + buffer) core + add-ons` for initial margin, `maintenance_ratio core + add-ons` for maintenance; not below
    /// `least`.
    pub total: u128,
}

/// A summed portfolio and what it asks: what is left to judge it is the answer.
#[derive(Debug, Clone)]
pub struct Inquiry<'s, 'a> {
    pub(super) sums: &'s Accumulator<'a>,
    added: [u128; MAX_ASSETS],
    pub(super) kept: [u128; MAX_ASSETS],
    question: Question,
}

impl<'a> Accumulator<'a> {
    /// What the scenarios have to be asked for both requirements; with the parts of maintenance margin where it is to be
    /// attributed. Where both stand on the same they ask once.
    ///
    /// # Errors
    /// Overflow past 1.7e20 USD.
    pub fn inquire(&self, attributed: bool) -> Result<Inquiry<'_, 'a>, RiskError> {
        let (added, kept) = (self.scales(Kind::Initial)?, self.scales(Kind::Maintenance)?);
        let sides = [(Kind::Initial, &added), (Kind::Maintenance, &kept)];
        let mut question = self.question(&sides, attributed)?;
        question.join();
        Ok(Inquiry {
            sums: self,
            added,
            kept,
            question,
        })
    }

    /// The requirement of that kind, asked in this program.
    ///
    /// # Errors
    /// As [`Self::inquire`].
    pub fn requirement(
        &self,
        kind: Kind,
        scenarios: &Scenarios<'_>,
    ) -> Result<Requirement, RiskError> {
        let scales = self.scales(kind)?;
        let question = self.question(&[(kind, &scales)], false)?;
        let answer = question.ask(self.legs, scenarios)?;
        self.required(kind, &scales, answer.side(0)?)
    }

    /// Judges the portfolio over scenarios that this program has.
    ///
    /// # Errors
    /// As [`Self::inquire`].
    pub fn verdict(&self, scenarios: &Scenarios<'_>) -> Result<Verdict, RiskError> {
        let inquiry = self.inquire(false)?;
        inquiry.verdict(&inquiry.question.ask(self.legs, scenarios)?)
    }

    /// What each holding, then each leg, contributes to maintenance margin, over scenarios that this program has; see
    /// [`Inquiry::attribute`].
    ///
    /// # Errors
    /// As [`Inquiry::attribute`].
    pub fn attribute(
        &self,
        scenarios: &Scenarios<'_>,
        attribution: &mut [i128],
    ) -> Result<(), RiskError> {
        let inquiry = self.inquire(true)?;
        let answer = inquiry.question.ask(self.legs, scenarios)?;
        inquiry.attribute(&answer, attribution)
    }

    pub(super) fn required(
        &self,
        kind: Kind,
        scales: &[u128; MAX_ASSETS],
        measured: &Measured,
    ) -> Result<Requirement, RiskError> {
        let core = self.core(kind, scales, measured)?;
        let add_ons = self.add_ons(kind, &mut [0; MAX_ASSETS])?;
        let policy = self.context.basis(kind).policy;
        let share = match kind {
            Kind::Initial => WAD.checked_add(policy.buffer).ok_or(OVERFLOW)?,
            Kind::Maintenance => policy.margin.maintenance_ratio,
        };
        let mut least = 0u128;
        if !measured.simulated {
            for place in 0..MAX_ASSETS {
                let table = self.table_of(kind, place)?;
                least = least.checked_add(table).ok_or(OVERFLOW)?;
            }
        }
        let total = mul_wad_up(core.value(), share)?
            .checked_add(add_ons.total()?)
            .ok_or(OVERFLOW)?;
        Ok(Requirement {
            kind,
            core,
            add_ons,
            least,
            total: total.max(least),
        })
    }
}

impl Inquiry<'_, '_> {
    /// What to ask.
    #[must_use]
    pub const fn question(&self) -> &Question {
        &self.question
    }

    /// Initial and maintenance margin with their parts.
    ///
    /// # Errors
    /// [`RiskError::LengthMismatch`] for an answer to another question; overflow past 1.7e20 USD.
    pub fn requirements(&self, answer: &Answer) -> Result<[Requirement; 2], RiskError> {
        let initial = answer.side(0)?;
        let maintenance = self.maintained(answer)?;
        Ok([
            self.sums.required(Kind::Initial, &self.added, initial)?,
            self.sums
                .required(Kind::Maintenance, &self.kept, maintenance)?,
        ])
    }

    /// What the answer says to maintenance.
    pub(super) fn maintained<'b>(&self, answer: &'b Answer) -> Result<&'b Measured, RiskError> {
        answer.side(self.question.count.saturating_sub(1))
    }

    /// How many positions there are to attribute to.
    #[must_use]
    pub fn positions(&self) -> usize {
        let sums = self.sums;
        sums.holdings.len().saturating_add(sums.legs.len())
    }

    /// Judges the portfolio: equity, both requirements, the level that a liquidation restores, and health.
    ///
    /// Initial margin is never below maintenance (RSK-1), whatever a limit does to a hedge. Where the clock of the
    /// volatilities stands still every asset is named in `not_live`.
    ///
    /// # Errors
    /// As [`Self::requirements`].
    pub fn verdict(&self, answer: &Answer) -> Result<Verdict, RiskError> {
        self.verdict_of(&self.requirements(answer)?)
    }

    /// [`Self::verdict`] of the requirements.
    ///
    /// # Errors
    /// Overflow past 1.7e20 USD.
    pub fn verdict_of(&self, [added, kept]: &[Requirement; 2]) -> Result<Verdict, RiskError> {
        let context = &self.sums.context;
        let maintenance = kept.total;
        let initial = added.total.max(maintenance);
        let ratio = context.maintenance.policy.margin.buffer_ratio;
        let buffer = maintenance
            .checked_add(mul_wad_up(ratio, maintenance)?)
            .ok_or(OVERFLOW)?;
        let stalled = if context.market.stall() > 0 {
            u16::MAX
        } else {
            context.market.not_live
        };
        Ok(Verdict {
            equity: self.sums.equity,
            initial,
            maintenance,
            buffer: buffer.min(initial),
            health: health_down(self.sums.equity, maintenance),
            not_live: self.sums.used & stalled,
        })
    }
}
