//! The books of the pool: loaded from two words, accrued, worked on, written back.

use crate::error::PoolError;
use crate::quantity::{Assets, Scaled, Shares};
use crate::shares::Exchange;
use alloy_primitives::U256;
use fixed::{mul_div_down_u128, mul_div_up_u128, WAD};
use risk::{accrue_up, KinkedCurve, RAY};

/// Most cash and debt the pool accepts deposits up to: 2^92 - 1, 4.9e21 units of a token with six decimals.
pub(crate) const MAX_ASSETS: Assets = Assets((1 << CASH_BITS) - 1);
/// The index stops here, a billionfold: no product of it leaves 128 bits, so nobody is locked in.
pub(crate) const MAX_INDEX: u128 = RAY * 1_000_000_000;

const CASH_BITS: u32 = 92;

/// What the pool owns and owes at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Books {
    /// Cash that came in through the pool's own doors. Donations do not count.
    pub(crate) cash: Assets,
    /// All shares.
    pub(crate) supply: Shares,
    /// What one unit of scaled debt has grown to, at scale 1e27.
    pub(crate) index: u128,
    /// All debt, scaled.
    pub(crate) scaled: Scaled,
    /// Time of the last accrual, seconds.
    pub(crate) accrued_at: u64,
}

impl Books {
    /// The books of a new pool.
    pub(crate) const fn open(now: u64) -> Self {
        Self {
            cash: Assets(0),
            supply: Shares(0),
            index: RAY,
            scaled: Scaled(0),
            accrued_at: now,
        }
    }

    /// From storage: `debt` holds the index (low half) and the scaled debt (high half); `funds` holds the
    /// shares (low half), the cash (92 bits) and the time (36 bits).
    pub(crate) fn unpack(debt: U256, funds: U256) -> Self {
        let (scaled, index) = halves(debt);
        let (cash_and_time, supply) = halves(funds);
        Self {
            cash: Assets(cash_and_time & MAX_ASSETS.0),
            supply: Shares(supply),
            index,
            scaled: Scaled(scaled),
            // 36 bits are left: the conversion is exact.
            accrued_at: u64::try_from(cash_and_time >> CASH_BITS).unwrap_or_default(),
        }
    }

    /// To storage. Errors: `MathFailed` where the cash does not fit its 92 bits.
    pub(crate) fn pack(&self) -> Result<(U256, U256), PoolError> {
        if self.cash > MAX_ASSETS {
            return Err(PoolError::math());
        }
        let cash_and_time = self.cash.0 | (u128::from(self.accrued_at) << CASH_BITS);
        Ok((
            word(self.scaled.0, self.index),
            word(cash_and_time, self.supply.0),
        ))
    }

    /// Brings the index to `now` at the rate of the curve for the utilisation so far. A second accrual at the
    /// same time changes nothing.
    pub(crate) fn accrue(&mut self, curve: &KinkedCurve, now: u64) -> Result<(), PoolError> {
        let elapsed = now.saturating_sub(self.accrued_at);
        if elapsed == 0 {
            return Ok(());
        }
        if self.scaled != Scaled(0) {
            let rate = curve.rate_per_year_up(self.utilisation_up()?)?;
            self.index = accrue_up(self.index, rate, elapsed).min(MAX_INDEX);
        }
        self.accrued_at = now;
        Ok(())
    }

    /// All debt with interest, rounded down: what lenders own of it.
    pub(crate) fn borrowed_down(&self) -> Result<Assets, PoolError> {
        Ok(Assets(mul_div_down_u128(self.scaled.0, self.index, RAY)?))
    }

    /// Cash and debt: what the shares are claims on.
    pub(crate) fn total_assets(&self) -> Result<Assets, PoolError> {
        self.cash.plus(self.borrowed_down()?)
    }

    /// Debt over cash and debt (WAD), rounded up; zero in an empty pool.
    pub(crate) fn utilisation_up(&self) -> Result<u128, PoolError> {
        let total = self.total_assets()?;
        if total == Assets(0) {
            return Ok(0);
        }
        Ok(mul_div_up_u128(self.borrowed_down()?.0, WAD, total.0)?)
    }

    /// The exchange rate of shares.
    pub(crate) fn exchange(&self) -> Result<Exchange, PoolError> {
        Exchange::new(self.total_assets()?, self.supply)
    }

    /// Scaled debt of a loan, rounded up: against the borrower.
    pub(crate) fn to_scaled_up(self, assets: Assets) -> Result<Scaled, PoolError> {
        Ok(Scaled(mul_div_up_u128(assets.0, RAY, self.index)?))
    }

    /// What scaled debt amounts to, rounded up: against the borrower.
    pub(crate) fn to_owed_up(self, scaled: Scaled) -> Result<Assets, PoolError> {
        Ok(Assets(mul_div_up_u128(scaled.0, self.index, RAY)?))
    }
}

/// High and low 128 bits.
fn halves(word: U256) -> (u128, u128) {
    let [a, b, c, d] = word.into_limbs();
    (
        u128::from(c) | (u128::from(d) << 64),
        u128::from(a) | (u128::from(b) << 64),
    )
}

/// The word of two halves.
fn word(high: u128, low: u128) -> U256 {
    let mut bytes = [0; 32];
    let (upper, lower) = bytes.split_at_mut(16);
    upper.copy_from_slice(&high.to_be_bytes());
    lower.copy_from_slice(&low.to_be_bytes());
    U256::from_be_bytes(bytes)
}
