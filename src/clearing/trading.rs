//! What a market reports: two accounts change their positions against each other.

use crate::abi::*;
use crate::clock::now;
use crate::error::ClearingError;
use crate::host::{emit, sender};
use crate::house::{signed, Statement};
use crate::state::{self, Clearing, Market};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};
use risk::clearing::{Account, Balance, Change, Position, Series, MAX_SIZE};
use risk::price::MAX_PRICE;
use risk::{LegKind, RiskError};

/// One side of a trade.
struct Side {
    account: B256,
    change: Change,
    /// With what it is judged.
    after: Statement,
    /// Whether it has anything here now.
    any: bool,
    /// The same before the trade, where it may only shrink.
    before: Option<Statement>,
}

/// A trade of a market, as the arithmetic takes it.
struct Order {
    series: Series,
    size: i128,
    cost: Balance,
    index: i128,
}

impl Clearing {
    pub(crate) fn execute(&mut self, trade: &Trade) -> Result<(), ClearingError> {
        let caller = sender();
        let market = self.registered(caller)?;
        self.acquire()?;
        let order = self.order(trade, &market)?;
        for account in [trade.long, trade.short] {
            self.require_allowed(account, caller)?;
        }
        let long = self.change(trade.long, &order)?;
        let short = self.change(trade.short, &order.other_side()?)?;
        if market.paused && !(long.change.only_reduces() && short.change.only_reduces()) {
            return Err(MarketPaused { market: caller }.into());
        }
        let added = long.change.longs_added()?;
        let added = added.checked_add(short.change.longs_added()?);
        let added = added.ok_or_else(ClearingError::math)?;
        self.add_interest(market.number, order.series.asset, added)?;
        emit(Traded {
            market: caller,
            long: trade.long,
            short: trade.short,
            asset: trade.asset,
            kind: trade.kind,
            strike: trade.strike,
            expiry: trade.expiry,
            size: trade.size,
            price: trade.price,
        });
        self.judge(&long)?;
        self.judge(&short)?;
        self.release()
    }

    fn order(&self, trade: &Trade, market: &Market) -> Result<Order, ClearingError> {
        if trade.size.is_zero() {
            return Err(ZeroAmount {}.into());
        }
        if trade.long == trade.short {
            return Err(SameAccount {
                account: trade.long,
            }
            .into());
        }
        let series = series(
            market.number,
            trade.asset,
            trade.kind,
            trade.strike,
            trade.expiry,
        )?;
        let size = bounded(trade.size, MAX_SIZE)?;
        let price = bounded(trade.price, MAX_PRICE)?;
        Ok(Order {
            series,
            size,
            cost: Balance::product(size, price),
            index: state::funding(&series).0,
        })
    }

    /// Changes an account by an order, and stores it.
    fn change(&mut self, account: B256, order: &Order) -> Result<Side, ClearingError> {
        let mut loaded = state::account(account)?;
        let total = self.total_balance(&loaded)?;
        let held = loaded
            .positions()
            .iter()
            .find(|held| held.series == order.series);
        let may_shrink =
            held.is_some_and(|held| held.size.is_negative() != order.size.is_negative());
        let before = match may_shrink {
            true => Some(statement(total, loaded.positions())?),
            false => None,
        };
        let change = loaded
            .trade(order.series, order.size, order.cost, order.index)
            .map_err(|error| match error {
                RiskError::TooManyLegs => TooManyLegs { account }.into(),
                other => ClearingError::from(other),
            })?;
        state::set_account(account, &loaded, change.place)?;
        // The funding that the trade has realised was in the total before.
        let total = total.minus(order.cost)?;
        Ok(Side {
            account,
            change,
            any: self.matters(total, &loaded)?,
            after: statement(total, loaded.positions())?,
            before: before.filter(|_| change.only_reduces()),
        })
    }

    /// The vault judges a side by its initial margin. A side that only shrinks may also be below it, where it is not
    /// further below its maintenance margin, or less above it, than before: nobody is kept from closing.
    fn judge(&self, side: &Side) -> Result<(), ClearingError> {
        let Err(refused) = self.carry(side.account, side.any, &side.after, true) else {
            return Ok(());
        };
        let Some(before) = &side.before else {
            return Err(refused);
        };
        if !self.keeps_headroom(side.account, before, &side.after)? {
            return Err(refused);
        }
        self.carry(side.account, side.any, &side.after, false)
    }

    /// Adds to what is open; only where it grows is there a cap.
    pub(crate) fn add_interest(
        &mut self,
        market: u8,
        asset: u8,
        added: i128,
    ) -> Result<(), ClearingError> {
        if added == 0 {
            return Ok(());
        }
        let (open, cap) = state::interest(market, asset);
        let open = open
            .checked_add_signed(added)
            .ok_or_else(ClearingError::math)?;
        if added > 0 && open > cap {
            return Err(CapExceeded {
                asset,
                cap: U256::from(cap),
            }
            .into());
        }
        state::set_interest(market, asset, open, cap);
        let total = u128::try_from(state::total(asset)).map_err(|_| ClearingError::math())?;
        let total = total
            .checked_add_signed(added)
            .ok_or_else(ClearingError::math)?;
        state::set_total(asset, total);
        Ok(())
    }

    /// The balance with all funding to now.
    pub(crate) fn total_balance(&self, account: &Account) -> Result<Balance, ClearingError> {
        let mut total = account.balance;
        for position in account.positions() {
            total = total.plus(position.funding(state::funding(&position.series).0)?)?;
        }
        Ok(total)
    }

    /// Whether an account has anything here that its health depends on: dust that cannot be settled, and is its own,
    /// does not count.
    pub(crate) fn matters(&self, total: Balance, account: &Account) -> Result<bool, ClearingError> {
        Ok(!account.positions().is_empty() || self.cash()?.units_down(total)? != 0)
    }

    /// A market that is registered.
    pub(crate) fn registered(&self, market: Address) -> Result<Market, ClearingError> {
        let found = state::market(market);
        if found.number == 0 {
            return Err(NotMarket { market }.into());
        }
        Ok(found)
    }
}

impl Order {
    /// The same cost, the other way round.
    fn other_side(&self) -> Result<Self, ClearingError> {
        Ok(Self {
            size: self.size.checked_neg().ok_or_else(ClearingError::math)?,
            cost: self.cost.negated(),
            ..*self
        })
    }
}

/// A series that can be traded now.
#[inline(never)]
pub(crate) fn series(
    market: u8,
    asset: u8,
    kind: u8,
    strike: U256,
    expiry: u64,
) -> Result<Series, ClearingError> {
    let (Ok(kind), Ok(strike)) = (LegKind::try_from(kind), u128::try_from(strike)) else {
        return Err(InvalidSeries {}.into());
    };
    let series = Series {
        market,
        asset,
        kind,
        strike,
        expiry,
    };
    match series.check(now()) {
        Ok(()) => Ok(series),
        Err(_) => Err(InvalidSeries {}.into()),
    }
}

fn bounded(word: U256, most: u128) -> Result<i128, ClearingError> {
    let value = u128::try_from(word).ok().filter(|value| *value <= most);
    value
        .and_then(|value| i128::try_from(value).ok())
        .ok_or_else(ClearingError::math)
}

/// An account as it is judged.
#[inline(never)]
pub(crate) fn statement(
    total: Balance,
    positions: &[Position],
) -> Result<Statement, ClearingError> {
    let mut legs = Vec::with_capacity(positions.len());
    for position in positions {
        legs.push(leg(position));
    }
    Ok(Statement {
        variation: signed(total.to_usd_down()?),
        legs,
    })
}

fn leg(position: &Position) -> Leg {
    Leg {
        asset: position.series.asset,
        kind: position.series.kind as u8,
        size: signed(position.size),
        strike: U256::from(position.series.strike),
        expiry: position.series.expiry,
    }
}
