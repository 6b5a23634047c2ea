//! The gates that a price did not pass, with what an error has to say.

use crate::{Gate, State};
use fixed::U256;

/// The gate that a price did not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The sequencer is down, or its feed does not answer.
    SequencerDown,
    /// The sequencer has been back for too short a time.
    GracePeriod {
        /// Last second of the grace.
        until: u64,
    },
    /// The feed gave no answer of the right form.
    CallFailed,
    /// The feed changed its decimals.
    DecimalsChanged {
        /// At listing.
        listed: u8,
        /// Now.
        current: u8,
    },
    /// Number or time of the round is zero.
    RoundIncomplete,
    /// The round is later than now.
    InFuture {
        /// Time of the round.
        updated_at: u64,
    },
    /// The round is too old.
    Stale {
        /// Time of the round.
        updated_at: u64,
        /// Older than twice the limit.
        dead: bool,
    },
    /// Zero or negative.
    NotPositive,
    /// Outside the band or within 1 % of its ends.
    OutOfBand {
        /// USD WAD; the largest word where it has no 112 bits.
        price: U256,
    },
    /// Too far from another source, or from the last sample.
    Deviates {
        /// USD WAD.
        price: u128,
        /// What it is too far from, USD WAD.
        reference: u128,
    },
}

impl Fault {
    /// The gate.
    #[must_use]
    pub const fn gate(&self) -> Gate {
        match self {
            Self::SequencerDown => Gate::SequencerDown,
            Self::GracePeriod { .. } => Gate::GracePeriod,
            Self::CallFailed => Gate::FeedCallFailed,
            Self::DecimalsChanged { .. } => Gate::DecimalsChanged,
            Self::RoundIncomplete => Gate::RoundIncomplete,
            Self::InFuture { .. } => Gate::PriceInFuture,
            Self::Stale { .. } => Gate::PriceStale,
            Self::NotPositive => Gate::PriceNotPositive,
            Self::OutOfBand { .. } => Gate::PriceOutOfBand,
            Self::Deviates { .. } => Gate::PriceDeviates,
        }
    }

    /// What the price may still be used for.
    #[must_use]
    pub const fn state(&self) -> State {
        match self {
            Self::SequencerDown | Self::GracePeriod { .. } => State::Paused,
            Self::Stale { dead: false, .. } => State::Stale,
            Self::OutOfBand { .. } | Self::Deviates { .. } => State::Suspect,
            Self::CallFailed
            | Self::DecimalsChanged { .. }
            | Self::RoundIncomplete
            | Self::InFuture { .. }
            | Self::Stale { dead: true, .. }
            | Self::NotPositive => State::Dead,
        }
    }
}

/// The first two gates: anything but a clear "up, for longer than the grace" stops all prices. `None`: the
/// sequencer's feed did not answer.
#[must_use]
pub fn sequencer(round: Option<&super::Round>, now: u64) -> Option<Fault> {
    let Some(round) = round else {
        return Some(Fault::SequencerDown);
    };
    // Arbitrum's feed says 0 before its first report.
    if !round.answer.is_zero() || round.started_at.is_zero() {
        return Some(Fault::SequencerDown);
    }
    let until = round.started().saturating_add(super::SEQUENCER_GRACE);
    (now <= until).then_some(Fault::GracePeriod { until })
}
