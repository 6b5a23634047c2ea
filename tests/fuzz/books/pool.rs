//! What is lent and what is owed, who receives the interest, who bears a loss.

use super::shares::{Shares, VIRTUAL_ASSETS, VIRTUAL_SHARES};
use super::{down, up, Done, Refused, MATH};
use fixed::WAD;
use risk::interest::InterestSplit;
use risk::{accrue_up, KinkedCurve, RAY};

/// The index stops here.
pub const MAX_INDEX: u128 = RAY * 1_000_000_000;
/// The books hold no more cash.
pub const MAX_ASSETS: u128 = (1 << 92) - 1;

/// The pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// Cash that came in by the doors.
    pub cash: u128,
    /// What one unit of scaled debt has grown to, 1e27.
    pub index: u128,
    /// All debt over the index.
    pub scaled: u128,
    /// When the index was brought up to date.
    pub accrued_at: u64,
    /// Of the lenders.
    pub shares: Shares,
    /// Interest that belongs to the reserve, still in the pool.
    pub reserve: u128,
    /// Interest that belongs to the insurance, still in the pool.
    pub premium: u128,
    /// Losses that nobody has made good: told, not owned.
    pub deficit: u128,
    /// All interest so far, and the parts of lenders, reserve and insurance.
    pub earned: [u128; 4],
    /// Terms.
    pub curve: KinkedCurve,
    /// Terms.
    pub split: InterestSplit,
}

impl Pool {
    /// An empty pool.
    #[must_use]
    pub fn new(now: u64, curve: KinkedCurve, split: InterestSplit) -> Self {
        Self {
            cash: 0,
            index: RAY,
            scaled: 0,
            accrued_at: now,
            shares: Shares::default(),
            reserve: 0,
            premium: 0,
            deficit: 0,
            earned: [0; 4],
            curve,
            split,
        }
    }

    /// All debt, rounded down.
    pub fn borrowed(&self) -> Result<u128, Refused> {
        down(self.scaled, self.index, RAY)
    }

    /// What the lenders own.
    pub fn total(&self) -> Result<u128, Refused> {
        let all = self.cash + self.borrowed()?;
        Ok(all.saturating_sub(self.reserve + self.premium))
    }

    /// Debt over cash and debt, WAD, rounded up.
    pub fn utilisation(&self) -> Result<u128, Refused> {
        let borrowed = self.borrowed()?;
        if borrowed == 0 {
            return Ok(0);
        }
        up(borrowed, WAD, self.cash + borrowed)
    }

    /// Interest to `now`.
    pub fn accrue(&mut self, now: u64) -> Done {
        let elapsed = now.saturating_sub(self.accrued_at);
        self.accrued_at = now;
        if elapsed == 0 || self.scaled == 0 {
            return Ok(());
        }
        let rate = self.curve.rate_per_year_up(self.utilisation()?);
        let before = self.borrowed()?;
        self.index = accrue_up(self.index, rate.map_err(|_| MATH)?, elapsed).min(MAX_INDEX);
        let interest = self.borrowed()? - before;
        let parts = self.split.split(interest).map_err(|_| MATH)?;
        self.reserve += parts.reserve;
        self.premium += parts.insurance;
        for (sum, part) in
            self.earned
                .iter_mut()
                .zip([interest, parts.lenders, parts.reserve, parts.insurance])
        {
            *sum += part;
        }
        Ok(())
    }

    /// What scaled debt amounts to, rounded up.
    pub fn owed(&self, scaled: u128) -> Result<u128, Refused> {
        up(scaled, self.index, RAY)
    }

    /// Cash that may leave.
    #[must_use]
    pub const fn free(&self) -> u128 {
        self.cash
    }

    /// A loan: what it adds to the scaled debt, rounded up.
    pub fn lend(&mut self, assets: u128) -> Result<u128, Refused> {
        let left = self.free().checked_sub(assets);
        left.ok_or("the pool has not so much cash")?;
        let scaled = up(assets, RAY, self.index)?;
        self.cash -= assets;
        self.scaled = self.scaled.checked_add(scaled).ok_or(MATH)?;
        Ok(scaled)
    }

    /// A payment: what of the scaled debt it ends, rounded down.
    pub fn collect(&mut self, assets: u128) -> Result<u128, Refused> {
        let ended = down(assets, RAY, self.index)?;
        self.scaled = self.scaled.checked_sub(ended).ok_or(MATH)?;
        self.cash += assets;
        Ok(ended)
    }

    /// Debt that nobody will pay: what all debt falls by is borne by what is due to the insurance, by its cash, by what
    /// is due to the reserve, and at last by the lenders. What the insurance has to pay.
    pub fn write_off(&mut self, scaled: u128, insured: u128) -> Result<u128, Refused> {
        let before = self.borrowed()?;
        self.scaled = self.scaled.checked_sub(scaled).ok_or(MATH)?;
        let mut loss = before - self.borrowed()?;
        let mut bear = |able: u128| {
            let borne = able.min(loss);
            loss -= borne;
            borne
        };
        self.premium -= bear(self.premium);
        let paid = bear(insured);
        self.reserve -= bear(self.reserve);
        self.cash += paid;
        self.deficit += loss;
        Ok(paid)
    }

    /// Price of a share, as a fraction.
    pub fn price(&self) -> Result<(u128, u128), Refused> {
        let assets = self.total()? + VIRTUAL_ASSETS;
        Ok((assets, self.shares.supply + VIRTUAL_SHARES))
    }
}
