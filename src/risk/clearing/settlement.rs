//! From balances to cash, and how much funding a market may add.

use super::Balance;
use crate::error::OVERFLOW;
use crate::{RiskError, DAY};
use fixed::{mul_div_down_u128, mul_wad_down};

/// Funding counts for that many seconds at once, and no more: a market that was silent for longer has lost the rest.
pub const FUNDING_WINDOW: u64 = DAY;

/// The cash in which balances are settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cash {
    /// One unit of its token at scale 1e-36.
    unit: u128,
}

impl Cash {
    /// A token that is worth a dollar. Error: `InvalidTerms` past 18 decimals.
    pub fn with_decimals(decimals: u8) -> Result<Self, RiskError> {
        let missing = 36_u32.checked_sub(u32::from(decimals));
        let unit = missing
            .filter(|missing| *missing >= 18)
            .and_then(|missing| 10_u128.checked_pow(missing));
        Ok(Self {
            unit: unit.ok_or(RiskError::InvalidTerms)?,
        })
    }

    /// A balance in units of the token, towards minus infinity: a loser pays it rounded up, a winner gets it rounded
    /// down. Error: overflow.
    pub fn units_down(self, balance: Balance) -> Result<i128, RiskError> {
        balance.over_down(self.unit)
    }

    /// What so many units are, exact. Error: overflow.
    pub fn balance_of(self, units: i128) -> Result<Balance, RiskError> {
        let unit = i128::try_from(self.unit).map_err(|_| OVERFLOW)?;
        Ok(Balance::product(units, unit))
    }
}

/// The most that a market may add to an accumulator, USD WAD per unit, rounded down: `per_day` (a part of the price, WAD)
/// for the seconds since it last did, a day of them at most. Error: overflow.
pub fn most_funding_down(per_day: u128, price: u128, seconds: u64) -> Result<i128, RiskError> {
    let day = mul_wad_down(price, per_day)?;
    let seconds = u128::from(seconds.min(FUNDING_WINDOW));
    let most = mul_div_down_u128(day, seconds, u128::from(DAY))?;
    i128::try_from(most).map_err(|_| OVERFLOW)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fixed::WAD;

    #[test]
    fn a_loser_pays_up_and_a_winner_gets_down() {
        let cash = Cash::with_decimals(6).unwrap();
        let unit = 10_i128.pow(18);
        // A millionth of a dollar is 1e12 times 1e18 at this scale.
        let units = |size: i128| cash.units_down(Balance::product(size, unit)).unwrap();
        let micro = 10_i128.pow(12);
        assert_eq!(units(5 * micro), 5);
        assert_eq!(units(5 * micro - 1), 4);
        assert_eq!(units(-5 * micro), -5);
        assert_eq!(units(-5 * micro - 1), -6);
        assert_eq!(units(-1), -1);
        assert_eq!(units(1), 0);
        assert_eq!(cash.balance_of(-7), Ok(Balance::product(-7 * micro, unit)));
        assert!(Cash::with_decimals(19).is_err());
        let fine = Cash::with_decimals(18).unwrap();
        assert_eq!(fine.balance_of(3), Ok(Balance::product(3, unit)));
        assert_eq!(
            Cash::with_decimals(0).unwrap().balance_of(3),
            Ok(Balance::product(3 * unit, unit))
        );
    }

    #[test]
    fn funding_is_bounded_by_time() {
        let most = |seconds| most_funding_down(WAD / 100, 2_000 * WAD, seconds).unwrap();
        assert_eq!(most(0), 0);
        assert_eq!(most(DAY / 2), 10 * WAD.cast_signed());
        assert_eq!(most(DAY), 20 * WAD.cast_signed());
        assert_eq!(most(u64::MAX), 20 * WAD.cast_signed());
        assert_eq!(most(1), 231_481_481_481_481, "20 / 86,400 dollars, down");
        assert!(most_funding_down(WAD, u128::MAX, DAY).is_err());
    }
}
