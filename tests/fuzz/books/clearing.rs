//! Trades between two accounts, and profits on their way to cash.

use super::vault::{House, CASH_UNIT};
use super::{Done, Refused, MATH};
use crate::action::ASSETS;
use crate::cast::Account;
use crate::judge::Judge;
use fixed::WAD;

/// `size * price` in USD WAD, rounded down: one integer, booked on both sides.
fn cost(size: u128, price: u128) -> Result<i128, Refused> {
    let cost = super::down(size, price, WAD)?;
    i128::try_from(cost).map_err(|_| MATH)
}

impl House {
    /// One side gets longer, the other shorter, for the same money.
    pub fn trade(
        &mut self,
        long: Account,
        short: Account,
        asset: u8,
        size: u128,
        price: u128,
        judge: &impl Judge,
    ) -> Done {
        if long == short {
            return Err("with itself");
        }
        if size == 0 || price == 0 {
            return Err("nothing");
        }
        let (place, cost) = (usize::from(asset), cost(size, price)?);
        let size = i128::try_from(size).map_err(|_| MATH)?;
        self.pool.accrue(self.now)?;
        let before = [self.clone_side(long, judge), self.clone_side(short, judge)];
        for (account, size, cost) in [(long, size, -cost), (short, -size, cost)] {
            let books = self.edit(account);
            books.size[place] = books.size[place].checked_add(size).ok_or(MATH)?;
            books.variation = books.variation.checked_add(cost).ok_or(MATH)?;
        }
        for ((account, size), before) in [(long, size), (short, -size)].into_iter().zip(before) {
            let after = self.of(account).size[place];
            let reduces = (after == 0 || (after < 0) == (after - size < 0))
                && after.unsigned_abs() < (after - size).unsigned_abs();
            let kept = reduces && self.clone_side(account, judge) >= before && before.is_some();
            if !kept {
                self.require_healthy(account, judge)?;
            }
        }
        Ok(())
    }

    /// Equity over maintenance margin, the headroom that a side which only closes must not lose.
    fn clone_side(&self, account: Account, judge: &impl Judge) -> Option<i128> {
        let verdict = judge.assess(&self.portfolio(account, false).ok()?)?;
        let maintenance = i128::try_from(verdict.maintenance).ok()?;
        verdict.equity.checked_sub(maintenance)
    }

    /// Profit of an account at the prices of the moment, in units of cash, towards zero: what settling moves.
    pub fn settle_profit(&mut self, account: Account, judge: &impl Judge) -> Done {
        let books = self.of(account);
        let mut profit = books.variation;
        for asset in 0..ASSETS {
            let size = books.size[asset];
            if size != 0 {
                let price = judge.price(asset as u8).ok_or("a price is not live")?;
                let worth = cost(size.unsigned_abs(), price)?;
                let worth = if size < 0 { -worth } else { worth };
                profit = profit.checked_add(worth).ok_or(MATH)?;
            }
        }
        let units = profit / CASH_UNIT as i128;
        if units == 0 {
            return Err("nothing");
        }
        self.settle(account, units)?;
        self.edit(account).variation -= units * CASH_UNIT as i128;
        Ok(())
    }

    /// Longs pay shorts `rate` (USD WAD) per unit: payers rounded up, receivers down.
    pub fn fund(&mut self, asset: u8, rate: i128) -> Done {
        let place = usize::from(asset);
        for account in Account::all() {
            let size = self.of(account).size[place];
            let paid = super::down(size.unsigned_abs(), rate.unsigned_abs(), WAD)?;
            let whole = super::up(size.unsigned_abs(), rate.unsigned_abs(), WAD)?;
            let pays = (size > 0) == (rate > 0);
            let moved = if pays { -(whole as i128) } else { paid as i128 };
            self.edit(account).variation += moved;
        }
        Ok(())
    }
}
