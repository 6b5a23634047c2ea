//! What goes into the machine and what comes out.

use revm::{
    context::{
        result::{EVMError, InvalidTransaction},
        transaction::AccessList,
    },
    primitives::{Address, Bytes, Log, U256},
};
use std::convert::Infallible;

/// The block a transaction runs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// L2 block number: what `ArbSys.arbBlockNumber` and the RPC say.
    pub number: u64,
    /// Seconds since 1970.
    pub timestamp: u64,
    /// Wei a gas. The chain takes no tip.
    pub base_fee: u64,
    /// Receives the fees above the base fee; `block.coinbase`.
    pub coinbase: Address,
    /// Gas of a block, and of one transaction, at most.
    pub gas_limit: u64,
    /// EIP-155 chain id.
    pub chain_id: u64,
    /// L1 block number: what `block.number` says, in EVM code and in programs.
    pub l1_number: u64,
}

/// A transaction whose sender is already known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Transaction {
    /// Sender.
    pub from: Address,
    /// Callee; `None` creates a contract with `input` as its init code.
    pub to: Option<Address>,
    /// Wei sent along.
    pub value: U256,
    /// Call data or init code.
    pub input: Bytes,
    /// Gas at most.
    pub gas_limit: u64,
    /// Wei a gas that the sender pays; at least the base fee.
    pub gas_price: u128,
    /// The sender's nonce; `None` takes the next one.
    pub nonce: Option<u64>,
    /// Accounts and slots that the sender pays for in advance (EIP-2930).
    pub access_list: AccessList,
}

/// What a transaction or a call came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Neither reverted nor halted.
    pub success: bool,
    /// Returned data, or the revert data; empty after a halt.
    pub output: Bytes,
    /// Address of the contract that the transaction created.
    pub created: Option<Address>,
    /// Gas charged, refunds already taken off.
    pub gas_used: u64,
    /// Gas refunded for cleared storage (at most a fifth of the gas spent).
    pub gas_refunded: u64,
    /// Events, in order; empty unless successful.
    pub logs: Vec<Log>,
    /// Why it halted with all its gas gone: `None` after success and after a revert.
    pub halt: Option<String>,
    /// How programs ended that neither returned nor exited, in order: what a chain does not tell.
    pub failures: Vec<String>,
}

/// Why a transaction could not be run at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MachineError {
    /// The transaction breaks a rule that holds before execution: nonce, funds, gas limit, fee.
    #[error("{0}")]
    Invalid(InvalidTransaction),
    /// The environment is of another chain.
    #[error("environment of chain {given}, machine of chain {own}")]
    WrongChain {
        /// The environment's chain id.
        given: u64,
        /// The machine's chain id.
        own: u64,
    },
    /// A fault of the machine itself.
    #[error("fault of the machine: {0}")]
    Fault(String),
}

impl From<EVMError<Infallible>> for MachineError {
    fn from(error: EVMError<Infallible>) -> Self {
        match error {
            EVMError::Transaction(error) => Self::Invalid(error),
            other => Self::Fault(other.to_string()),
        }
    }
}
