//! What the feed keeps on chain, and how it is packed.

use crate::output::Rhythm;
use crate::round::Round;
use crate::slot::Slot;
use crate::words::{address, Word};
use alloc::string::String;
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};
use stylus_sdk::prelude::*;
use stylus_sdk::storage::StorageMap;

/// The state of the feed.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Feed {
    /// Slot 0: oracle (160 bits), kind, asset, decimals, length of the description (8 bits each), number of the
    /// latest round (64 bits).
    head: Slot,
    /// Slot 1: deviation (64 bits), heartbeat (64 bits).
    rhythm: Slot,
    /// Slots 2 and 3: the description.
    description: Slot,
    more_description: Slot,
    /// Slot 4: rounds by number: answer (128 bits), time (64 bits).
    rounds: StorageMap<B256, Slot>,
}

shell::entry!(Feed);

/// Slot 0, unpacked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head {
    pub(crate) oracle: Address,
    pub(crate) kind: u8,
    pub(crate) asset: u8,
    pub(crate) decimals: u8,
    /// Characters of the description.
    pub(crate) length: u8,
    /// Number of the latest round; none is 0.
    pub(crate) latest: u64,
}

impl Feed {
    pub(crate) fn head(&self) -> Head {
        let word = self.head.get();
        let [_, _, third, latest] = word.into_limbs();
        let [_, _, _, _, kind, asset, decimals, length] = third.to_le_bytes();
        Head {
            oracle: address(word),
            kind,
            asset,
            decimals,
            length,
            latest,
        }
    }

    pub(crate) fn set_head(&mut self, head: Head) {
        let oracle: U256 = head.oracle.to_word().into();
        let [first, second, third, _] = oracle.into_limbs();
        let [a, b, c, d, ..] = third.to_le_bytes();
        let bytes = [
            a,
            b,
            c,
            d,
            head.kind,
            head.asset,
            head.decimals,
            head.length,
        ];
        let third = u64::from_le_bytes(bytes);
        self.head
            .set(U256::from_limbs([first, second, third, head.latest]));
    }

    pub(crate) fn rhythm(&self) -> Rhythm {
        let [deviation, heartbeat, ..] = self.rhythm.get().into_limbs();
        Rhythm {
            deviation,
            heartbeat: u32::try_from(heartbeat).unwrap_or(u32::MAX),
        }
    }

    pub(crate) fn set_rhythm(&mut self, rhythm: Rhythm) {
        let limbs = [rhythm.deviation, u64::from(rhythm.heartbeat), 0, 0];
        self.rhythm.set(U256::from_limbs(limbs));
    }

    pub(crate) fn text(&self, length: u8) -> String {
        let mut bytes: Vec<u8> = self.description.get().to_word().to_vec();
        bytes.extend_from_slice(self.more_description.get().to_word().as_slice());
        bytes.truncate(usize::from(length));
        // Only ASCII was let in.
        bytes.into_iter().map(char::from).collect()
    }

    pub(crate) fn set_text(&mut self, text: &str) {
        let mut words = [B256::ZERO; 2];
        for (to, from) in words.iter_mut().zip(text.as_bytes().chunks(32)) {
            *to = B256::right_padding_from(from);
        }
        let [first, second] = words;
        self.description.set(first.into());
        self.more_description.set(second.into());
    }

    /// The round with this number.
    pub(crate) fn round(&self, number: u64) -> Round {
        Round::unpack(self.rounds.get(number.to_word()))
    }

    pub(crate) fn set_round(&mut self, number: u64, round: Round) {
        self.rounds.setter(number.to_word()).set(round.pack());
    }
}
