// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// The tranche that carries losses first, as ERC-4626 shares.
interface IInsurance {
    /// A value left the range of the arithmetic.
    error MathFailed();

    /// The version of this contract.
    function version() external view returns (uint16);
}
