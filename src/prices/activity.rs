//! Active time: every change that the sequencer's feed keeps is counted, whenever somebody looks.

use crate::abi::SequencerDown;
use crate::clock::now;
use crate::error::PricesError;
use crate::feeds;
use crate::state::{Active, Setting};
use alloy_primitives::Address;
use risk::liquidation::uptime::Uptime;
use risk::price::{Round, SEQUENCER_GRACE};

/// Changes that one call walks over. With more, the clock lags until it is advanced again.
const MAX_CHANGES: u64 = 16;

/// The clock at its start.
pub(crate) fn begin(latest: Option<&Round>, now: u64) -> Active {
    Active {
        clock: latest.map_or(Uptime::started(now, true, 0), |round| {
            Uptime::started(now, is_up(round), since(round, now))
        }),
        round: latest.map_or((0, 0), Round::place),
    }
}

/// Active seconds since the start.
///
/// # Errors
/// `SequencerDown` where the sequencer's feed does not answer, `InsufficientGas`.
pub(crate) fn seconds() -> Result<u64, PricesError> {
    let setting = Setting::load();
    let now = now();
    if setting.sequencer.is_zero() {
        return Ok(now.saturating_sub(setting.started));
    }
    let latest = feeds::latest(setting.sequencer)?.ok_or(SequencerDown {})?;
    let (active, is_behind) = walked(setting.sequencer, &latest, now)?;
    // Behind, nothing past the last change that was walked over is known.
    Ok(if is_behind {
        active.clock.active
    } else {
        active.clock.active_at(now, SEQUENCER_GRACE)
    })
}

/// Keeps the clock behind the latest change, where there was one.
///
/// # Errors
/// `InsufficientGas`.
pub(crate) fn advance(feed: Address, latest: &Round) -> Result<(), PricesError> {
    if Active::load().round != latest.place() {
        walked(feed, latest, now())?.0.store();
    }
    Ok(())
}

/// The clock behind the changes up to the latest round, and whether there are more than one call walks over.
fn walked(feed: Address, latest: &Round, now: u64) -> Result<(Active, bool), PricesError> {
    let mut active = Active::load();
    let (phase, last) = latest.place();
    let (seen_phase, seen) = active.round;
    // A new phase begins with its first round.
    let seen = if phase == seen_phase { seen } else { 0 };
    let end = last.min(seen.saturating_add(MAX_CHANGES));
    for number in seen.saturating_add(1)..=end {
        let round = if number == last {
            Some(*latest)
        } else {
            feeds::round(feed, phase, number)?
        };
        // A round that the feed does not keep tells of no change.
        if let Some(round) = round.filter(|round| !round.updated_at.is_zero()) {
            let at = since(&round, now);
            active.clock = active.clock.told(is_up(&round), at, SEQUENCER_GRACE);
        }
        active.round = (phase, number);
    }
    Ok((active, end < last))
}

/// Anything but a clear "up" is down.
fn is_up(round: &Round) -> bool {
    round.answer.is_zero() && !round.started_at.is_zero()
}

fn since(round: &Round, now: u64) -> u64 {
    round.started().min(now)
}
