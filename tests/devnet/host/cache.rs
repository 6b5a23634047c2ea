//! A frame's own cache of storage: reads are kept, writes wait until they are flushed. It is not seen
//! by the frames that the program calls, and goes with the frame.

use crate::meter::{read_tier_gas, write_tier_gas};
use revm::primitives::U256;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy)]
struct Slot {
    value: U256,
    /// What the chain holds, where the frame knows it: it has read or flushed the slot.
    known: Option<U256>,
}

/// The cache of one frame.
#[derive(Debug, Clone, Default)]
pub(crate) struct StorageCache {
    slots: BTreeMap<U256, Slot>,
    reads: u64,
    writes: u64,
}

impl StorageCache {
    /// Counts a read and says its tier's gas.
    pub(crate) fn count_read(&mut self) -> u64 {
        self.reads += 1;
        read_tier_gas(self.reads)
    }

    pub(crate) fn get(&self, key: &U256) -> Option<U256> {
        self.slots.get(key).map(|slot| slot.value)
    }

    /// Keeps what the chain holds.
    pub(crate) fn learn(&mut self, key: U256, value: U256) {
        self.slots.insert(
            key,
            Slot {
                value,
                known: Some(value),
            },
        );
    }

    /// Writes a slot and says the tier's gas. A slot never read is dirty whatever its value.
    pub(crate) fn write(&mut self, key: U256, value: U256) -> u64 {
        self.slots
            .entry(key)
            .or_insert(Slot { value, known: None })
            .value = value;
        self.writes += 1;
        write_tier_gas(self.writes)
    }

    /// Takes the slots that differ from what the chain holds, as far as the frame knows. They count as
    /// written; with `clear` the cache forgets everything.
    pub(crate) fn take_dirty(&mut self, clear: bool) -> Vec<(U256, U256)> {
        let mut dirty = Vec::new();
        for (key, slot) in &mut self.slots {
            if slot.known != Some(slot.value) {
                dirty.push((*key, slot.value));
                slot.known = Some(slot.value);
            }
        }
        if clear {
            self.slots.clear();
        }
        dirty
    }
}
