//! The chain's state and what a transaction does to it: EVM code and programs in one journal.

mod execution;
mod frame;
mod library;
mod program_entry;
mod program_frame;
pub(crate) mod registry;
mod service;
mod session;
mod settings;
mod state;
mod subcall;
mod transaction;

pub(crate) use execution::Ctx;
pub(crate) use library::Unusable;
pub use session::EntryCost;
pub use settings::MAX_CODE_SIZE;
pub use transaction::{Environment, MachineError, Outcome, Transaction};

use crate::precompiles::{ARB_SYS, ARB_WASM, ARB_WASM_CACHE};
use execution::Execution;
use library::Library;
use revm::{
    bytecode::Bytecode,
    context::{
        result::{EVMError, ExecutionResult, HaltReason},
        Context, ContextSetters, ContextTr, JournalTr, TxEnv,
    },
    handler::{Handler, MainnetHandler},
    primitives::{hardfork::SpecId, Address, Bytes, TxKind, B256, KECCAK_EMPTY, U256},
};
use session::{RecentPrograms, Session};
use settings::{block, settings, surroundings};
use state::State;
use std::{collections::BTreeMap, convert::Infallible, sync::Arc};

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
        for address in [ARB_SYS, ARB_WASM, ARB_WASM_CACHE] {
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
            // A list counts from type 1 on.
            tx_type: 1,
            access_list: transaction.access_list.clone(),
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
        account.map_or(KECCAK_EMPTY, |account| account.info.code_hash)
    }

    /// A storage slot.
    pub fn storage(&self, address: Address, key: U256) -> U256 {
        self.state.slot(&address, &key)
    }

    /// Every storage slot of an account that is not zero, by number.
    pub fn slots(&self, address: Address) -> BTreeMap<U256, U256> {
        let account = self.state.account(&address);
        account.map_or_else(BTreeMap::new, |account| {
            account.storage.clone().into_iter().collect()
        })
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

fn run(execution: &mut Execution) -> Result<Outcome, MachineError> {
    let mut handler = MainnetHandler::<Execution, EVMError<Infallible>, frame::Frame>::default();
    let result = handler.run(execution)?;
    let mut outcome = Outcome {
        gas_used: result.tx_gas_used(),
        failures: std::mem::take(&mut execution.ctx.chain.failures),
        ..Outcome::default()
    };
    match result {
        ExecutionResult::Success {
            output, logs, gas, ..
        } => {
            outcome.success = true;
            outcome.created = output.address().copied();
            outcome.output = output.into_data();
            outcome.gas_refunded = gas.final_refunded();
            outcome.logs = logs;
        }
        ExecutionResult::Revert { output, .. } => outcome.output = output,
        ExecutionResult::Halt { reason, .. } => {
            outcome.halt = Some(match reason {
                HaltReason::PrecompileErrorWithContext(reason) => reason,
                other => format!("{other:?}"),
            });
        }
    }
    Ok(outcome)
}
