//! One row: residuals, exceedances, experts.

use crate::abi::*;
use crate::error::BookError;
use crate::host::{emit, sender};
use crate::state::{self, Live, Paged};
use alloc::vec::Vec;
use alloy_primitives::U256;
use fixed::WAD;
use risk::backtest::ring::Ring;
use risk::forecast::experts::Learning;
use risk::forecast::har::Har;
use risk::forecast::panel::{Panel, PanelTerms};
use risk::scenarios::{encode, Fact, Moved, Seen, MISSING};
use risk::{RiskError, DAY, MAX_ASSETS};

/// What the experts are run with: forecasts for a day, none below 0.01 % a day; half of a deviation from the season is
/// gone after ten days; a hundredth of all weight is shared out daily.
const TERMS: PanelTerms = PanelTerms {
    floor: WAD / 100 * 1_000_000_000_000,
    horizon: DAY,
    reversion: 10 * DAY,
    har: Har::CRYPTO,
    learning: Learning {
        share: WAD / 100,
        ..Learning::STANDARD
    },
};

/// Writes the row of a time, and answers what the oracle shows of each asset from now on.
pub(crate) fn record(at: u64, facts: &[U256]) -> Result<Vec<U256>, BookError> {
    let mut live = Live::load()?;
    let caller = sender();
    if caller != live.oracle || caller.is_zero() {
        return Err(NotOracle { caller }.into());
    }
    if at <= live.last {
        return Err(NotLater {
            at,
            last: live.last,
        }
        .into());
    }
    if facts.is_empty() || facts.len() > MAX_ASSETS {
        let count = U256::from(facts.len());
        return Err(WrongAssetCount { count }.into());
    }
    let mut residuals = [MISSING; MAX_ASSETS];
    let (mut falls, mut rises, mut present) = (0_u16, 0_u16, 0_u16);
    let mut answers = Vec::with_capacity(facts.len());
    for ((asset, word), residual) in (0_u8..).zip(facts).zip(&mut residuals) {
        let fact = Fact::from_word(*word).map_err(|_| MalformedFact { asset })?;
        let mut slot = state::seen(asset);
        let seen = Seen::from_word(slot.get());
        let (measured, moved) = seen.row(&fact, at)?;
        slot.set(seen.after(&fact, at).word()?);
        *residual = measured;
        let bit = |is: bool| u16::from(is) << (asset & 15);
        present |= bit(moved.is_some());
        falls |= bit(moved.is_some_and(|moved| moved.fell));
        rises |= bit(moved.is_some_and(|moved| moved.rose));
        let surcharge = exceedances(asset, moved.as_ref())?;
        let forecast = learn(asset, &fact, moved.as_ref())?;
        answers.push(U256::from_limbs([
            low(forecast),
            low(forecast >> 64),
            surcharge.into(),
            0,
        ]));
    }
    note_period(at.saturating_sub(live.last), live.last)?;
    let (place, window) = live.window.push();
    let row = state::set_row(place, encode(&residuals));
    live.window = window;
    live.last = at;
    live.assets |= present;
    live.store();
    emit(RowRecorded {
        at,
        row,
        falls,
        rises,
    });
    Ok(answers)
}

/// Seconds from row to row, where they are others than before.
fn note_period(elapsed: u64, last: u64) -> Result<(), BookError> {
    let mut paged = Paged::load();
    let period = u32::try_from(elapsed).unwrap_or(u32::MAX);
    if last != 0 && paged.period != period {
        paged.period = period;
        paged.store();
    }
    Ok(())
}

/// Both records with the day in them; hundredths that the worse of the two asks for, rounded up.
fn exceedances(asset: u8, moved: Option<&Moved>) -> Result<u8, BookError> {
    let mut surcharge = 0;
    let sides = [
        (state::falls(asset), moved.map(|moved| moved.fell)),
        (state::rises(asset), moved.map(|moved| moved.rose)),
    ];
    for (mut slot, exceeded) in sides {
        let mut ring = Ring::from_word(slot.get())?;
        if let Some(exceeded) = exceeded {
            ring.push(exceeded);
            slot.set(ring.word());
        }
        surcharge = surcharge.max(hundredths_up(&ring)?);
    }
    Ok(surcharge)
}

/// What a multiplier has above one, in hundredths.
fn hundredths_up(ring: &Ring) -> Result<u8, BookError> {
    let above = ring.multiplier_up()?.saturating_sub(WAD);
    // 33.4 at most.
    u8::try_from(above.div_ceil(WAD / 100)).map_err(|_| MathFailed {}.into())
}

/// The forecast of an asset's experts, after they have learnt from what moved. They begin at the first variance that
/// the oracle hands over. What they cannot learn from they let pass: no row fails for a forecast.
fn learn(asset: u8, fact: &Fact, moved: Option<&Moved>) -> Result<u128, BookError> {
    let kept = state::panel(asset)?;
    let mut panel = match kept {
        Some(panel) => panel,
        None if fact.variance == 0 => return Ok(0),
        None => Panel::new(fact.variance)?,
    };
    let learnt = moved.map(|moved| panel.sample(moved.log_return, moved.elapsed, &TERMS));
    if kept.is_none() || learnt == Some(Ok(())) {
        // The answer is what `forecast` says from now on, rounding included.
        panel = state::set_panel(asset, &panel)?;
    }
    Ok(forecast(&panel).unwrap_or(0))
}

/// What a panel expects, as it is kept: a variance per day.
pub(crate) fn forecast(panel: &Panel) -> Result<u128, RiskError> {
    panel.forecast_up(&TERMS)
}

#[allow(clippy::cast_possible_truncation)] // what it is for
const fn low(value: u128) -> u64 {
    value as u64
}
