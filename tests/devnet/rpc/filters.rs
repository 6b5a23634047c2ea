//! Filters that clients poll, for those that speak HTTP only.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use alloy::primitives::U256;
use alloy::rpc::types::Filter;
use serde_json::Value;

use super::view::json;
use super::RpcError;
use crate::chain::logs::matching;
use crate::chain::Event;

/// A filter that nobody polled for this long is dropped, as geth does.
const PATIENCE: Duration = Duration::from_secs(300);

enum Kind {
    Logs(Box<Filter>),
    Blocks,
    Transactions,
}

struct Installed {
    kind: Kind,
    pending: Vec<Value>,
    polled: Instant,
}

/// The filters of all clients.
#[derive(Default)]
pub(super) struct Filters {
    next: u64,
    installed: HashMap<U256, Installed>,
}

impl Filters {
    pub(super) fn install_logs(&mut self, filter: Filter) -> U256 {
        self.install(Kind::Logs(Box::new(filter)))
    }

    pub(super) fn install_blocks(&mut self) -> U256 {
        self.install(Kind::Blocks)
    }

    pub(super) fn install_transactions(&mut self) -> U256 {
        self.install(Kind::Transactions)
    }

    fn install(&mut self, kind: Kind) -> U256 {
        self.next += 1;
        let id = U256::from(self.next);
        self.installed.insert(
            id,
            Installed {
                kind,
                pending: Vec::new(),
                polled: Instant::now(),
            },
        );
        id
    }

    pub(super) fn uninstall(&mut self, id: U256) -> bool {
        self.installed.remove(&id).is_some()
    }

    /// What happened since the last time somebody asked.
    pub(super) fn changes(&mut self, id: U256) -> Result<Value, RpcError> {
        let installed = self.find(id)?;
        Ok(Value::Array(std::mem::take(&mut installed.pending)))
    }

    /// The filter of logs of this number.
    pub(super) fn filter(&mut self, id: U256) -> Result<Filter, RpcError> {
        match &self.find(id)?.kind {
            Kind::Logs(filter) => Ok(filter.as_ref().clone()),
            _ => Err(RpcError::refused("filter not found")),
        }
    }

    fn find(&mut self, id: U256) -> Result<&mut Installed, RpcError> {
        let installed = self
            .installed
            .get_mut(&id)
            .ok_or_else(|| RpcError::refused("filter not found"))?;
        installed.polled = Instant::now();
        Ok(installed)
    }

    /// Takes note of what happened on the chain.
    pub(super) fn notice(&mut self, event: &Event) {
        self.installed
            .retain(|_, installed| installed.polled.elapsed() < PATIENCE);
        let (block, removed) = match event {
            Event::Mined(block) => (block, false),
            Event::Removed(block) => (block, true),
        };
        for installed in self.installed.values_mut() {
            match &installed.kind {
                Kind::Logs(filter) if !filter.matches_block_range(block.number()) => {}
                Kind::Logs(filter) => {
                    installed
                        .pending
                        .extend(matching(block, filter, removed).filter_map(|log| json(&log).ok()));
                }
                Kind::Blocks if !removed => installed.pending.extend(json(&block.hash()).ok()),
                Kind::Transactions if !removed => {
                    let hash = block
                        .receipt()
                        .and_then(|receipt| json(&receipt.transaction_hash).ok());
                    installed.pending.extend(hash);
                }
                Kind::Blocks | Kind::Transactions => {}
            }
        }
    }
}
