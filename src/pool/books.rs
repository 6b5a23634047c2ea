//! The books of the pool: loaded from three words, accrued, worked on, written back.

use crate::error::PoolError;
use alloy_primitives::U256;
use fixed::{halves, mul_div_down_u128, mul_div_up_u128, word, MathError, WAD};
use risk::interest::{InterestShares, InterestSplit};
use risk::{accrue_up, KinkedCurve, RAY};
use shares::{Assets, Claims, Funds};

/// The index stops here, a billionfold: no product of it leaves 128 bits, so nobody is locked in.
pub(crate) const MAX_INDEX: u128 = RAY * 1_000_000_000;

/// What a loan costs besides the curve, and who gets a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Charges {
    /// Added to the rate, WAD per year.
    pub(crate) premium: u128,
    /// Parts of the interest that are not the lenders'.
    pub(crate) split: InterestSplit,
}

/// Interest that is not the lenders' and has not been paid out, in units of the cash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Dues {
    pub(crate) reserve: u128,
    pub(crate) insurance: u128,
}

/// What the pool owns and owes at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Books {
    /// Cash that came in through the pool's own doors, all shares, time of the last accrual.
    pub(crate) funds: Funds,
    /// What one unit of scaled debt has grown to, at scale 1e27.
    pub(crate) index: u128,
    /// All debt, divided by the index at the time it was taken: it does not grow.
    pub(crate) scaled: u128,
    /// What belongs to others.
    pub(crate) dues: Dues,
}

impl Claims for Books {
    fn funds(&self) -> &Funds {
        &self.funds
    }

    fn funds_mut(&mut self) -> &mut Funds {
        &mut self.funds
    }

    /// Cash and debt but for the dues, which were part of the debt when they arose.
    #[inline(never)]
    fn total_assets(&self) -> Result<Assets, MathError> {
        let all = self.funds.cash.checked_add(self.borrowed_down()?)?.get();
        Ok(Assets::new(
            all.saturating_sub(self.dues.reserve)
                .saturating_sub(self.dues.insurance),
        ))
    }
}

impl Books {
    /// The books of a new pool.
    pub(crate) const fn open(now: u64) -> Self {
        Self {
            funds: Funds::open(now),
            index: RAY,
            scaled: 0,
            dues: Dues {
                reserve: 0,
                insurance: 0,
            },
        }
    }

    /// From storage: `debt` holds the index (low half) and the scaled debt (high half), `dues` those of the reserve
    /// (low half) and of the insurance (high half).
    pub(crate) fn unpack(debt: U256, funds: U256, dues: U256) -> Self {
        let (scaled, index) = halves(debt);
        let (insurance, reserve) = halves(dues);
        Self {
            funds: Funds::unpack(funds),
            index,
            scaled,
            dues: Dues { reserve, insurance },
        }
    }

    /// To storage. Errors: `MathFailed` where the cash does not fit its 92 bits.
    #[inline(never)]
    pub(crate) fn pack(&self) -> Result<(U256, U256, U256), PoolError> {
        Ok((
            word((self.scaled, self.index)),
            self.funds.pack()?,
            word((self.dues.insurance, self.dues.reserve)),
        ))
    }

    /// Whether time brings interest.
    pub(crate) const fn accrues(&self, now: u64) -> bool {
        self.scaled != 0 && now > self.funds.time
    }

    /// Brings the index to `now` at the rate for the utilisation so far, and tells the interest apart: what all debt
    /// grows by, to the unit. A second accrual at the same time changes nothing.
    #[inline(never)]
    pub(crate) fn accrue(
        &mut self,
        curve: &KinkedCurve,
        charges: &Charges,
        now: u64,
    ) -> Result<InterestShares, PoolError> {
        let elapsed = now.saturating_sub(self.funds.time);
        let before = self.borrowed_down()?;
        if elapsed != 0 && self.scaled != 0 {
            let rate = curve
                .rate_per_year_up(self.utilisation_up()?)?
                .saturating_add(charges.premium);
            self.index = accrue_up(self.index, rate, elapsed).min(MAX_INDEX);
        }
        self.funds.time = self.funds.time.max(now);
        let interest = self.borrowed_down()?.checked_sub(before)?.get();
        let paid = charges.split.split(interest)?;
        self.dues.reserve = self.dues.reserve.saturating_add(paid.reserve);
        self.dues.insurance = self.dues.insurance.saturating_add(paid.insurance);
        Ok(paid)
    }

    /// All debt with interest, rounded down.
    #[inline(never)]
    pub(crate) fn borrowed_down(&self) -> Result<Assets, MathError> {
        Ok(Assets::new(mul_div_down_u128(
            self.scaled,
            self.index,
            RAY,
        )?))
    }

    /// Debt over cash and debt (WAD), rounded up; zero in an empty pool.
    #[inline(never)]
    pub(crate) fn utilisation_up(&self) -> Result<u128, PoolError> {
        let borrowed = self.borrowed_down()?;
        let total = self.funds.cash.checked_add(borrowed)?;
        if total == Assets::ZERO {
            return Ok(0);
        }
        Ok(mul_div_up_u128(borrowed.get(), WAD, total.get())?)
    }

    /// Scaled debt of a loan, rounded up: against the borrower.
    pub(crate) fn to_scaled_up(self, assets: Assets) -> Result<u128, PoolError> {
        Ok(mul_div_up_u128(assets.get(), RAY, self.index)?)
    }

    /// What scaled debt amounts to, rounded up: against the borrower.
    pub(crate) fn to_owed_up(self, scaled: u128) -> Result<Assets, PoolError> {
        Ok(Assets::new(mul_div_up_u128(scaled, self.index, RAY)?))
    }
}
