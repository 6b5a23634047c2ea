// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// The simulator: what the rows of a book say to the questions of a margin.
///
/// A program of its own because the margin has no room for it. It keeps no state, has no owner, and serves whoever asks.
/// Its bytes are those of `risk::margin::wire`.
interface ISimulator {
    /// The bytes are not those of questions.
    error Malformed();

    /// The code at the address is not a page.
    error MalformedPage(address page);

    /// What the contract answered is not what a book, or a pricer, answers.
    error MalformedAnswer(address callee);

    /// A value left the range of the arithmetic, or the terms those of the model.
    error MathFailed();

    /// Simulation and stress of portfolios over the rows of `book`, read once; their options by `pricer`. Where the book
    /// has too few rows, or is no address, an answer says so. Errors: `Malformed`, `MalformedPage`, `MalformedAnswer`,
    /// `MathFailed`, and what the book or the pricer reverts with.
    function simulate(address book, address pricer, bytes calldata questions) external view returns (bytes memory);
}
