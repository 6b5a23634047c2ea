//! Quantities that must not be mixed up, at no cost: one integer each, with the operations that mean something.
//!
//! There are no operators: an operator could wrap, and would not say how it rounds. What does not fit is a
//! [`MathError::Overflow`]; sums that a contract must never fail on saturate, and say so.
//!
//! | type | integer | scale |
//! |---|---|---|
//! | [`Wad`] | `u128` | a pure number, 1e-18 |
//! | [`Ratio`] | `u128` | a part of a whole, 1e-18, one at most |
//! | [`Usd`] | `i128` | dollars, 1e-18, signed |
//! | [`Variance`] | `u128` | per day, 1e-36 |
//! | [`Volatility`] | `u128` | per year of 365 days, 1e-18 |
//! | [`Assets`], [`Shares`] | `u128` | units of the token; claims on a pool of it |
//!
//! ```
//! use fixed::quantity::{Ratio, Usd};
//!
//! let value = Usd::new(1_000_000_000_000_000_000_001);
//! let factor = Ratio::new(850_000_000_000_000_000)?;
//! assert_eq!(value.times_down(factor)?, Usd::new(850_000_000_000_000_000_000));
//! assert_eq!(value.times_up(factor)?, Usd::new(850_000_000_000_000_000_001));
//! # Ok::<(), fixed::MathError>(())
//! ```
//!
//! A sum of dollars and a ratio does not compile, by an operator or by name:
//!
//! ```compile_fail,E0369
//! # use fixed::quantity::{Ratio, Usd};
//! let _ = Usd::new(1) + Ratio::ONE;
//! ```
//!
//! ```compile_fail,E0308
//! # use fixed::quantity::{Ratio, Usd};
//! let _ = Usd::new(1).checked_add(Ratio::ONE);
//! ```
//!
//! Nor does a sum that could wrap, a volatility where a variance is meant, or shares where cash is:
//!
//! ```compile_fail,E0369
//! # use fixed::quantity::Usd;
//! let _ = Usd::new(1) + Usd::new(1);
//! ```
//!
//! ```compile_fail,E0308
//! # use fixed::quantity::{Variance, Volatility};
//! let _ = Variance::new(1).saturating_add(Volatility::new(1));
//! ```
//!
//! ```compile_fail,E0308
//! # use fixed::quantity::{Assets, Shares};
//! let _ = Assets::new(1).to_shares_down(Assets::new(1), Shares::new(1));
//! ```

mod claim;
mod money;
mod spread;

pub use claim::{Assets, Shares};
pub use money::{Ratio, Usd, Wad};
pub use spread::{Variance, Volatility};

use crate::MathError;

/// A type around one integer, with sums and differences of its own kind.
macro_rules! quantity {
    ($(#[$meaning:meta])* $name:ident($integer:ty)) => {
        $(#[$meaning])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(transparent)]
        pub struct $name($integer);

        impl $name {
            /// Nothing.
            pub const ZERO: Self = Self(0);

            /// The integer at the type's scale.
            pub const fn get(self) -> $integer {
                self.0
            }

            /// The sum. Error: `Overflow`.
            pub const fn checked_add(self, other: Self) -> Result<Self, $crate::MathError> {
                match self.0.checked_add(other.0) {
                    Some(sum) => Ok(Self(sum)),
                    None => Err($crate::MathError::Overflow),
                }
            }

            /// The difference. Error: `Overflow` outside the type, as below zero of one without a sign.
            pub const fn checked_sub(self, other: Self) -> Result<Self, $crate::MathError> {
                match self.0.checked_sub(other.0) {
                    Some(difference) => Ok(Self(difference)),
                    None => Err($crate::MathError::Overflow),
                }
            }

            /// The sum, or the end of the type: for what must never fail.
            #[must_use]
            pub const fn saturating_add(self, other: Self) -> Self {
                Self(self.0.saturating_add(other.0))
            }
        }

        impl From<$name> for $integer {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}
use quantity;

/// The same, for types that hold every integer.
macro_rules! unlimited {
    ($name:ident($integer:ty)) => {
        impl $name {
            /// From the integer at the type's scale.
            pub const fn new(value: $integer) -> Self {
                Self(value)
            }
        }

        impl From<$integer> for $name {
            fn from(value: $integer) -> Self {
                Self(value)
            }
        }
    };
}
use unlimited;

/// As a signed factor. Error: `Overflow`.
fn signed(value: u128) -> Result<i128, MathError> {
    i128::try_from(value).map_err(|_| MathError::Overflow)
}
