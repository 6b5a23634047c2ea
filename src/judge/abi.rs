//! What the judge declares in Solidity: its errors.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use alloy_sol_types::sol;

sol! {
    /// The bytes are not those of a case.
    #[derive(Debug, PartialEq, Eq)]
    error Malformed();
    /// Under these terms nothing can be judged.
    #[derive(Debug, PartialEq, Eq)]
    error InvalidTerms();
    /// A contract that is asked failed on less gas than it is entitled to: the answer would be the caller's choice.
    #[derive(Debug, PartialEq, Eq)]
    error NotEnoughGas();
    /// A result is wider than 128 bits, beyond 1.7e20 USD.
    #[derive(Debug, PartialEq, Eq)]
    error ValueTooLarge();
}
