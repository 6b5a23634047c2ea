//! What the book remembers of an asset from one row to the next, and what a row makes of it.
//!
//! | bits, from the lowest | what |
//! |---|---|
//! | 0..111 | price, USD WAD; zero where there was none yet |
//! | 112..151 | when that price was recorded, Unix seconds |
//! | 152..255 | variance per day handed over with the last row, units of 2^20 of 1e-36, rounded down |

use super::residual::residual;
use super::row::MISSING;
use crate::error::OVERFLOW;
use crate::tail::t4;
use crate::wide::{join, split};
use crate::{RiskError, DAY, MAX_RETURN};
use fixed::{isqrt_down, isqrt_down_u128, mul_div_down, mul_wad_down, U256, WAD};

/// Bits of a price.
const PRICE_BITS: u32 = 112;
/// Bits of a time.
const TIME_BITS: u32 = 40;
/// Bits that a variance loses.
const VARIANCE_SHIFT: u32 = 20;
/// Bits that it has left.
const VARIANCE_BITS: u32 = 104;
/// Value at Risk of 99 % per unit of standard deviation: Student-t with four degrees of freedom and unit variance,
/// times 1.2, what real returns need.
pub const VALUE_AT_RISK: u128 = t4::C99.value_at_risk / 10 * 12;

/// What the oracle says of an asset at the time of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fact {
    /// Price, USD WAD, below 2^112; zero where it is missing.
    pub price: u128,
    /// Variance per day (scale 1e-36) that the next row is measured against; zero where there is none.
    pub variance: u128,
}

impl Fact {
    /// From a word: price in bits 0 to 111, variance in the upper half.
    ///
    /// # Errors
    /// [`RiskError::Malformed`] for a negative variance, or bits between the two.
    pub fn from_word(word: U256) -> Result<Self, RiskError> {
        let [a, b, c, d] = word.into_limbs();
        let (price, variance) = (join(b, a), join(d, c));
        if price >> PRICE_BITS != 0 || i128::try_from(variance).is_err() {
            return Err(RiskError::Malformed);
        }
        Ok(Self { price, variance })
    }

    /// The word.
    #[must_use]
    pub const fn word(&self) -> U256 {
        let ([a, b], [c, d]) = (split(self.price), split(self.variance));
        U256::from_limbs([a, b, c, d])
    }
}

/// An asset as the last row left it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    price: u128,
    at: u64,
    variance: u128,
}

/// A move that has been measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Log return since the last row that had the asset, WAD, at most [`MAX_RETURN`] either way.
    pub log_return: i128,
    /// Seconds since then.
    pub elapsed: u64,
    /// Whether it fell by more than its Value at Risk.
    pub fell: bool,
    /// Whether it rose by more.
    pub rose: bool,
}

impl Seen {
    /// From the storage word.
    #[must_use]
    pub fn from_word(word: U256) -> Self {
        let [a, b, c, d] = word.into_limbs();
        let (low, high) = (join(b, a), join(d, c));
        // The time lies across the halves: 16 bits below, 24 above.
        let at = low >> PRICE_BITS | (high & 0xff_ffff) << 16;
        Self {
            price: low & !(u128::MAX << PRICE_BITS),
            at: split(at)[0],
            variance: high >> 24 << VARIANCE_SHIFT,
        }
    }

    /// The storage word.
    ///
    /// # Errors
    /// Overflow for a time past 2^40.
    pub fn word(&self) -> Result<U256, RiskError> {
        let at = u128::from(self.at);
        if at >> TIME_BITS != 0 {
            return Err(OVERFLOW);
        }
        let low = self.price | (at & 0xffff) << PRICE_BITS;
        let high = at >> 16 | self.variance >> VARIANCE_SHIFT << 24;
        let ([a, b], [c, d]) = (split(low), split(high));
        Ok(U256::from_limbs([a, b, c, d]))
    }

    /// Price, time and variance as they are kept.
    #[must_use]
    pub const fn parts(&self) -> (u128, u64, u128) {
        (self.price, self.at, self.variance)
    }

    /// The log move of so many seconds that one day in a hundred exceeds, WAD, rounded down.
    ///
    /// # Errors
    /// Overflow, not for a variance that was kept and times of 40 bits.
    pub fn value_at_risk_down(&self, elapsed: u64) -> Result<u128, RiskError> {
        let (variance, day) = (U256::from(self.variance), U256::from(DAY));
        let squared = mul_div_down(variance, U256::from(elapsed), day)?;
        let deviation = u128::try_from(isqrt_down(squared)).map_err(|_| OVERFLOW)?;
        Ok(mul_wad_down(VALUE_AT_RISK, deviation)?)
    }

    /// The residual of a row, [`MISSING`] where one of the two prices or the variance before is; and what moved.
    ///
    /// The return is measured against the variance handed over with the row before it, not the one that comes with it.
    /// An asset that was missing in between is measured over the whole gap. Roots are rounded down: the residual is
    /// never smaller, and Value at Risk never larger, than exact ones.
    ///
    /// # Errors
    /// Overflow, not for prices of 112 bits and times of 40.
    pub fn row(&self, fact: &Fact, at: u64) -> Result<(i16, Option<Moved>), RiskError> {
        let elapsed = at.saturating_sub(self.at);
        if self.price == 0 || self.variance == 0 || fact.price == 0 || elapsed == 0 {
            return Ok((MISSING, None));
        }
        let whole = fixed::ln_wad(fact.price)?.saturating_sub(fixed::ln_wad(self.price)?);
        let sigma = isqrt_down_u128(self.variance);
        let exceeds = whole.unsigned_abs() > self.value_at_risk_down(elapsed)?;
        let moved = Moved {
            log_return: whole.clamp(MAX_RETURN.wrapping_neg(), MAX_RETURN),
            elapsed,
            fell: exceeds && whole.is_negative(),
            rose: exceeds && whole.is_positive(),
        };
        Ok((residual(whole, sigma, elapsed)?, Some(moved)))
    }

    /// What is remembered after a row: a missing price leaves the last one, a missing variance likewise.
    #[must_use]
    pub fn after(&self, fact: &Fact, at: u64) -> Self {
        let most = !(u128::MAX << VARIANCE_BITS);
        // What is known stays above zero.
        let units = (fact.variance >> VARIANCE_SHIFT).clamp(1, most);
        let (price, at) = if fact.price == 0 {
            (self.price, self.at)
        } else {
            (fact.price, at)
        };
        Self {
            price,
            at,
            variance: if fact.variance == 0 {
                self.variance
            } else {
                units << VARIANCE_SHIFT
            },
        }
    }
}

/// The factor has 18 decimals and is above two.
const _: () = assert!(VALUE_AT_RISK > 3 * WAD && VALUE_AT_RISK < 4 * WAD);
