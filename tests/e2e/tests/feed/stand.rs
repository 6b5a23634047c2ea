//! A feed before an oracle in Solidity that says what it is told.

use alloy::{
    primitives::{Address, Bytes, U256},
    sol,
    sol_types::SolCall,
};
use devnet::{
    chain::{Chain, Config, Pace, Receipt},
    machine::Transaction,
};
use e2e::{
    world::{deploy, deploy_program},
    Refusal,
};

sol!(
    #[derive(Debug, PartialEq, Eq)]
    IFeed,
    "../../abi/Feed.json"
);

sol! {
    interface IStandInOracle {
        function setStatus(uint8 asset, uint256 price, uint8 state, uint64 updatedAt) external;
        function setVolatilities(uint8 asset, uint256 fast, uint256 slow) external;
        function setDepth(uint8 asset, uint256 depth_, uint64 measuredAt) external;
        function setSample(uint256 index_, uint64 sampledAt_, uint64 dueAt_) external;
        error UnknownAsset(uint8 asset);
    }
}

/// Kinds of outputs.
pub(crate) const PRICE: u8 = 0;
pub(crate) const VOLATILITY: u8 = 1;
pub(crate) const SLOW_VOLATILITY: u8 = 2;
pub(crate) const INDEX: u8 = 3;
pub(crate) const DEPTH: u8 = 4;
/// States of a price.
pub(crate) const LIVE: u8 = 0;
/// The asset of the tests.
pub(crate) const ASSET: u8 = 3;
/// Half a per cent, and an hour.
pub(crate) const DEVIATION: u64 = 5_000_000_000_000_000;
pub(crate) const HEARTBEAT: u32 = 3_600;

/// The chain, the oracle, and one feed.
#[derive(Debug)]
pub(crate) struct Stand {
    pub(crate) chain: Chain,
    pub(crate) anyone: Address,
    pub(crate) oracle: Address,
    pub(crate) feed: Address,
}

impl Stand {
    /// A feed of one output of the asset at a price of 2,000 USD, with these decimals.
    pub(crate) fn new(kind: u8, decimals: u8) -> Self {
        let mut chain = Chain::new(Config {
            pace: Pace::Seconds(0),
            ..Config::default()
        });
        let [anyone, ..] = chain.accounts();
        let oracle = deploy(&mut chain, anyone, "StandInOracle", Vec::new());
        let feed = deploy_program(&mut chain, anyone, "feed");
        let mut stand = Self {
            chain,
            anyone,
            oracle,
            feed,
        };
        stand.set_price(2_000 * 10_u128.pow(18), LIVE);
        let asset = if kind == INDEX { 0 } else { ASSET };
        stand.must(feed, initialize(oracle, kind, asset, decimals));
        stand
    }

    pub(crate) fn now(&self) -> u64 {
        self.chain.now()
    }

    pub(crate) fn pass(&mut self, seconds: u64) {
        self.chain.increase_time(seconds);
        self.chain.mine(1);
    }

    /// The oracle's price (WAD), of now.
    pub(crate) fn set_price(&mut self, price: u128, state: u8) {
        let now = self.now();
        self.set_status(price, state, now);
    }

    pub(crate) fn set_status(&mut self, price: u128, state: u8, at: u64) {
        let call = IStandInOracle::setStatusCall {
            asset: ASSET,
            price: U256::from(price),
            state,
            updatedAt: at,
        };
        self.must(self.oracle, call);
    }

    /// Calls `update`; whether it wrote a round.
    pub(crate) fn update(&mut self) -> bool {
        let receipt = self.must(self.feed, IFeed::updateCall {});
        IFeed::updateCall::abi_decode_returns(&receipt.output).expect("a truth value")
    }

    pub(crate) fn send<C: SolCall>(&mut self, to: Address, call: C) -> Result<Receipt, Refusal> {
        let receipt = self
            .chain
            .send(self.transaction(to, call.abi_encode()))
            .expect("the chain takes the transaction");
        if receipt.success {
            Ok(receipt)
        } else {
            Err(refusal(receipt.output, receipt.halt))
        }
    }

    #[track_caller]
    pub(crate) fn must<C: SolCall>(&mut self, to: Address, call: C) -> Receipt {
        self.send(to, call)
            .unwrap_or_else(|refusal| panic!("{} refused: {refusal:?}", C::SIGNATURE))
    }

    pub(crate) fn view<C: SolCall>(&self, to: Address, call: C) -> Result<C::Return, Refusal> {
        let outcome = self
            .chain
            .call(self.transaction(to, call.abi_encode()))
            .expect("the chain takes the call");
        if outcome.success {
            Ok(C::abi_decode_returns(&outcome.output).expect("an answer of the type"))
        } else {
            Err(refusal(outcome.output, outcome.halt))
        }
    }

    #[track_caller]
    pub(crate) fn read<C: SolCall>(&self, to: Address, call: C) -> C::Return {
        self.view(to, call)
            .unwrap_or_else(|refusal| panic!("{} refused: {refusal:?}", C::SIGNATURE))
    }

    fn transaction(&self, to: Address, input: Vec<u8>) -> Transaction {
        Transaction {
            from: self.anyone,
            to: Some(to),
            input: input.into(),
            gas_limit: 10_000_000,
            ..Transaction::default()
        }
    }
}

/// Terms of the tests.
pub(crate) fn initialize(
    oracle: Address,
    kind: u8,
    asset: u8,
    decimals: u8,
) -> IFeed::initializeCall {
    IFeed::initializeCall {
        oracle,
        kind,
        asset,
        decimals,
        deviation: U256::from(DEVIATION),
        heartbeat: HEARTBEAT,
        description: "ETH / USD".to_owned(),
    }
}

fn refusal(data: Bytes, halt: Option<String>) -> Refusal {
    Refusal { data, halt }
}
