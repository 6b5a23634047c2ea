//! Whether a run did anything: how often each action was tried and succeeded, and why not.

use crate::action::{Action, KINDS};
use crate::books::Refused;
use std::collections::BTreeMap;
use std::fmt;

/// Counters of a run.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    tried: [u64; KINDS.len()],
    done: [u64; KINDS.len()],
    refused: BTreeMap<(usize, Refused), u64>,
    /// Losses that lenders have borne.
    pub shared: u64,
}

impl Reach {
    /// Counts one step.
    pub fn count(&mut self, action: &Action, done: Result<(), Refused>) {
        let kind = action.kind();
        self.tried[kind] += 1;
        match done {
            Ok(()) => self.done[kind] += 1,
            Err(why) => *self.refused.entry((kind, why)).or_default() += 1,
        }
    }

    /// Successes of a kind of action, by its name.
    #[must_use]
    pub fn successes(&self, name: &str) -> u64 {
        KINDS
            .iter()
            .position(|kind| *kind == name)
            .map_or(0, |kind| self.done[kind])
    }

    /// Kinds that succeeded in less than one of a hundred attempts: a run that has any has shown nothing of them.
    #[must_use]
    pub fn vacuous(&self) -> Vec<&'static str> {
        let counts = self.tried.iter().zip(&self.done).zip(KINDS);
        counts
            .filter(|((tried, done), _)| **done == 0 || **done * 100 < **tried)
            .map(|(_, name)| name)
            .collect()
    }
}

impl fmt::Display for Reach {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (kind, name) in KINDS.iter().enumerate() {
            writeln!(
                out,
                "{name:16} {:>9} of {:>9}",
                self.done[kind], self.tried[kind]
            )?;
            for ((of, why), count) in &self.refused {
                if *of == kind {
                    writeln!(out, "    {count:>9} {why}")?;
                }
            }
        }
        writeln!(out, "losses shared {}", self.shared)
    }
}
