//! The chain's state and what a transaction does to it: EVM code and programs in one journal.

mod execution;
mod frame;
mod library;
mod program_frame;
pub(crate) mod registry;
mod service;
mod session;
mod state;

pub(crate) use execution::Ctx;
pub(crate) use library::Unusable;
pub use session::EntryCost;

use crate::{
    host::Surroundings,
    precompiles::{ARB_SYS, ARB_WASM},
};
use execution::Execution;
use library::Library;
use revm::{
    bytecode::Bytecode,
    context::{
        result::{EVMError, ExecutionResult, HaltReason, InvalidTransaction},
        BlockEnv, CfgEnv, Context, ContextSetters, ContextTr, JournalTr, TxEnv,
    },
    handler::{Handler, MainnetHandler},
    primitives::{hardfork::SpecId, Address, Bytes, Log, TxKind, B256, U256},
};
use session::{RecentPrograms, Session};
use state::State;
use std::{convert::Infallible, sync::Arc};

/// Deployed code of one account, in bytes, at most (EIP-170), programs included.
pub const MAX_CODE_SIZE: usize = 24_576;

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

/// A state to come back to. Costs nothing to take.
#[derive(Debug, Clone)]
pub struct Snapshot {
    state: State,
}

/// An in-memory chain state that runs transactions.
#[derive(Debug, Clone)]
pub struct Machine {
    chain_id: u64,
    state: State,
    library: Arc<Library>,
    entry_cost: EntryCost,
    recent: RecentPrograms,
}

impl Machine {
    /// A chain without anything but its own contracts.
    pub fn new(chain_id: u64) -> Self {
        let mut state = State::default();
        for address in [ARB_SYS, ARB_WASM] {
            // What is called there is not this code, but callers look whether there is some.
            state.set_code(address, Bytecode::new_legacy(Bytes::from_static(&[0xfe])));
        }
        state.account_mut(registry::ARBOS).info.nonce = 1;
        Self {
            chain_id,
            state,
            library: Arc::new(Library::new()),
            entry_cost: EntryCost::default(),
            recent: RecentPrograms::default(),
        }
    }

    /// How programs pay at their entry.
    pub fn set_entry_cost(&mut self, entry_cost: EntryCost) {
        self.entry_cost = entry_cost;
    }

    /// Programs always pay as if cached, or never.
    pub fn set_cached(&mut self, is_cached: bool) {
        self.entry_cost = if is_cached {
            EntryCost::Cached
        } else {
            EntryCost::Uncached
        };
    }

    /// Runs a transaction and keeps what it did, a revert's nonce and fee included.
    ///
    /// # Errors
    /// Where the transaction cannot be part of a block; the state is then as before.
    pub fn transact(
        &mut self,
        environment: &Environment,
        transaction: &Transaction,
    ) -> Result<Outcome, MachineError> {
        let mut execution = self.prepare(environment, transaction, false)?;
        let outcome = run(&mut execution)?;
        let changes = execution.ctx.journal_mut().finalize();
        self.recent = std::mem::take(&mut execution.ctx.chain.recent);
        drop(execution);
        self.state.commit(changes);
        Ok(outcome)
    }

    /// Runs a transaction without keeping anything and without asking for nonce, funds or fee.
    ///
    /// # Errors
    /// Where the gas limit does not even cover the transaction's own cost.
    pub fn call(
        &self,
        environment: &Environment,
        transaction: &Transaction,
    ) -> Result<Outcome, MachineError> {
        let mut execution = self.prepare(environment, transaction, true)?;
        run(&mut execution)
    }

    fn prepare(
        &self,
        environment: &Environment,
        transaction: &Transaction,
        relaxed: bool,
    ) -> Result<Execution, MachineError> {
        if environment.chain_id != self.chain_id {
            let (given, own) = (environment.chain_id, self.chain_id);
            return Err(MachineError::WrongChain { given, own });
        }
        let session = Session::new(
            Arc::clone(&self.library),
            surroundings(environment, transaction),
            self.entry_cost,
            self.recent.clone(),
            environment.number,
        );
        let mut ctx = Context::<_, _, _, _, _, ()>::new(self.state.clone(), SpecId::PRAGUE)
            .with_chain(session);
        ctx.modify_cfg(|cfg| settings(cfg, self.chain_id, relaxed));
        ctx.set_block(block(environment));
        let nonce = transaction
            .nonce
            .unwrap_or_else(|| self.nonce(transaction.from));
        ctx.set_tx(TxEnv {
            caller: transaction.from,
            kind: transaction.to.map_or(TxKind::Create, TxKind::Call),
            value: transaction.value,
            data: transaction.input.clone(),
            gas_limit: transaction.gas_limit,
            gas_price: transaction.gas_price,
            nonce,
            chain_id: Some(self.chain_id),
            ..TxEnv::default()
        });
        Ok(Execution::new(ctx))
    }

    /// The chain id.
    pub fn chain_id(&self) -> u64 {
        self.chain_id
    }

    /// Wei of an account.
    pub fn balance(&self, address: Address) -> U256 {
        self.state
            .account(&address)
            .map(|account| account.info.balance)
            .unwrap_or_default()
    }

    /// Nonce of an account.
    pub fn nonce(&self, address: Address) -> u64 {
        self.state
            .account(&address)
            .map(|account| account.info.nonce)
            .unwrap_or_default()
    }

    /// Code of an account.
    pub fn code(&self, address: Address) -> Bytes {
        let code = self
            .state
            .account(&address)
            .and_then(|account| account.info.code.as_ref());
        code.map(Bytecode::original_bytes).unwrap_or_default()
    }

    /// Keccak-256 of an account's code; of nothing where there is no code.
    pub fn code_hash(&self, address: Address) -> B256 {
        let account = self.state.account(&address);
        account.map_or(revm::primitives::KECCAK_EMPTY, |account| {
            account.info.code_hash
        })
    }

    /// A storage slot.
    pub fn storage(&self, address: Address, key: U256) -> U256 {
        self.state.slot(&address, &key)
    }

    /// Sets an account's wei.
    pub fn set_balance(&mut self, address: Address, balance: U256) {
        self.state.account_mut(address).info.balance = balance;
    }

    /// Sets an account's nonce.
    pub fn set_nonce(&mut self, address: Address, nonce: u64) {
        self.state.account_mut(address).info.nonce = nonce;
    }

    /// Sets an account's code.
    pub fn set_code(&mut self, address: Address, code: Bytes) {
        self.state.set_code(address, Bytecode::new_legacy(code));
    }

    /// Sets a storage slot.
    pub fn set_storage(&mut self, address: Address, key: U256, value: U256) {
        self.state.set_slot(address, key, value);
    }

    /// The present state, to come back to.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            state: self.state.clone(),
        }
    }

    /// Goes back to a snapshot.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        self.state = snapshot.state.clone();
    }
}

fn settings(cfg: &mut CfgEnv, chain_id: u64, relaxed: bool) {
    cfg.chain_id = chain_id;
    cfg.limit_contract_code_size = Some(MAX_CODE_SIZE);
    cfg.memory_limit = 1 << 27;
    // Programs start with EF; what else does is refused by the execution itself.
    cfg.disable_eip3541 = true;
    // The chain has no floor on the price of call data.
    cfg.disable_eip7623 = true;
    cfg.disable_nonce_check = relaxed;
    cfg.disable_balance_check = relaxed;
    cfg.disable_base_fee = relaxed;
    // Tests send as a contract when they impersonate one.
    cfg.disable_eip3607 = true;
    cfg.disable_block_gas_limit = relaxed;
}

fn surroundings(environment: &Environment, transaction: &Transaction) -> Surroundings {
    Surroundings {
        origin: transaction.from,
        gas_price: U256::from(transaction.gas_price),
        base_fee: U256::from(environment.base_fee),
        coinbase: environment.coinbase,
        gas_limit: environment.gas_limit,
        l1_number: environment.l1_number,
        timestamp: environment.timestamp,
        chain_id: environment.chain_id,
    }
}

fn block(environment: &Environment) -> BlockEnv {
    BlockEnv {
        number: U256::from(environment.l1_number),
        beneficiary: environment.coinbase,
        timestamp: U256::from(environment.timestamp),
        gas_limit: environment.gas_limit,
        basefee: environment.base_fee,
        difficulty: U256::from(1),
        prevrandao: Some(B256::with_last_byte(1)),
        ..BlockEnv::default()
    }
}

fn run(execution: &mut Execution) -> Result<Outcome, MachineError> {
    let mut handler = MainnetHandler::<Execution, EVMError<Infallible>, frame::Frame>::default();
    let result = handler.run(execution)?;
    let gas_used = result.tx_gas_used();
    Ok(match result {
        ExecutionResult::Success {
            output, logs, gas, ..
        } => Outcome {
            success: true,
            created: output.address().copied(),
            output: output.into_data(),
            gas_used,
            gas_refunded: gas.final_refunded(),
            logs,
            halt: None,
        },
        ExecutionResult::Revert { output, .. } => Outcome {
            output,
            gas_used,
            ..Outcome::default()
        },
        ExecutionResult::Halt { reason, .. } => {
            let halt = match reason {
                HaltReason::PrecompileErrorWithContext(reason) => reason,
                other => format!("{other:?}"),
            };
            Outcome {
                gas_used,
                halt: Some(halt),
                ..Outcome::default()
            }
        }
    })
}
