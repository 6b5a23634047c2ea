//! What the simulator declares in Solidity: its errors.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use alloy_sol_types::sol;

sol! {
    /// The bytes are not those of questions.
    #[derive(Debug, PartialEq, Eq)]
    error Malformed();
    /// The code at the address is not a page.
    #[derive(Debug, PartialEq, Eq)]
    error MalformedPage(address page);
    /// What the contract answered is not what a book, or a pricer, answers.
    #[derive(Debug, PartialEq, Eq)]
    error MalformedAnswer(address callee);
    /// A value left the range of the arithmetic, or the terms those of the model.
    #[derive(Debug, PartialEq, Eq)]
    error MathFailed();
}
