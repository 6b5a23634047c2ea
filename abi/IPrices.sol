// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// What an asset is worth now, and what may be done at that price.
///
/// A price passes a fixed order of gates or names the one that stopped it; it comes with a state that says what it
/// may be used for, and as two prices where its sources leave more than one open. The oracle samples prices of past
/// times: those of the rounds then in force, whoever asks when.
///
/// Units: USD prices and ratios are WAD; time is seconds.
interface IPrices {
    /// What the owner decides about an asset when listing it. Prices are USD WAD, ages seconds. Ratios are WAD,
    /// kept in basis points: values that are not whole multiples of 1e14 are refused. The band is kept with ten
    /// binary digits, rounded to the inside.
    struct FeedTerms {
        /// Price feed (AggregatorV3Interface) with at most 18 decimals.
        address feed;
        /// Seconds within which the feed promises an update, at most 30 days.
        uint32 heartbeat;
        /// Seconds past the heartbeat before the price is stale, at most 14 days; past twice the sum it is dead.
        uint32 grace;
        /// Lower end of the band; a price at it, or within 1 % of it, is suspect. Not zero.
        uint256 minPrice;
        /// Upper end of the band, likewise. Below 2^112.
        uint256 maxPrice;
        /// How far the price may be from the second feed, from the net asset value, and where there is no second
        /// feed, from the last sample without having held for 1,800 s. At most 1e18.
        uint256 maxDeviation;
        /// A second feed of the same price; zero for none.
        address secondary;
        /// Age past which the second feed does not count; zero without one.
        uint32 secondaryLimit;
        /// A feed of the net asset value; zero for none.
        address nav;
        /// Age past which the net asset value does not count; zero without one.
        uint32 navExpiry;
        /// How far below the net asset value a liability may count; zero without one.
        uint256 navDiscount;
    }

    /// An asset was listed at the price its feed then had (USD WAD).
    event AssetListed(uint8 indexed asset, address indexed feed, uint8 decimals, uint256 price);

    /// The feed that reports on the sequencer; zero where none is asked.
    event SequencerFeedSet(address indexed feed);

    /// Who may record samples.
    event OracleSet(address indexed oracle);

    /// The owner named a successor, who has yet to accept.
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);

    /// The owner changed.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// The caller is not the owner, nor the named successor where ownership is accepted.
    error NotOwner(address caller);

    /// The caller is not the oracle.
    error NotOracle(address caller);

    /// The oracle is named once.
    error OracleAlreadySet(address oracle);

    /// An address of the configuration must not be zero.
    error ZeroAddress();

    /// The terms are outside of their bounds, or finer than they can be kept.
    error InvalidTerms();

    /// No asset has this index.
    error UnknownAsset(uint8 asset);

    /// The table has no such state or action.
    error UnknownDecision(uint8 state, uint8 action);

    /// Sixteen assets are listed.
    error TooManyAssets();

    /// Every listed asset has a sample of this time, or a later one.
    error AlreadyRecorded(uint64 due);

    /// The block is earlier than the sample would be.
    error NotDue(uint64 due);

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

    /// The answer is too far from another source, or from the last sample without having held (both USD WAD).
    error PriceDeviates(uint8 asset, uint256 price, uint256 other);

    /// Price of one whole unit of an asset (USD WAD), of its primary feed. Reverts with the error of the first gate
    /// that the price does not pass.
    function price(uint8 asset) external view returns (uint256);

    /// The price (USD WAD; the collateral price where it is not live), its state, the gate that stopped it, and the
    /// time of its round. For a listed asset, reverts only on too little gas.
    ///
    /// States: 0 live, 1 stale, 2 dead, 3 suspect, 4 paused. Gates: 0 none, then in their order 1 sequencer
    /// down, 2 grace period, 3 feed call failed, 4 decimals changed, 5 round incomplete, 6 price in the
    /// future, 7 stale, 8 not positive, 9 out of band, 10 deviates.
    function status(uint8 asset) external view returns (uint256 price, uint8 state, uint8 gate, uint64 updatedAt);

    /// The price at which an asset counts as collateral, and the one, at least as high, at which it counts as a
    /// liability (USD WAD); with state and gate, as `status`.
    function bothPrices(
        uint8 asset
    ) external view returns (uint256 collateral, uint256 liability, uint8 state, uint8 gate);

    /// Two words per asset of the mask, ascending. First: bits 0..127 collateral price, 128..255 liability price.
    /// Second: bits 0..127 log return (int128, WAD) since the last sample of that market price which moved furthest,
    /// 128..135 state, 136..143 gate, 144..151 asset, 152..199 time of the round. Reverts only on an asset that is
    /// not listed, and on too little gas.
    function observe(uint16 mask) external view returns (uint256[] memory);

    /// Samples all assets at a past time. One word per listed asset: bits 0..127 log return (int128, WAD) since its
    /// last sample, 128..239 price at `due` (USD WAD), 240 set; zero where the price was not live then, or is sampled
    /// already. It follows from the rounds that the feeds answered before `due` and from what was recorded before,
    /// whenever it is called. Oracle only. Errors: `NotOracle`, `NotDue` before `due`, `AlreadyRecorded`,
    /// `SequencerDown` and `GracePeriod` as of now.
    function record(uint64 due) external returns (uint256[] memory);

    /// The price of an asset at a past time (USD WAD): of the round that its primary feed answered last before `at`, where
    /// it passed the gates then; it must agree with the second feed as of then, and without one, with the price in force
    /// 1,800 s before. The same whenever it is asked for, as long as the feed keeps its rounds. Errors: `UnknownAsset`,
    /// `NotDue` before `at`, `InsufficientGas`, that of the gate which the price did not pass.
    function priceAt(uint8 asset, uint64 at) external view returns (uint256);

    /// The price (USD WAD) and the time of the last sample of an asset; at first, of its listing.
    function sampled(uint8 asset) external view returns (uint256 price, uint64 at);

    /// What a price in a state allows. Actions: 0 deposit and repay, 1 withdraw without debt, 2 borrow, withdraw
    /// with debt or increase risk, 3 start a liquidation, 4 settle a running one, 5 share a loss. Answers: 0 no, 1 yes,
    /// 2 below the maintenance margin, 3 below it at the last price and with a health below 0.95, 4 below it under
    /// both prices, 5 not for this asset but for others, 6 yes at the price worse for the liquidator, 7 not now: the
    /// clock stops. Error: `UnknownDecision`.
    function permission(uint8 state, uint8 action) external view returns (uint8);

    /// The `permission` of an asset's present state.
    function decision(uint8 asset, uint8 action) external view returns (uint8);

    /// One word per asset of the mask, ascending: byte k, from the lowest, is the `permission` of action k, byte 6 the
    /// state, byte 7 the gate.
    function decisions(uint16 mask) external view returns (uint256[] memory);

    /// Seconds since `initialize` in which the sequencer was up and past its grace of 3,600 s; all of them where no
    /// feed reports on it. Reverts with `SequencerDown` where that feed does not answer.
    function activeTime() external view returns (uint64);

    /// The terms an asset was listed with, as they are kept.
    function listing(uint8 asset) external view returns (FeedTerms memory);

    /// The feed that reports on the sequencer; zero where none is asked.
    function sequencerFeed() external view returns (address);

    /// Who may record samples.
    function oracle() external view returns (address);

    /// Number of assets listed; their indices are below it.
    function assetCount() external view returns (uint8);

    /// Sets the owner and the sequencer's feed (zero: none is asked), once. Errors: `AlreadyInitialized`,
    /// `ZeroAddress`, `InvalidTerms` where the feed does not answer.
    function initialize(address owner, address sequencerFeed) external;

    /// Names the oracle, once. Owner only. Errors: `NotOwner`, `ZeroAddress`, `OracleAlreadySet`.
    function setOracle(address oracle) external;

    /// Lists an asset under the next index and answers that index. Owner only; its price must be live, and so must
    /// be the second feed and the net asset value where there are any.
    function list(FeedTerms calldata terms) external returns (uint8 asset);

    /// The owner.
    function owner() external view returns (address);

    /// The address that may accept the ownership; zero where none may.
    function pendingOwner() external view returns (address);

    /// Names the next owner, who has to accept; zero withdraws the offer. Owner only.
    function transferOwnership(address newOwner) external;

    /// Takes the ownership over. Only by the address named.
    function acceptOwnership() external;
}
