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

    /// Takes the lock for the caller until it gives it back, at most until the transaction ends. Members only.
    /// Errors: `Reentrant` while somebody holds it, the caller included; `NotMember`.
    function acquire() external;

    /// Gives the lock back. By its holder only. Error: `NotHolder`.
    function release() external;

    /// Answers where nobody holds the lock. Error: `Reentrant`.
    function requireFree() external view;

    /// Who holds the lock in this transaction; zero where nobody does.
    function holder() external view returns (address);

    /// Whether the contract may take the lock.
    function isMember(address account) external view returns (bool);

    /// Sets the owner, once. Errors: `AlreadyInitialized`, `ZeroAddress`.
    function initialize(address owner) external;

    /// Lets a contract take the lock, or no longer; a lock that it holds it may still give back. Owner only. Errors:
    /// `NotOwner`, `NoCode` where a new member is no contract.
    function setMember(address member, bool isMember) external;

    /// The owner.
    function owner() external view returns (address);

    /// The address that may accept the ownership; zero where none may.
    function pendingOwner() external view returns (address);

    /// Names the next owner, who has to accept; zero withdraws the offer. Owner only.
    function transferOwnership(address newOwner) external;

    /// Takes the ownership over. Only by the address named.
    function acceptOwnership() external;
}
