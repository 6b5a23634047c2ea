//! How far prices move: variance per day, volatility per year.

use super::{quantity, unlimited};
use crate::wide::{multiply, word};
use crate::{isqrt_up, mul_div_up, mul_wad_up, MathError, U256};

/// Days of a year.
const YEAR: u128 = 365;

quantity! {
    /// Variance of a return per day at scale 1e-36, the product of two WAD returns without a division: the variance of a
    /// stablecoin keeps its digits.
    Variance(u128)
}
unlimited!(Variance(u128));

impl Variance {
    /// The volatility per year (365 days), rounded up: `sqrt(365 v)`. It always fits.
    #[must_use]
    pub fn to_volatility_up(self) -> Volatility {
        // The root of less than 2^137 has 69 bits.
        let root = isqrt_up(word(multiply(self.0, YEAR)));
        Volatility(u128::try_from(root).unwrap_or(u128::MAX))
    }

    /// The variance times a pure number (WAD), rounded up. Error: `Overflow`.
    pub fn scaled_up(self, multiple: super::Wad) -> Result<Self, MathError> {
        mul_wad_up(self.0, multiple.get()).map(Self)
    }
}

quantity! {
    /// Volatility per year of 365 days, 18 decimals.
    Volatility(u128)
}
unlimited!(Volatility(u128));

impl Volatility {
    /// The variance per day, rounded up: `sigma^2 / 365`. Error: `Overflow` past 35,200 % a year.
    pub fn to_variance_up(self) -> Result<Variance, MathError> {
        let squared = word(multiply(self.0, self.0));
        let daily = mul_div_up(squared, U256::from(1_u8), U256::from(YEAR))?;
        u128::try_from(daily)
            .map(Variance)
            .map_err(|_| MathError::Overflow)
    }
}
