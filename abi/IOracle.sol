// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// The face of the facts: what an asset is worth, how much it moves, with which others, and how deep its market is.
///
/// Prices are those of the contract `prices`. Volatility and covariance are sampled together, at times that the
/// volatility index sets, by whoever calls `poke`; each sample is taken from the prices of its due time, so the
/// caller chooses nothing. Readers are shown moves that nobody has sampled yet.
///
/// Units: USD prices, volatilities (annual, 365 days), correlations and ratios are WAD; time is seconds.
interface IOracle {
    /// The clock and the memory of the estimates.
    struct ClockTerms {
        /// Seconds between two samples at the reference volatility.
        uint32 interval;
        /// Shortest interval, at least 60 seconds.
        uint32 minInterval;
        /// Longest interval, at most 7 days.
        uint32 maxInterval;
        /// Half-life of the fast estimate and of the correlations, 6 hours to 180 days.
        uint32 halfLife;
        /// Half-life of the long-run level, at least `halfLife`, at most 180 days.
        uint32 slowHalfLife;
        /// Half-life of the memory of jumps, 6 hours to 180 days.
        uint32 jumpHalfLife;
        /// Annual WAD, a multiple of 1e12, at most 100e18.
        uint256 referenceVolatility;
        /// Returns count in the estimates up to that many deviations: WAD, a multiple of 1.25e17, at least 1e18 and
        /// below 32e18; 0 for no limit.
        uint256 clip;
    }

    /// What the owner decides about an asset. Whole basis points: values that are not multiples of 1e14 are refused.
    struct AssetTerms {
        /// Volatility never shown lower than this, annual WAD. Not zero, below 26e18.
        uint256 floorVolatility;
        /// Volatility at listing, and the least one shown until the asset has 30 samples. At most 100e18.
        uint256 startVolatility;
        /// Weight in the volatility index, at most 1e18.
        uint256 indexWeight;
    }

    /// An asset as people read it: USD and ratios WAD, volatilities annual WAD, time in seconds.
    struct AssetInfo {
        uint8 asset;
        uint8 state;
        uint8 gate;
        uint8 samples;
        uint64 updatedAt;
        uint128 collateralPrice;
        uint128 liabilityPrice;
        uint128 volatility;
        uint128 slowVolatility;
        uint128 pacedVolatility;
        uint128 forecastVolatility;
        uint128 depth;
        uint128 maintenanceDepth;
        /// Of the backtest: 0.13e18 for margins times 1.13.
        uint128 surcharge;
    }

    /// An asset was listed under this index.
    event AssetListed(uint8 indexed asset, uint256 floorVolatility, uint256 startVolatility, uint256 indexWeight);

    /// A sample was taken of the prices at `at`; the next is due at `dueAt`. `index` is the volatility index (annual
    /// WAD). One word per asset: bits 0..111 price (USD WAD), 112..207 volatility after it (annual WAD), 208..215 asset,
    /// 216 set where the asset was sampled.
    event Sampled(uint64 at, uint64 dueAt, uint256 index, uint256[] assets);

    /// The book refused a row; the sample counts all the same.
    event RowFailed(uint64 at);

    /// The contract that knows prices.
    event PricesSet(address indexed prices);

    /// The clock and the memory of the estimates.
    event ClockSet(
        uint32 interval,
        uint32 minInterval,
        uint32 maxInterval,
        uint32 halfLife,
        uint32 slowHalfLife,
        uint32 jumpHalfLife,
        uint256 referenceVolatility,
        uint256 clip
    );

    /// The contract that keeps scenarios, and the seconds between two rows.
    event BookSet(address indexed book, uint32 rowPeriod);

    /// The contract that measures depths.
    event DepthSet(address indexed desk);

    /// The owner named a successor, who has yet to accept.
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);

    /// The owner changed.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// The caller is not the owner, nor the named successor where ownership is accepted.
    error NotOwner(address caller);

    /// Only the depth desk notes depths.
    error NotDepthDesk(address caller);

    /// The terms are outside of their bounds, or finer than they can be kept.
    error InvalidTerms();

    /// No asset has this index.
    error UnknownAsset(uint8 asset);

    /// Sixteen assets are listed.
    error TooManyAssets();

    /// A sample is due: it has to be taken before an asset is added.
    error SampleDue(uint64 dueAt);

    /// The contract that knows prices gave no answer that can be read.
    error PricesFailed();

    /// A value left its type.
    error MathFailed();

    /// The book failed with less gas than it is entitled to: send more.
    error InsufficientGas();

    /// Price of one whole unit of an asset (USD WAD). Reverts with the error of the first gate that the price
    /// does not pass; see `prices`.
    function price(uint8 asset) external view returns (uint256);

    /// The price (USD WAD), its state, the gate that stopped it, and the time of its round; see `prices`.
    function status(uint8 asset) external view returns (uint256 price, uint8 state, uint8 gate, uint64 updatedAt);

    /// Volatility of an asset (annual WAD), rounded up: the larger of the stored one and the one that a
    /// sample now would store, jumps remembered, and never below the asset's floor. Until 30 samples never below
    /// 12.8 % a day, nor the one at listing.
    function volatility(uint8 asset) external view returns (uint256);

    /// The long-run volatility of an asset (annual WAD), likewise.
    function slowVolatility(uint8 asset) external view returns (uint256);

    /// The volatility (annual WAD) at limited speeds: it rises by at most 2 % in an hour and falls by at most 2 %
    /// in a day.
    function pacedVolatility(uint8 asset) external view returns (uint256);

    /// Correlation of two assets (WAD, within [-1e18, 1e18]), unsampled moves included.
    function correlation(uint8 first, uint8 second) external view returns (int256);

    /// The volatility index (annual WAD) of the last sample: the weighted root mean square of the assets'
    /// volatilities. It sets the time to the next sample.
    function index() external view returns (uint256);

    /// USD (WAD) that can be traded within 2 %, as the depth desk noted it; 0 where nobody has.
    function depth(uint8 asset) external view returns (uint256);

    /// Everything that judging a portfolio of the assets in `mask` needs, packed.
    ///
    /// Word 0: bits 0..79 volatility index (annual WAD), 80..127 time of the last sample, 128..191 block time,
    /// 192..255 due time of the next sample. Then three words per asset, ascending. First: 0..111 collateral price,
    /// 112..119 state, 120..127 gate, 128..239 liability price, 240..247 asset, 248..255 surcharge (hundredths).
    /// Second: 0..127 long-run variance, 128..255 paced variance (per day, scale 1e-36). Third: 0..79 forecast
    /// variance (units of 2^47), 80..127 time of the price, 128..183 depth, 184..239 depth for maintenance (whole
    /// USD), 240..247 samples. Then the lower triangle of the covariance (per day, scale 1e-36), row by row, two
    /// int128 per word, the first in the low half.
    function snapshot(uint16 mask) external view returns (uint256[] memory);

    /// The lower triangle of the covariance of the assets in `mask` (per day, scale 1e-36), row by row, unsampled
    /// moves included.
    function matrix(uint16 mask) external view returns (int256[] memory);

    /// An asset as people read it.
    function assetInfo(uint8 asset) external view returns (AssetInfo memory);

    /// The assets in `mask` as people read them, ascending.
    function assetInfos(uint16 mask) external view returns (AssetInfo[] memory);

    /// Takes the samples that are due, at most eight. Anybody may call it at any time: before the due time, or
    /// while the sequencer is not trusted, it changes nothing and says `false`. Returns `(bool sampled)`.
    function poke() external returns (bool);

    /// When the next sample is due.
    function dueAt() external view returns (uint64);

    /// When the last sample was due; before the first, when the clock started.
    function sampledAt() external view returns (uint64);

    /// When the next sample is due, and how many are due by now at the present index.
    function nextDue() external view returns (uint64 at, uint32 overdue);

    /// Samples that an asset has had; stays at 31.
    function samples(uint8 asset) external view returns (uint32);

    /// Number of assets listed; their indices are below it.
    function assetCount() external view returns (uint8);

    /// The terms an asset was listed with.
    function listing(uint8 asset) external view returns (AssetTerms memory);

    /// The clock and the memory of the estimates.
    function clock() external view returns (ClockTerms memory);

    /// The contract that knows prices.
    function prices() external view returns (address);

    /// The contract that keeps scenarios; zero where there is none.
    function book() external view returns (address);

    /// The contract that measures depths; zero where there is none.
    function depthDesk() external view returns (address);

    /// Notes depths. Only the depth desk. Per word: bits 0..7 asset, 8..127 depth, 128..247 depth for maintenance
    /// (USD WAD).
    function noteDepths(uint256[] calldata words) external;

    /// Sets the owner, the contract that knows prices, and the clock. Once.
    function initialize(address owner, address prices, ClockTerms calldata terms) external;

    /// Names the book, which gets a row at the first sample of each period: whole multiples of `rowPeriod` seconds,
    /// at most 7 days. Owner only.
    function setBook(address book, uint32 rowPeriod) external;

    /// Names the depth desk. Owner only.
    function setDepth(address desk) external;

    /// Lists the next asset that `prices` knows, and answers its index, which is the same there. Owner only.
    function list(AssetTerms calldata terms) external returns (uint8 asset);

    /// The owner.
    function owner() external view returns (address);

    /// The address that may accept the ownership; zero where none may.
    function pendingOwner() external view returns (address);

    /// Names the next owner, who has to accept; zero withdraws the offer. Owner only.
    function transferOwnership(address newOwner) external;

    /// Takes the ownership over. Only by the address named.
    function acceptOwnership() external;
}
