//! The panel of an asset in two storage words.
//!
//! | word | bits, from the lowest | what |
//! |---|---|---|
//! | first | 0..167, 168..231 | seven weights of 24 bits in units of 2^-24, the first average |
//! | second | 0..255 | the other four averages |
//!
//! An average is `m 2^e`: e in the 7 highest of its 64 bits, m in the others, rounded up, so that what is read is never
//! below what was written and above it by 2^-56 of it at most. Weights are rounded to nearest, at least one unit each,
//! and sum to 1; what that leaves or lacks goes to the largest. What is read and written again does not change.

use super::experts::settle;
use super::panel::{Panel, EXPERTS, HALF_LIVES};
use crate::error::OVERFLOW;
use crate::RiskError;
use fixed::{U256, WAD};

/// Bits of a weight.
const WEIGHT_BITS: u32 = 24;
/// All weights together.
const WHOLE: u64 = 1 << WEIGHT_BITS;
/// Bits of the mantissa of an average.
const MANTISSA_BITS: u32 = 57;
/// The highest exponent whose numbers have 128 bits.
const MOST_EXPONENT: u64 = 71;
/// Bits of the weights in their word: two limbs and a part of the third.
const WEIGHTS_BITS: usize = WEIGHT_BITS as usize * EXPERTS;

impl Panel {
    /// The words of the panel; the first is never zero.
    ///
    /// # Errors
    /// Overflow for weights above 1.
    pub fn to_words_up(&self) -> Result<[U256; 2], RiskError> {
        let mut units = [0_u64; EXPERTS];
        for (unit, weight) in units.iter_mut().zip(self.weights) {
            let scaled = weight
                .checked_mul(u128::from(WHOLE))
                .and_then(|scaled| scaled.checked_add(WAD / 2))
                .ok_or(OVERFLOW)?;
            *unit = u64::try_from(scaled / WAD).map_err(|_| OVERFLOW)?.max(1);
        }
        let sum = units
            .iter()
            .try_fold(0_u64, |sum, unit| sum.checked_add(*unit));
        let sum = sum.ok_or(OVERFLOW)?;
        let largest = units.iter_mut().max().ok_or(OVERFLOW)?;
        *largest = largest
            .checked_add(WHOLE)
            .and_then(|with| with.checked_sub(sum))
            .ok_or(OVERFLOW)?;
        let mut first = U256::ZERO;
        for unit in units.into_iter().rev() {
            first = first.wrapping_shl(WEIGHT_BITS as usize) | U256::from(unit);
        }
        let [fastest, others @ ..] = self.averages.map(float_up);
        first |= U256::from(fastest).wrapping_shl(WEIGHTS_BITS);
        Ok([first, U256::from_limbs(others)])
    }

    /// The panel of those words; none where the slots were never written.
    ///
    /// # Errors
    /// [`RiskError::Malformed`] where they are not those of a panel.
    pub fn from_words(words: [U256; 2]) -> Result<Option<Self>, RiskError> {
        let [first, others] = words;
        if first.is_zero() {
            return Ok(None);
        }
        let mut weights = [0_u128; EXPERTS];
        let mut sum = 0_u64;
        for (place, weight) in weights.iter_mut().enumerate() {
            let bits = first.wrapping_shr(place.wrapping_mul(WEIGHT_BITS as usize));
            let unit = low(bits) & (WHOLE.wrapping_sub(1));
            // Seven numbers of 24 bits.
            sum = sum.wrapping_add(unit);
            let scaled = u128::from(unit).wrapping_mul(WAD);
            *weight = scaled.wrapping_add(u128::from(WHOLE / 2)) >> WEIGHT_BITS;
        }
        let rest = first.wrapping_shr(WEIGHTS_BITS);
        if sum != WHOLE || rest.bit_len() > 64 {
            return Err(RiskError::Malformed);
        }
        settle(&mut weights)?;
        let mut averages = [0; HALF_LIVES.len()];
        let [a, b, c, d] = others.into_limbs();
        for (average, float) in averages.iter_mut().zip([low(rest), a, b, c, d]) {
            *average = number(float)?;
        }
        Ok(Some(Self { averages, weights }))
    }
}

const fn low(word: U256) -> u64 {
    word.as_limbs()[0]
}

/// The least float that is not below the number.
#[allow(clippy::cast_possible_truncation)] // what is left has 57 bits
const fn float_up(value: u128) -> u64 {
    let bits = 128_u32.wrapping_sub(value.leading_zeros());
    let mut exponent = bits.saturating_sub(MANTISSA_BITS);
    let mut mantissa = value >> exponent;
    if mantissa << exponent != value {
        mantissa = mantissa.wrapping_add(1);
    }
    if mantissa >> MANTISSA_BITS != 0 {
        mantissa >>= 1; // it is a power of two
        exponent = exponent.wrapping_add(1);
    }
    (exponent as u64) << MANTISSA_BITS | mantissa as u64
}

fn number(float: u64) -> Result<u128, RiskError> {
    let exponent = float >> MANTISSA_BITS;
    if exponent > MOST_EXPONENT {
        return Err(RiskError::Malformed);
    }
    let mantissa = u128::from(float & !(u64::MAX << MANTISSA_BITS));
    Ok(mantissa << exponent)
}
