//! What the contract declares in Solidity: its structs, events and errors.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use alloy_sol_types::sol;

sol! {
    /// What the owner decides about an asset when listing it. Prices are USD WAD, ages seconds. Ratios are WAD,
    /// kept in basis points: values that are not whole multiples of 1e14 are refused. The band is kept with ten
    /// binary digits, rounded to the inside.
    #[derive(Debug, PartialEq, Eq)]
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
    #[derive(Debug, PartialEq, Eq)]
    event AssetListed(uint8 indexed asset, address indexed feed, uint8 decimals, uint256 price);
    /// The feed that reports on the sequencer; zero where none is asked.
    #[derive(Debug, PartialEq, Eq)]
    event SequencerFeedSet(address indexed feed);
    /// Who may record samples.
    #[derive(Debug, PartialEq, Eq)]
    event OracleSet(address indexed oracle);
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
    /// The caller is not the oracle.
    #[derive(Debug, PartialEq, Eq)]
    error NotOracle(address caller);
    /// The oracle is named once.
    #[derive(Debug, PartialEq, Eq)]
    error OracleAlreadySet(address oracle);
    /// An address of the configuration must not be zero.
    #[derive(Debug, PartialEq, Eq)]
    error ZeroAddress();
    /// The terms are outside of their bounds, or finer than they can be kept.
    #[derive(Debug, PartialEq, Eq)]
    error InvalidTerms();
    /// No asset has this index.
    #[derive(Debug, PartialEq, Eq)]
    error UnknownAsset(uint8 asset);
    /// The table has no such state or action.
    #[derive(Debug, PartialEq, Eq)]
    error UnknownDecision(uint8 state, uint8 action);
    /// Sixteen assets are listed.
    #[derive(Debug, PartialEq, Eq)]
    error TooManyAssets();
    /// Every listed asset has a sample of this time, or a later one.
    #[derive(Debug, PartialEq, Eq)]
    error AlreadyRecorded(uint64 due);
    /// The block is earlier than the sample would be.
    #[derive(Debug, PartialEq, Eq)]
    error NotDue(uint64 due);
    /// A value left its type.
    #[derive(Debug, PartialEq, Eq)]
    error MathFailed();
    /// A feed failed with less gas than it is entitled to: send more, the feed is not to blame.
    #[derive(Debug, PartialEq, Eq)]
    error InsufficientGas();

    /// The sequencer is down, or its feed does not answer.
    #[derive(Debug, PartialEq, Eq)]
    error SequencerDown();
    /// The sequencer has been back for less than 3,600 s: prices count again after `until`.
    #[derive(Debug, PartialEq, Eq)]
    error GracePeriod(uint64 until);
    /// The feed reverted, ran out of its gas, or answered what does not decode.
    #[derive(Debug, PartialEq, Eq)]
    error FeedCallFailed(uint8 asset);
    /// The feed's decimals are not those it had at listing.
    #[derive(Debug, PartialEq, Eq)]
    error DecimalsChanged(uint8 asset, uint8 listed, uint8 current);
    /// The round's number or time is zero.
    #[derive(Debug, PartialEq, Eq)]
    error RoundIncomplete(uint8 asset);
    /// The round's time is later than the block.
    #[derive(Debug, PartialEq, Eq)]
    error PriceInFuture(uint8 asset, uint64 updatedAt);
    /// The round is older than heartbeat and grace.
    #[derive(Debug, PartialEq, Eq)]
    error PriceStale(uint8 asset, uint64 updatedAt);
    /// The answer is zero or negative.
    #[derive(Debug, PartialEq, Eq)]
    error PriceNotPositive(uint8 asset);
    /// The answer (USD WAD) is outside the band or within 1 % of its ends.
    #[derive(Debug, PartialEq, Eq)]
    error PriceOutOfBand(uint8 asset, uint256 price);
    /// The answer is too far from another source, or from the last sample without having held (both USD WAD).
    #[derive(Debug, PartialEq, Eq)]
    error PriceDeviates(uint8 asset, uint256 price, uint256 other);
}

/// The types of a signature, and the name for the printed interface.
impl stylus_sdk::abi::AbiType for FeedTerms {
    type SolType = Self;

    const ABI: stylus_sdk::abi::ConstString = stylus_sdk::abi::ConstString::new(
        "(address,uint32,uint32,uint256,uint256,uint256,address,uint32,address,uint32,uint256)",
    );
    const EXPORT_ABI_ARG: stylus_sdk::abi::ConstString =
        stylus_sdk::abi::ConstString::new("FeedTerms memory");
    const EXPORT_ABI_RET: stylus_sdk::abi::ConstString = Self::EXPORT_ABI_ARG;
}

#[cfg(feature = "export-abi")]
impl stylus_sdk::abi::export::internal::InnerTypes for FeedTerms {}
