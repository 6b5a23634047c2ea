//! Going back to an earlier state of the whole chain.

use std::collections::HashSet;

use alloy::primitives::Address;

use super::clock::Clock;
use super::{Chain, Event};
use crate::machine::Snapshot;

/// Everything that a revert brings back.
pub(super) struct Saved {
    id: u64,
    machine: Snapshot,
    clock: Clock,
    blocks: usize,
    impersonated: HashSet<Address>,
}

impl Chain {
    /// Remembers the state, the blocks and the clock. Returns a number for [`Chain::revert`].
    pub fn snapshot(&mut self) -> u64 {
        let id = self.next_snapshot;
        self.next_snapshot += 1;
        self.saved.push(Saved {
            id,
            machine: self.machine.snapshot(),
            clock: self.clock.clone(),
            blocks: self.blocks.len(),
            impersonated: self.impersonated.clone(),
        });
        id
    }

    /// Goes back to a snapshot. It and those taken after it are used up; false if there is none of that number.
    pub fn revert(&mut self, id: u64) -> bool {
        let Some(place) = self.saved.iter().position(|saved| saved.id == id) else {
            return false;
        };
        let Some(saved) = self.saved.drain(place..).next() else {
            return false;
        };
        self.machine.restore(&saved.machine);
        self.clock = saved.clock;
        self.impersonated = saved.impersonated;
        self.queue.clear();
        self.history
            .forget_above(saved.blocks.saturating_sub(1) as u64);
        while self.blocks.len() > saved.blocks {
            let Some(block) = self.blocks.pop() else {
                break;
            };
            self.block_numbers.remove(&block.hash());
            if let Some(receipt) = block.receipt() {
                self.transactions.remove(&receipt.transaction_hash);
            }
            self.announce(Event::Removed(block));
        }
        true
    }
}
