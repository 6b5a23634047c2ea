//! Cash and supply in one word.

use alloy_primitives::U256;
use fixed::quantity::{Assets, Shares};
use fixed::{halves, word, MathError};

const CASH_BITS: u32 = 92;
/// Most cash that is accepted: 2^92 - 1, 4.9e21 units of a token with six decimals.
pub const MAX_CASH: Assets = Assets::new((1 << CASH_BITS) - 1);

/// What a class of shares holds, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Funds {
    /// Cash that came in through the contract's own doors. Donations do not count.
    pub cash: Assets,
    /// All shares, without the virtual ones.
    pub supply: Shares,
    /// A time of the contract's, seconds.
    pub time: u64,
}

impl Funds {
    /// Nothing yet.
    pub const fn open(time: u64) -> Self {
        Self {
            cash: Assets::ZERO,
            supply: Shares::ZERO,
            time,
        }
    }

    /// From storage: the shares (low half), the cash (92 bits) and the time (36 bits).
    pub fn unpack(stored: U256) -> Self {
        let (cash_and_time, supply) = halves(stored);
        Self {
            cash: Assets::new(cash_and_time & MAX_CASH.get()),
            supply: Shares::new(supply),
            // 36 bits are left: the conversion is exact.
            time: u64::try_from(cash_and_time >> CASH_BITS).unwrap_or_default(),
        }
    }

    /// To storage. Error: `Overflow` where the cash does not fit its 92 bits.
    pub fn pack(&self) -> Result<U256, MathError> {
        if self.cash > MAX_CASH {
            return Err(MathError::Overflow);
        }
        let cash_and_time = self.cash.get() | (u128::from(self.time) << CASH_BITS);
        Ok(word((cash_and_time, self.supply.get())))
    }
}
