//! What the terms declare in Solidity: structs, events and errors. Ratios, prices and USD are WAD.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use alloy_sol_types::sol;

sol! {
    /// The terms of the judgement that all assets share.
    #[derive(Debug, PartialEq, Eq)]
    struct PolicyTerms {
        /// How far ahead a loss is measured, seconds: 3,600 to 864,000.
        uint32 horizon;
        /// Expected Shortfall per unit of standard deviation: 1 to 4.
        uint256 shortfallFactor;
        /// What real returns need on top of that: 1 to 3.
        uint256 modelMultiplier;
        /// Share of the core that maintenance asks for: 0.5 to 1.
        uint256 maintenanceRatio;
        /// What a liquidation restores above maintenance: 0.01 to 0.5.
        uint256 bufferRatio;
        /// Weight of the worst correlation: 0 to 1.
        uint256 correlationStress;
        /// Least deviation as a share of the undiversified one: 0.01 to 1.
        uint256 sigmaFloor;
        /// Confidence of the simulation: 0.95 to 0.999.
        uint256 confidence;
        /// Scenarios below which the simulation says nothing: 50 to 500.
        uint16 minRows;
        /// Depths that can be sold in a day: 1 to 100. Smaller is tighter.
        uint256 unwindRate;
        /// Longest time that leaving is taken to need, days: 1 to 30.
        uint256 maxUnwind;
        /// Share of the crowding cost that initial margin asks for: 0 to 1.
        uint256 crowding;
    }

    /// What an asset has from its class.
    #[derive(Debug, PartialEq, Eq)]
    struct ClassTerms {
        /// Jump that no volatility shows: 0 to 1.
        uint256 jump;
        /// Share of the stress moves that the asset makes: 0 to 1.
        uint256 stressScale;
        /// Initial margin where an input is missing: 0.1 to 4.
        uint256 tableInitial;
        /// Maintenance margin where an input is missing: 0.091 to 4.
        uint256 tableMaintenance;
    }

    /// What an asset has of its own.
    #[derive(Debug, PartialEq, Eq)]
    struct AssetTerms {
        /// Half of the spread, share of the price: 0 to 0.5.
        uint256 halfSpread;
        /// Log move that the feed does not report: 0 to 0.05.
        uint256 deadBand;
        /// What the price may be off by, initial margin only: 0 to 0.5.
        uint256 uncertainty;
        /// USD that can be traded within 2 % where nobody has measured it: 0 to 2.7e11, in thousands. Smaller is tighter.
        uint256 assumedDepth;
        /// Seconds of a price's age that the feed's rhythm explains: 0 to 172,800. Smaller is tighter.
        uint32 expectedAge;
    }

    /// All terms of an asset: its class, and the fields of `ClassTerms` and `AssetTerms`.
    #[derive(Debug, PartialEq, Eq)]
    struct AssetSheet {
        uint8 class;
        uint256 jump;
        uint256 stressScale;
        uint256 tableInitial;
        uint256 tableMaintenance;
        uint256 halfSpread;
        uint256 deadBand;
        uint256 uncertainty;
        uint256 assumedDepth;
        uint32 expectedAge;
    }

    /// Where changes of one set of terms stand.
    #[derive(Debug, PartialEq, Eq)]
    struct Changes {
        /// The first version that has the newest.
        uint32 version;
        /// The first version that had those before.
        uint32 previousVersion;
        /// Since when they are in force, unix seconds.
        uint64 since;
        /// When maintenance has followed.
        uint64 settledAt;
        /// From when on they may be loosened again.
        uint64 loosenableAt;
    }

    /// The shared terms changed: version, and the fields of `PolicyTerms`.
    #[derive(Debug, PartialEq, Eq)]
    event PolicySet(
        uint32 indexed version, uint256 horizon, uint256 shortfallFactor, uint256 modelMultiplier,
        uint256 maintenanceRatio, uint256 bufferRatio, uint256 correlationStress, uint256 sigmaFloor,
        uint256 confidence, uint256 minRows, uint256 unwindRate, uint256 maxUnwind, uint256 crowding
    );
    /// What the next assets of a class begin with.
    #[derive(Debug, PartialEq, Eq)]
    event ClassSet(
        uint8 indexed class, uint256 jump, uint256 stressScale, uint256 tableInitial, uint256 tableMaintenance
    );
    /// The terms of an asset changed: version, class, and the fields of `ClassTerms` and `AssetTerms`.
    #[derive(Debug, PartialEq, Eq)]
    event AssetSet(
        uint8 indexed asset, uint32 indexed version, uint8 class, uint256 jump, uint256 stressScale,
        uint256 tableInitial, uint256 tableMaintenance, uint256 halfSpread, uint256 deadBand, uint256 uncertainty,
        uint256 assumedDepth, uint256 expectedAge
    );
    /// What the whole system holds of an asset, 18 decimals, rounded up as it is kept.
    #[derive(Debug, PartialEq, Eq)]
    event ExposureNoted(uint8 indexed asset, uint256 long, uint256 short);
    /// The anti-procyclical buffer as it stands now, share of the initial core.
    #[derive(Debug, PartialEq, Eq)]
    event BufferTurned(uint256 index, uint256 buffer);
    /// Who is asked what the system holds.
    #[derive(Debug, PartialEq, Eq)]
    event SourcesSet(address indexed vault, address indexed clearing);
    /// Who may tighten.
    #[derive(Debug, PartialEq, Eq)]
    event GuardianSet(address indexed guardian);
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
    /// The caller is not the guardian.
    #[derive(Debug, PartialEq, Eq)]
    error NotGuardian(address caller);
    /// An address must not be zero.
    #[derive(Debug, PartialEq, Eq)]
    error ZeroAddress();
    /// There is no contract at the address.
    #[derive(Debug, PartialEq, Eq)]
    error NoCode(address account);
    /// There is no asset of this index.
    #[derive(Debug, PartialEq, Eq)]
    error UnknownAsset(uint8 asset);
    /// There is no class of this number.
    #[derive(Debug, PartialEq, Eq)]
    error UnknownClass(uint8 class);
    /// The asset has no terms.
    #[derive(Debug, PartialEq, Eq)]
    error NotListed(uint8 asset);
    /// An asset keeps its class.
    #[derive(Debug, PartialEq, Eq)]
    error ClassFixed(uint8 asset, uint8 class);
    /// A value is outside of its hard bounds: its place in the sheet of an asset (jump 0 to expected age 8), or, for
    /// asset 255, of the shared terms (horizon 0 to crowding 11).
    #[derive(Debug, PartialEq, Eq)]
    error OutOfBounds(uint8 asset, uint8 field);
    /// A value is looser than one window, or a guardian, may make it.
    #[derive(Debug, PartialEq, Eq)]
    error TooLoose(uint8 asset, uint8 field);
    /// The same terms were loosened less than a window ago.
    #[derive(Debug, PartialEq, Eq)]
    error TooSoon(uint8 asset, uint64 until);
    /// The terms are the same already.
    #[derive(Debug, PartialEq, Eq)]
    error Unchanged(uint8 asset);
    /// The terms do not go together: a sale at the largest discount would not lift an account, or the table asks for
    /// more maintenance than initial margin.
    #[derive(Debug, PartialEq, Eq)]
    error Inconsistent(uint8 asset);
    /// The buffer turns once a day.
    #[derive(Debug, PartialEq, Eq)]
    error NotDue(uint64 dueAt);
    /// The contract did not answer.
    #[derive(Debug, PartialEq, Eq)]
    error SourceFailed(address source);
    /// A value left the range of the arithmetic.
    #[derive(Debug, PartialEq, Eq)]
    error MathFailed();
}

/// As the structs stand in a signature; in the printed interface, by their names.
macro_rules! named {
    ($($name:ident = $signature:literal;)*) => {$(
        impl stylus_sdk::abi::AbiType for $name {
            type SolType = Self;

            #[cfg(not(feature = "export-abi"))]
            const ABI: stylus_sdk::abi::ConstString = stylus_sdk::abi::ConstString::new($signature);
            #[cfg(feature = "export-abi")]
            const ABI: stylus_sdk::abi::ConstString = stylus_sdk::abi::ConstString::new(stringify!($name));
            const EXPORT_ABI_ARG: stylus_sdk::abi::ConstString =
                stylus_sdk::abi::ConstString::new(concat!(stringify!($name), " memory"));
            const EXPORT_ABI_RET: stylus_sdk::abi::ConstString = Self::EXPORT_ABI_ARG;
        }

        #[cfg(feature = "export-abi")]
        impl stylus_sdk::abi::export::internal::InnerTypes for $name {}
    )*};
}

named! {
    PolicyTerms = "(uint32,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint16,uint256,uint256,uint256)";
    ClassTerms = "(uint256,uint256,uint256,uint256)";
    AssetTerms = "(uint256,uint256,uint256,uint256,uint32)";
    AssetSheet = "(uint8,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint32)";
    Changes = "(uint32,uint32,uint64,uint64,uint64)";
}
