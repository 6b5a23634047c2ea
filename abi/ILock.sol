// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// One lock for the whole house: who is in the middle of something.
///
/// A contract of the house that calls code which is not its own (a token, a market) holds the lock meanwhile. Every
/// other contract of the house then refuses to be changed by outsiders, and to be read by them, so that nobody sees,
/// or acts on, half of a change. Who holds it is kept in transient storage: it cannot stay locked past the
/// transaction, whatever happens.
interface ILock {
    /// A contract may take the lock, or no longer.
    event MemberSet(address indexed member, bool isMember);

    /// The owner named a successor, who has yet to accept.
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);

    /// The owner changed.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// The caller is not the owner, nor the named successor where ownership is accepted.
    error NotOwner(address caller);

    /// An address of the configuration must not be zero.
    error ZeroAddress();

    /// A member is a contract.
    error NoCode(address account);

    /// The caller may not take the lock.
    error NotMember(address caller);

    /// The caller does not hold the lock.
    error NotHolder(address caller);

    /// A contract of the house is in the middle of something.
    error Reentrant();

    function version() external view returns (uint16);
}
