//! Who has an account: read from the vault's logs, from the block where the journal stopped.

use std::collections::BTreeSet;

use alloy::{primitives::B256, providers::Provider, rpc::types::Filter, sol_types::SolEvent};
use anyhow::{Context, Result};

use crate::{abi::IVault, book::Book, connection::Connection, journal::Journal};

/// Blocks asked for at a time: public nodes refuse wide ranges.
const STRIDE: u64 = 2_000;

/// Reads the logs up to the newest block into the journal. Returns the accounts that something happened to.
pub async fn follow(
    connection: &Connection,
    book: &Book,
    journal: &mut Journal,
) -> Result<BTreeSet<B256>> {
    let vault = book.contract("vault")?;
    let events = [
        IVault::Deposited::SIGNATURE_HASH,
        IVault::Withdrawn::SIGNATURE_HASH,
        IVault::Borrowed::SIGNATURE_HASH,
        IVault::Repaid::SIGNATURE_HASH,
        IVault::Seized::SIGNATURE_HASH,
        IVault::CashDeposited::SIGNATURE_HASH,
        IVault::CashWithdrawn::SIGNATURE_HASH,
        IVault::Transferred::SIGNATURE_HASH,
        IVault::Settled::SIGNATURE_HASH,
        IVault::Carried::SIGNATURE_HASH,
        IVault::WrittenOff::SIGNATURE_HASH,
        IVault::VersionTaken::SIGNATURE_HASH,
    ];
    let newest = connection
        .provider
        .get_block_number()
        .await
        .context("eth_blockNumber")?;
    let mut changed = BTreeSet::new();
    let mut from = journal.cursor();
    while from <= newest {
        let to = newest.min(from.saturating_add(STRIDE - 1));
        let filter = Filter::new()
            .address(vault)
            .event_signature(events.to_vec())
            .from_block(from)
            .to_block(to);
        let logs = connection
            .provider
            .get_logs(&filter)
            .await
            .with_context(|| format!("eth_getLogs of blocks {from} to {to}"))?;
        let seen: BTreeSet<B256> = logs
            .iter()
            .flat_map(|log| {
                let transfer = log.topic0() == Some(&IVault::Transferred::SIGNATURE_HASH);
                let accounts = if transfer { 2 } else { 1 };
                log.topics().iter().skip(1).take(accounts).copied()
            })
            .collect();
        from = to.saturating_add(1);
        journal.advance(from, seen.iter().copied())?;
        changed.extend(seen);
    }
    Ok(changed)
}
