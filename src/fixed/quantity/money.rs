//! Dollars, pure numbers and parts of a whole.

use super::{quantity, signed, unlimited};
use crate::{
    div_wad_down, div_wad_up, mul_div_up_u128, mul_wad_ceil_signed, mul_wad_down,
    mul_wad_floor_signed, mul_wad_up, MathError, WAD,
};

quantity! {
    /// A pure number, 18 decimals: a price ratio, a multiple, an index that grows.
    Wad(u128)
}
unlimited!(Wad(u128));

impl Wad {
    /// One.
    pub const ONE: Self = Self(WAD);

    /// The product, rounded down. Error: `Overflow`.
    pub fn times_down(self, other: Self) -> Result<Self, MathError> {
        mul_wad_down(self.0, other.0).map(Self)
    }

    /// The product, rounded up. Error: `Overflow`.
    pub fn times_up(self, other: Self) -> Result<Self, MathError> {
        mul_wad_up(self.0, other.0).map(Self)
    }

    /// The quotient, rounded down. Errors: `DivisionByZero`, `Overflow`.
    pub fn over_down(self, other: Self) -> Result<Self, MathError> {
        div_wad_down(self.0, other.0).map(Self)
    }

    /// The quotient, rounded up. Errors: `DivisionByZero`, `Overflow`.
    pub fn over_up(self, other: Self) -> Result<Self, MathError> {
        div_wad_up(self.0, other.0).map(Self)
    }

    /// The product, rounded up, or the end of the type: an index that failed would lock what it counts.
    #[must_use]
    pub fn saturating_times_up(self, growth: Self) -> Self {
        Self(mul_wad_up(self.0, growth.0).unwrap_or(u128::MAX))
    }
}

quantity! {
    /// A part of a whole, 18 decimals, from zero to one: a factor, a haircut, a share of a loss.
    Ratio(u128)
}

impl Ratio {
    /// All of it.
    pub const ONE: Self = Self(WAD);

    /// From an integer at scale 1e-18. Error: `Domain` above one.
    pub const fn new(value: u128) -> Result<Self, MathError> {
        if value > WAD {
            Err(MathError::Domain)
        } else {
            Ok(Self(value))
        }
    }

    /// What is left of the whole.
    #[must_use]
    pub const fn complement(self) -> Self {
        Self(WAD.saturating_sub(self.0))
    }

    /// A part of a part, rounded down.
    #[must_use]
    pub fn times_down(self, other: Self) -> Self {
        // At most one: the product always fits.
        Self(mul_wad_down(self.0, other.0).unwrap_or(WAD))
    }

    /// A part of a part, rounded up.
    #[must_use]
    pub fn times_up(self, other: Self) -> Self {
        Self(mul_wad_up(self.0, other.0).unwrap_or(WAD))
    }
}

quantity! {
    /// Dollars, 18 decimals, signed: an equity, a loss, a margin.
    Usd(i128)
}
unlimited!(Usd(i128));

impl Usd {
    /// A part of it, rounded towards minus infinity: for what an account owns.
    pub fn times_down(self, ratio: Ratio) -> Result<Self, MathError> {
        mul_wad_floor_signed(self.0, signed(ratio.0)?).map(Self)
    }

    /// A part of it, rounded towards plus infinity: for what an account must have.
    pub fn times_up(self, ratio: Ratio) -> Result<Self, MathError> {
        mul_wad_ceil_signed(self.0, signed(ratio.0)?).map(Self)
    }

    /// A multiple of it, rounded towards minus infinity. Error: `Overflow`.
    pub fn scaled_down(self, multiple: Wad) -> Result<Self, MathError> {
        mul_wad_floor_signed(self.0, signed(multiple.get())?).map(Self)
    }

    /// A multiple of it, rounded towards plus infinity. Error: `Overflow`.
    pub fn scaled_up(self, multiple: Wad) -> Result<Self, MathError> {
        mul_wad_ceil_signed(self.0, signed(multiple.get())?).map(Self)
    }

    /// Which part of `whole` it is, rounded up; one where it is more, zero where it is negative. Error:
    /// `DivisionByZero` unless `whole` is positive.
    pub fn part_of_up(self, whole: Self) -> Result<Ratio, MathError> {
        let whole = u128::try_from(whole.0).unwrap_or(0);
        let part = u128::try_from(self.0).unwrap_or(0).min(whole);
        mul_div_up_u128(part, WAD, whole).map(Ratio)
    }
}
