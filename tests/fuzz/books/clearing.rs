//! Trades between two accounts, funding, and profits on their way to cash. Exact: what one side gains the other loses.

use super::vault::{House, CASH_UNIT};
use super::{Done, Refused, MATH};
use crate::action::ASSETS;
use crate::cast::Account;
use crate::judge::Judge;
use alloy_primitives::I256;
use fixed::WAD;

/// A day, over which a market may add funding of all that the asset is worth.
const DAY: u64 = 86_400;
/// Most that may be open of an asset, 18 decimals.
pub const MOST_OPEN: u128 = 1 << 100;

/// Size times price: USD at 36 decimals.
fn worth(size: i128, price: i128) -> I256 {
    wide(size).saturating_mul(wide(price))
}

/// A number in the width of profits.
#[must_use]
pub fn wide(number: i128) -> I256 {
    I256::try_from(number).unwrap_or_default()
}

/// A quotient rounded down, whatever its sign.
#[must_use]
pub fn floor(number: I256, by: I256) -> I256 {
    let towards_zero = number.checked_div(by).unwrap_or_default();
    let exact = towards_zero.saturating_mul(by) == number;
    if exact || !number.is_negative() {
        towards_zero
    } else {
        towards_zero.saturating_sub(I256::ONE)
    }
}

/// A price for sums that have signs.
fn signed(price: u128) -> Result<i128, Refused> {
    i128::try_from(price).map_err(|_| MATH)
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
        let place = usize::from(asset);
        let (size, price) = (signed(size)?, signed(price)?);
        let before = [self.headroom(long, judge), self.headroom(short, judge)];
        let mut shrinks = [false; 2];
        for ((account, size), shrinks) in
            [(long, size), (short, -size)].into_iter().zip(&mut shrinks)
        {
            let books = self.edit(account);
            let was = books.size[place];
            let is = was.checked_add(size).ok_or(MATH)?;
            books.size[place] = is;
            books.variation = books.variation.saturating_sub(worth(size, price));
            *shrinks = is.unsigned_abs() < was.unsigned_abs() && (is == 0 || (is < 0) == (was < 0));
        }
        if shrinks != [true; 2] {
            self.require_running(5)?;
        }
        let open: u128 = self
            .accounts
            .iter()
            .map(|books| books.size[place].max(0).unsigned_abs())
            .sum();
        if open > MOST_OPEN {
            return Err("over the cap");
        }
        for ((account, before), shrinks) in [long, short].into_iter().zip(before).zip(shrinks) {
            let keeps = before.is_some() && self.headroom(account, judge) >= before;
            if !(shrinks && keeps) {
                self.require_healthy(account, judge)?;
            }
        }
        Ok(())
    }

    /// Equity over maintenance margin: what a side that only shrinks must not lose.
    fn headroom(&self, account: Account, judge: &impl Judge) -> Option<i128> {
        let verdict = judge.assess(&self.portfolio(account, false).ok()?)?;
        let maintenance = i128::try_from(verdict.maintenance).ok()?;
        verdict.equity.checked_sub(maintenance)
    }

    /// Turns profits into cash: losers pay, rounded up; then winners are paid, rounded down, as far as the pot goes.
    pub fn settle(&mut self, account: Account, judge: &impl Judge) -> Done {
        let books = self.of(account);
        let mut profit = books.variation;
        for asset in 0..ASSETS {
            if books.size[asset] != 0 {
                let price = judge.price(asset as u8).ok_or("a price is not live")?;
                profit = profit.saturating_add(worth(books.size[asset], signed(price)?));
            }
        }
        let unit = worth(WAD as i128, CASH_UNIT as i128);
        let mut units = i128::try_from(floor(profit, unit)).map_err(|_| MATH)?;
        if units > 0 {
            units = units.min(i128::try_from(self.pot).map_err(|_| MATH)?);
        }
        if units == 0 {
            return Ok(());
        }
        self.pay_profit(account, units)?;
        let books = self.edit(account);
        books.variation = books
            .variation
            .saturating_sub(wide(units).saturating_mul(unit));
        Ok(())
    }

    /// Longs pay shorts `rate` (USD WAD) per unit, or get it where it is negative.
    pub fn fund(&mut self, asset: u8, rate: i128, price: u128) -> Done {
        let place = usize::from(asset);
        let elapsed = self.now.saturating_sub(self.funded_at[place]).min(DAY);
        let most = super::down(price, u128::from(elapsed), u128::from(DAY))?;
        if rate.unsigned_abs() > most {
            return Err("too much funding");
        }
        self.funded_at[place] = self.now;
        for account in Account::all() {
            let books = self.edit(account);
            let paid = worth(books.size[place], rate);
            books.variation = books.variation.saturating_sub(paid);
        }
        Ok(())
    }
}
