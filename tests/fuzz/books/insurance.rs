//! Who carries losses first: cash that is never lent, and leaves only after notice.

use super::ledger::Holder;
use super::shares::Shares;
use super::vault::{House, CASH_UNIT};
use super::{Done, MATH};
use crate::action::CASH;
use crate::cast::{Account, Actor, ACCOUNTS, ACTORS};
use crate::judge::Judge;

/// From notice to the first second in which shares may leave.
pub const NOTICE: u64 = 7 * 86_400;
/// From then to the last.
pub const WINDOW: u64 = 3 * 86_400;
/// A loss that nobody has seen for so long holds nobody.
pub const MEMORY: u64 = 3 * 86_400;

/// Shares that may leave, and when they were said to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Notice {
    /// How many.
    pub shares: u128,
    /// Unix seconds.
    pub at: u64,
}

/// The insurance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Insurance {
    /// Of its holders.
    pub shares: Shares,
    /// Cash that came by its doors.
    pub cash: u128,
    /// By actor.
    pub notices: [Notice; ACTORS.len()],
    /// What each account was seen to lack.
    pub lacks: [u128; ACCOUNTS],
    /// All of it, and when somebody last saw any.
    pub known: u128,
    /// Unix seconds.
    pub seen_at: u64,
}

impl Insurance {
    /// What is known to be lost.
    #[must_use]
    pub const fn known_loss(&self, now: u64) -> u128 {
        if now > self.seen_at + MEMORY {
            0
        } else {
            self.known
        }
    }

    /// Whether lenders may leave: what is lost is within what is held.
    #[must_use]
    pub const fn exits_open(&self, now: u64) -> bool {
        self.known_loss(now) <= self.cash
    }
}

impl House {
    /// Cash for shares that carry losses.
    pub fn insure(&mut self, by: Actor, assets: u128) -> Done {
        let shares = self
            .insurance
            .shares
            .for_deposit(assets, self.insurance.cash)?;
        match (assets, shares) {
            (0, 0) => return Ok(()),
            (_, 0) => return Err("nothing"),
            _ => {}
        }
        self.insurance.shares.mint(by.index(), shares)?;
        self.insurance.cash += assets;
        self.ledger
            .pay(CASH, Holder::Actor(by), Holder::Insurance, assets)
    }

    /// Says that shares will leave.
    pub fn give_notice(&mut self, by: Actor, shares: u128) -> Done {
        if shares > self.insurance.shares.held[by.index()] {
            return Err("not so many shares");
        }
        self.insurance.notices[by.index()] = Notice {
            shares,
            at: self.now,
        };
        Ok(())
    }

    /// Shares of somebody that may leave now, notice given.
    #[must_use]
    pub fn may_leave(&self, by: Actor) -> u128 {
        let notice = self.insurance.notices[by.index()];
        let from = notice.at + NOTICE;
        if self.now < from || self.now > from + WINDOW {
            return 0;
        }
        notice.shares.min(self.insurance.shares.held[by.index()])
    }

    /// Shares leave that were said to, while no loss is pending.
    pub fn uninsure(&mut self, by: Actor, shares: u128) -> Done {
        let assets = self.insurance.shares.worth(shares, self.insurance.cash)?;
        if shares == 0 {
            return Ok(());
        }
        // A thousandth of the cash holds nobody.
        if self.insurance.known_loss(self.now) > self.insurance.cash / 1_000 {
            return Err("a loss is pending");
        }
        if self.may_leave(by) < shares {
            return Err("without notice");
        }
        self.insurance.notices[by.index()].shares -= shares;
        self.insurance.shares.burn(by.index(), shares)?;
        self.insurance.cash -= assets;
        self.ledger
            .pay(CASH, Holder::Insurance, Holder::Actor(by), assets)
    }

    /// What an account lacks to be worth nothing, in units of cash, rounded up.
    pub fn note_loss(&mut self, account: Account, judge: &impl Judge) -> Done {
        let verdict = judge.assess(&self.portfolio(account, false)?);
        let verdict = verdict.ok_or("the judgement failed")?;
        if verdict.not_live != 0 {
            return Err("a price is not live");
        }
        let lacking = verdict.equity.min(0).unsigned_abs().div_ceil(CASH_UNIT);
        let noted = &mut self.insurance.lacks[account.0 as usize];
        self.insurance.known = (self.insurance.known - *noted)
            .checked_add(lacking)
            .ok_or(MATH)?;
        *noted = lacking;
        if lacking > 0 {
            self.insurance.seen_at = self.now;
        }
        Ok(())
    }

    /// The insurance takes what of the interest is its own, and what was sent to the pool by mistake.
    pub fn distribute(&mut self) -> Done {
        self.pool.accrue(self.now)?;
        let surplus = self.ledger.of(CASH, Holder::Pool) - self.pool.cash;
        let due = self.pool.premium.min(self.pool.cash);
        self.pool.premium -= due;
        self.pool.cash -= due;
        self.insurance.cash += due + surplus;
        self.ledger
            .pay(CASH, Holder::Pool, Holder::Insurance, due + surplus)
    }
}
