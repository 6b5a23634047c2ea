// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// Depth of Uniswap-v3-style pools, as a source for the depth desk: USD that a trade receives which moves the pool's
/// price by 2 %, the smaller of both directions, around the price now and around the mean price of a while.
///
/// The owner says which pool stands for which asset, and what a unit of the pool's other token is worth: a fixed
/// number of dollars for a stablecoin, or the price of another asset.
interface IPoolDepth {
    /// What trades of 2 % receive, USD (WAD), rounded down.
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

    /// A pool stands for an asset.
    event PoolSet(
        uint8 indexed asset,
        address indexed pool,
        address token,
        uint32 window,
        uint8 quoteAsset,
        uint256 quotePrice
    );

    /// The owner named a successor, who has yet to accept.
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);

    /// The owner changed.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// The caller is not the owner, nor the named successor where ownership is accepted.
    error NotOwner(address caller);

    /// An address that must be somebody's is zero.
    error ZeroAddress();

    /// An asset past 15, a window under a minute, or a quote that is worth nothing.
    error InvalidTerms();

    /// No pool stands for the asset.
    error NotListed(uint8 asset);

    /// There is no contract at the address.
    error NoCode(address account);

    /// The token is neither of the pool's.
    error TokenNotInPool(address token);

    /// A token with more decimals than 36, or one that does not say.
    error DecimalsTooLarge(uint8 decimals);

    /// The pool reverted, or did not answer as such a pool does.
    error PoolFailed(address pool);

    /// Somebody is in the middle of a trade with the pool.
    error PoolLocked(address pool);

    /// The pool has no price yet.
    error PoolEmpty(address pool);

    /// The pool does not remember its price of `window` seconds ago: its observations must be increased, or wait.
    error NoHistory(address pool, uint32 window);

    /// The quote token has no price now.
    error PriceFailed(uint8 quoteAsset);

    /// The caller gave too little gas to hold a failure against anybody.
    error InsufficientGas();

    /// A value left the range of the arithmetic.
    error MathFailed();

    /// Sets the owner and who is asked for prices, once. Errors: `AlreadyInitialized`, `ZeroAddress`.
    function initialize(address owner, address prices) external;

    /// Says which pool stands for an asset, of which `token` is the asset, and over how many seconds its mean price is
    /// taken (at least 60). The other token is worth the price of `quoteAsset`, or, where that is 255, `quotePrice`
    /// (USD WAD a whole token). Replaces what was said before. Errors: `NotOwner`, `InvalidTerms`, `NoCode`,
    /// `TokenNotInPool`, `DecimalsTooLarge`, `PoolFailed`.
    function setPool(
        uint8 asset,
        address pool,
        address token,
        uint32 window,
        uint8 quoteAsset,
        uint256 quotePrice
    ) external;

    /// USD (WAD) within 2 % of the price: the least of [`Self::measure`], rounded down. Errors: `NotListed`,
    /// `PoolFailed`, `PoolLocked`, `PoolEmpty`, `NoHistory`, `PriceFailed`, `InsufficientGas`, `MathFailed`.
    function depth(uint8 asset) external view returns (uint256);

    /// The four depths and the ticks that they were measured at. Errors as `depth`.
    function measure(uint8 asset) external view returns (Measurement memory measurement);

    /// What the owner said of an asset, and what the pool said then. Error: `NotListed`.
    function listing(uint8 asset) external view returns (PoolListing memory listing);

    /// Who is asked for prices.
    function prices() external view returns (address);

    /// The owner.
    function owner() external view returns (address);

    /// The successor that the owner has named.
    function pendingOwner() external view returns (address);

    /// Names a successor, or nobody. Error: `NotOwner`.
    function transferOwnership(address newOwner) external;

    /// Takes over. Error: `NotOwner` unless the caller is the named successor.
    function acceptOwnership() external;
}
