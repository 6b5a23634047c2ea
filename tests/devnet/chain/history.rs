//! The states of the last blocks, for those who read at a block of the past.

use std::collections::VecDeque;

use super::{Chain, ChainError, Moment};
use crate::machine::Machine;

/// The states after the last blocks, the oldest first.
pub(super) struct History {
    depth: usize,
    states: VecDeque<(u64, Machine)>,
}

impl History {
    pub(super) const fn new(depth: usize) -> Self {
        Self {
            depth,
            states: VecDeque::new(),
        }
    }

    /// Keeps the state after block `number`.
    pub(super) fn keep(&mut self, number: u64, machine: &Machine) {
        if self.depth == 0 {
            return;
        }
        // The head's own state is kept too, because the machine moves on from it.
        while self.states.len() > self.depth {
            self.states.pop_front();
        }
        self.states.push_back((number, machine.clone()));
    }

    /// Forgets the states after block `number`.
    pub(super) fn forget_above(&mut self, number: u64) {
        self.states.retain(|(kept, _)| *kept <= number);
    }

    fn state(&self, number: u64) -> Option<&Machine> {
        self.states
            .iter()
            .find(|(kept, _)| *kept == number)
            .map(|(_, machine)| machine)
    }
}

impl Chain {
    /// The state after the block chosen. That of the last block includes what was set by hand since.
    pub fn state_at(&self, moment: Moment) -> Result<&Machine, ChainError> {
        let head = self.head().number();
        match moment {
            Moment::Next => Ok(&self.machine),
            Moment::At(number) if number == head => Ok(&self.machine),
            Moment::At(number) if number > head => {
                Err(ChainError::UnknownBlock(number.to_string()))
            }
            Moment::At(number) => self.history.state(number).ok_or(ChainError::StateNotKept {
                number,
                kept: self.history.depth,
            }),
        }
    }
}
