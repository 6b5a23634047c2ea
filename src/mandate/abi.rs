//! What the contract declares in Solidity: its events and errors.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use alloy_sol_types::sol;

sol! {
    /// The vault that actions go to.
    #[derive(Debug, PartialEq, Eq)]
    event VaultSet(address indexed vault);
    /// What an operator may do for an account, through which time; no capability ends it.
    #[derive(Debug, PartialEq, Eq)]
    event OperatorSet(bytes32 indexed account, address indexed operator, uint32 capabilities, uint64 until);
    /// A number is used up, by an action or because the owner cancelled it.
    #[derive(Debug, PartialEq, Eq)]
    event NonceUsed(bytes32 indexed account, uint256 nonce);

    /// `initialize` runs once.
    #[derive(Debug, PartialEq, Eq)]
    error AlreadyInitialized();
    /// There is no contract at the address.
    #[derive(Debug, PartialEq, Eq)]
    error NoCode(address account);
    /// The account is not the caller's.
    #[derive(Debug, PartialEq, Eq)]
    error NotAccountOwner(bytes32 account, address caller);
    /// There is no such capability.
    #[derive(Debug, PartialEq, Eq)]
    error UnknownCapabilities(uint32 capabilities);
    /// The time through which the action was signed is over.
    #[derive(Debug, PartialEq, Eq)]
    error Expired(uint256 deadline);
    /// The action was signed with another number than the account's next.
    #[derive(Debug, PartialEq, Eq)]
    error WrongNonce(bytes32 account, uint256 expected);
    /// Not the one signature of the account's owner: 65 bytes r, s, v, with s in the lower half and v 27 or 28.
    #[derive(Debug, PartialEq, Eq)]
    error InvalidSignature();
    /// The vault refused without saying why, or answered what does not decode.
    #[derive(Debug, PartialEq, Eq)]
    error VaultCallFailed();
    /// A contract of the house is in the middle of something.
    #[derive(Debug, PartialEq, Eq)]
    error Reentrant();
}
