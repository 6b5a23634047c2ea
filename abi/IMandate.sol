// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// Who may act for an account besides its owner: operators with capabilities and an end, and whoever brings an action
/// that the owner signed.
///
/// What is executed here goes to the vault alone, in the place of one owner: its own accounts. It holds no tokens and no
/// allowances. An operator of somebody else's account calls the vault itself.
interface IMandate {
    /// The vault that actions go to.
    event VaultSet(address indexed vault);

    /// What an operator may do for an account, through which time; no capability ends it.
    event OperatorSet(bytes32 indexed account, address indexed operator, uint32 capabilities, uint64 until);

    /// A number is used up, by an action or because the owner cancelled it.
    event NonceUsed(bytes32 indexed account, uint256 nonce);

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// There is no contract at the address.
    error NoCode(address account);

    /// The account is not the caller's.
    error NotAccountOwner(bytes32 account, address caller);

    /// There is no such capability.
    error UnknownCapabilities(uint32 capabilities);

    /// The time through which the action was signed is over.
    error Expired(uint256 deadline);

    /// The action was signed with another number than the account's next.
    error WrongNonce(bytes32 account, uint256 expected);

    /// Not the one signature of the account's owner: 65 bytes r, s, v, with s in the lower half and v 27 or 28.
    error InvalidSignature();

    /// The vault refused without saying why, or answered what does not decode.
    error VaultCallFailed();

    /// A contract of the house is in the middle of something.
    error Reentrant();

    function version() external view returns (uint16);
}
