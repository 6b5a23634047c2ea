// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// The judge: sums, requirements and attribution of portfolios, in one market and under one version of the terms.
///
/// A program of its own because the margin has no room for it: the margin is the door, which knows whom to ask. It keeps
/// no state, has no owner, and serves whoever asks; its bytes are those of `risk::margin::case`. Where pricer, simulator,
/// book or a variance is missing, the static table of the assets speaks.
interface IJudge {
    /// The bytes are not those of a case.
    error Malformed();

    /// Under these terms nothing can be judged.
    error InvalidTerms();

    /// A contract that is asked failed on less gas than it is entitled to: the answer would be the caller's choice.
    error NotEnoughGas();

    /// A result is wider than 128 bits, beyond 1.7e20 USD.
    error ValueTooLarge();

    /// Judges the portfolios of a case: market, terms, portfolios and whom to ask in, verdicts out. Errors: `Malformed`,
    /// `InvalidTerms`, `NotEnoughGas`, `ValueTooLarge`.
    function judge(bytes calldata judged) external view returns (bytes memory);
}
