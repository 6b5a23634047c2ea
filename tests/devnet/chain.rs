//! A chain in process: the machine plus blocks, receipts, logs, accounts, a clock and snapshots.
//!
//! Every transaction is mined at once in a block of its own. The base fee never moves and tips are not paid, as
//! on Arbitrum. There is no state trie, so the state root of a header says nothing; the hashes of blocks,
//! transactions and receipts are real.

mod accounts;
mod admission;
mod block;
mod clock;
mod control;
mod deployment;
mod envelope;
mod error;
mod estimate;
mod execution;
mod history;
mod ledger;
pub(crate) mod logs;
mod snapshots;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use alloy::consensus::transaction::Recovered;
use alloy::consensus::TxEnvelope;
use alloy::primitives::{Address, B256, U256};

use crate::machine::{EntryCost, Machine};

pub use accounts::{signer, signers, ACCOUNTS, MNEMONIC};
pub use admission::TRANSACTION_GAS_LIMIT;
pub use block::{Block, Mined, Receipt};
pub use clock::Pace;
pub use deployment::{returning, PROGRAM_PREFIX};
pub use error::{revert_reason, ChainError};
pub use execution::Moment;
pub use ledger::Locator;

use clock::Clock;
use history::History;
use snapshots::Saved;

/// Chain id of a Nitro development node.
pub const CHAIN_ID: u64 = 412_346;
/// Price of one gas, wei: 0.1 gwei, which is what Arbitrum charges at rest.
pub const BASE_FEE: u64 = 100_000_000;
/// Gas limit written into every block, as Arbitrum writes it (2^50).
pub const BLOCK_GAS_LIMIT: u64 = 1 << 50;
/// Account that Arbitrum names as producer of its blocks and that receives the fees.
pub const SEQUENCER: Address =
    alloy::primitives::address!("a4b000000000000000000073657175656e636572");

/// What a chain starts from.
#[derive(Debug, Clone)]
pub struct Config {
    /// Chain id that signatures must name.
    pub chain_id: u64,
    /// Unix time of block 0, seconds. `None` takes the time of this computer.
    pub genesis_timestamp: Option<u64>,
    /// How time passes from block to block.
    pub pace: Pace,
    /// Balance of each development account at the start, wei.
    pub balance: U256,
    /// What programs pay at their entry.
    pub entry_cost: EntryCost,
    /// How many past blocks' states can be read. Each costs a copy of the accounts that the block changed.
    pub history: usize,
}

impl Default for Config {
    /// Deterministic: a fixed genesis, one second from block to block.
    fn default() -> Self {
        Self {
            chain_id: CHAIN_ID,
            genesis_timestamp: Some(1_700_000_000),
            pace: Pace::Seconds(1),
            balance: U256::from(10_000u64) * U256::from(10u64).pow(U256::from(18u64)),
            entry_cost: EntryCost::default(),
            history: 0,
        }
    }
}

impl Config {
    /// Follows the clock of this computer from now on: what the binary serves.
    pub fn live() -> Self {
        Self {
            genesis_timestamp: None,
            pace: Pace::WallClock,
            history: 128,
            ..Self::default()
        }
    }
}

/// What an observer of the chain is told.
#[derive(Debug, Clone)]
pub enum Event {
    /// A block was appended.
    Mined(Arc<Block>),
    /// A block was taken away by a revert to a snapshot, the youngest first.
    Removed(Arc<Block>),
}

type Observer = Box<dyn FnMut(&Event)>;

/// A local Stylus chain.
pub struct Chain {
    config: Config,
    machine: Machine,
    clock: Clock,
    blocks: Vec<Arc<Block>>,
    block_numbers: HashMap<B256, u64>,
    transactions: HashMap<B256, Locator>,
    /// Signed transactions whose nonce lies ahead of the account's.
    queue: BTreeMap<(Address, u64), Recovered<TxEnvelope>>,
    impersonated: HashSet<Address>,
    saved: Vec<Saved>,
    next_snapshot: u64,
    observers: Vec<Observer>,
    history: History,
}

impl std::fmt::Debug for Chain {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Chain")
            .field("chain_id", &self.config.chain_id)
            .field("head", &self.head().number())
            .field("queued", &self.queue.len())
            .finish_non_exhaustive()
    }
}

impl Chain {
    /// A new chain with block 0 and the ten development accounts.
    pub fn new(config: Config) -> Self {
        let mut machine = Machine::new(config.chain_id);
        machine.set_entry_cost(config.entry_cost);
        for account in ACCOUNTS.iter() {
            machine.set_balance(*account, config.balance);
        }
        let depth = config.history;
        let clock = Clock::new(config.pace, config.genesis_timestamp);
        let genesis = Arc::new(Block::genesis(clock.peek(0)));
        let mut chain = Self {
            config,
            machine,
            clock,
            blocks: Vec::new(),
            block_numbers: HashMap::new(),
            transactions: HashMap::new(),
            queue: BTreeMap::new(),
            impersonated: HashSet::new(),
            saved: Vec::new(),
            next_snapshot: 1,
            observers: Vec::new(),
            history: History::new(depth),
        };
        chain.append(genesis);
        chain
    }

    /// Chain id that signatures must name.
    pub const fn chain_id(&self) -> u64 {
        self.config.chain_id
    }

    /// Addresses of the ten development accounts of [`MNEMONIC`].
    pub fn accounts(&self) -> [Address; 10] {
        *ACCOUNTS
    }

    /// The state and its settings.
    pub const fn machine(&self) -> &Machine {
        &self.machine
    }

    /// The state and its settings, to change them outside of any transaction.
    pub fn machine_mut(&mut self) -> &mut Machine {
        &mut self.machine
    }

    /// Calls `observer` with every block that is mined or taken away from now on.
    pub fn observe(&mut self, observer: impl FnMut(&Event) + 'static) {
        self.observers.push(Box::new(observer));
    }

    fn announce(&mut self, event: Event) {
        for observer in &mut self.observers {
            observer(&event);
        }
    }
}
