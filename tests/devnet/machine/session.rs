//! What programs share in one transaction, beside the journal.

use super::library::Library;
use crate::{host::Surroundings, meter::PageModel};
use revm::primitives::{Address, B256};
use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

/// Programs whose entry a block keeps cheap after their first call.
const RECENT_PROGRAMS: usize = 32;

/// What programs pay at their entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EntryCost {
    /// As the chain does: cached where a bid holds the program, or where it is one of the last 32
    /// called in this block.
    #[default]
    ByRecentUse,
    /// Always as if cached.
    Cached,
    /// Always as if not.
    Uncached,
}

/// The programs called last in a block.
#[derive(Debug, Clone, Default)]
pub(crate) struct RecentPrograms {
    block: u64,
    hashes: VecDeque<B256>,
}

impl RecentPrograms {
    /// Forgets everything where the block is another.
    pub(crate) fn enter_block(&mut self, block: u64) {
        if self.block != block {
            *self = Self {
                block,
                hashes: VecDeque::new(),
            };
        }
    }

    /// Notes a call and says whether the program was there before.
    fn note(&mut self, hash: B256) -> bool {
        let place = self.hashes.iter().position(|known| *known == hash);
        if let Some(place) = place {
            self.hashes.remove(place);
        }
        self.hashes.push_front(hash);
        self.hashes.truncate(RECENT_PROGRAMS);
        place.is_some()
    }
}

/// The shared part.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) library: Arc<Library>,
    pub(crate) surroundings: Arc<Surroundings>,
    pub(crate) entry_cost: EntryCost,
    pub(crate) recent: RecentPrograms,
    pub(crate) pages: PageModel,
    /// L2 block number.
    pub(crate) number: u64,
    /// How programs ended that did not return, in order.
    pub(crate) failures: Vec<String>,
    /// Frames open by acting address; delegate frames are not counted.
    open: HashMap<Address, usize>,
}

impl Session {
    pub(crate) fn new(
        library: Arc<Library>,
        surroundings: Surroundings,
        entry_cost: EntryCost,
        mut recent: RecentPrograms,
        number: u64,
    ) -> Self {
        recent.enter_block(number);
        Self {
            library,
            surroundings: Arc::new(surroundings),
            entry_cost,
            recent,
            pages: PageModel::default(),
            number,
            failures: Vec::new(),
            open: HashMap::new(),
        }
    }

    /// Notes a program's call and says whether its entry is cheap.
    pub(crate) fn is_cached(&mut self, hash: B256, by_bid: bool) -> bool {
        let is_recent = self.recent.note(hash);
        match self.entry_cost {
            EntryCost::ByRecentUse => by_bid || is_recent,
            EntryCost::Cached => true,
            EntryCost::Uncached => false,
        }
    }

    /// Keeps why a program did not return.
    pub(crate) fn note_failure(&mut self, address: Address, reason: &str) {
        self.failures.push(format!("{address}: {reason}"));
    }

    /// Counts a frame of the acting address.
    pub(crate) fn open(&mut self, address: Address) {
        *self.open.entry(address).or_default() += 1;
    }

    /// Frees it again.
    pub(crate) fn close(&mut self, address: Address) {
        if let Some(count) = self.open.get_mut(&address) {
            *count = count.saturating_sub(1);
        }
    }

    /// Frames open of the acting address.
    pub(crate) fn open_frames(&self, address: &Address) -> usize {
        self.open.get(address).copied().unwrap_or_default()
    }
}
