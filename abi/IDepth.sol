// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// The depth desk: how much of each asset can be sold, from sources that may fail, be late or be fooled.
///
/// Anybody may take a snapshot of every source, at most one in a while. Depth for initial margin falls with it at
/// once and rises slowly; depth for maintenance margin does both slowly. Both are pushed to the oracle, from where
/// the margin contract takes them.
interface IDepth {
    /// An asset at the desk. Values are USD (WAD).
    struct DepthInfo {
        /// Who is asked.
        address source;
        /// 1 a contract with `depth(uint8)`, 2 a feed, 0 nobody.
        uint8 kind;
        /// Seconds within which a feed is updated.
        uint32 heartbeat;
        /// Decimals of a feed.
        uint8 decimals;
        /// Depth rises to this without delay.
        uint256 base;
        /// Depth for initial margin now.
        uint256 depth;
        /// Depth for maintenance margin now.
        uint256 maintenanceDepth;
        /// The latest snapshot.
        uint256 latest;
        /// The median of the last five.
        uint256 median;
        /// Time of the latest snapshot.
        uint64 measuredAt;
        /// Time when the source was asked last.
        uint64 askedAt;
    }

    /// How the desk works. Seconds.
    struct DeskTerms {
        /// Least time between two snapshots of an asset.
        uint32 spacing;
        /// Age to which the latest counts in full.
        uint32 fresh;
        /// Time after that in which depth falls to nothing.
        uint32 ramp;
        /// Time in which maintenance depth may double.
        uint32 doubling;
        /// Time in which it may halve.
        uint32 halving;
    }

    /// Where an asset's depth comes from.
    event SourceSet(uint8 indexed asset, address indexed source, uint8 kind, uint32 heartbeat, uint256 base);

    /// How the desk works. Seconds.
    event TermsSet(uint32 spacing, uint32 fresh, uint32 ramp, uint32 doubling, uint32 halving);

    /// A source was read; what follows from it for initial and for maintenance margin. USD (WAD).
    event SnapshotTaken(uint8 indexed asset, uint256 measured, uint256 depth, uint256 maintenanceDepth);

    /// A source gave nothing to rely on: 1 no source, 2 the call failed, 3 the round is not complete, 4 it is in the
    /// future, 5 it is too old, 6 not positive, 7 the decimals changed. What still holds without it, USD (WAD).
    event SnapshotMissing(uint8 indexed asset, uint8 reason, uint256 depth, uint256 maintenanceDepth);

    /// The oracle did not take the depths. It is told again with the next snapshot.
    event NoteFailed(address indexed oracle);

    /// The owner named a successor, who has yet to accept.
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);

    /// The owner changed.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// The caller is not the owner, nor the named successor where ownership is accepted.
    error NotOwner(address caller);

    /// An address that must be somebody's is zero.
    error ZeroAddress();

    /// A time of zero, an age below the spacing, a kind or an asset that does not exist, a base of nothing.
    error InvalidTerms();

    /// The asset never had a source.
    error NotListed(uint8 asset);

    /// There is no contract at the address.
    error NoCode(address account);

    /// A feed with more than 36 decimals, or one that does not say.
    error DecimalsTooLarge(uint8 decimals);

    /// The caller gave too little gas to hold a failure against anybody.
    error InsufficientGas();

    /// Sets the owner and the oracle that is told, once, with standard terms. Errors: `AlreadyInitialized`,
    /// `ZeroAddress`.
    function initialize(address owner, address oracle) external;

    /// Seconds: least time between two snapshots of an asset, age to which one counts in full, time after that in
    /// which depth falls to nothing, times in which maintenance depth may double and halve. Errors: `NotOwner`,
    /// `InvalidTerms`.
    function setTerms(uint32 spacing, uint32 fresh, uint32 ramp, uint32 doubling, uint32 halving) external;

    /// Says where an asset's depth comes from: kind 1 a contract with `depth(uint8)`, kind 2 a feed in USD that is
    /// updated within `heartbeat` seconds, kind 0 nowhere. Depth rises to `base` (USD WAD) without delay, and from
    /// there slowly. What was measured before stays. Errors: `NotOwner`, `InvalidTerms`, `NoCode`,
    /// `DecimalsTooLarge`.
    function setSource(uint8 asset, address source, uint8 kind, uint32 heartbeat, uint256 base) external;

    /// Takes a snapshot of every asset that is due, and tells the oracle. Whether there was one. Anybody may call.
    /// Error: `InsufficientGas`.
    function refresh() external returns (bool);

    /// The same for the assets of a mask, should all be too dear in one transaction. Error: `InsufficientGas`.
    function refreshSome(uint16 mask) external returns (bool);

    /// Depth for initial margin now, USD (WAD). Error: `NotListed`.
    function depth(uint8 asset) external view returns (uint256);

    /// Depth for maintenance margin now, USD (WAD). Error: `NotListed`.
    function maintenanceDepth(uint8 asset) external view returns (uint256);

    /// The last five snapshots, USD (WAD), the newest first; zero where there was none. Error: `NotListed`.
    function snapshots(uint8 asset) external view returns (uint256[] memory);

    /// Everything about an asset. Error: `NotListed`.
    function info(uint8 asset) external view returns (DepthInfo memory info);

    /// The terms. Returns `(DeskTerms terms)`.
    function terms() external view returns (DeskTerms memory);

    /// Assets with a source, bit i for asset i.
    function assets() external view returns (uint16);

    /// The oracle that is told.
    function oracle() external view returns (address);

    /// The owner.
    function owner() external view returns (address);

    /// The successor that the owner has named.
    function pendingOwner() external view returns (address);

    /// Names a successor, or nobody. Error: `NotOwner`.
    function transferOwnership(address newOwner) external;

    /// Takes over. Error: `NotOwner` unless the caller is the named successor.
    function acceptOwnership() external;
}
