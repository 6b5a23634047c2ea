//! What changes by itself: what the system holds, and the anti-procyclical buffer. Anyone may bring both up to date.

use crate::abi::{BufferTurned, ExposureNoted, MathFailed, NotDue, SourceFailed};
use crate::clock::now;
use crate::error::TermsError;
use crate::host::{emit, static_call, Returned};
use crate::state::{self, Head};
use crate::words::{pack, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use fixed::{mul_div_up_u128, WAD};
use risk::procyclicality::{Buffer, BufferTerms};
use risk::terms::sheet::MILLIONTH;
use risk::terms::SystemSize;
use risk::DAY;
use stylus_sdk::function_selector;

const TOTALS: [u8; 4] = function_selector!("totals", u16);
const INDEX: [u8; 4] = function_selector!("index");
/// Two lists of 16 with their places and lengths.
const LONGEST: usize = 36 * 32;
/// The largest buffer, 1e-6.
const FULL: u64 = 250_000;
/// Where the buffer's levels end.
const MOST: u128 = (1 << 96) - 1;

/// Notes what vault and clearing hold of the assets of a mask.
pub(crate) fn note_exposures(mask: u16) -> Result<(), TermsError> {
    let count = mask.count_ones() as usize;
    let (vault, clearing) = (state::vault(), state::clearing());
    let [held] = totals::<1>(vault, mask, count)?;
    let [long, short] = totals::<2>(clearing, mask, count)?;
    let assets = (0u8..16).filter(|asset| mask.checked_shr((*asset).into()).unwrap_or(0) & 1 == 1);
    for (((asset, held), long), short) in assets.zip(held).zip(long).zip(short) {
        let size = SystemSize {
            long: held.saturating_add(long),
            short,
        }
        .pack_up()?;
        state::set_size(asset, size);
        let size = SystemSize::unpack(size);
        emit(ExposureNoted {
            asset,
            long: U256::from(size.long),
            short: U256::from(size.short),
        });
    }
    Ok(())
}

/// So many lists of a contract's `totals`; zeros of a contract that nobody has named.
fn totals<const N: usize>(
    source: Address,
    mask: u16,
    count: usize,
) -> Result<[Vec<u128>; N], TermsError> {
    if source.is_zero() {
        return Ok([(); N].map(|()| vec![0; count]));
    }
    let failed = || TermsError::from(SourceFailed { source });
    let call = pack(&TOTALS, &[mask.to_word()]);
    let returned = static_call(source, &call, LONGEST).map_err(|_| failed())?;
    let mut lists = [(); N].map(|()| Vec::new());
    for (place, list) in lists.iter_mut().enumerate() {
        *list = items(&returned, place, count).ok_or_else(failed)?;
    }
    Ok(lists)
}

/// The list whose place is the word at an index, of so many items. What is wider than 128 bits counts as that.
fn items(returned: &Returned, index: usize, count: usize) -> Option<Vec<u128>> {
    let bytes = usize::try_from(returned.word(index)?).ok()?;
    let start = bytes.checked_div(32).filter(|_| bytes % 32 == 0)?;
    if returned.word(start)? != U256::from(count) {
        return None;
    }
    let mut list = Vec::with_capacity(count);
    for place in 1..=count {
        let item = returned.word(start.checked_add(place)?)?;
        list.push(u128::try_from(item).unwrap_or(u128::MAX));
    }
    Some(list)
}

/// Turns the buffer, once a day, by the oracle's volatility index: full the first time; used up while the index stands
/// more than a tenth above that of the day before; built again by 1 % a day.
pub(crate) fn turn_buffer() -> Result<(), TermsError> {
    let (time, source) = (now(), state::oracle());
    let answer = static_call(source, &pack(&INDEX, &[]), 32).ok();
    let index = answer.and_then(|returned| returned.word(0));
    let index = index.and_then(|index| u128::try_from(index).ok());
    // Before the first sample there is no index.
    let index = index
        .filter(|index| (1..=MOST / 2).contains(index))
        .ok_or(SourceFailed { source })?;
    let terms = BufferTerms::STANDARD;
    let next = match state::buffer() {
        None => terms.full(index)?,
        Some((before, turned_at)) => {
            let due_at = turned_at.saturating_add(DAY);
            if time < due_at {
                return Err(NotDue { dueAt: due_at }.into());
            }
            let passed = time.saturating_sub(turned_at);
            // A rise over longer than a day and a half is no rise within a day.
            let day_ago = if passed < DAY + DAY / 2 {
                before.margin
            } else {
                index
            };
            terms.next(before, index, day_ago, passed)?
        }
    };
    let share = share_up(&next)?;
    state::set_buffer(&next, time);
    let mut head = Head::load();
    head.buffer = share;
    head.store();
    emit(BufferTurned {
        index: U256::from(index),
        buffer: U256::from(u128::from(share).saturating_mul(MILLIONTH)),
    });
    Ok(())
}

/// When the buffer may turn.
pub(crate) fn due_at() -> u64 {
    state::buffer().map_or(0, |(_, turned_at)| turned_at.saturating_add(DAY))
}

/// What is charged above the margin, 1e-6 of it, rounded up.
fn share_up(buffer: &Buffer) -> Result<u64, TermsError> {
    let ratio = mul_div_up_u128(buffer.charged, WAD, buffer.margin.max(1))?;
    let share = ratio.saturating_sub(WAD).div_ceil(MILLIONTH);
    let share = u64::try_from(share).map_err(|_| MathFailed {})?;
    Ok(share.min(FULL))
}
