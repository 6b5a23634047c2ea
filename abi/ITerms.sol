// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// Terms: the parameters of the judgement, and how they may change.
///
/// The owner sets what all assets share, what assets of a class begin with, and what each has of its own; every value
/// within hard bounds, together in a way that a sale always lifts an account, and looser by at most one step a week. What
/// is tightened counts for initial margin at once and for maintenance over 72 hours; what is loosened counts at once.
/// Each change makes a version: an account keeps what its version says, where that is looser, until its owner
/// raises risk, through one change of the same terms. A guardian may tighten, and nothing else.
///
/// Two things change by themselves, by whoever calls: what the whole system holds of an asset, and the anti-procyclical
/// buffer.
interface ITerms {
    /// The terms of the judgement that all assets share.
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
    event PolicySet(
        uint32 indexed version,
        uint256 horizon,
        uint256 shortfallFactor,
        uint256 modelMultiplier,
        uint256 maintenanceRatio,
        uint256 bufferRatio,
        uint256 correlationStress,
        uint256 sigmaFloor,
        uint256 confidence,
        uint256 minRows,
        uint256 unwindRate,
        uint256 maxUnwind,
        uint256 crowding
    );

    /// What the next assets of a class begin with.
    event ClassSet(
        uint8 indexed class,
        uint256 jump,
        uint256 stressScale,
        uint256 tableInitial,
        uint256 tableMaintenance
    );

    /// The terms of an asset changed: version, class, and the fields of `ClassTerms` and `AssetTerms`.
    event AssetSet(
        uint8 indexed asset,
        uint32 indexed version,
        uint8 class,
        uint256 jump,
        uint256 stressScale,
        uint256 tableInitial,
        uint256 tableMaintenance,
        uint256 halfSpread,
        uint256 deadBand,
        uint256 uncertainty,
        uint256 assumedDepth,
        uint256 expectedAge
    );

    /// What the whole system holds of an asset, 18 decimals, rounded up as it is kept.
    event ExposureNoted(uint8 indexed asset, uint256 long, uint256 short);

    /// The anti-procyclical buffer as it stands now, share of the initial core.
    event BufferTurned(uint256 index, uint256 buffer);

    /// Who is asked what the system holds.
    event SourcesSet(address indexed vault, address indexed clearing);

    /// Who may tighten.
    event GuardianSet(address indexed guardian);

    /// The owner named a successor, who has yet to accept.
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);

    /// The owner changed.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// The caller is not the owner, nor the named successor where ownership is accepted.
    error NotOwner(address caller);

    /// The caller is not the guardian.
    error NotGuardian(address caller);

    /// An address must not be zero.
    error ZeroAddress();

    /// There is no contract at the address.
    error NoCode(address account);

    /// There is no asset of this index.
    error UnknownAsset(uint8 asset);

    /// There is no class of this number.
    error UnknownClass(uint8 class);

    /// The asset has no terms.
    error NotListed(uint8 asset);

    /// An asset keeps its class.
    error ClassFixed(uint8 asset, uint8 class);

    /// A value is outside of its hard bounds: its place in the sheet of an asset (jump 0 to expected age 8), or, for
    /// asset 255, of the shared terms (horizon 0 to crowding 11).
    error OutOfBounds(uint8 asset, uint8 field);

    /// A value is looser than one window, or a guardian, may make it.
    error TooLoose(uint8 asset, uint8 field);

    /// The same terms were loosened less than a window ago.
    error TooSoon(uint8 asset, uint64 until);

    /// The terms are the same already.
    error Unchanged(uint8 asset);

    /// The terms do not go together: a sale at the largest discount would not lift an account, or the table asks for
    /// more maintenance than initial margin.
    error Inconsistent(uint8 asset);

    /// The buffer turns once a day.
    error NotDue(uint64 dueAt);

    /// The contract did not answer.
    error SourceFailed(address source);

    /// A value left the range of the arithmetic.
    error MathFailed();

    /// Sets the owner, the oracle whose index turns the buffer, and standard terms, once. Errors: `AlreadyInitialized`,
    /// `ZeroAddress`.
    function initialize(address owner, address oracle) external;

    /// Who is asked what the system holds; zero for nobody. Owner only. Errors: `NotOwner`, `NoCode`.
    function setSources(address vault, address clearing) external;

    /// Who may tighten; zero for nobody. Owner only. Error: `NotOwner`.
    function setGuardian(address guardian) external;

    /// Changes the shared terms. Owner only. Errors: `NotOwner`; for asset 255 `OutOfBounds`, `TooLoose`, `TooSoon`,
    /// `Unchanged`; `Inconsistent` for an asset that they do not suit.
    function setPolicy(PolicyTerms calldata terms) external;

    /// What assets of a class begin with, and those of it have from now on. Owner only. Errors: `NotOwner`,
    /// `UnknownClass`, `OutOfBounds`, `TooLoose`, `TooSoon`, `Inconsistent`.
    function setClass(uint8 class, ClassTerms calldata terms) external;

    /// Lists an asset of a class, or changes what it has of its own. Owner only. Errors: `NotOwner`, `UnknownAsset`,
    /// `UnknownClass`, `ClassFixed`, `OutOfBounds`, `TooLoose`, `TooSoon`, `Unchanged`, `Inconsistent`.
    function setAsset(uint8 asset, uint8 class, AssetTerms calldata terms) external;

    /// Tightens the shared terms. Guardian only. Errors: `NotGuardian`, `TooLoose` for what is looser than now,
    /// `OutOfBounds`, `Unchanged`, `Inconsistent`.
    function tightenPolicy(PolicyTerms calldata terms) external;

    /// Tightens the terms of an asset. Guardian only. Errors: `NotGuardian`, `NotListed`, `TooLoose` for what is looser
    /// than now, `OutOfBounds`, `Unchanged`, `Inconsistent`.
    function tightenAsset(uint8 asset, ClassTerms calldata class, AssetTerms calldata own) external;

    /// Notes what the whole system holds of the assets of a mask: anyone. Error: `SourceFailed`.
    function noteExposures(uint16 mask) external;

    /// Turns the anti-procyclical buffer by the oracle's volatility index: anyone, once a day. Before the first time there
    /// is none. Errors: `NotDue`, `SourceFailed`.
    function turnBuffer() external;

    /// Everything that a judgement needs of the assets of a mask, for accounts of a version (0: the newest), packed:
    /// two words of the shared terms, then two of each asset, ascending; of each two the first is for initial margin, the
    /// second for maintenance. Layout: `risk::terms`.
    function read(uint16 mask, uint32 version) external view returns (uint256[] memory);

    /// The newest version: what an account is moved to when its owner raises risk.
    function newest() external view returns (uint32);

    /// A bit for each asset that has terms.
    function listed() external view returns (uint16);

    /// The shared terms, as initial margin counts with them.
    function policy() external view returns (PolicyTerms memory terms);

    /// The shared terms that maintenance of accounts of a version counts with now.
    function maintenancePolicy(uint32 version) external view returns (PolicyTerms memory terms);

    /// What an asset of a class begins with. Error: `UnknownClass`.
    function classTerms(uint8 class) external view returns (ClassTerms memory terms);

    /// The terms of an asset, as initial margin counts with them. Error: `NotListed`.
    function assetTerms(uint8 asset) external view returns (AssetSheet memory terms);

    /// The terms of an asset that maintenance of accounts of a version counts with now. Error: `NotListed`.
    function maintenanceTerms(uint8 asset, uint32 version) external view returns (AssetSheet memory terms);

    /// Where changes of an asset's terms stand; for asset 255, of the shared ones. Error: `NotListed`.
    function changes(uint8 asset) external view returns (Changes memory changes);

    /// What the whole system holds of an asset as last noted: collateral and long legs, short legs; 18 decimals.
    function exposure(uint8 asset) external view returns (uint256 long, uint256 short);

    /// The anti-procyclical buffer as it stands, share of the initial core: 0 to 0.25.
    function buffer() external view returns (uint256);

    /// When the buffer may turn.
    function bufferDueAt() external view returns (uint64);

    /// Whose index turns the buffer.
    function oracle() external view returns (address);

    /// Who knows what is held as collateral.
    function vault() external view returns (address);

    /// Who knows what is held as legs.
    function clearing() external view returns (address);

    /// Who may tighten.
    function guardian() external view returns (address);

    /// The owner.
    function owner() external view returns (address);

    /// The successor that the owner has named.
    function pendingOwner() external view returns (address);

    /// Names a successor, or nobody. Error: `NotOwner`.
    function transferOwnership(address newOwner) external;

    /// Takes over. Error: `NotOwner` unless the caller is the named successor.
    function acceptOwnership() external;
}
