//! What the lock declares in Solidity: its events and errors.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use alloy_sol_types::sol;

sol! {
    /// A contract may take the lock, or no longer.
    #[derive(Debug, PartialEq, Eq)]
    event MemberSet(address indexed member, bool isMember);
    /// The owner named a successor, who has yet to accept.
    #[derive(Debug, PartialEq, Eq)]
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);
    /// The owner changed.
    #[derive(Debug, PartialEq, Eq)]
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    /// `initialize` runs once.
    #[derive(Debug, PartialEq, Eq)]
    error AlreadyInitialized();
    /// The caller is not the owner, nor the named successor where ownership is accepted.
    #[derive(Debug, PartialEq, Eq)]
    error NotOwner(address caller);
    /// An address of the configuration must not be zero.
    #[derive(Debug, PartialEq, Eq)]
    error ZeroAddress();
    /// A member is a contract.
    #[derive(Debug, PartialEq, Eq)]
    error NoCode(address account);
    /// The caller may not take the lock.
    #[derive(Debug, PartialEq, Eq)]
    error NotMember(address caller);
    /// The caller does not hold the lock.
    #[derive(Debug, PartialEq, Eq)]
    error NotHolder(address caller);
    /// A contract of the house is in the middle of something.
    #[derive(Debug, PartialEq, Eq)]
    error Reentrant();
}
