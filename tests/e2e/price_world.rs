//! The program `prices` alone on one chain, with feeds that say what they are told.

use alloy::{
    primitives::{aliases::U80, Address, I256, U256},
    sol,
    sol_types::{SolCall, SolValue},
};
use devnet::{
    chain::{Chain, Config, Pace, Receipt},
    machine::Transaction,
};

use crate::world::{deploy, deploy_program, name, usd, wad, Refusal};

sol! {
    /// The contract `prices`.
    #[derive(Debug, PartialEq, Eq)]
    interface IPrices {
        struct FeedTerms { address feed; uint32 heartbeat; uint32 grace; uint256 minPrice; uint256 maxPrice; uint256 maxDeviation; address secondary; uint32 secondaryLimit; address nav; uint32 navExpiry; uint256 navDiscount; }
        function initialize(address owner, address sequencerFeed) external;
        function setOracle(address oracle) external;
        function list(FeedTerms memory terms) external returns (uint8 asset);
        function price(uint8 asset) external view returns (uint256);
        function status(uint8 asset) external view returns (uint256 price, uint8 state, uint8 gate, uint64 updatedAt);
        function bothPrices(uint8 asset) external view returns (uint256 collateral, uint256 liability, uint8 state, uint8 gate);
        function observe(uint16 mask) external view returns (uint256[] memory);
        function record(uint64 due) external returns (uint256[] memory);
        function sampled(uint8 asset) external view returns (uint256 price, uint64 at);
        function permission(uint8 state, uint8 action) external view returns (uint8);
        function decision(uint8 asset, uint8 action) external view returns (uint8);
        function decisions(uint16 mask) external view returns (uint256[] memory);
        function activeTime() external view returns (uint64);
        function listing(uint8 asset) external view returns (FeedTerms memory);
        function sequencerFeed() external view returns (address);
        function oracle() external view returns (address);
        function assetCount() external view returns (uint8);
        function owner() external view returns (address);
        error AlreadyInitialized();
        error NotOwner(address caller);
        error NotOracle(address caller);
        error OracleAlreadySet(address oracle);
        error ZeroAddress();
        error InvalidTerms();
        error UnknownAsset(uint8 asset);
        error UnknownDecision(uint8 state, uint8 action);
        error TooManyAssets();
        error AlreadyRecorded(uint64 due);
        error NotDue(uint64 due);
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
        error PriceDeviates(uint8 asset, uint256 price, uint256 other);
    }

    /// What a feed is told, and asked.
    #[derive(Debug)]
    interface IFeedTold {
        function setAnswer(int256 answer) external;
        function setRound(uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound) external;
        function setDecimals(uint8 decimals_) external;
        function setMode(uint8 mode) external;
        function setDecimalsMode(uint8 mode) external;
        function setHistoryMode(uint8 mode) external;
        function setBombBytes(uint64 bombBytes_) external;
        function setShortBytes(uint8 shortBytes_) external;
        function decimals() external view returns (uint8);
        function latestRoundData() external view returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
    }
}

/// Heartbeat of every feed: with the grace, 90,000 s.
pub const HEARTBEAT: u32 = 86_400;
/// Grace of every feed, seconds.
pub const GRACE: u32 = 3_600;
/// Price of every feed at the start, 8 decimals.
pub const START: i64 = usd(2_500);

/// One deployment.
#[derive(Debug)]
pub struct PriceWorld {
    /// The chain.
    pub chain: Chain,
    /// Owner of the contract.
    pub owner: Address,
    /// Who may record.
    pub oracle: Address,
    /// Somebody else.
    pub other: Address,
    /// The sequencer's feed.
    pub uptime: Address,
    /// The program.
    pub prices: Address,
    /// The primary feeds, by asset.
    pub feeds: Vec<Address>,
}

/// An answer of a feed.
pub fn answer(answer: i64) -> I256 {
    I256::try_from(answer).expect("an answer")
}

impl PriceWorld {
    /// The contract, its oracle named, without assets. The sequencer has been up for two hours.
    pub fn empty() -> Self {
        // Time stands still but for `pass`: what a view says is what the next transaction meets.
        let mut chain = Chain::new(Config {
            pace: Pace::Seconds(0),
            ..Config::default()
        });
        let [owner, oracle, other, ..] = chain.accounts();
        let feed = (U256::ZERO, I256::ZERO).abi_encode_params();
        let uptime = deploy(&mut chain, owner, "MockFeed", feed);
        let prices = deploy_program(&mut chain, owner, "prices");
        let mut world = Self {
            chain,
            owner,
            oracle,
            other,
            uptime,
            prices,
            feeds: Vec::new(),
        };
        world.pass(7_200);
        world.must(
            owner,
            prices,
            IPrices::initializeCall {
                owner,
                sequencerFeed: uptime,
            },
        );
        world.must(owner, prices, IPrices::setOracleCall { oracle });
        world
    }

    /// The same with assets at 2,500 USD.
    pub fn with_assets(count: usize) -> Self {
        let mut world = Self::empty();
        for _ in 0..count {
            let feed = world.feed(8, START);
            let terms = terms(feed);
            world.list(terms);
        }
        world
    }

    /// A new feed.
    pub fn feed(&mut self, decimals: u8, price: i64) -> Address {
        let arguments = (U256::from(decimals), answer(price)).abi_encode_params();
        deploy(&mut self.chain, self.owner, "MockFeed", arguments)
    }

    /// Lists an asset.
    #[track_caller]
    pub fn list(&mut self, terms: IPrices::FeedTerms) -> u8 {
        let asset = u8::try_from(self.feeds.len()).expect("few assets");
        self.feeds.push(terms.feed);
        let (owner, prices) = (self.owner, self.prices);
        self.must(owner, prices, IPrices::listCall { terms });
        asset
    }

    /// Sends a transaction; the receipt, or why it was refused.
    pub fn send<C: SolCall>(
        &mut self,
        from: Address,
        to: Address,
        call: C,
    ) -> Result<Receipt, Refusal> {
        let transaction = transaction(from, to, &call, 30_000_000);
        let receipt = self.chain.send(transaction).expect("the chain takes it");
        if receipt.success {
            Ok(receipt)
        } else {
            Err(Refusal {
                data: receipt.output,
                halt: receipt.halt,
            })
        }
    }

    /// Sends a transaction that must succeed.
    #[track_caller]
    pub fn must<C: SolCall>(&mut self, from: Address, to: Address, call: C) -> Receipt {
        self.send(from, to, call).unwrap_or_else(|refusal| {
            let reason = name(&refusal.data);
            panic!("{} refused: {reason} {:?}", C::SIGNATURE, refusal.halt)
        })
    }

    /// Calls a view of the program as the oracle, so that `record` can be asked without being done.
    pub fn view<C: SolCall>(&self, call: C) -> Result<C::Return, Refusal> {
        self.view_of(self.prices, call)
    }

    /// Calls a view of any contract.
    pub fn view_of<C: SolCall>(&self, to: Address, call: C) -> Result<C::Return, Refusal> {
        let outcome = self
            .chain
            .call(transaction(self.oracle, to, &call, 100_000_000))
            .expect("the chain takes the call");
        if outcome.success {
            Ok(C::abi_decode_returns(&outcome.output).expect("the answer is of its type"))
        } else {
            Err(Refusal {
                data: outcome.output,
                halt: outcome.halt,
            })
        }
    }

    /// Calls a view that must succeed.
    #[track_caller]
    pub fn read<C: SolCall>(&self, call: C) -> C::Return {
        self.view(call).unwrap_or_else(|refusal| {
            let reason = name(&refusal.data);
            panic!("{} refused: {reason} {:?}", C::SIGNATURE, refusal.halt)
        })
    }

    /// Lets time pass and mines a block.
    pub fn pass(&mut self, seconds: u64) {
        self.chain.increase_time(seconds);
        self.chain.mine(1);
    }

    /// Tells a feed something.
    pub fn tell<C: SolCall>(&mut self, feed: Address, call: C) {
        let owner = self.owner;
        self.must(owner, feed, call);
    }

    /// A new round of a feed, now.
    pub fn say(&mut self, feed: Address, price: i64) {
        let answer = answer(price);
        self.tell(feed, IFeedTold::setAnswerCall { answer });
    }

    /// The latest round of a feed, word by word.
    pub fn round(&mut self, feed: Address, id: u128, answer: I256, started: U256, updated: U256) {
        let id = U80::from(id);
        self.tell(
            feed,
            IFeedTold::setRoundCall {
                roundId: id,
                answer,
                startedAt: started,
                updatedAt: updated,
                answeredInRound: id,
            },
        );
    }

    /// The sequencer goes down, or comes up, now.
    pub fn sequencer(&mut self, is_up: bool) {
        let uptime = self.uptime;
        self.say(uptime, i64::from(!is_up));
    }

    /// State, gate, and the two prices in cents.
    pub fn seen(&self, asset: u8) -> (u8, u8, u64, u64) {
        let found = self.read(IPrices::bothPricesCall { asset });
        (
            found.state,
            found.gate,
            cents(found.collateral),
            cents(found.liability),
        )
    }
}

/// Whole cents of a price; it must have no fraction of one.
#[track_caller]
pub fn cents(price: U256) -> u64 {
    let unit = U256::from(10_000_000_000_000_000_u64);
    assert_eq!(price % unit, U256::ZERO, "{price} in cents");
    (price / unit).to()
}

/// A transaction with a call.
pub fn transaction<C: SolCall>(from: Address, to: Address, call: &C, gas: u64) -> Transaction {
    Transaction {
        from,
        to: Some(to),
        input: call.abi_encode().into(),
        gas_limit: gas,
        ..Transaction::default()
    }
}

/// A plain feed: 1 to 100,000 USD, 20 % of deviation.
pub fn terms(feed: Address) -> IPrices::FeedTerms {
    IPrices::FeedTerms {
        feed,
        heartbeat: HEARTBEAT,
        grace: GRACE,
        minPrice: wad("1"),
        maxPrice: wad("100000"),
        maxDeviation: wad("0.2"),
        secondary: Address::ZERO,
        secondaryLimit: 0,
        nav: Address::ZERO,
        navExpiry: 0,
        navDiscount: U256::ZERO,
    }
}
