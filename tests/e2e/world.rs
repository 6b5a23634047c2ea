//! One deployment on one chain, and what people do on it.

mod building;

use alloy::{
    primitives::{Address, Bytes, B256, I256, U256},
    sol,
    sol_types::{SolCall, SolError},
};
use devnet::{
    chain::{Chain, Receipt},
    machine::Transaction,
};
use keeper::abi::{IOracle, IVault, IERC20};

use crate::house::House;

pub use building::{deploy, deploy_lock, deploy_program, target};

sol! {
    /// Tokens that anyone may mint.
    interface IMint {
        function mint(address to, uint256 amount) external;
    }

    /// A feed that says what it is told.
    interface IMockFeed {
        function setAnswer(int256 answer) external;
        function setRound(uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound) external;
        function setDecimals(uint8 decimals_) external;
        function setMode(uint8 mode) external;
        function setDecimalsMode(uint8 mode) external;
        function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80);
    }
}

/// Cash of the pool at the start: 10 million units of 6 decimals.
pub const SUPPLY: u64 = 10_000_000_000_000;
/// Heartbeat and grace of every feed, seconds.
pub const HEARTBEAT: u32 = 3_600;

/// Samples after which an asset's volatility is that of its moves.
const COLD_SAMPLES: u32 = 30;

/// Why a call was refused: revert data, or what the chain said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Revert data.
    pub data: Bytes,
    /// The chain's words when there is no data.
    pub halt: Option<String>,
}

impl Refusal {
    /// Whether this is the typed error `E`; with its values.
    pub fn typed<E: SolError>(&self) -> Option<E> {
        E::abi_decode(&self.data).ok()
    }
}

/// One listed asset.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// Index in the oracle.
    pub index: u8,
    /// Collateral token.
    pub token: Address,
    /// Feed of 8 decimals.
    pub feed: Address,
    /// Decimals of the token.
    pub decimals: u8,
}

/// A chain with everything deployed.
#[derive(Debug)]
pub struct World {
    /// The chain.
    pub chain: Chain,
    /// Owner of all contracts.
    pub owner: Address,
    /// Somebody who lends to the pool.
    pub lender: Address,
    /// Somebody who borrows.
    pub user: Address,
    /// Somebody else.
    pub other: Address,
    /// Somebody who liquidates.
    pub buyer: Address,
    /// Cash token, 6 decimals.
    pub cash: Address,
    /// ETH (18 decimals, 2,000 USD), BTC (8 decimals, 40,000 USD), LINK (18 decimals, 10 USD).
    pub assets: [Asset; 3],
    /// Sequencer uptime feed.
    pub uptime: Address,
    /// Contracts.
    pub prices: Address,
    /// Contracts.
    pub oracle: Address,
    /// Contracts.
    pub book: Address,
    /// Contracts.
    pub desk: Address,
    /// Contracts.
    pub margin: Address,
    /// Contracts.
    pub pool: Address,
    /// Contracts.
    pub vault: Address,
    /// Contracts.
    pub liquidator: Address,
    /// All that judge and hold.
    pub house: House,
}

/// Whole dollars as a feed of 8 decimals answers them.
pub const fn usd(whole: i64) -> i64 {
    whole * 100_000_000
}

/// Prices at the start, 8 decimals.
pub const PRICES: [i64; 3] = [usd(2_000), usd(40_000), usd(10)];

impl World {
    /// Sends a transaction; the receipt, or why it was refused.
    pub fn send<C: SolCall>(
        &mut self,
        from: Address,
        to: Address,
        call: C,
    ) -> Result<Receipt, Refusal> {
        self.send_raw(from, to, call.abi_encode())
    }

    /// The same with bytes.
    pub fn send_raw(
        &mut self,
        from: Address,
        to: Address,
        input: Vec<u8>,
    ) -> Result<Receipt, Refusal> {
        let transaction = Transaction {
            from,
            to: Some(to),
            input: input.into(),
            gas_limit: 30_000_000,
            ..Transaction::default()
        };
        let receipt = self
            .chain
            .send(transaction)
            .expect("the chain takes the transaction");
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
            panic!(
                "{} refused: {} {:?}",
                C::SIGNATURE,
                name(&refusal.data),
                refusal.halt
            )
        })
    }

    /// The same with bytes that must succeed.
    #[track_caller]
    pub fn must_raw(&mut self, from: Address, to: Address, input: Vec<u8>) -> Receipt {
        self.send_raw(from, to, input).unwrap_or_else(|refusal| {
            panic!("{to} refused: {} {:?}", name(&refusal.data), refusal.halt)
        })
    }

    /// Calls a view.
    pub fn view<C: SolCall>(&self, to: Address, call: C) -> Result<C::Return, Refusal> {
        let transaction = Transaction {
            from: self.other,
            to: Some(to),
            input: call.abi_encode().into(),
            gas_limit: 100_000_000,
            ..Transaction::default()
        };
        let outcome = self
            .chain
            .call(transaction)
            .expect("the chain takes the call");
        if outcome.success {
            Ok(C::abi_decode_returns(&outcome.output)
                .unwrap_or_else(|error| panic!("{}: {error}: {}", C::SIGNATURE, outcome.output)))
        } else {
            Err(Refusal {
                data: outcome.output,
                halt: outcome.halt,
            })
        }
    }

    /// Calls a view that must succeed.
    #[track_caller]
    pub fn read<C: SolCall>(&self, to: Address, call: C) -> C::Return {
        self.view(to, call).unwrap_or_else(|refusal| {
            panic!(
                "{} refused: {} {:?}",
                C::SIGNATURE,
                name(&refusal.data),
                refusal.halt
            )
        })
    }

    /// Lets time pass and mines a block.
    pub fn pass(&mut self, seconds: u64) {
        self.chain.increase_time(seconds);
        self.chain.mine(1);
    }

    /// Sets a feed's answer (8 decimals) now.
    pub fn set_price(&mut self, asset: usize, answer: i64) {
        let (owner, feed) = (self.owner, self.assets[asset].feed);
        self.must(
            owner,
            feed,
            IMockFeed::setAnswerCall {
                answer: I256::try_from(answer).expect("an answer"),
            },
        );
    }

    /// Every feed says again what it said, now.
    pub fn refresh_feeds(&mut self) {
        for asset in self.assets {
            let latest = self.read(asset.feed, IMockFeed::latestRoundDataCall {});
            let owner = self.owner;
            self.must(
                owner,
                asset.feed,
                IMockFeed::setAnswerCall { answer: latest._1 },
            );
        }
    }

    /// An hour passes, the feeds answer the same, a sample is taken.
    pub fn hour(&mut self) {
        self.pass(3_600);
        self.refresh_feeds();
        let owner = self.owner;
        self.must(owner, self.oracle, IOracle::pokeCall {});
    }

    /// Account of a person: sub-account 0.
    pub fn account(&self, person: Address) -> B256 {
        B256::left_padding_from(person.as_slice())
    }

    /// Deposits for `person` in whole tokens.
    pub fn deposit(&mut self, person: Address, asset: usize, whole: u64) -> Receipt {
        let (account, held) = (self.account(person), self.assets[asset]);
        let amount = U256::from(whole) * U256::from(10_u64).pow(U256::from(held.decimals));
        self.must(
            person,
            self.vault,
            IVault::depositCall {
                account,
                asset: held.index,
                amount,
            },
        )
    }

    /// Borrows for `person` in whole units of cash.
    pub fn borrow(&mut self, person: Address, whole: u64) -> Result<Receipt, Refusal> {
        let account = self.account(person);
        let amount = U256::from(whole) * U256::from(1_000_000_u64);
        self.send(
            person,
            self.vault,
            IVault::borrowCall {
                account,
                amount,
                to: person,
            },
        )
    }

    /// Balance of a token.
    pub fn balance(&self, token: Address, owner: Address) -> U256 {
        self.read(token, IERC20::balanceOfCall { owner })
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

/// A decimal as WAD.
pub fn wad(text: &str) -> U256 {
    keeper::terms::Decimal::from(text).wad().expect("a decimal")
}

/// Revert data in words.
pub fn name(data: &Bytes) -> String {
    keeper::explain::name(data)
}
