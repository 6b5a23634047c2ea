//! Time in which everybody could act.

/// The latest outage of the sequencer, as its uptime feed tells it. Seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outage {
    /// When it went down; 0 where that is not known: then no time before the end counts.
    pub from: u64,
    /// When it came back; `None` while it is down.
    pub until: Option<u64>,
}

/// A clock that stands still from the start of an outage until its end and a period of grace.
///
/// Auctions and ramps run on it: a price must not fall while nobody can bid, nor before owners had time to
/// mend their accounts. Advance it at least once between two outages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActiveClock {
    /// Active seconds counted.
    pub active: u64,
    /// Block time up to which they are counted.
    pub seen: u64,
}

impl ActiveClock {
    /// A clock at zero.
    #[must_use]
    pub const fn started(now: u64) -> Self {
        Self {
            active: 0,
            seen: now,
        }
    }

    /// The clock at `now`: the time since it was last seen counts, except for what falls into the outage and the
    /// `grace` seconds after it. Twice at the same time is once; an earlier time changes nothing.
    #[must_use]
    pub fn at(self, now: u64, outage: Outage, grace: u64) -> Self {
        let end = outage
            .until
            .map_or(u64::MAX, |until| until.saturating_add(grace));
        let before = now.min(outage.from).saturating_sub(self.seen);
        let after = now.saturating_sub(end.max(self.seen));
        Self {
            active: self.active.saturating_add(before).saturating_add(after),
            seen: now.max(self.seen),
        }
    }
}
