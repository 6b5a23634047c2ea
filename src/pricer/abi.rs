//! What the pricer declares in Solidity: its errors.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use alloy_sol_types::sol;

sol! {
    /// The bytes are not those of options, or of questions.
    #[derive(Debug, PartialEq, Eq)]
    error Malformed();
    /// A value left the range of the arithmetic.
    #[derive(Debug, PartialEq, Eq)]
    error MathFailed();
}
