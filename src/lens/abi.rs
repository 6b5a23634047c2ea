//! What the lens declares in Solidity: its errors.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use alloy_sol_types::sol;

sol! {
    /// There is no contract at the address.
    #[derive(Debug, PartialEq, Eq)]
    error NoCode(address book);
    /// There is no asset of this index.
    #[derive(Debug, PartialEq, Eq)]
    error UnknownAsset(uint8 asset);
    /// One exposure for each asset.
    #[derive(Debug, PartialEq, Eq)]
    error LengthMismatch(uint256 assets, uint256 exposures);
    /// A horizon is one second to 365 days.
    #[derive(Debug, PartialEq, Eq)]
    error InvalidHorizon(uint32 horizon);
    /// Too few rows to say anything of a tail.
    #[derive(Debug, PartialEq, Eq)]
    error TooFewRows(uint256 rows, uint256 needed);
    /// The code at the address is not a page.
    #[derive(Debug, PartialEq, Eq)]
    error MalformedPage(address page);
    /// What the contract answered is not what a book, or an oracle, answers.
    #[derive(Debug, PartialEq, Eq)]
    error MalformedAnswer(address callee);
    /// A value left the range of the arithmetic.
    #[derive(Debug, PartialEq, Eq)]
    error MathFailed();
}
