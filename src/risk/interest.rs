//! Interest: a kinked curve of utilisation, a premium for stress, an index that compounds both, and who receives it.

use crate::RiskError;
use fixed::{mul_div_up_u128, WAD};

/// Scale of the borrow index: 1e27.
pub const RAY: u128 = 1_000_000_000_000_000_000_000_000_000;

/// Borrow rate as a function of utilisation: two straight lines that meet at the kink. All WAD, rates per year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KinkedCurve {
    /// Rate at zero utilisation.
    pub base: u128,
    /// Utilisation at which the slope changes, between 0 and 1.
    pub kink: u128,
    /// What the rate rises by from zero utilisation to the kink.
    pub slope_below: u128,
    /// What the rate rises by from the kink to full utilisation.
    pub slope_above: u128,
}

impl KinkedCurve {
    /// Rate per year (WAD) at a utilisation (WAD; above 1 counts as 1), rounded up.
    ///
    /// # Errors
    /// Overflow of the sum of the three rates.
    pub fn rate_per_year_up(&self, utilisation: u128) -> Result<u128, RiskError> {
        let used = utilisation.min(WAD);
        let kink = self.kink.min(WAD);
        let below = if used >= kink {
            self.slope_below
        } else {
            mul_div_up_u128(self.slope_below, used, kink)?
        };
        let above = match (used.checked_sub(kink), WAD.checked_sub(kink)) {
            (Some(over), Some(room)) if over > 0 => mul_div_up_u128(self.slope_above, over, room)?,
            _ => 0,
        };
        let rate = self
            .base
            .checked_add(below)
            .and_then(|sum| sum.checked_add(above));
        rate.ok_or(crate::error::OVERFLOW)
    }
}

/// What borrowing costs more while the whole system is under stress: the market's volatility index says it before
/// utilisation does, and borrowers who leave early leave at better prices. All WAD.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RiskPremium {
    /// Volatility index up to which nothing is added.
    pub calm: u128,
    /// Volatility index from which on all of it is; above `calm`.
    pub storm: u128,
    /// What is added then, per year.
    pub most: u128,
}

impl RiskPremium {
    /// Added to the rate per year at a volatility index (annual, WAD): a straight line from `calm` to `storm`, rounded up.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] where the storm does not lie above the calm.
    pub fn per_year_up(&self, index: u128) -> Result<u128, RiskError> {
        let range = self.storm.checked_sub(self.calm).filter(|range| *range > 0);
        let range = range.ok_or(RiskError::InvalidTerms)?;
        let over = index.saturating_sub(self.calm).min(range);
        Ok(mul_div_up_u128(self.most, over, range)?)
    }
}

/// Who gets the interest besides the lenders. WAD shares, at most 1 together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InterestSplit {
    /// Of the protocol's reserve.
    pub reserve: u128,
    /// Of the insurance.
    pub insurance: u128,
}

/// Interest paid, told apart. Any unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InterestShares {
    /// To the lenders: what the other two leave, so that every unit that cannot be divided is theirs.
    pub lenders: u128,
    /// To the reserve, rounded down.
    pub reserve: u128,
    /// To the insurance, rounded down.
    pub insurance: u128,
}

impl InterestSplit {
    /// Splits an amount; the three parts sum to it exactly.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] where the shares exceed 1.
    pub fn split(&self, interest: u128) -> Result<InterestShares, RiskError> {
        let room = WAD.checked_sub(self.reserve);
        if room.is_none_or(|room| self.insurance > room) {
            return Err(RiskError::InvalidTerms);
        }
        let reserve = fixed::mul_wad_down(interest, self.reserve)?;
        let insurance = fixed::mul_wad_down(interest, self.insurance)?;
        let lenders = interest.saturating_sub(reserve).saturating_sub(insurance);
        Ok(InterestShares {
            lenders,
            reserve,
            insurance,
        })
    }
}

/// The index after `dt` seconds at `rate_per_year` (WAD): `index * e^(rate dt / year)`, rounded up.
///
/// Continuous compounding: accruing often or seldom gives the same index but for rounding, which is below
/// 1e-27 relative per accrual and always against the borrower. Saturates at `u128::MAX`, never fails: an
/// index that could revert would lock the pool.
#[must_use]
pub fn accrue_up(index: u128, rate_per_year: u128, dt: u64) -> u128 {
    growth_up(rate_per_year, dt)
        .and_then(|growth| mul_div_up_u128(index, growth, RAY).ok())
        .unwrap_or(u128::MAX)
}

/// `e^(rate dt / year)` at scale 1e27, rounded up; `None` past the type. Taylor series, every term rounded up.
fn growth_up(rate_per_year: u128, dt: u64) -> Option<u128> {
    let elapsed = u128::from(dt).checked_mul(RAY_PER_WAD)?;
    let exponent = mul_div_up_u128(rate_per_year, elapsed, u128::from(crate::YEAR)).ok()?;
    let mut sum = RAY;
    let mut term = RAY;
    for order in 1..=MAX_TERMS {
        let divisor = RAY.checked_mul(order)?;
        term = mul_div_up_u128(term, exponent, divisor).ok()?;
        sum = sum.checked_add(term)?;
        // Every later term is below half of the one before it: all of them together are below this one.
        if term <= 1 && exponent.checked_mul(2)? <= divisor {
            return sum.checked_add(term);
        }
    }
    None
}

const RAY_PER_WAD: u128 = 1_000_000_000;
/// e^26 leaves the type; its series is done after 110 terms.
const MAX_TERMS: u128 = 128;
