//! Dollars with 36 decimals, signed: the sum of products of sizes and prices.

use crate::error::OVERFLOW;
use crate::wide::Wide;
use crate::RiskError;
use fixed::{word, U256, WAD};

/// A balance fits its slot below this high half: 2^247, 2.2e38 USD.
const MAX_HIGH: i128 = 1 << 119;
/// Bits of the slot that the balance leaves to a count.
const COUNT_BITS: u32 = 8;

/// Dollars at scale 1e-36, exact, in two's complement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance(Wide);

impl Default for Balance {
    fn default() -> Self {
        Self::ZERO
    }
}

impl Balance {
    /// Nothing.
    pub const ZERO: Self = Self(Wide::ZERO);

    /// A size (18 decimals) times dollars per unit (WAD), exact.
    #[must_use]
    pub fn product(size: i128, price: i128) -> Self {
        Self(Wide::product(size, price))
    }

    /// The sum. Error: overflow past 255 bits.
    pub fn plus(self, other: Self) -> Result<Self, RiskError> {
        self.0.plus(other.0).map(Self)
    }

    /// The difference. Error: overflow past 255 bits.
    pub fn minus(self, other: Self) -> Result<Self, RiskError> {
        self.plus(other.negated())
    }

    /// The other side of it.
    #[must_use]
    pub fn negated(self) -> Self {
        Self(self.0.negated())
    }

    /// Below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0.halves().0.is_negative()
    }

    /// Dollars (WAD), rounded towards minus infinity. Error: overflow past 127 bits.
    pub fn to_usd_down(self) -> Result<i128, RiskError> {
        self.over_down(WAD)
    }

    /// The quotient, rounded towards minus infinity. Errors: a divisor of zero, overflow past 127 bits.
    pub(super) fn over_down(self, divisor: u128) -> Result<i128, RiskError> {
        self.0
            .negated()
            .div_ceil(divisor)?
            .checked_neg()
            .ok_or(OVERFLOW)
    }

    /// One word: a count in the low 8 bits, the balance above. Error: overflow past 2^247.
    pub fn pack(self, count: u8) -> Result<U256, RiskError> {
        let (high, low) = self.0.halves();
        if !(-MAX_HIGH..MAX_HIGH).contains(&high) {
            return Err(OVERFLOW);
        }
        let spill = low >> (128 - COUNT_BITS);
        let high = high.cast_unsigned() << COUNT_BITS | spill;
        Ok(word((high, low << COUNT_BITS | u128::from(count))))
    }

    /// From [`Balance::pack`].
    #[must_use]
    #[allow(clippy::cast_possible_truncation)] // the low byte is the purpose
    pub fn unpack(packed: U256) -> (Self, u8) {
        let (high, low) = fixed::halves(packed);
        let spill = high << (128 - COUNT_BITS);
        let balance =
            Wide::from_halves(high.cast_signed() >> COUNT_BITS, low >> COUNT_BITS | spill);
        (Self(balance), low as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EDGES: [i128; 7] = [
        i128::MIN,
        -WAD.cast_signed(),
        -1,
        0,
        1,
        WAD.cast_signed(),
        i128::MAX,
    ];

    #[test]
    fn a_slot_gives_back_what_it_was_given() {
        for a in EDGES {
            for b in EDGES {
                let balance = Balance::product(a >> 4, b >> 6);
                for count in [0, 1, 32, 255] {
                    let packed = balance.pack(count).unwrap();
                    assert_eq!(Balance::unpack(packed), (balance, count), "{a} {b}");
                }
            }
        }
        let most = Balance::product(i128::MIN, i128::MIN >> 7);
        assert!(most.pack(0).is_err());
        assert!(
            most.negated().pack(0).is_ok(),
            "-2^247 is the last that fits"
        );
        assert!(Balance::product(i128::MIN, i128::MAX).pack(0).is_err());
    }

    #[test]
    fn dollars_round_against_whoever_reads_them() {
        let cases = [
            (3, 1, 0),
            (-3, 1, -1),
            (WAD.cast_signed(), 5, 5),
            (-WAD.cast_signed(), 5, -5),
            (-1, 1, -1),
            (0, 7, 0),
        ];
        for (size, price, dollars) in cases {
            assert_eq!(
                Balance::product(size, price).to_usd_down(),
                Ok(dollars),
                "{size} at {price}"
            );
        }
        assert!(Balance::product(i128::MAX, i128::MAX)
            .to_usd_down()
            .is_err());
    }

    #[test]
    fn both_sides_of_a_product_cancel() {
        for a in EDGES {
            for b in EDGES {
                let one = Balance::product(a, b);
                assert_eq!(one.minus(one), Ok(Balance::ZERO), "{a} {b}");
                assert_eq!(one.plus(one.negated()), Ok(Balance::ZERO), "{a} {b}");
            }
        }
        assert!(Balance::product(-1, 1).is_negative() && !Balance::ZERO.is_negative());
    }
}
