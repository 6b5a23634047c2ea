//! How a contract that issues shares refuses: its own list of errors holds these.

use crate::abi::*;
use alloc::vec::Vec;
use fixed::MathError;
use shell::token::TokenError;

/// The errors of a contract that issues shares.
pub trait Refusal:
    From<MathError>
    + From<TokenError>
    + From<CashNotReceived>
    + From<InsufficientCash>
    + From<ZeroShares>
    + From<ERC4626ExceededMaxDeposit>
    + From<ERC4626ExceededMaxMint>
    + From<ERC20InsufficientBalance>
    + From<ERC20InvalidReceiver>
    + From<ERC20InsufficientAllowance>
    + From<ERC20InvalidSpender>
{
    /// What a callee reverted with, passed on.
    fn callee(data: Vec<u8>) -> Self;
}

/// The conversions that every list of errors with these entries needs. `$error` was made by `words::errors!`
/// `passing Callee`.
#[macro_export]
macro_rules! refusals {
    ($error:ident) => {
        impl $error {
            /// A value left the range of the arithmetic.
            pub(crate) fn math() -> Self {
                $crate::abi::MathFailed {}.into()
            }
        }

        impl $crate::Refusal for $error {
            fn callee(data: alloc::vec::Vec<u8>) -> Self {
                Self::Callee(data)
            }
        }

        impl From<fixed::MathError> for $error {
            fn from(_: fixed::MathError) -> Self {
                Self::math()
            }
        }

        impl From<shell::token::TokenError> for $error {
            fn from(error: shell::token::TokenError) -> Self {
                match error {
                    shell::token::TokenError::NoCode(token) => $crate::abi::NoCode { token }.into(),
                    shell::token::TokenError::Failed(token) => {
                        $crate::abi::TransferFailed { token }.into()
                    }
                }
            }
        }
    };
}
