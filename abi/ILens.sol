// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// The lens: Expected Shortfall of a linear portfolio over the rows of a book, at its oracle's volatilities.
///
/// A program of its own because the book has no room for it. It keeps no state and has no owner.
interface ILens {
    /// There is no contract at the address.
    error NoCode(address book);

    /// There is no asset of this index.
    error UnknownAsset(uint8 asset);

    /// One exposure for each asset.
    error LengthMismatch(uint256 assets, uint256 exposures);

    /// A horizon is one second to 365 days.
    error InvalidHorizon(uint32 horizon);

    /// Too few rows to say anything of a tail.
    error TooFewRows(uint256 rows, uint256 needed);

    /// The code at the address is not a page.
    error MalformedPage(address page);

    /// What the contract answered is not what a book, or an oracle, answers.
    error MalformedAnswer(address callee);

    /// A value left the range of the arithmetic.
    error MathFailed();

    /// Expected Shortfall at 97.5 % of values exposed (USD WAD, negative where a rise is a loss) over `horizon`
    /// seconds, over the rows of `book` at the volatilities that its oracle shows, USD WAD, rounded up. An asset may
    /// come more than once. Errors: `NoCode`, `LengthMismatch`, `InvalidHorizon`, `UnknownAsset`, `TooFewRows`,
    /// `MalformedPage`, `MalformedAnswer`, `MathFailed`, and what the book or the oracle reverts with.
    function shortfall(
        address book,
        uint8[] calldata assets,
        int256[] calldata exposures,
        uint32 horizon
    ) external view returns (uint256);
}
