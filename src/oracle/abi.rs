//! What the contract declares in Solidity: its structs, events and errors.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use alloy_sol_types::sol;

sol! {
    /// The clock and the memory of the estimates.
    #[derive(Debug, PartialEq, Eq)]
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
    #[derive(Debug, PartialEq, Eq)]
    struct AssetTerms {
        /// Volatility never shown lower than this, annual WAD. Not zero, below 26e18.
        uint256 floorVolatility;
        /// Volatility at listing, and the least one shown until the asset has 30 samples. At most 100e18.
        uint256 startVolatility;
        /// Weight in the volatility index, at most 1e18.
        uint256 indexWeight;
    }

    /// An asset as people read it: USD and ratios WAD, volatilities annual WAD, time in seconds.
    #[derive(Debug, PartialEq, Eq)]
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
    #[derive(Debug, PartialEq, Eq)]
    event AssetListed(uint8 indexed asset, uint256 floorVolatility, uint256 startVolatility, uint256 indexWeight);
    /// A sample was taken of the prices at `at`; the next is due at `dueAt`. `index` is the volatility index (annual
    /// WAD). One word per asset: bits 0..111 price (USD WAD), 112..207 volatility after it (annual WAD), 208..215 asset,
    /// 216 set where the asset was sampled.
    #[derive(Debug, PartialEq, Eq)]
    event Sampled(uint64 at, uint64 dueAt, uint256 index, uint256[] assets);
    /// The book refused a row; the sample counts all the same.
    #[derive(Debug, PartialEq, Eq)]
    event RowFailed(uint64 at);
    /// The contract that knows prices.
    #[derive(Debug, PartialEq, Eq)]
    event PricesSet(address indexed prices);
    /// The clock and the memory of the estimates.
    #[derive(Debug, PartialEq, Eq)]
    event ClockSet(uint32 interval, uint32 minInterval, uint32 maxInterval, uint32 halfLife, uint32 slowHalfLife, uint32 jumpHalfLife, uint256 referenceVolatility, uint256 clip);
    /// The contract that keeps scenarios, and the seconds between two rows.
    #[derive(Debug, PartialEq, Eq)]
    event BookSet(address indexed book, uint32 rowPeriod);
    /// The contract that measures depths.
    #[derive(Debug, PartialEq, Eq)]
    event DepthSet(address indexed desk);
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
    /// Only the depth desk notes depths.
    #[derive(Debug, PartialEq, Eq)]
    error NotDepthDesk(address caller);
    /// The terms are outside of their bounds, or finer than they can be kept.
    #[derive(Debug, PartialEq, Eq)]
    error InvalidTerms();
    /// No asset has this index.
    #[derive(Debug, PartialEq, Eq)]
    error UnknownAsset(uint8 asset);
    /// Sixteen assets are listed.
    #[derive(Debug, PartialEq, Eq)]
    error TooManyAssets();
    /// A sample is due: it has to be taken before an asset is added.
    #[derive(Debug, PartialEq, Eq)]
    error SampleDue(uint64 dueAt);
    /// The contract that knows prices gave no answer that can be read.
    #[derive(Debug, PartialEq, Eq)]
    error PricesFailed();
    /// A value left its type.
    #[derive(Debug, PartialEq, Eq)]
    error MathFailed();
    /// The book failed with less gas than it is entitled to: send more.
    #[derive(Debug, PartialEq, Eq)]
    error InsufficientGas();
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
    ClockTerms = "(uint32,uint32,uint32,uint32,uint32,uint32,uint256,uint256)";
    AssetTerms = "(uint256,uint256,uint256)";
    AssetInfo = "(uint8,uint8,uint8,uint8,uint64,uint128,uint128,uint128,uint128,uint128,uint128,uint128,uint128,uint128)";
}
