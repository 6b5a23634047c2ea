//! Accounts, code and storage between transactions.

use revm::{
    bytecode::Bytecode,
    database_interface::Database,
    primitives::{keccak256, Address, B256, KECCAK_EMPTY, U256},
    state::{AccountInfo, EvmState},
};
use std::{collections::HashMap, convert::Infallible, sync::Arc};

/// One account: balance, nonce, code, and the storage slots that are not zero.
#[derive(Debug, Clone, Default)]
pub(crate) struct StoredAccount {
    pub(crate) info: AccountInfo,
    pub(crate) storage: HashMap<U256, U256>,
}

/// The whole world state. A clone shares everything until one side writes, so that a snapshot
/// costs nothing and a write after it copies one account.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    accounts: Arc<HashMap<Address, Arc<StoredAccount>>>,
}

impl State {
    pub(crate) fn account(&self, address: &Address) -> Option<&StoredAccount> {
        self.accounts.get(address).map(Arc::as_ref)
    }

    pub(crate) fn account_mut(&mut self, address: Address) -> &mut StoredAccount {
        Arc::make_mut(
            Arc::make_mut(&mut self.accounts)
                .entry(address)
                .or_default(),
        )
    }

    pub(crate) fn slot(&self, address: &Address, key: &U256) -> U256 {
        self.account(address)
            .and_then(|account| account.storage.get(key))
            .copied()
            .unwrap_or_default()
    }

    pub(crate) fn set_slot(&mut self, address: Address, key: U256, value: U256) {
        let storage = &mut self.account_mut(address).storage;
        if value.is_zero() {
            storage.remove(&key);
        } else {
            storage.insert(key, value);
        }
    }

    pub(crate) fn set_code(&mut self, address: Address, code: Bytecode) {
        let info = &mut self.account_mut(address).info;
        info.code_hash = if code.is_empty() {
            KECCAK_EMPTY
        } else {
            code.hash_slow()
        };
        info.code = Some(code);
    }

    /// Takes over what a finished transaction changed.
    pub(crate) fn commit(&mut self, changes: EvmState) {
        for (address, account) in changes {
            if !account.is_touched() {
                continue;
            }
            if account.is_selfdestructed() || account.is_empty() {
                Arc::make_mut(&mut self.accounts).remove(&address);
                continue;
            }
            let is_created = account.is_created();
            let stored = self.account_mut(address);
            if is_created {
                stored.storage.clear();
            }
            let code = account
                .info
                .code
                .clone()
                .or_else(|| stored.info.code.take());
            stored.info = AccountInfo {
                code,
                ..account.info
            };
            for (key, slot) in account.storage {
                if slot.is_changed() {
                    self.set_slot(address, key, slot.present_value);
                }
            }
        }
    }
}

impl Database for State {
    type Error = Infallible;

    fn basic(&mut self, address: Address) -> Result<Option<AccountInfo>, Infallible> {
        Ok(self.account(&address).map(|account| account.info.clone()))
    }

    fn code_by_hash(&mut self, code_hash: B256) -> Result<Bytecode, Infallible> {
        // Every account carries its code, so this is asked for nothing but the empty hash.
        let found = self
            .accounts
            .values()
            .find(|account| account.info.code_hash == code_hash);
        Ok(found
            .and_then(|account| account.info.code.clone())
            .unwrap_or_default())
    }

    fn storage(&mut self, address: Address, key: U256) -> Result<U256, Infallible> {
        Ok(self.slot(&address, &key))
    }

    fn block_hash(&mut self, number: u64) -> Result<B256, Infallible> {
        Ok(keccak256(number.to_be_bytes()))
    }
}
