// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// The pricer: what options are worth, and what they lose under shocks.
///
/// A program of its own because the margin and the simulator have no room for it. It keeps no state, has no owner, and
/// serves whoever asks. Its bytes are those of `risk::margin::wire`.
interface IPricer {
    /// The bytes are not those of options, or of questions.
    error Malformed();

    /// A value left the range of the arithmetic.
    error MathFailed();

    /// What options are worth and expose to: 96 bytes in, 32 bytes out for each. Errors: `Malformed`, `MathFailed`.
    function worths(bytes calldata options) external view returns (bytes memory);

    /// What the options of a question lose at some shocks, and bounds in between: the question and the residuals of its
    /// assets in, curves out. Errors: `Malformed`, `MathFailed`.
    function curves(bytes calldata question) external view returns (bytes memory);
}
