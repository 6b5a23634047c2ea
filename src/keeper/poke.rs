//! The clock: `poke` when a sample is due, never before.

use alloy::{
    primitives::{TxKind, U256},
    providers::Provider,
    sol_types::SolCall,
};
use anyhow::{anyhow, Context, Result};

use crate::{abi::IOracle, book::Book, connection::Connection, explain::explain_call};

/// What one look at the clock did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Poke {
    /// A sample was taken; the gas it used.
    Sampled(u64),
    /// Nothing is due before this time (Unix seconds).
    NotDue(u64),
}

/// Samples if a sample is due by the clock of the newest block.
pub async fn poke_if_due(connection: &Connection, book: &Book) -> Result<Poke> {
    let address = book.contract("oracle")?;
    let oracle = IOracle::new(address, &connection.provider);
    let due = oracle
        .dueAt()
        .call()
        .await
        .map_err(|e| anyhow!("dueAt: {}", explain_call(&e)))?;
    let block = connection
        .provider
        .get_block(Default::default())
        .await?
        .context("the chain has no newest block")?;
    if block.header.timestamp < due {
        return Ok(Poke::NotDue(due));
    }
    let receipt = connection
        .send(
            TxKind::Call(address),
            U256::ZERO,
            IOracle::pokeCall {}.abi_encode().into(),
        )
        .await
        .context("poke")?;
    Ok(Poke::Sampled(receipt.gas_used))
}
