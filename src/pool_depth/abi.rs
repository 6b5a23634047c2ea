//! What the contract declares in Solidity: its structs, events and errors.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use alloy_sol_types::sol;

sol! {
    /// A pool stands for an asset.
    #[derive(Debug, PartialEq, Eq)]
    event PoolSet(uint8 indexed asset, address indexed pool, address token, uint32 window, uint8 quoteAsset, uint256 quotePrice);
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
    /// An asset past 15, a window under a minute, or a quote that is worth nothing.
    #[derive(Debug, PartialEq, Eq)]
    error InvalidTerms();
    /// No pool stands for the asset.
    #[derive(Debug, PartialEq, Eq)]
    error NotListed(uint8 asset);
    /// There is no contract at the address.
    #[derive(Debug, PartialEq, Eq)]
    error NoCode(address account);
    /// The token is neither of the pool's.
    #[derive(Debug, PartialEq, Eq)]
    error TokenNotInPool(address token);
    /// A token with more decimals than 36, or one that does not say.
    #[derive(Debug, PartialEq, Eq)]
    error DecimalsTooLarge(uint8 decimals);
    /// The pool reverted, or did not answer as such a pool does.
    #[derive(Debug, PartialEq, Eq)]
    error PoolFailed(address pool);
    /// Somebody is in the middle of a trade with the pool.
    #[derive(Debug, PartialEq, Eq)]
    error PoolLocked(address pool);
    /// The pool has no price yet.
    #[derive(Debug, PartialEq, Eq)]
    error PoolEmpty(address pool);
    /// The pool does not remember its price of `window` seconds ago: its observations must be increased, or wait.
    #[derive(Debug, PartialEq, Eq)]
    error NoHistory(address pool, uint32 window);
    /// The quote token has no price now.
    #[derive(Debug, PartialEq, Eq)]
    error PriceFailed(uint8 quoteAsset);
    /// The caller gave too little gas to hold a failure against anybody.
    #[derive(Debug, PartialEq, Eq)]
    error InsufficientGas();
    /// A value left the range of the arithmetic.
    #[derive(Debug, PartialEq, Eq)]
    error MathFailed();

    /// What trades of 2 % receive, USD (WAD), rounded down.
    #[derive(Debug, PartialEq, Eq)]
    struct Measurement {
        /// The asset sold, from the price now.
        uint256 sell;
        /// The asset bought, from the price now, valued at that price.
        uint256 buy;
        /// Sold from the mean price.
        uint256 meanSell;
        /// Bought from the mean price.
        uint256 meanBuy;
        /// Tick of the price now.
        int24 tick;
        /// Mean tick of the window.
        int24 meanTick;
    }

    /// A pool that stands for an asset.
    #[derive(Debug, PartialEq, Eq)]
    struct PoolListing {
        /// The pool.
        address pool;
        /// Whether the asset is its second token.
        bool assetIsToken1;
        /// Distance of its ticks.
        int24 tickSpacing;
        /// Seconds of the mean price.
        uint32 window;
        /// Asset whose price the other token has; 255 for a fixed one.
        uint8 quoteAsset;
        /// Decimals of the other token.
        uint8 quoteDecimals;
        /// What a whole other token is worth where that is fixed (USD WAD).
        uint256 quotePrice;
    }
}

crate::words::events! {
    PoolSet { asset, pool; token, window, quoteAsset, quotePrice }
    OwnershipTransferStarted { previousOwner, newOwner; }
    OwnershipTransferred { previousOwner, newOwner; }
}

// For the printed interface.
#[cfg(feature = "export-abi")]
mod printed {
    use super::{Measurement, PoolListing};
    use stylus_sdk::abi::{export::internal::InnerTypes, AbiType, ConstString};

    impl AbiType for Measurement {
        type SolType = Self;

        const ABI: ConstString = ConstString::new("Measurement");
        const EXPORT_ABI_ARG: ConstString = ConstString::new("Measurement memory");
        const EXPORT_ABI_RET: ConstString = Self::EXPORT_ABI_ARG;
    }

    impl InnerTypes for Measurement {}

    impl AbiType for PoolListing {
        type SolType = Self;

        const ABI: ConstString = ConstString::new("PoolListing");
        const EXPORT_ABI_ARG: ConstString = ConstString::new("PoolListing memory");
        const EXPORT_ABI_RET: ConstString = Self::EXPORT_ABI_ARG;
    }

    impl InnerTypes for PoolListing {}
}
