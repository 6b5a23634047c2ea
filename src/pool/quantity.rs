//! The three amounts of the pool, which must not be mixed up: cash, shares of it, and scaled debt.

use crate::error::PoolError;
use alloy_primitives::U256;

macro_rules! quantity {
    ($(#[$meaning:meta])* $name:ident) => {
        $(#[$meaning])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
        pub(crate) struct $name(pub(crate) u128);

        impl $name {
            /// The sum, or `MathFailed` past 128 bits.
            pub(crate) fn plus(self, other: Self) -> Result<Self, PoolError> {
                self.0.checked_add(other.0).map(Self).ok_or_else(PoolError::math)
            }

            /// The difference, or `None` below zero.
            pub(crate) fn minus(self, other: Self) -> Option<Self> {
                self.0.checked_sub(other.0).map(Self)
            }

            /// From an ABI word, or `MathFailed` past 128 bits.
            pub(crate) fn from_word(word: U256) -> Result<Self, PoolError> {
                u128::try_from(word).map(Self).map_err(|_| PoolError::math())
            }

            /// As an ABI word.
            pub(crate) fn word(self) -> U256 {
                U256::from(self.0)
            }
        }
    };
}

quantity! {
    /// Cash, in the units of the token.
    Assets
}
quantity! {
    /// Pool shares: six decimals more than the cash.
    Shares
}
quantity! {
    /// Debt divided by the borrow index at the time it was taken: it does not grow.
    Scaled
}
