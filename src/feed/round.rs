//! One round, and when a fact is worth the next.

use crate::output::Rhythm;
use alloy_primitives::U256;
use fixed::{halves, multiply, word, WAD};

/// An answer at the decimals of the feed, and the time of the fact that it states. Time zero: no round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Round {
    pub(crate) answer: u128,
    pub(crate) at: u64,
}

impl Round {
    /// One slot: the answer in the low half, the time above it.
    pub(crate) fn pack(self) -> U256 {
        word((u128::from(self.at), self.answer))
    }

    pub(crate) fn unpack(slot: U256) -> Self {
        let [.., at, _] = slot.into_limbs();
        let (_, answer) = halves(slot);
        Self { answer, at }
    }

    /// Whether there is such a round.
    pub(crate) fn exists(self) -> bool {
        self.at != 0
    }

    /// Whether `next` is a round of its own after this one: not older, and either moved past the deviation or
    /// newer by the heartbeat.
    pub(crate) fn is_followed_by(self, next: Self, rhythm: Rhythm) -> bool {
        match next.at.checked_sub(self.at) {
            None => false,
            Some(_) if !self.exists() => true,
            Some(age) => age >= u64::from(rhythm.heartbeat) || self.moved(next, rhythm.deviation),
        }
    }

    /// |next - this| > deviation * this, exactly.
    fn moved(self, next: Self, deviation: u64) -> bool {
        let distance = self.answer.abs_diff(next.answer);
        // High and low halves compare as the number.
        multiply(distance, WAD) > multiply(self.answer, u128::from(deviation))
    }
}
