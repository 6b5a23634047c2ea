//! What the desk declares in Solidity: its structs, events and errors.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use alloy_sol_types::sol;

sol! {
    /// Where an asset's depth comes from.
    #[derive(Debug, PartialEq, Eq)]
    event SourceSet(uint8 indexed asset, address indexed source, uint8 kind, uint32 heartbeat, uint256 base);
    /// How the desk works. Seconds.
    #[derive(Debug, PartialEq, Eq)]
    event TermsSet(uint32 spacing, uint32 fresh, uint32 ramp, uint32 doubling, uint32 halving);
    /// A source was read; what follows from it for initial and for maintenance margin. USD (WAD).
    #[derive(Debug, PartialEq, Eq)]
    event SnapshotTaken(uint8 indexed asset, uint256 measured, uint256 depth, uint256 maintenanceDepth);
    /// A source gave nothing to rely on: 1 no source, 2 the call failed, 3 the round is not complete, 4 it is in the
    /// future, 5 it is too old, 6 not positive, 7 the decimals changed. What still holds without it, USD (WAD).
    #[derive(Debug, PartialEq, Eq)]
    event SnapshotMissing(uint8 indexed asset, uint8 reason, uint256 depth, uint256 maintenanceDepth);
    /// The oracle did not take the depths. It is told again with the next snapshot.
    #[derive(Debug, PartialEq, Eq)]
    event NoteFailed(address indexed oracle);
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
    /// An address that must be somebody's is zero.
    #[derive(Debug, PartialEq, Eq)]
    error ZeroAddress();
    /// A time of zero, an age below the spacing, a kind or an asset that does not exist, a base of nothing.
    #[derive(Debug, PartialEq, Eq)]
    error InvalidTerms();
    /// The asset never had a source.
    #[derive(Debug, PartialEq, Eq)]
    error NotListed(uint8 asset);
    /// There is no contract at the address.
    #[derive(Debug, PartialEq, Eq)]
    error NoCode(address account);
    /// A feed with more than 36 decimals, or one that does not say.
    #[derive(Debug, PartialEq, Eq)]
    error DecimalsTooLarge(uint8 decimals);
    /// The caller gave too little gas to hold a failure against anybody.
    #[derive(Debug, PartialEq, Eq)]
    error InsufficientGas();

    /// An asset at the desk. Values are USD (WAD).
    #[derive(Debug, PartialEq, Eq)]
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
    #[derive(Debug, PartialEq, Eq)]
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
}

crate::words::events! {
    SourceSet { asset, source; kind, heartbeat, base }
    TermsSet { ; spacing, fresh, ramp, doubling, halving }
    SnapshotTaken { asset; measured, depth, maintenanceDepth }
    SnapshotMissing { asset; reason, depth, maintenanceDepth }
    NoteFailed { oracle; }
    OwnershipTransferStarted { previousOwner, newOwner; }
    OwnershipTransferred { previousOwner, newOwner; }
}

// For the printed interface.
#[cfg(feature = "export-abi")]
mod printed {
    use super::{DepthInfo, DeskTerms};
    use stylus_sdk::abi::{export::internal::InnerTypes, AbiType, ConstString};

    impl AbiType for DepthInfo {
        type SolType = Self;

        const ABI: ConstString = ConstString::new("DepthInfo");
        const EXPORT_ABI_ARG: ConstString = ConstString::new("DepthInfo memory");
        const EXPORT_ABI_RET: ConstString = Self::EXPORT_ABI_ARG;
    }

    impl InnerTypes for DepthInfo {}

    impl AbiType for DeskTerms {
        type SolType = Self;

        const ABI: ConstString = ConstString::new("DeskTerms");
        const EXPORT_ABI_ARG: ConstString = ConstString::new("DeskTerms memory");
        const EXPORT_ABI_RET: ConstString = Self::EXPORT_ABI_ARG;
    }

    impl InnerTypes for DeskTerms {}
}
