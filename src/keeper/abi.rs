//! The contracts as this tool calls them, from the Solidity interfaces in `abi/`.

#![allow(missing_docs, clippy::too_many_arguments)]

use alloy::sol;

sol! {
    /// What an asset is worth now.
    #[sol(rpc)]
    #[derive(Debug)]
    interface IPrices {
        struct FeedTerms {
            address feed; uint32 heartbeat; uint32 grace; uint256 minPrice; uint256 maxPrice; uint256 maxDeviation;
            address secondary; uint32 secondaryLimit; address nav; uint32 navExpiry; uint256 navDiscount;
        }
        error AlreadyInitialized();
        error NotOwner(address caller);
        error InvalidTerms();
        error UnknownAsset(uint8 asset);
        error TooManyAssets();
        error MathFailed();
        error InsufficientGas();
        error SequencerDown();
        error GracePeriod(uint64 until);
        error FeedCallFailed(uint8 asset);
        error DecimalsChanged(uint8 asset, uint8 listed, uint8 current);
        error RoundIncomplete(uint8 asset);
        error PriceInFuture(uint8 asset, uint64 updatedAt);
        error PriceStale(uint8 asset, uint64 updatedAt);
        error PriceNotPositive(uint8 asset);
        error PriceOutOfBand(uint8 asset, uint256 price);
        error PriceDeviates(uint8 asset, uint256 price, uint256 sampled);
        function initialize(address owner, address sequencerFeed) external;
        function setOracle(address oracle) external;
        function list(FeedTerms calldata terms) external returns (uint8 asset);
        function price(uint8 asset) external view returns (uint256);
        function status(uint8 asset) external view returns (uint256 price, uint8 state, uint8 gate, uint64 updatedAt);
        function bothPrices(uint8 asset) external view returns (uint256 collateral, uint256 liability, uint8 state, uint8 gate);
        function listing(uint8 asset) external view returns (FeedTerms memory);
        function oracle() external view returns (address);
        function assetCount() external view returns (uint8);
        function owner() external view returns (address);
    }

    /// How prices move, and the face that everyone calls.
    #[sol(rpc)]
    #[derive(Debug)]
    interface IOracle {
        struct ClockTerms {
            uint32 interval; uint32 minInterval; uint32 maxInterval; uint32 halfLife; uint32 slowHalfLife;
            uint32 jumpHalfLife; uint256 referenceVolatility; uint256 clip;
        }
        struct AssetTerms { uint256 floorVolatility; uint256 startVolatility; uint256 indexWeight; }
        event Sampled(uint64 at, uint64 dueAt, uint256 index, uint256[] assets);
        error AlreadyInitialized();
        error NotOwner(address caller);
        error InvalidTerms();
        error UnknownAsset(uint8 asset);
        error TooManyAssets();
        error MathFailed();
        error InsufficientGas();
        function initialize(address owner, address prices, ClockTerms calldata terms) external;
        function setBook(address book, uint32 rowPeriod) external;
        function setDepth(address desk) external;
        function list(AssetTerms calldata terms) external returns (uint8 asset);
        function price(uint8 asset) external view returns (uint256);
        function status(uint8 asset) external view returns (uint256 price, uint8 state, uint8 gate, uint64 updatedAt);
        function volatility(uint8 asset) external view returns (uint256);
        function correlation(uint8 first, uint8 second) external view returns (int256);
        function index() external view returns (uint256);
        function depth(uint8 asset) external view returns (uint256);
        function snapshot(uint16 mask) external view returns (uint256[] memory);
        function poke() external returns (bool sampled);
        function dueAt() external view returns (uint64);
        function sampledAt() external view returns (uint64);
        function nextDue() external view returns (uint64 at, uint32 overdue);
        function samples(uint8 asset) external view returns (uint32);
        function assetCount() external view returns (uint8);
        function prices() external view returns (address);
        function book() external view returns (address);
        function depthDesk() external view returns (address);
        function owner() external view returns (address);
        function transferOwnership(address newOwner) external;
        function acceptOwnership() external;
    }

    /// Daily memory.
    #[sol(rpc)]
    #[derive(Debug)]
    interface IBook {
        struct BookInfo {
            address page; bytes32 hash; uint16 rows; uint16 ringRows; uint64 lastRow; uint32 period; uint16 assets;
            uint32 pages;
        }
        function bookInfo() external view returns (BookInfo memory);
        function initialize(address owner, address oracle) external;
        function seal() external returns (address page);
        function page() external view returns (address);
        function ring() external view returns (uint256[] memory rows);
        function owner() external view returns (address);
    }

    /// Depth of pools.
    #[sol(rpc)]
    #[derive(Debug)]
    interface IPoolDepth {
        function initialize(address owner, address prices) external;
        function setPool(uint8 asset, address pool, address token, uint32 window, uint8 quoteAsset, uint256 quotePrice) external;
    }

    /// One output of the oracle as a feed.
    #[sol(rpc)]
    #[derive(Debug)]
    interface IFeed {
        function initialize(address oracle, uint8 kind, uint8 asset, uint8 decimals, uint256 deviation, uint32 heartbeat, string calldata description) external;
        function output() external view returns (address oracle, uint8 kind, uint8 asset, uint256 deviation, uint32 heartbeat);
        function update() external returns (bool written);
        function latestRoundData() external view returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
    }

    /// What can be traded.
    #[sol(rpc)]
    #[derive(Debug)]
    interface IDepth {
        function initialize(address owner, address oracle) external;
        function setSource(uint8 asset, address source, uint8 kind) external;
        function refresh() external;
        function owner() external view returns (address);
    }
}
sol!(
    #[sol(rpc)]
    #[derive(Debug, PartialEq)]
    IBook,
    "../../abi/Book.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug, PartialEq)]
    ILens,
    "../../abi/Lens.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    IMargin,
    "../../abi/Margin.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    IVault,
    "../../abi/Vault.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    IPool,
    "../../abi/Pool.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    ILiquidator,
    "../../abi/Liquidator.json"
);

sol! {
    /// The part of ERC-20 that deploying and liquidating need.
    #[sol(rpc)]
    #[derive(Debug)]
    interface IERC20 {
        function decimals() external view returns (uint8);
        function symbol() external view returns (string);
        function balanceOf(address owner) external view returns (uint256);
        function allowance(address owner, address spender) external view returns (uint256);
        function approve(address spender, uint256 amount) external returns (bool);
        function transfer(address to, uint256 amount) external returns (bool);
    }

    /// The precompile at 0x71 that turns deployed code into a program.
    #[sol(rpc)]
    #[derive(Debug)]
    interface ArbWasm {
        function activateProgram(address program) external payable returns (uint16 version, uint256 dataFee);
        function programVersion(address program) external view returns (uint16);
        function programTimeLeft(address program) external view returns (uint64);
        function codehashKeepalive(bytes32 codehash) external payable;
        error ProgramNotActivated();
        error ProgramExpired(uint64 age);
        error ProgramUpToDate();
        error ProgramNeedsUpgrade(uint16 version, uint16 stylusVersion);
        error ProgramInsufficientValue(uint256 have, uint256 want);
    }
}
