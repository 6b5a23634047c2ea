//! Accounts: collateral, cash, debt; what seasons; the pot between losers and winners; the one health check.

use super::insurance::Insurance;
use super::ledger::{Holder, Ledger};
use super::pool::Pool;
use super::{down, up, Done, Refused, MATH};
use crate::action::{ASSETS, CASH};
use crate::cast::{Account, Actor, ACCOUNTS};
use crate::judge::{Judge, Portfolio};
use alloy_primitives::I256;
use fixed::WAD;
use risk::{Holding, Leg, LegKind};

/// Units of each token at 18 decimals: ETH, BTC, LINK.
pub const UNITS: [u128; ASSETS] = [1, 10_000_000_000, 1];
/// A unit of the cash in USD WAD.
pub const CASH_UNIT: u128 = 1_000_000_000_000;
/// How long each kind of new collateral seasons, seconds.
pub const SEASONING: [u64; ASSETS] = [0, 0, 86_400];
/// Least debt, units of cash.
pub const MIN_DEBT: u128 = 100_000_000;
/// Longest pause, seconds; and the cool-down behind it is as long.
pub const MAX_PAUSE: u64 = 7 * 86_400;

/// New collateral on its way to counting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bucket {
    /// What did not count at `since`, units of the token.
    pub amount: u128,
    /// Unix seconds.
    pub since: u64,
}

/// One account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Books {
    /// Debt over the pool's index.
    pub scaled: u128,
    /// Its own cash, units.
    pub cash: u128,
    /// Collateral, units of the tokens.
    pub held: [u128; ASSETS],
    /// What of it seasons.
    pub seasoning: [Bucket; ASSETS],
    /// Bits of the assets that the owner has let in.
    pub opted: u16,
    /// Net linear positions, 18 decimals.
    pub size: [i128; ASSETS],
    /// Profit and loss that is not cash yet, before the worth of the positions; USD at 36 decimals.
    pub variation: I256,
}

/// A pause of one action.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pause {
    /// It ends by itself then.
    pub until: u64,
    /// And may not begin again before.
    pub cool_until: u64,
}

/// The whole house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct House {
    /// Unix seconds.
    pub now: u64,
    /// Tokens.
    pub ledger: Ledger,
    /// The pool.
    pub pool: Pool,
    /// The insurance.
    pub insurance: Insurance,
    /// Accounts.
    pub accounts: [Books; ACCOUNTS],
    /// Collateral of all accounts.
    pub totals: [u128; ASSETS],
    /// What it may come to.
    pub caps: [u128; ASSETS],
    /// Cash between losers and winners.
    pub pot: u128,
    /// Pauses of actions: new kinds of collateral, withdrawals at risk, other withdrawals, loans, transfers, trades.
    pub pauses: [Pause; 6],
    /// When funding was last added, by asset.
    pub funded_at: [u64; ASSETS],
}

impl Books {
    /// Whether nothing is at risk: no debt, no position, no unsettled loss.
    #[must_use]
    pub fn idle(&self) -> bool {
        self.scaled == 0 && !self.carries()
    }

    /// Whether it has positions or what is left of them.
    #[must_use]
    pub fn carries(&self) -> bool {
        self.variation != I256::ZERO || self.size.iter().any(|size| *size != 0)
    }

    /// What of the collateral does not count yet, rounded up.
    pub fn unseasoned(&self, asset: usize, now: u64) -> Result<u128, Refused> {
        let (bucket, whole) = (self.seasoning[asset], SEASONING[asset]);
        let left = whole.saturating_sub(now.saturating_sub(bucket.since));
        if left == 0 {
            return Ok(0);
        }
        up(bucket.amount, u128::from(left), u128::from(whole))
    }
}

impl House {
    /// One account.
    #[must_use]
    pub const fn of(&self, account: Account) -> &Books {
        &self.accounts[account.0 as usize]
    }

    /// One account, to write in.
    pub const fn edit(&mut self, account: Account) -> &mut Books {
        &mut self.accounts[account.0 as usize]
    }

    /// What an account owes by now, units of cash, rounded up. The pool books interest when it is touched; who asks
    /// sees it at once.
    pub fn owed(&self, account: Account) -> Result<u128, Refused> {
        let scaled = self.of(account).scaled;
        if scaled == 0 || self.pool.accrued_at == self.now {
            return self.pool.owed(scaled);
        }
        let mut pool = self.pool.clone();
        pool.accrue(self.now)?;
        pool.owed(scaled)
    }

    /// An account as it stands; for new risk (`borrowing`) without what does not count yet.
    pub fn portfolio(&self, account: Account, borrowing: bool) -> Result<Portfolio, Refused> {
        let books = self.of(account);
        let owed = i128::try_from(self.owed(account)? * CASH_UNIT).map_err(|_| MATH)?;
        let own = i128::try_from(books.cash * CASH_UNIT).map_err(|_| MATH)?;
        let variation = super::clearing::floor(books.variation, super::clearing::wide(WAD as i128));
        let variation = i128::try_from(variation).map_err(|_| MATH)?;
        let mut portfolio = Portfolio {
            cash: own - owed + variation,
            ..Portfolio::default()
        };
        for (asset, unit) in UNITS.into_iter().enumerate() {
            let mut amount = books.held[asset];
            if borrowing {
                amount = amount.saturating_sub(books.unseasoned(asset, self.now)?);
            }
            if amount > 0 {
                let amount = amount.checked_mul(unit).ok_or(MATH)?;
                portfolio.holdings.push(Holding {
                    asset: asset as u8,
                    amount,
                });
            }
            if books.size[asset] != 0 {
                portfolio.legs.push(Leg {
                    asset: asset as u8,
                    kind: LegKind::Linear,
                    size: books.size[asset],
                    strike: 0,
                    expiry: 0,
                });
            }
        }
        Ok(portfolio)
    }

    /// LIQ-1: what may let the risk of an account rise ends here.
    pub fn require_healthy(&self, account: Account, judge: &impl Judge) -> Done {
        if self.of(account).idle() {
            return Ok(());
        }
        let verdict = judge.assess(&self.portfolio(account, true)?);
        let verdict = verdict.ok_or("the judgement failed")?;
        if verdict.not_live != 0 {
            return Err("a price is not live");
        }
        let initial = i128::try_from(verdict.initial).map_err(|_| MATH)?;
        if verdict.equity < initial {
            return Err("below initial margin");
        }
        Ok(())
    }

    pub(super) fn require_running(&self, action: usize) -> Done {
        if self.pauses[action].until > self.now {
            return Err("paused");
        }
        Ok(())
    }

    /// Collateral comes in; anybody may pay, the owner alone brings a new kind, or onto what seasons.
    pub fn deposit(&mut self, payer: Actor, account: Account, asset: u8, amount: u128) -> Done {
        let place = usize::from(asset);
        let own = payer == account.owner();
        let unseasoned = self.of(account).unseasoned(place, self.now)?;
        if !own && (self.of(account).opted & 1 << asset == 0 || unseasoned > 0) {
            return Err("not let in");
        }
        if amount == 0 {
            return Err("nothing");
        }
        if self.of(account).held[place] == 0 {
            self.require_running(0)?;
        }
        let total = self.totals[place].checked_add(amount).ok_or(MATH)?;
        if total > self.caps[place] {
            return Err("over the cap");
        }
        self.ledger
            .pay(asset, Holder::Actor(payer), Holder::Vault, amount)?;
        self.totals[place] = total;
        self.season(account, asset, amount)?;
        let books = self.edit(account);
        books.opted |= 1 << asset;
        books.held[place] += amount;
        Ok(())
    }

    /// Cash comes in.
    pub fn deposit_cash(&mut self, payer: Actor, account: Account, amount: u128) -> Done {
        if amount == 0 {
            return Err("nothing");
        }
        self.ledger
            .pay(CASH, Holder::Actor(payer), Holder::Vault, amount)?;
        self.edit(account).cash += amount;
        Ok(())
    }

    /// Takes collateral out of an account, the latest first: how much of it had not grown in when it came.
    fn take(&mut self, account: Account, asset: u8, amount: u128) -> Result<u128, Refused> {
        let place = usize::from(asset);
        if amount == 0 {
            return Err("nothing");
        }
        let left = self.of(account).held[place].checked_sub(amount);
        let left = left.ok_or("not so much collateral")?;
        let grown = self.of(account).unseasoned(place, self.now)? == 0;
        let books = self.edit(account);
        books.held[place] = left;
        let bucket = &mut books.seasoning[place];
        if grown {
            bucket.amount = 0;
        }
        let young = bucket.amount.min(amount);
        bucket.amount -= young;
        Ok(young)
    }

    /// What has come begins to grow in, and what was left of the last begins again with it.
    fn season(&mut self, account: Account, asset: u8, amount: u128) -> Done {
        let place = usize::from(asset);
        if SEASONING[place] > 0 && amount > 0 {
            let left = self.of(account).unseasoned(place, self.now)?;
            let now = self.now;
            self.edit(account).seasoning[place] = Bucket {
                amount: left + amount,
                since: now,
            };
        }
        Ok(())
    }

    /// Collateral goes out to its owner.
    pub fn withdraw(
        &mut self,
        by: Actor,
        account: Account,
        asset: u8,
        amount: u128,
        judge: &impl Judge,
    ) -> Done {
        require_owner(by, account)?;
        self.require_running(if self.of(account).idle() { 2 } else { 1 })?;
        self.take(account, asset, amount)?;
        self.totals[usize::from(asset)] -= amount;
        self.require_healthy(account, judge)?;
        self.ledger
            .pay(asset, Holder::Vault, Holder::Actor(by), amount)
    }

    /// Cash goes out to its owner.
    pub fn withdraw_cash(
        &mut self,
        by: Actor,
        account: Account,
        amount: u128,
        judge: &impl Judge,
    ) -> Done {
        require_owner(by, account)?;
        self.require_running(if self.of(account).idle() { 2 } else { 1 })?;
        self.take_cash(account, amount)?;
        self.require_healthy(account, judge)?;
        self.ledger
            .pay(CASH, Holder::Vault, Holder::Actor(by), amount)
    }

    fn take_cash(&mut self, account: Account, amount: u128) -> Done {
        if amount == 0 {
            return Err("nothing");
        }
        let left = self.of(account).cash.checked_sub(amount);
        self.edit(account).cash = left.ok_or("not so much cash")?;
        Ok(())
    }

    /// A loan.
    pub fn borrow(
        &mut self,
        by: Actor,
        account: Account,
        amount: u128,
        judge: &impl Judge,
    ) -> Done {
        require_owner(by, account)?;
        self.require_running(3)?;
        if amount == 0 {
            return Err("nothing");
        }
        self.pool.accrue(self.now)?;
        let scaled = self.pool.lend(amount)?;
        self.edit(account).scaled += scaled;
        if self.owed(account)? < MIN_DEBT {
            return Err("below the least debt");
        }
        self.require_healthy(account, judge)?;
        self.ledger
            .pay(CASH, Holder::Pool, Holder::Actor(by), amount)
    }

    /// What a payment of up to `amount` ends: its size, checked by whoever pays it.
    fn repayable(&mut self, account: Account, amount: u128, own: bool) -> Result<u128, Refused> {
        if self.of(account).scaled == 0 {
            return Err("no debt");
        }
        self.pool.accrue(self.now)?;
        let owed = self.owed(account)?;
        let paid = amount.min(owed);
        let ended = self.pool.collect(paid)?;
        if ended == 0 {
            return Err("nothing");
        }
        self.edit(account).scaled -= ended;
        let left = self.owed(account)?;
        if own && left > 0 && left < MIN_DEBT {
            return Err("below the least debt");
        }
        Ok(paid)
    }

    /// Debt is paid, by anybody.
    pub fn repay(&mut self, payer: Actor, account: Account, amount: u128) -> Done {
        let paid = self.repayable(account, amount, payer == account.owner())?;
        self.ledger
            .pay(CASH, Holder::Actor(payer), Holder::Pool, paid)
    }

    /// Debt is paid from the account's own cash.
    pub fn repay_from_cash(&mut self, by: Actor, account: Account, amount: u128) -> Done {
        require_owner(by, account)?;
        let amount = amount.min(self.of(account).cash);
        let paid = self.repayable(account, amount, true)?;
        self.take_cash(account, paid)?;
        self.ledger.pay(CASH, Holder::Vault, Holder::Pool, paid)
    }

    /// From one account to another.
    pub fn transfer(
        &mut self,
        by: Actor,
        from: Account,
        to: Account,
        asset: u8,
        amount: u128,
        judge: &impl Judge,
    ) -> Done {
        require_owner(by, from)?;
        self.require_running(4)?;
        if from == to {
            return Err("to itself");
        }
        if asset == CASH {
            self.take_cash(from, amount)?;
            self.edit(to).cash += amount;
        } else {
            let place = usize::from(asset);
            let own = by == to.owner();
            let unseasoned = self.of(to).unseasoned(place, self.now)?;
            if !own && (self.of(to).opted & 1 << asset == 0 || unseasoned > 0) {
                return Err("not let in");
            }
            let young = self.take(from, asset, amount)?;
            self.season(to, asset, young)?;
            let books = self.edit(to);
            books.opted |= 1 << asset;
            books.held[place] += amount;
        }
        self.require_healthy(from, judge)
    }

    /// A buyer pays debt and takes collateral.
    pub fn liquidate(
        &mut self,
        buyer: Actor,
        account: Account,
        most: u128,
        judge: &impl Judge,
    ) -> Done {
        self.pool.accrue(self.now)?;
        let owed = self.owed(account)?;
        if owed == 0 {
            return Err("no debt");
        }
        let portfolio = self.portfolio(account, false)?;
        let sale = judge
            .sale(account, &portfolio, most)
            .ok_or("not for sale")?;
        // LIQ-6 and LIQ-3, whatever the plan says.
        if sale.repay > owed || sale.seized > self.of(account).held[usize::from(sale.asset)] {
            return Err("the plan takes more than there is");
        }
        let ended = self.pool.collect(sale.repay)?;
        self.edit(account).scaled -= ended;
        self.take(account, sale.asset, sale.seized)?;
        self.totals[usize::from(sale.asset)] -= sale.seized;
        self.ledger
            .pay(CASH, Holder::Actor(buyer), Holder::Pool, sale.repay)?;
        self.ledger
            .pay(sale.asset, Holder::Vault, Holder::Actor(buyer), sale.seized)
    }

    /// Debt that nothing stands behind ends: the insurance pays what it can, the lenders bear the rest.
    pub fn write_off(&mut self, account: Account) -> Done {
        let books = self.of(account);
        if books.scaled == 0 {
            return Err("no debt");
        }
        if books.carries() || books.cash > 0 || books.held.iter().any(|held| *held > 0) {
            return Err("something is left");
        }
        self.pool.accrue(self.now)?;
        let scaled = self.of(account).scaled;
        let paid = self.pool.write_off(scaled, self.insurance.cash)?;
        self.insurance.cash -= paid;
        self.ledger
            .pay(CASH, Holder::Insurance, Holder::Pool, paid)?;
        self.edit(account).scaled = 0;
        Ok(())
    }

    /// A loss is paid into the pot, from the account's cash and then from a loan; a profit is paid from it.
    pub(super) fn pay_profit(&mut self, account: Account, amount: i128) -> Done {
        let units = amount.unsigned_abs();
        if amount >= 0 {
            self.pot = self.pot.checked_sub(units).ok_or("the pot is short")?;
            self.edit(account).cash += units;
            return Ok(());
        }
        let own = self.of(account).cash.min(units);
        self.edit(account).cash -= own;
        self.pot += units;
        if units > own {
            self.pool.accrue(self.now)?;
            let scaled = self.pool.lend(units - own)?;
            self.edit(account).scaled += scaled;
            self.ledger
                .pay(CASH, Holder::Pool, Holder::Vault, units - own)?;
        }
        Ok(())
    }

    /// A pause begins; it ends by itself, and no other begins before as long again has passed.
    pub fn pause(&mut self, action: usize, seconds: u64) -> Done {
        let pause = self.pauses.get_mut(action).ok_or("no such action")?;
        if seconds == 0 || seconds > MAX_PAUSE {
            return Err("too long");
        }
        if self.now < pause.cool_until {
            return Err("cooling down");
        }
        pause.until = self.now + seconds;
        pause.cool_until = self.now + 2 * seconds;
        Ok(())
    }

    /// A size that a person would trade: a thousandth of a percent to all that the account could carry at the price.
    pub fn tradable(&self, account: Account, price: u128) -> Result<u128, Refused> {
        let cash = self.of(account).cash * CASH_UNIT + 1_000 * WAD;
        down(cash, 2 * WAD, price.max(1))
    }
}

fn require_owner(by: Actor, account: Account) -> Done {
    if by == account.owner() {
        Ok(())
    } else {
        Err("not the owner")
    }
}
