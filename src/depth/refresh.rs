//! Snapshots: ask, follow, tell the oracle.

use crate::abi::{InsufficientGas, NoteFailed, SnapshotMissing, SnapshotTaken};
use crate::clock::now;
use crate::error::DepthError;
use crate::host::{self, Answer};
use crate::state::{usd, Depth, Desk};
use crate::words::{pack, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};
use risk::liquidity::depth::DepthTerms;
use stylus_sdk::function_selector;

/// Gas of telling the oracle: of each two assets one slot changes.
const NOTE_GAS: u64 = 500_000;
const NOTE_DEPTHS: [u8; 4] = function_selector!("noteDepths", Vec<U256>);

impl Depth {
    /// Assets of the mask whose last question is long enough ago.
    pub(crate) fn refresh_all(&mut self, mask: u16) -> Result<bool, DepthError> {
        let terms = self.kept_terms();
        let mut notes = Vec::new();
        let mut left = u32::from(self.listed() & mask);
        while left != 0 {
            let asset = u8::try_from(left.trailing_zeros()).unwrap_or_default();
            left &= left.wrapping_sub(1);
            if now()
                >= self
                    .asked_at(asset)
                    .saturating_add(u64::from(terms.spacing))
            {
                let desk = self.desk_of(asset)?;
                notes.push(self.take(asset, desk, &terms)?);
            }
        }
        if notes.is_empty() {
            return Ok(false);
        }
        self.tell(&notes)?;
        Ok(true)
    }

    /// A snapshot of one asset: what the oracle is told of it.
    fn take(&mut self, asset: u8, mut desk: Desk, terms: &DepthTerms) -> Result<B256, DepthError> {
        let measured = desk.source.measure(asset)?;
        let at = now();
        desk.asked_at = at;
        desk.state = desk.state.step(at, measured.ok(), desk.base, terms);
        self.keep(asset, &desk);

        let depth = usd(desk.state.used(at, terms));
        let maintenance = usd(desk.state.maintenance);
        match measured {
            Ok(cents) => host::emit(SnapshotTaken {
                asset,
                measured: usd(cents),
                depth,
                maintenanceDepth: maintenance,
            }),
            Err(missing) => host::emit(SnapshotMissing {
                asset,
                reason: missing as u8,
                depth,
                maintenanceDepth: maintenance,
            }),
        }
        Ok(note(asset, depth, maintenance).to_word())
    }

    /// An oracle that refuses does not undo the snapshots.
    fn tell(&self, notes: &[B256]) -> Result<(), DepthError> {
        let mut words = vec![U256::from(32).to_word(), U256::from(notes.len()).to_word()];
        words.extend_from_slice(notes);
        let oracle: Address = self.oracle();
        match host::tell(oracle, &pack(&NOTE_DEPTHS, &words), NOTE_GAS, 0) {
            Answer::Bytes(_) => Ok(()),
            Answer::Starved => Err(InsufficientGas {}.into()),
            Answer::Failed => {
                host::emit(NoteFailed { oracle });
                Ok(())
            }
        }
    }
}

/// The asset (8 bits), its depth (120 bits) and its maintenance depth (120 bits), from the lowest.
fn note(asset: u8, depth: U256, maintenance: U256) -> U256 {
    U256::from(asset) | depth.wrapping_shl(8) | maintenance.wrapping_shl(128)
}
