//! One action on the books.

use crate::action::{Action, House as Contract, ASSETS, CASH};
use crate::books::insurance::Insurance;
use crate::books::ledger::{Holder, Ledger};
use crate::books::pool::{Pool, MAX_ASSETS};
use crate::books::vault::{Books, House, Pause};
use crate::books::{Done, Refused, MATH};
use crate::cast::{Account, Actor, ACCOUNTS, ACTORS};
use crate::judge::Judge;
use fixed::WAD;
use risk::interest::InterestSplit;
use risk::KinkedCurve;

/// What everybody has at the start, in units: ETH, BTC, LINK, cash.
pub const ENDOWMENT: [u128; ASSETS + 1] = [
    1_000_000_000_000_000_000_000,
    5_000_000_000,
    100_000_000_000_000_000_000_000,
    100_000_000_000_000,
];
/// Caps at the start, units of the tokens.
pub const CAPS: [u128; ASSETS] = [
    10_000_000_000_000_000_000_000,
    50_000_000_000,
    1_000_000_000_000_000_000_000_000,
];
/// Cash that the lender puts in first.
pub const SEED: u128 = 10_000_000_000_000;

impl House {
    /// The house on its first day: everybody has tokens, the lender has lent.
    #[must_use]
    pub fn new(now: u64) -> Self {
        let mut ledger = Ledger::default();
        for actor in ACTORS {
            for (place, amount) in ENDOWMENT.into_iter().enumerate() {
                let token = if place == ASSETS { CASH } else { place as u8 };
                ledger.issue(token, Holder::Actor(actor), amount);
            }
        }
        let curve = KinkedCurve {
            base: WAD / 100,
            kink: WAD / 10 * 8,
            slope_below: WAD / 25,
            slope_above: WAD / 4 * 3,
        };
        let split = InterestSplit {
            reserve: WAD / 20,
            insurance: WAD / 10,
        };
        let mut house = Self {
            now,
            ledger,
            pool: Pool::new(now, curve, split),
            insurance: Insurance::default(),
            accounts: [Books::default(); ACCOUNTS],
            totals: [0; ASSETS],
            caps: CAPS,
            pot: 0,
            pauses: [Pause::default(); 6],
            funded_at: [0; ASSETS],
        };
        house
            .lend(Actor::Lender, SEED)
            .unwrap_or_else(|refused| unreachable!("{refused}"));
        house
    }

    /// Does an action whole or not at all. What surrounds the house has been done by the caller.
    pub fn step(&mut self, action: &Action, judge: &impl Judge) -> Done {
        self.now = judge.now();
        let before = self.clone();
        let done = self.attempt(action, judge);
        if done.is_err() {
            *self = before;
        }
        done
    }

    fn attempt(&mut self, action: &Action, judge: &impl Judge) -> Done {
        match *action {
            Action::Deposit {
                payer,
                account,
                asset,
                ..
            } => {
                let amount = self.amount(action, judge).ok_or(MATH)?;
                self.deposit(payer, account, asset, amount)
            }
            Action::DepositCash { payer, account, .. } => {
                let amount = self.amount(action, judge).ok_or(MATH)?;
                self.deposit_cash(payer, account, amount)
            }
            Action::Withdraw {
                by, account, asset, ..
            } => {
                let amount = self.amount(action, judge).ok_or(MATH)?;
                self.withdraw(by, account, asset, amount, judge)
            }
            Action::WithdrawCash { by, account, .. } => {
                let amount = self.amount(action, judge).ok_or(MATH)?;
                self.withdraw_cash(by, account, amount, judge)
            }
            Action::Borrow { by, account, .. } => {
                let amount = self.amount(action, judge).ok_or(MATH)?;
                self.borrow(by, account, amount, judge)
            }
            Action::Repay { payer, account, .. } => {
                let amount = self.amount(action, judge).unwrap_or(u128::MAX);
                self.repay(payer, account, amount)
            }
            Action::RepayFromCash { by, account, .. } => {
                let amount = self.amount(action, judge).unwrap_or(u128::MAX);
                self.repay_from_cash(by, account, amount)
            }
            Action::Transfer {
                by,
                from,
                to,
                asset,
                ..
            } => {
                let amount = self.amount(action, judge).ok_or(MATH)?;
                self.transfer(by, from, to, asset, amount, judge)
            }
            Action::Liquidate { buyer, account, .. } => {
                let account = self.target(account, |house, of| house.below(of, judge));
                let most = self.amount(action, judge).unwrap_or(u128::MAX);
                self.liquidate(buyer, account, most, judge)
            }
            Action::WriteOff { account } => self.write_off(self.target(account, Self::is_bare)),
            Action::Trade {
                long,
                short,
                asset,
                off,
                ..
            } => {
                let market = judge.price(asset).ok_or("a price is not live")?;
                let price = market / 100 * (100 + i128::from(off)).unsigned_abs();
                let size = self.amount(action, judge).ok_or(MATH)?;
                self.trade(long, short, asset, size, price, judge)
            }
            Action::Fund { asset, per_unit } => {
                let market = judge.price(asset).ok_or("a price is not live")?;
                let rate = i128::try_from(market / 10_000).map_err(|_| MATH)?;
                self.fund(asset, rate * i128::from(per_unit), market)
            }
            Action::Settle { account } => self.settle(account, judge),
            Action::Donate { by, to, asset, .. } => {
                let amount = self.amount(action, judge).ok_or(MATH)?;
                let to = match to {
                    Contract::Vault => Holder::Vault,
                    Contract::Pool => Holder::Pool,
                    Contract::Insurance => Holder::Insurance,
                };
                self.ledger.pay(asset, Holder::Actor(by), to, amount)
            }
            Action::SetCap { asset, .. } => {
                let cap = self.amount(action, judge).ok_or(MATH)?;
                self.caps[usize::from(asset)] = cap;
                Ok(())
            }
            Action::Pause { action, seconds } => {
                self.pause(usize::from(action), u64::from(seconds))
            }
            Action::Unpause { action } => {
                let pause = self.pauses.get_mut(usize::from(action));
                pause.ok_or("no such action")?.until = 0;
                Ok(())
            }
            Action::Lend { .. }
            | Action::Mint { .. }
            | Action::Take { .. }
            | Action::Redeem { .. }
            | Action::Insure { .. }
            | Action::Uninsure { .. }
            | Action::GiveNotice { .. }
            | Action::NoteLoss { .. }
            | Action::Distribute => self.attempt_lending(action, judge),
            Action::Move { .. } | Action::Break { .. } | Action::Pass { .. } | Action::Poke => {
                Ok(())
            }
        }
    }

    fn attempt_lending(&mut self, action: &Action, judge: &impl Judge) -> Done {
        match *action {
            Action::Lend { by, .. } => {
                let assets = self.amount(action, judge).ok_or(MATH)?;
                self.lend(by, assets)
            }
            Action::Mint { by, .. } => {
                let (shares, pool) = (self.amount(action, judge).ok_or(MATH)?, self.accrued()?);
                let cost = pool.shares.cost(shares, pool.total()?)?;
                self.put_in(by, cost, shares, pool)
            }
            Action::Take { by, .. } => {
                let (assets, pool) = (self.amount(action, judge).ok_or(MATH)?, self.accrued()?);
                let shares = pool.shares.for_withdrawal(assets, pool.total()?)?;
                self.take_out(by, assets, shares, pool)
            }
            Action::Redeem { by, .. } => {
                let (shares, pool) = (self.amount(action, judge).ok_or(MATH)?, self.accrued()?);
                let assets = pool.shares.worth(shares, pool.total()?)?;
                self.take_out(by, assets, shares, pool)
            }
            Action::Insure { by, .. } => {
                let assets = self.amount(action, judge).ok_or(MATH)?;
                self.insure(by, assets)
            }
            Action::Uninsure { by, .. } => {
                let shares = self.amount(action, judge).ok_or(MATH)?;
                self.uninsure(by, shares)
            }
            Action::GiveNotice { by, .. } => {
                let shares = self.amount(action, judge).ok_or(MATH)?;
                self.give_notice(by, shares)
            }
            Action::NoteLoss { account } => {
                let account = self.target(account, |house, of| house.below(of, judge));
                self.note_loss(account, judge)
            }
            _ => self.distribute(),
        }
    }

    /// The pool with interest to now: kept where something happens, and forgotten where nothing does.
    fn accrued(&self) -> Result<Pool, Refused> {
        let mut pool = self.pool.clone();
        pool.accrue(self.now)?;
        Ok(pool)
    }

    fn lend(&mut self, by: Actor, assets: u128) -> Done {
        let pool = self.accrued()?;
        let shares = pool.shares.for_deposit(assets, pool.total()?)?;
        self.put_in(by, assets, shares, pool)
    }

    fn put_in(&mut self, by: Actor, assets: u128, shares: u128, pool: Pool) -> Done {
        // VLT-12: neither of them for nothing, and nothing for nothing does nothing.
        match (assets, shares) {
            (0, 0) => return Ok(()),
            (0, _) | (_, 0) => return Err("nothing"),
            _ => {}
        }
        self.pool = pool;
        if self.pool.total()?.checked_add(assets).ok_or(MATH)? > MAX_ASSETS {
            return Err("the pool is full");
        }
        self.pool.shares.mint(by.index(), shares)?;
        self.pool.cash += assets;
        self.ledger
            .pay(CASH, Holder::Actor(by), Holder::Pool, assets)
    }

    fn take_out(&mut self, by: Actor, assets: u128, shares: u128, pool: Pool) -> Done {
        if shares == 0 {
            return Ok(());
        }
        self.pool = pool;
        let left = self.pool.free().checked_sub(assets);
        left.ok_or("the pool has not so much cash")?;
        if !self.insurance.exits_open(self.now) {
            return Err("more is lost than insured");
        }
        self.pool.shares.burn(by.index(), shares)?;
        self.pool.cash -= assets;
        self.ledger
            .pay(CASH, Holder::Pool, Holder::Actor(by), assets)
    }

    /// The number that an amount stands for now; `None` past 128 bits, and where the action has none.
    #[must_use]
    pub fn amount(&self, action: &Action, judge: &impl Judge) -> Option<u128> {
        let purse = |token, who| self.ledger.of(token, Holder::Actor(who));
        let (amount, balance) = match *action {
            Action::Deposit {
                payer,
                asset,
                amount,
                ..
            } => (amount, purse(asset, payer)),
            Action::DepositCash { payer, amount, .. } => (amount, purse(CASH, payer) / 100),
            Action::Withdraw {
                account,
                asset,
                amount,
                ..
            } => (amount, self.of(account).held[usize::from(asset)]),
            Action::WithdrawCash {
                account, amount, ..
            }
            | Action::RepayFromCash {
                account, amount, ..
            } => (amount, self.of(account).cash),
            Action::Borrow {
                account, amount, ..
            } => (amount, self.room(account, judge)),
            Action::Repay {
                account, amount, ..
            } => (amount, self.owed(account).ok()?),
            Action::Transfer {
                from,
                asset: CASH,
                amount,
                ..
            } => (amount, self.of(from).cash),
            Action::Transfer {
                from,
                asset,
                amount,
                ..
            } => (amount, self.of(from).held[usize::from(asset)]),
            Action::Liquidate { account, most, .. } => {
                let account = self.target(account, |house, of| house.below(of, judge));
                (most, self.owed(account).ok()?)
            }
            Action::Trade {
                long, asset, size, ..
            } => (size, self.tradable(long, judge.price(asset)?).ok()?),
            Action::Donate {
                by, asset, amount, ..
            } => (amount, purse(asset, by) / 100),
            Action::SetCap { asset, amount } => {
                let cap = amount.of(self.totals[usize::from(asset)])?;
                return Some(cap.min(10 * CAPS[usize::from(asset)]));
            }
            Action::Lend { by, assets } => (assets, purse(CASH, by) / 100),
            Action::Insure { by, assets } => (assets, purse(CASH, by) / 1_000),
            Action::Mint { shares, .. } => (shares, self.pool.shares.supply / 1_000),
            Action::Redeem { by, shares } => (shares, self.pool.shares.held[by.index()]),
            Action::Take { by, assets } => {
                let mut pool = self.pool.clone();
                pool.accrue(judge.now()).ok()?;
                let held = pool.shares.held[by.index()];
                (assets, pool.shares.worth(held, pool.total().ok()?).ok()?)
            }
            Action::Uninsure { by, shares } => {
                let said = self.insurance.notices[by.index()].shares;
                (shares, said.min(self.insurance.shares.held[by.index()]))
            }
            Action::GiveNotice { by, shares } => (shares, self.insurance.shares.held[by.index()]),
            _ => return None,
        };
        amount.of(balance)
    }

    /// The account named or the next one of which `fits` is true; the one named where there is none.
    #[must_use]
    pub fn target(&self, named: Account, fits: impl Fn(&Self, Account) -> bool) -> Account {
        let count = ACCOUNTS as u8;
        let mut round = (0..count).map(|step| Account((named.0 + step) % count));
        round.find(|account| fits(self, *account)).unwrap_or(named)
    }

    /// Whether an account owes and has nothing.
    #[must_use]
    pub fn is_bare(&self, account: Account) -> bool {
        let books = self.of(account);
        let has = books.cash > 0 || books.carries() || books.held.iter().any(|held| *held > 0);
        books.scaled > 0 && !has
    }

    /// Whether an account with debt is below maintenance.
    #[must_use]
    pub fn below(&self, account: Account, judge: &impl Judge) -> bool {
        self.of(account).scaled > 0
            && self
                .portfolio(account, false)
                .ok()
                .and_then(|portfolio| judge.assess(&portfolio))
                .is_some_and(|verdict| verdict.health < WAD)
    }

    /// About what an account could still borrow, units of cash: how people choose amounts.
    fn room(&self, account: Account, judge: &impl Judge) -> u128 {
        let verdict = self.portfolio(account, true).ok();
        let verdict = verdict.and_then(|portfolio| judge.assess(&portfolio));
        let room = verdict.map_or(0, |verdict| {
            let initial = i128::try_from(verdict.initial).unwrap_or(i128::MAX);
            verdict.equity.saturating_sub(initial).max(0)
        });
        room.unsigned_abs() / crate::books::vault::CASH_UNIT
    }
}
