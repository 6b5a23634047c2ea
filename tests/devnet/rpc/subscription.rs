//! What the client of one socket wants to be told.

use std::collections::BTreeMap;

use alloy::rpc::types::pubsub::SubscriptionKind;
use alloy::rpc::types::Filter;
use serde_json::{json, Value};

use super::params::Params;
use super::{view, RpcError};
use crate::chain::logs::matching;
use crate::chain::Event;

enum Topic {
    Heads,
    Logs(Box<Filter>),
    Transactions,
}

/// The subscriptions of one socket.
#[derive(Default)]
pub(super) struct Subscriptions {
    next: u128,
    topics: BTreeMap<String, Topic>,
}

impl Subscriptions {
    /// `eth_subscribe`
    pub(super) fn subscribe(&mut self, params: &Params) -> Result<Value, RpcError> {
        let topic = match params.required(0, "subscription")? {
            SubscriptionKind::NewHeads => Topic::Heads,
            SubscriptionKind::Logs => {
                Topic::Logs(params.optional(1, "filter")?.unwrap_or_default())
            }
            SubscriptionKind::NewPendingTransactions => Topic::Transactions,
            other => {
                return Err(RpcError::invalid_params(format!(
                    "no subscription of the kind {other:?}"
                )))
            }
        };
        self.next += 1;
        let id = format!("{:#034x}", self.next);
        self.topics.insert(id.clone(), topic);
        Ok(Value::String(id))
    }

    /// `eth_unsubscribe`
    pub(super) fn unsubscribe(&mut self, params: &Params) -> Result<Value, RpcError> {
        let id: String = params.required(0, "subscription")?;
        if self.topics.remove(&id).is_none() {
            return Err(RpcError::refused("subscription not found"));
        }
        Ok(Value::Bool(true))
    }

    /// What to send because of an event on the chain.
    pub(super) fn notifications(&self, event: &Event) -> Vec<Value> {
        let (block, removed) = match event {
            Event::Mined(block) => (block, false),
            Event::Removed(block) => (block, true),
        };
        let mut messages = Vec::new();
        for (id, topic) in &self.topics {
            let results: Vec<Value> = match topic {
                Topic::Heads if !removed => view::header(block).into_iter().collect(),
                Topic::Logs(filter) => matching(block, filter, removed)
                    .filter_map(|log| view::json(&log).ok())
                    .collect(),
                Topic::Transactions if !removed => block
                    .receipt()
                    .map(|receipt| json!(receipt.transaction_hash))
                    .into_iter()
                    .collect(),
                Topic::Heads | Topic::Transactions => Vec::new(),
            };
            messages.extend(results.into_iter().map(|result| {
                json!({
                    "jsonrpc": "2.0",
                    "method": "eth_subscription",
                    "params": { "subscription": id, "result": result },
                })
            }));
        }
        messages
    }
}
