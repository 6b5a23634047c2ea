//! What the contract declares in Solidity: its structs, events and errors.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use alloy_sol_types::sol;

sol! {
    /// What the owner decides about an asset when listing it. Prices are USD WAD, volatilities annual WAD.
    /// Ratios and the floor are kept in basis points: values that are not whole multiples of 1e14 are refused.
    #[derive(Debug, PartialEq, Eq)]
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
    #[derive(Debug, PartialEq, Eq)]
    event AssetListed(uint8 indexed asset, address indexed feed, uint8 decimals, uint256 price);
    /// A sample of all live assets was taken; the next is due at `dueAt`. `index` is the volatility index, annual WAD.
    #[derive(Debug, PartialEq, Eq)]
    event Sampled(uint64 at, uint64 dueAt, uint256 index);
    /// What the sample said of one asset: its price (USD WAD) and its volatility after it (annual WAD).
    #[derive(Debug, PartialEq, Eq)]
    event VolatilitySampled(uint8 indexed asset, uint256 price, uint256 volatility);
    /// The feed that reports on the sequencer; zero where none is asked.
    #[derive(Debug, PartialEq, Eq)]
    event SequencerFeedSet(address indexed feed);
    /// The clock and the filter of the volatility estimate.
    #[derive(Debug, PartialEq, Eq)]
    event ClockSet(uint32 interval, uint32 minInterval, uint32 maxInterval, uint32 halfLife, uint256 referenceVolatility, uint256 clip);
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
    /// The terms are outside of their bounds, or finer than they can be kept.
    #[derive(Debug, PartialEq, Eq)]
    error InvalidTerms();
    /// No asset has this index.
    #[derive(Debug, PartialEq, Eq)]
    error UnknownAsset(uint8 asset);
    /// Sixteen assets are listed.
    #[derive(Debug, PartialEq, Eq)]
    error TooManyAssets();
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
    /// The answer is too far from the last sampled price, and that sample is still recent (both USD WAD).
    #[derive(Debug, PartialEq, Eq)]
    error PriceDeviates(uint8 asset, uint256 price, uint256 sampled);
}

// For the printed interface.
#[cfg(feature = "export-abi")]
mod printed {
    use super::ListingTerms;
    use stylus_sdk::abi::{export::internal::InnerTypes, AbiType, ConstString};

    impl AbiType for ListingTerms {
        type SolType = Self;

        const ABI: ConstString = ConstString::new("ListingTerms");
        const EXPORT_ABI_ARG: ConstString = ConstString::new("ListingTerms memory");
        const EXPORT_ABI_RET: ConstString = Self::EXPORT_ABI_ARG;
    }

    impl InnerTypes for ListingTerms {}
}
