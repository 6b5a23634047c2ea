// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// Facts: feeds and their gates, prices, volatility and covariance on one clock.
///
/// A price passes a fixed order of gates or names the one that stopped it; it comes with a state that says
/// what it may be used for. Volatility and covariance are sampled together, at times that the volatility
/// index sets, by whoever calls `poke`; readers are shown moves that nobody has sampled yet.
///
/// Units: USD prices, volatilities (annual, 365 days), correlations and ratios are WAD; time is seconds.
interface IOracle {
    /// What the owner decides about an asset when listing it. Prices are USD WAD, volatilities annual WAD.
    /// Ratios and the floor are kept in basis points: values that are not whole multiples of 1e14 are refused.
    struct ListingTerms {
        /// Price feed (AggregatorV3Interface) with at most 18 decimals.
        address feed;
        /// Seconds within which the feed promises an update.
        uint32 heartbeat;
        /// Seconds past the heartbeat before the price is stale; past twice the sum it is dead.
        uint32 grace;
        /// Lower end of the band; a price at it, or within 1 % of it, is suspect. Not zero.
        uint256 minPrice;
        /// Upper end of the band, likewise. Below 2^112.
        uint256 maxPrice;
        /// Largest move from the last sampled price that is believed at once, as a ratio, at most 1e18.
        uint256 maxDeviation;
        /// Volatility never shown lower than this. Not zero.
        uint256 floorVolatility;
        /// Volatility at listing, and the least one shown until the asset has 30 samples.
        uint256 startVolatility;
        /// Weight in the volatility index, at most 1e18.
        uint256 indexWeight;
    }

    /// An asset was listed at the price its feed then had (USD WAD).
    event AssetListed(uint8 indexed asset, address indexed feed, uint8 decimals, uint256 price);

    /// A sample of all live assets was taken; the next is due at `dueAt`. `index` is the volatility index, annual WAD.
    event Sampled(uint64 at, uint64 dueAt, uint256 index);

    /// What the sample said of one asset: its price (USD WAD) and its volatility after it (annual WAD).
    event VolatilitySampled(uint8 indexed asset, uint256 price, uint256 volatility);

    /// The feed that reports on the sequencer; zero where none is asked.
    event SequencerFeedSet(address indexed feed);

    /// The clock and the filter of the volatility estimate.
    event ClockSet(
        uint32 interval,
        uint32 minInterval,
        uint32 maxInterval,
        uint32 halfLife,
        uint256 referenceVolatility,
        uint256 clip
    );

    /// The owner named a successor, who has yet to accept.
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);

    /// The owner changed.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// The caller is not the owner, nor the named successor where ownership is accepted.
    error NotOwner(address caller);

    /// The terms are outside of their bounds, or finer than they can be kept.
    error InvalidTerms();

    /// No asset has this index.
    error UnknownAsset(uint8 asset);

    /// Sixteen assets are listed.
    error TooManyAssets();

    /// A value left its type.
    error MathFailed();

    /// A feed failed with less gas than it is entitled to: send more, the feed is not to blame.
    error InsufficientGas();

    /// The sequencer is down, or its feed does not answer.
    error SequencerDown();

    /// The sequencer has been back for less than 3,600 s: prices count again after `until`.
    error GracePeriod(uint64 until);

    /// The feed reverted, ran out of its gas, or answered what does not decode.
    error FeedCallFailed(uint8 asset);

    /// The feed's decimals are not those it had at listing.
    error DecimalsChanged(uint8 asset, uint8 listed, uint8 current);

    /// The round's number or time is zero.
    error RoundIncomplete(uint8 asset);

    /// The round's time is later than the block.
    error PriceInFuture(uint8 asset, uint64 updatedAt);

    /// The round is older than heartbeat and grace.
    error PriceStale(uint8 asset, uint64 updatedAt);

    /// The answer is zero or negative.
    error PriceNotPositive(uint8 asset);

    /// The answer (USD WAD) is outside the band or within 1 % of its ends.
    error PriceOutOfBand(uint8 asset, uint256 price);

    /// The answer is too far from the last sampled price, and that sample is still recent (both USD WAD).
    error PriceDeviates(uint8 asset, uint256 price, uint256 sampled);

    /// Price of one whole unit of an asset (USD WAD). Reverts with the error of the first gate that the price
    /// does not pass.
    function price(uint8 asset) external view returns (uint256);

    /// The price (USD WAD; the last sampled one where the feed's is not live), its state, the gate that
    /// stopped it, and the time of its round. For a listed asset, reverts only on too little gas.
    ///
    /// States: 0 live, 1 stale, 2 dead, 3 suspect, 4 paused. Gates: 0 none, then in their order 1 sequencer
    /// down, 2 grace period, 3 feed call failed, 4 decimals changed, 5 round incomplete, 6 price in the
    /// future, 7 stale, 8 not positive, 9 out of band, 10 deviates.
    function status(uint8 asset) external view returns (uint256 price, uint8 state, uint8 gate, uint64 updatedAt);

    /// Volatility of an asset (annual WAD), rounded up: the larger of the stored one and the one that a
    /// sample now would store, and never below the asset's floor.
    function volatility(uint8 asset) external view returns (uint256);

    /// Correlation of two assets (WAD, within [-1e18, 1e18]), of the same matrix as `volatility`.
    function correlation(uint8 first, uint8 second) external view returns (int256);

    /// The volatility index (annual WAD) of the last sample: the weighted root mean square of the assets'
    /// volatilities. It sets the time to the next sample.
    function index() external view returns (uint256);

    /// Everything that judging a portfolio of the assets in `mask` needs, packed.
    ///
    /// Word 0: bits 0..127 volatility index, 128..191 block time, 192..255 due time of the next sample. Then
    /// one word per asset, ascending: bits 0..127 price, 128..135 state, 136..143 gate, 144..151 asset,
    /// 152..215 time of the price. Then the lower triangle of their covariance (per day, scale 1e-36), row
    /// by row, two int128 per word, the first in the low half.
    function snapshot(uint16 mask) external view returns (uint256[] memory);

    /// Takes a sample of all live assets where one is due. Anybody may call it at any time: before the due
    /// time, while the sequencer is not trusted, or with no asset live, it changes nothing and says `false`.
    function poke() external returns (bool sampled);

    /// When the next sample is due.
    function dueAt() external view returns (uint64);

    /// When the last sample was taken; before the first, when the clock started.
    function sampledAt() external view returns (uint64);

    /// Samples that an asset has had; stays at 65,535.
    function samples(uint8 asset) external view returns (uint32);

    /// Number of assets listed; their indices are below it.
    function assetCount() external view returns (uint8);

    /// The terms an asset was listed with.
    function listing(uint8 asset) external view returns (ListingTerms memory);

    /// The feed that reports on the sequencer; zero where none is asked.
    function sequencerFeed() external view returns (address);

    /// Sets the owner, the sequencer's feed (zero: none is asked) and the clock. Once.
    ///
    /// `interval` seconds pass between samples at `referenceVolatility`, never fewer than `minInterval` nor
    /// more than `maxInterval` (at most 7 days). `halfLife`: 6 hours to 180 days. `clip` (WAD): returns count
    /// in the estimate up to that many standard deviations; 0 for no limit, else 1 to 1,000.
    function initialize(
        address owner,
        address sequencerFeed,
        uint32 interval,
        uint32 minInterval,
        uint32 maxInterval,
        uint32 halfLife,
        uint256 referenceVolatility,
        uint256 clip
    ) external;

    /// Lists an asset under the next index and answers that index. Owner only; its price must be live.
    function list(ListingTerms calldata terms) external returns (uint8 asset);

    /// The owner.
    function owner() external view returns (address);

    /// The address that may accept the ownership; zero where none may.
    function pendingOwner() external view returns (address);

    /// Names the next owner, who has to accept; zero withdraws the offer. Owner only.
    function transferOwnership(address newOwner) external;

    /// Takes the ownership over. Only by the address named.
    function acceptOwnership() external;
}
