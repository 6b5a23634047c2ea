//! The shipped programs on the local chain: a feed that is told a path, prices, oracle, and who pokes.

use alloy::primitives::{aliases::U80, Address, Bytes, I256, U256};
use alloy::sol;
use alloy::sol_types::{SolCall, SolValue};
use devnet::chain::{returning, Chain, Config, Receipt};
use devnet::Transaction;
use redteam::feed::Rounds;
use redteam::ours::{Ours, Pace, MEMORY};
use redteam::paths::Character;
use risk::daily_variance_up;
use risk::volatility::moments::Moments;
use std::path::PathBuf;

sol! {
    #[allow(missing_docs)]
    interface IFeedTold {
        function setRound(uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound) external;
    }

    #[allow(missing_docs)]
    interface IPrices {
        struct FeedTerms { address feed; uint32 heartbeat; uint32 grace; uint256 minPrice; uint256 maxPrice; uint256 maxDeviation; address secondary; uint32 secondaryLimit; address nav; uint32 navExpiry; uint256 navDiscount; }
        function initialize(address owner, address sequencerFeed) external;
        function setOracle(address oracle) external;
        function list(FeedTerms memory terms) external returns (uint8 asset);
    }

    #[allow(missing_docs)]
    interface IOracle {
        struct ClockTerms { uint32 interval; uint32 minInterval; uint32 maxInterval; uint32 halfLife; uint32 slowHalfLife; uint32 jumpHalfLife; uint256 referenceVolatility; uint256 clip; }
        struct AssetTerms { uint256 floorVolatility; uint256 startVolatility; uint256 indexWeight; }
        function initialize(address owner, address prices, ClockTerms memory terms) external;
        function list(AssetTerms memory terms) external returns (uint8 asset);
        function poke() external returns (bool sampled);
        function dueAt() external view returns (uint64);
        function volatility(uint8 asset) external view returns (uint256);
        function pacedVolatility(uint8 asset) external view returns (uint256);
    }
}

/// 4 % a day, annual, in whole basis points.
const START_VOLATILITY: u128 = 764_200_000_000_000_000;
/// The slot of the first two assets' moments.
const MOMENTS: u64 = 8;
/// Words of the oracle's storage that a comparison looks at: all of them.
const WORDS: u64 = 64;
/// Gas of a poke that is not meant to run short.
const GAS: u64 = 30_000_000;

/// The folder of what was built.
fn target() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../target")
}

/// Whether the programs have been built.
pub fn is_built() -> bool {
    [
        "stylus/prices.code",
        "stylus/oracle.code",
        "solidity/MockFeed.json",
    ]
    .iter()
    .all(|file| target().join(file).exists())
}

/// One deployment of one asset. Times are those of the path: zero is when it was set up.
#[derive(Debug)]
pub struct Stage {
    chain: Chain,
    owner: Address,
    feed: Address,
    prices: Address,
    oracle: Address,
    /// Chain time of the path's start.
    zero: u64,
    /// The next round to be told, and the number of the one before it.
    told: usize,
    last_round: u128,
    /// Most gas that a poke has used.
    pub most_gas: u64,
}

impl Stage {
    /// Everything deployed, the clock as [`Pace::STANDARD`], the feed at the price.
    pub fn new(price: u128) -> Self {
        let pace = devnet::chain::Pace::Seconds(0);
        let mut chain = Chain::new(Config {
            pace,
            ..Config::default()
        });
        let [owner, ..] = chain.accounts();
        let arguments = (U256::from(8), told(price)).abi_encode_params();
        let feed = deploy(&mut chain, owner, "MockFeed", arguments);
        let prices = deploy_program(&mut chain, owner, "prices");
        let oracle = deploy_program(&mut chain, owner, "oracle");
        let zero = chain.now();
        let mut stage = Self {
            chain,
            owner,
            feed,
            prices,
            oracle,
            zero,
            // The feed is deployed with its first round.
            told: 1,
            last_round: 1,
            most_gas: 0,
        };
        stage.set_up(prices);
        stage
    }

    fn set_up(&mut self, prices: Address) {
        let (owner, oracle) = (self.owner, self.oracle);
        let seconds = |seconds: u64| u32::try_from(seconds).expect("few");
        let wad = U256::from(10u64).pow(U256::from(18));
        let no_sequencer = Address::ZERO;
        let call = IPrices::initializeCall {
            owner,
            sequencerFeed: no_sequencer,
        };
        self.must(prices, call);
        self.must(prices, IPrices::setOracleCall { oracle });
        let terms = IPrices::FeedTerms {
            feed: self.feed,
            heartbeat: 86_400,
            grace: 3_600,
            minPrice: wad / U256::from(1_000_000),
            maxPrice: wad * U256::from(1_000_000_000),
            maxDeviation: wad / U256::from(2),
            secondary: Address::ZERO,
            secondaryLimit: 0,
            nav: Address::ZERO,
            navExpiry: 0,
            navDiscount: U256::ZERO,
        };
        self.must(prices, IPrices::listCall { terms });
        let terms = IOracle::ClockTerms {
            interval: seconds(Pace::STANDARD.base),
            minInterval: seconds(Pace::STANDARD.least),
            maxInterval: seconds(Pace::STANDARD.most),
            halfLife: seconds(MEMORY.fast),
            slowHalfLife: seconds(MEMORY.slow),
            jumpHalfLife: seconds(MEMORY.jump),
            referenceVolatility: U256::from(Pace::STANDARD.reference),
            clip: U256::from(MEMORY.clip),
        };
        self.must(
            oracle,
            IOracle::initializeCall {
                owner,
                prices,
                terms,
            },
        );
        let terms = IOracle::AssetTerms {
            floorVolatility: wad / U256::from(20),
            startVolatility: U256::from(START_VOLATILITY),
            indexWeight: wad,
        };
        self.must(oracle, IOracle::listCall { terms });
    }

    /// The native sampler of the same terms at the same start.
    pub fn twin(price: u128) -> Ours {
        let variance = daily_variance_up(START_VOLATILITY).expect("in range");
        let mut twin = Ours::of_variance(0, price, variance, Pace::STANDARD);
        // A new clock does not know the market yet.
        twin.due_at = Pace::STANDARD.base;
        twin
    }

    fn transact(&mut self, to: Address, input: Vec<u8>, gas: u64) -> Receipt {
        let transaction = Transaction {
            from: self.owner,
            to: Some(to),
            input: input.into(),
            gas_limit: gas,
            ..Transaction::default()
        };
        self.chain.send(transaction).expect("the chain takes it")
    }

    fn must<C: SolCall>(&mut self, to: Address, call: C) -> Receipt {
        let receipt = self.transact(to, call.abi_encode(), GAS);
        let (halt, output) = (&receipt.halt, &receipt.output);
        assert!(receipt.success, "{}: {halt:?} {output}", C::SIGNATURE);
        receipt
    }

    fn view<C: SolCall>(&self, call: C) -> C::Return {
        let output = self
            .chain
            .view(self.oracle, call.abi_encode())
            .expect("a view");
        C::abi_decode_returns(&output).expect("the answer is of its type")
    }

    /// Time of the path.
    pub fn now(&self) -> u64 {
        self.chain.now() - self.zero
    }

    /// Time goes on to `now`, and the feed tells what it has to tell by then.
    pub fn reach(&mut self, now: u64, rounds: &Rounds) {
        while let Some((at, price)) = rounds.0.get(self.told).filter(|(at, _)| *at <= now) {
            self.told += 1;
            self.time(*at);
            self.last_round += 1;
            self.tell(*price, *at);
        }
        self.time(now);
    }

    fn tell(&mut self, price: u128, at: u64) {
        let (id, at) = (U80::from(self.last_round), U256::from(self.zero + at));
        let call = IFeedTold::setRoundCall {
            roundId: id,
            answer: told(price),
            startedAt: at,
            updatedAt: at,
            answeredInRound: id,
        };
        let feed = self.feed;
        self.must(feed, call);
    }

    /// The feed's next rounds belong to another phase, as after an aggregator's replacement.
    pub fn next_phase(&mut self) {
        self.last_round = ((self.last_round >> 64) + 1) << 64;
    }

    /// Both programs activated again: they expire after 365 days.
    pub fn renew(&mut self) {
        for program in [self.prices, self.oracle] {
            self.chain
                .activate(self.owner, program)
                .expect("it is activated again");
        }
    }

    fn time(&mut self, now: u64) {
        if self.now() < now {
            let at = self.zero + now;
            self.chain.set_next_timestamp(at).expect("time goes on");
            self.chain.mine(1);
        }
    }

    /// A poke with so much gas; whether the transaction succeeded.
    pub fn poke_with(&mut self, gas: u64) -> bool {
        let oracle = self.oracle;
        let receipt = self.transact(oracle, IOracle::pokeCall {}.abi_encode(), gas);
        if receipt.success {
            self.most_gas = self.most_gas.max(receipt.gas_used);
        }
        receipt.success
    }

    /// A poke.
    pub fn poke(&mut self) {
        assert!(self.poke_with(GAS), "poke");
    }

    /// A poke at each due time up to `end`.
    pub fn punctual(&mut self, end: u64, rounds: &Rounds) {
        while self.due_at() <= end {
            self.reach(self.due_at(), rounds);
            self.poke();
        }
    }

    /// Pokes of one moment until nothing is due; how many.
    pub fn catch_up(&mut self) -> u32 {
        let mut pokes = 0;
        while self.due_at() <= self.now() {
            self.poke();
            pokes += 1;
        }
        pokes
    }

    /// When the next sample is due.
    pub fn due_at(&self) -> u64 {
        self.view(IOracle::dueAtCall {}) - self.zero
    }

    /// What is stored of the asset.
    pub fn moments(&self) -> Moments {
        let word = self
            .chain
            .machine()
            .storage(self.oracle, U256::from(MOMENTS));
        let [low, high, ..] = *word.as_limbs();
        Moments::from_bits(u128::from(low) | u128::from(high) << 64)
            .expect("written by the program")
    }

    /// All of the oracle's storage.
    pub fn storage(&self) -> Vec<U256> {
        let at = |slot| self.chain.machine().storage(self.oracle, U256::from(slot));
        (0..WORDS).map(at).collect()
    }

    /// What a reader sees: the volatility that margins follow, and the paced one.
    pub fn shown(&self) -> (f64, f64) {
        let float = |value: U256| value.to::<u128>() as f64 / 1e18;
        let asset = 0;
        (
            float(self.view(IOracle::volatilityCall { asset })),
            float(self.view(IOracle::pacedVolatilityCall { asset })),
        )
    }

    /// Does something and takes it back.
    pub fn tentatively<T>(&mut self, act: impl FnOnce(&mut Self) -> T) -> T {
        let (told, last_round) = (self.told, self.last_round);
        let saved = self.chain.snapshot();
        let result = act(self);
        assert!(self.chain.revert(saved), "a snapshot");
        (self.told, self.last_round) = (told, last_round);
        result
    }
}

/// A price (WAD, eight decimals) as the feed answers it.
fn told(price: u128) -> I256 {
    I256::try_from(price / 10u128.pow(10)).expect("a price")
}

/// Seconds before a path begins: the asset has thirty samples by then.
pub const BEFORE: u64 = 48 * 3_600;

/// Prices of an ordinary time of [`BEFORE`], a step apart, that lead to a price.
pub fn before(price: f64, step: u64) -> Vec<f64> {
    let calm = Character::Calm.path(99, (BEFORE / 60) as usize).prices;
    let scale = price / calm[calm.len() - 1];
    let steps = calm.iter().step_by((step / 60) as usize);
    steps
        .take((BEFORE / step) as usize)
        .map(|calm| calm * scale)
        .collect()
}

fn deploy(chain: &mut Chain, from: Address, contract: &str, arguments: Vec<u8>) -> Address {
    let path = target().join("solidity").join(format!("{contract}.json"));
    let text = std::fs::read_to_string(&path).expect("scripts/build.sh makes it");
    let artefact: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let code: Bytes = artefact["bytecode"]
        .as_str()
        .expect("bytecode")
        .parse()
        .expect("hex");
    let mut input = code.to_vec();
    input.extend(arguments);
    chain.deploy(from, input).expect("it deploys")
}

fn deploy_program(chain: &mut Chain, from: Address, contract: &str) -> Address {
    let path = target().join("stylus").join(format!("{contract}.code"));
    let code = std::fs::read(path).expect("scripts/build.sh makes it");
    let address = chain
        .deploy(from, returning(&code).expect("it fits"))
        .expect("it deploys");
    chain.activate(from, address).expect("it is activated");
    address
}
