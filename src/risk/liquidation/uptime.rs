//! Active time from the rounds of an uptime feed: every change that the feed keeps is counted when somebody looks,
//! however many outages there were since anybody last did.

/// Time counted up to the last change that was processed. Seconds since 1970 but for `active`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uptime {
    /// Active seconds up to `seen`.
    pub active: u64,
    /// Time up to which they are counted.
    pub seen: u64,
    /// When what is so now began; it may be before `seen`.
    pub since: u64,
    /// Whether the sequencer has been up since then.
    pub up: bool,
}

impl Uptime {
    /// A clock at zero; the sequencer has been up, or down, since a time.
    #[must_use]
    pub const fn started(now: u64, up: bool, since: u64) -> Self {
        Self {
            active: 0,
            seen: now,
            since,
            up,
        }
    }

    /// Active seconds at a time, if nothing changed until then: those of an up sequencer, past the grace. An earlier
    /// time than the last change is that of the change.
    #[must_use]
    pub const fn active_at(&self, now: u64, grace: u64) -> u64 {
        if !self.up {
            return self.active;
        }
        let from = self.since.saturating_add(grace);
        let from = if from > self.seen { from } else { self.seen };
        self.active.saturating_add(now.saturating_sub(from))
    }

    /// The clock behind a change of the feed, told in the order of time. A second "up" counts as a new return: what
    /// was between is not known.
    #[must_use]
    pub const fn told(self, up: bool, at: u64, grace: u64) -> Self {
        Self {
            active: self.active_at(at, grace),
            seen: if at > self.seen { at } else { self.seen },
            since: at,
            up,
        }
    }
}
