//! The positions of one account and its balance, and what a trade and an expiry do to them.

use super::{Balance, Position, Series, MAX_LEGS, MAX_SIZE};
use crate::error::OVERFLOW;
use crate::RiskError;

/// An account: what it has gained and lost since its last settlement, and its positions in no order.
#[derive(Debug, Clone)]
pub struct Account {
    /// Gains and losses that are not cash yet.
    pub balance: Balance,
    positions: [Position; MAX_LEGS],
    count: usize,
}

/// What a trade did to a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Where the position stands, or stood: what is there now is another's where it is closed.
    pub place: usize,
    /// Its size before, 18 decimals; zero where it is new.
    pub before: i128,
    /// Its size after; zero where it is closed.
    pub after: i128,
}

impl Change {
    /// Whether the position only became smaller.
    #[must_use]
    pub const fn only_reduces(&self) -> bool {
        let same_side = self.after == 0 || self.after.is_negative() == self.before.is_negative();
        same_side && self.after.unsigned_abs() < self.before.unsigned_abs()
    }

    /// By how much the longs of the series grew on this side, 18 decimals. Error: overflow.
    pub fn longs_added(&self) -> Result<i128, RiskError> {
        let (after, before) = (self.after.max(0), self.before.max(0));
        after.checked_sub(before).ok_or(OVERFLOW)
    }
}

impl Account {
    /// An account without positions.
    #[must_use]
    pub fn new(balance: Balance) -> Self {
        Self {
            balance,
            positions: [Position::default(); MAX_LEGS],
            count: 0,
        }
    }

    /// Its positions.
    #[must_use]
    pub fn positions(&self) -> &[Position] {
        self.positions.get(..self.count).unwrap_or_default()
    }

    /// Adds a position as it is. Error: `TooManyLegs`.
    pub fn push(&mut self, position: Position) -> Result<(), RiskError> {
        let place = self
            .positions
            .get_mut(self.count)
            .ok_or(RiskError::TooManyLegs)?;
        *place = position;
        self.count = self.count.saturating_add(1);
        Ok(())
    }

    /// Changes the position in a series by `size` (18 decimals, negative sells) for `cost`, which is taken off the
    /// balance; a sale has a negative cost. The position's funding up to `index` is realised first. Exact.
    ///
    /// # Errors
    /// `TooManyLegs`, overflow past [`MAX_SIZE`]; the account is then as it was.
    pub fn trade(
        &mut self,
        series: Series,
        size: i128,
        cost: Balance,
        index: i128,
    ) -> Result<Change, RiskError> {
        let found = self
            .positions()
            .iter()
            .position(|held| held.series == series);
        let place = found.unwrap_or(self.count);
        let held = self
            .positions
            .get_mut(place)
            .ok_or(RiskError::TooManyLegs)?;
        let before = if found.is_some() {
            *held
        } else {
            Position {
                series,
                size: 0,
                funded: index,
            }
        };
        let after = before.size.checked_add(size).ok_or(OVERFLOW)?;
        if after.unsigned_abs() > MAX_SIZE {
            return Err(OVERFLOW);
        }
        self.balance = self.balance.plus(before.funding(index)?)?.minus(cost)?;
        *held = Position {
            series,
            size: after,
            funded: index,
        };
        if found.is_none() {
            self.count = self.count.saturating_add(1);
        }
        if after == 0 {
            self.remove(place);
        }
        Ok(Change {
            place,
            before: before.size,
            after,
        })
    }

    /// Pays out the position at a place at a settlement price and removes it; the last one takes its place. Exact.
    ///
    /// # Errors
    /// `LengthMismatch` where there is none, overflow; the account is then as it was.
    pub fn expire(&mut self, place: usize, price: u128) -> Result<Position, RiskError> {
        let position = self.positions().get(place).copied();
        let position = position.ok_or(RiskError::LengthMismatch)?;
        self.balance = self.balance.plus(position.payoff(price)?)?;
        self.remove(place);
        Ok(position)
    }

    fn remove(&mut self, place: usize) {
        let last = self.count.saturating_sub(1);
        let moved = self.positions.get(last).copied().unwrap_or_default();
        if let Some(removed) = self.positions.get_mut(place) {
            *removed = moved;
        }
        self.count = last;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LegKind;
    use fixed::WAD;

    const UNIT: i128 = WAD.cast_signed();

    fn perpetual(asset: u8) -> Series {
        Series {
            market: 1,
            asset,
            ..Series::default()
        }
    }

    fn dollars(account: &Account) -> i128 {
        account.balance.to_usd_down().unwrap() / UNIT
    }

    #[test]
    fn a_position_opens_grows_flips_and_closes() {
        let mut account = Account::new(Balance::ZERO);
        let mut buy = |size: i128, price: i128| {
            let cost = Balance::product(size * UNIT, price * UNIT);
            let change = account.trade(perpetual(2), size * UNIT, cost, 0).unwrap();
            (change, account.positions().len(), dollars(&account))
        };
        let change = |before: i128, after: i128| Change {
            place: 0,
            before: before * UNIT,
            after: after * UNIT,
        };
        assert_eq!(buy(2, 100), (change(0, 2), 1, -200));
        assert_eq!(buy(1, 110), (change(2, 3), 1, -310));
        assert_eq!(buy(-4, 120), (change(3, -1), 1, 170));
        assert_eq!(buy(1, 130), (change(-1, 0), 0, 40));
        for (before, after, only) in [
            (2, 1, true),
            (2, 0, true),
            (-2, -1, true),
            (2, -1, false),
            (1, 2, false),
            (0, 1, false),
            (-1, -1, false),
        ] {
            assert_eq!(
                change(before, after).only_reduces(),
                only,
                "{before} to {after}"
            );
        }
        for (before, after, longs) in [(0, 2, 2), (2, -1, -2), (-2, -3, 0), (-2, 1, 1)] {
            assert_eq!(
                change(before, after).longs_added(),
                Ok(longs * UNIT),
                "{before} to {after}"
            );
        }
    }

    #[test]
    fn funding_is_realised_when_a_position_trades() {
        let mut account = Account::new(Balance::ZERO);
        let series = perpetual(0);
        account
            .trade(series, 3 * UNIT, Balance::ZERO, 5 * UNIT)
            .unwrap();
        assert_eq!(
            account.balance,
            Balance::ZERO,
            "what was added before is not owed"
        );
        let owed = account.positions()[0].funding(7 * UNIT).unwrap();
        assert_eq!(owed, Balance::product(-3 * UNIT, 2 * UNIT));
        account
            .trade(series, -UNIT, Balance::ZERO, 7 * UNIT)
            .unwrap();
        assert_eq!(dollars(&account), -6);
        assert_eq!(account.positions()[0].funded, 7 * UNIT);
    }

    #[test]
    fn there_are_thirty_two_places_and_no_more() {
        let mut account = Account::new(Balance::ZERO);
        let at = |strike: u128| Series {
            kind: LegKind::EverlastingCall,
            strike,
            ..perpetual(0)
        };
        for strike in 1..=32 {
            account.trade(at(strike), -UNIT, Balance::ZERO, 0).unwrap();
        }
        let refused = account.trade(at(33), UNIT, Balance::product(1, 1), 0);
        assert_eq!(refused, Err(RiskError::TooManyLegs));
        assert_eq!(
            (account.positions().len(), account.balance),
            (32, Balance::ZERO)
        );
        // What is there can still be changed, and a closed one makes room.
        account.trade(at(7), UNIT, Balance::ZERO, 0).unwrap();
        assert_eq!(account.positions()[6].series, at(32));
        account.trade(at(33), UNIT, Balance::ZERO, 0).unwrap();
        let most = MAX_SIZE.cast_signed();
        assert!(account.trade(at(33), most, Balance::ZERO, 0).is_err());
        assert_eq!(account.positions().len(), 32);
    }

    #[test]
    fn an_expired_position_is_paid_and_gone() {
        let mut account = Account::new(Balance::ZERO);
        let put = Series {
            kind: LegKind::Put,
            strike: 100 * WAD,
            expiry: 9,
            ..perpetual(0)
        };
        account
            .trade(put, -2 * UNIT, Balance::product(-2 * UNIT, 5 * UNIT), 0)
            .unwrap();
        account.trade(perpetual(1), UNIT, Balance::ZERO, 0).unwrap();
        assert_eq!(account.expire(0, 90 * WAD).unwrap().series, put);
        assert_eq!((dollars(&account), account.positions().len()), (-10, 1));
        assert_eq!(account.positions()[0].series, perpetual(1));
        assert_eq!(account.expire(1, WAD), Err(RiskError::LengthMismatch));
    }
}
