//! The programs `oracle` and `prices` on one chain, with feeds that say what they are told.

use alloy::{
    primitives::{Address, I256, U256},
    sol,
    sol_types::{SolCall, SolValue},
};
use devnet::chain::{Chain, Config, Pace, Receipt};
use risk::{snapshot, Market};

use crate::price_world::{terms, IPrices, PriceWorld};
use crate::world::{deploy, deploy_program, wad};

sol! {
    /// The contract `oracle`.
    #[derive(Debug, PartialEq, Eq)]
    interface IOracleClock {
        struct ClockTerms { uint32 interval; uint32 minInterval; uint32 maxInterval; uint32 halfLife; uint32 slowHalfLife; uint32 jumpHalfLife; uint256 referenceVolatility; uint256 clip; }
        struct AssetTerms { uint256 floorVolatility; uint256 startVolatility; uint256 indexWeight; }
        struct AssetInfo { uint8 asset; uint8 state; uint8 gate; uint8 samples; uint64 updatedAt; uint128 collateralPrice; uint128 liabilityPrice; uint128 volatility; uint128 slowVolatility; uint128 pacedVolatility; uint128 forecastVolatility; uint128 depth; uint128 maintenanceDepth; uint128 surcharge; }
        function initialize(address owner, address prices, ClockTerms memory terms) external;
        function setBook(address book, uint32 rowPeriod) external;
        function setDepth(address desk) external;
        function list(AssetTerms memory terms) external returns (uint8 asset);
        function price(uint8 asset) external view returns (uint256);
        function status(uint8 asset) external view returns (uint256 price, uint8 state, uint8 gate, uint64 updatedAt);
        function volatility(uint8 asset) external view returns (uint256);
        function slowVolatility(uint8 asset) external view returns (uint256);
        function pacedVolatility(uint8 asset) external view returns (uint256);
        function correlation(uint8 first, uint8 second) external view returns (int256);
        function index() external view returns (uint256);
        function depth(uint8 asset) external view returns (uint256);
        function snapshot(uint16 mask) external view returns (uint256[] memory);
        function matrix(uint16 mask) external view returns (int256[] memory);
        function assetInfo(uint8 asset) external view returns (AssetInfo memory);
        function assetInfos(uint16 mask) external view returns (AssetInfo[] memory);
        function poke() external returns (bool sampled);
        function dueAt() external view returns (uint64);
        function sampledAt() external view returns (uint64);
        function nextDue() external view returns (uint64 at, uint32 overdue);
        function samples(uint8 asset) external view returns (uint32);
        function assetCount() external view returns (uint8);
        function listing(uint8 asset) external view returns (AssetTerms memory);
        function clock() external view returns (ClockTerms memory);
        function prices() external view returns (address);
        function book() external view returns (address);
        function depthDesk() external view returns (address);
        function noteDepths(uint256[] memory words) external;
        function owner() external view returns (address);
        function pendingOwner() external view returns (address);
        function transferOwnership(address newOwner) external;
        function acceptOwnership() external;
        event Sampled(uint64 at, uint64 dueAt, uint256 index, uint256[] assets);
        event RowFailed(uint64 at);
        error AlreadyInitialized();
        error NotOwner(address caller);
        error NotDepthDesk(address caller);
        error InvalidTerms();
        error UnknownAsset(uint8 asset);
        error TooManyAssets();
        error SampleDue(uint64 dueAt);
        error PricesFailed();
        error MathFailed();
        error InsufficientGas();
    }

    /// A book that fails when it is told to.
    interface IMockBook {
        function set(uint8 mode, uint256 answer) external;
        function rows() external view returns (uint256);
        function row(uint256 index) external view returns (uint64 at, uint256[] memory facts);
    }
}

/// Seconds between two samples at 80 %.
pub const INTERVAL: u64 = 3_600;

/// One deployment.
#[derive(Debug)]
pub struct OracleWorld {
    /// The chain, the feeds, and the program `prices`, whose oracle is the program below.
    pub inner: PriceWorld,
}

/// An hour at 80 %, between 15 minutes and 4 hours; half-lives of 2, 25 and 20 days; returns count up to five
/// deviations.
pub fn clock() -> IOracleClock::ClockTerms {
    IOracleClock::ClockTerms {
        interval: 3_600,
        minInterval: 900,
        maxInterval: 14_400,
        halfLife: 172_800,
        slowHalfLife: 2_160_000,
        jumpHalfLife: 1_728_000,
        referenceVolatility: wad("0.8"),
        clip: wad("5"),
    }
}

/// 80 % at listing, never shown below 20 %.
pub fn asset() -> IOracleClock::AssetTerms {
    IOracleClock::AssetTerms {
        floorVolatility: wad("0.2"),
        startVolatility: wad("0.8"),
        indexWeight: wad("1"),
    }
}

/// The mask of the first assets.
pub fn all(assets: usize) -> u16 {
    u16::try_from((1_u32 << assets) - 1).expect("16 assets")
}

impl OracleWorld {
    /// Both programs, without assets. The sequencer has been up for two hours.
    pub fn empty(clock: IOracleClock::ClockTerms) -> Self {
        let mut chain = Chain::new(Config {
            pace: Pace::Seconds(0),
            ..Config::default()
        });
        let [owner, _, other, ..] = chain.accounts();
        let feed = (U256::ZERO, I256::ZERO).abi_encode_params();
        let uptime = deploy(&mut chain, owner, "MockFeed", feed);
        let prices = deploy_program(&mut chain, owner, "prices");
        let oracle = deploy_program(&mut chain, owner, "oracle");
        let mut inner = PriceWorld {
            chain,
            owner,
            oracle,
            other,
            uptime,
            prices,
            feeds: Vec::new(),
        };
        inner.pass(7_200);
        let start = IPrices::initializeCall {
            owner,
            sequencerFeed: uptime,
        };
        inner.must(owner, prices, start);
        inner.must(owner, prices, IPrices::setOracleCall { oracle });
        let start = IOracleClock::initializeCall {
            owner,
            prices,
            terms: clock,
        };
        inner.must(owner, oracle, start);
        Self { inner }
    }

    /// With assets at the given prices (8 decimals).
    pub fn of(prices: &[i64]) -> Self {
        let mut world = Self::empty(clock());
        for price in prices {
            let feed = world.inner.feed(8, *price);
            let terms = IPrices::FeedTerms {
                maxDeviation: wad("1"),
                ..terms(feed)
            };
            world.list(terms, asset());
        }
        world
    }

    /// Lists an asset in both programs.
    pub fn list(&mut self, feed: IPrices::FeedTerms, terms: IOracleClock::AssetTerms) {
        self.inner.list(feed);
        self.tell(IOracleClock::listCall { terms });
    }

    /// The owner tells the oracle.
    #[track_caller]
    pub fn tell<C: SolCall>(&mut self, call: C) -> Receipt {
        let (owner, oracle) = (self.inner.owner, self.inner.oracle);
        self.inner.must(owner, oracle, call)
    }

    /// Asks the oracle.
    #[track_caller]
    pub fn read<C: SolCall>(&self, call: C) -> C::Return {
        self.inner
            .view_of(self.inner.oracle, call)
            .unwrap_or_else(|refusal| panic!("{} refused: {refusal:?}", C::SIGNATURE))
    }

    /// Somebody pokes. Whether a sample was taken.
    #[track_caller]
    pub fn poke(&mut self) -> bool {
        let receipt = self.poke_receipt();
        bool::abi_decode(&receipt.output).expect("poke answers whether")
    }

    /// Somebody pokes.
    #[track_caller]
    pub fn poke_receipt(&mut self) -> Receipt {
        let (other, oracle) = (self.inner.other, self.inner.oracle);
        self.inner.must(other, oracle, IOracleClock::pokeCall {})
    }

    /// A feed says a price (8 decimals).
    pub fn say(&mut self, asset: usize, price: i64) {
        let feed = self.inner.feeds[asset];
        self.inner.say(feed, price);
    }

    /// Time passes until the next sample is due.
    pub fn until_due(&mut self) {
        let due = self.read(IOracleClock::dueAtCall {});
        let now = self.inner.chain.now();
        self.inner.pass(due.saturating_sub(now));
    }

    /// The snapshot of a mask, decoded.
    pub fn market(&self, mask: u16) -> Market {
        let words = self.read(IOracleClock::snapshotCall { mask });
        let words: Vec<fixed::U256> = words
            .iter()
            .map(|word| fixed::U256::from_limbs(word.into_limbs()))
            .collect();
        snapshot::decode(&words).expect("a snapshot")
    }

    /// Every slot that either program can have written.
    pub fn storage(&self) -> Vec<U256> {
        let machine = self.inner.chain.machine();
        [self.inner.oracle, self.inner.prices]
            .into_iter()
            .flat_map(|program| {
                (0..512).map(move |slot| machine.storage(program, U256::from(slot)))
            })
            .collect()
    }
}
