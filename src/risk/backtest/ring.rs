//! The last 250 days in one storage word: a bit each, set where the loss exceeded its forecast.

use super::zone::Zone;
use crate::RiskError;
use fixed::U256;

/// Days that a ring remembers: the trading year of the Basel committee.
pub const LENGTH: usize = 250;

/// Exceedances of the last days, newest in the lowest bit. One more bit, above the oldest, says how many there are,
/// so that neither head nor count need bits of their own; the word zero, an untouched storage slot, is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ring(U256);

impl Ring {
    /// From the storage word.
    ///
    /// # Errors
    /// [`RiskError::Malformed`] where it has a bit that no ring sets.
    pub fn from_word(word: U256) -> Result<Self, RiskError> {
        if word.bit_len() > LENGTH.wrapping_add(1) {
            return Err(RiskError::Malformed);
        }
        Ok(Self(word))
    }

    /// The storage word.
    pub const fn word(&self) -> U256 {
        self.0
    }

    /// Days recorded, at most [`LENGTH`].
    pub fn observed(&self) -> usize {
        self.0.bit_len().saturating_sub(1)
    }

    /// Days among them whose loss exceeded its forecast.
    pub fn exceedances(&self) -> usize {
        // The highest bit is the mark.
        self.0.count_ones().saturating_sub(1)
    }

    /// Records a day; the oldest of a full ring is forgotten.
    pub fn push(&mut self, exceeded: bool) {
        let [a, b, c, d] = if self.0.is_zero() {
            [1, 0, 0, 0]
        } else {
            self.0.into_limbs()
        };
        let top = d << 1 | c >> 63;
        // Where the mark leaves its place it goes back there, over the oldest day.
        let top = if top & BEYOND == 0 {
            top
        } else {
            top ^ BEYOND | MARK
        };
        self.0 = U256::from_limbs([
            a << 1 | u64::from(exceeded),
            b << 1 | a >> 63,
            c << 1 | b >> 63,
            top,
        ]);
    }

    /// Zone of a 99 % forecast with this record.
    ///
    /// # Errors
    /// None for a ring; the type is that of the binomial distribution.
    pub fn zone(&self) -> Result<Zone, RiskError> {
        super::zone::zone(self.observed(), self.exceedances())
    }

    /// Multiplier of margins with this record, WAD.
    ///
    /// # Errors
    /// As [`Self::zone`].
    pub fn multiplier_up(&self) -> Result<u128, RiskError> {
        super::zone::multiplier_up(self.observed(), self.exceedances())
    }
}

/// The mark of a full ring, bit 250, in the highest limb; and the bit after it.
const MARK: u64 = 1 << 58;
const BEYOND: u64 = 1 << 59;
