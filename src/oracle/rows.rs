//! Where a row of the book is due: what it is told, and what it answers.

use crate::abi::{InsufficientGas, RowFailed};
use crate::error::OracleError;
use crate::host::{emit, tell, Answer, Returned};
use crate::state;
use crate::words::{pack, Word};
use alloc::vec::Vec;
use alloy_primitives::{B256, U256};
use alloy_sol_types::{sol, SolCall};
use fixed::halves;

mod declared {
    // What the macro derives from the declaration carries no text of its own.
    #![allow(missing_docs, unreachable_pub)]
    use super::sol;

    sol! {
        function record(uint64 at, uint256[] memory facts) returns (uint256[] memory);
    }
}
use declared::recordCall;

/// Gas that the book may use. A call with less of it than this fails where the book does.
const BOOK_GAS: u64 = 2_000_000;

/// Tells the book one fact per asset, and notes what it forecasts. A book that fails loses its row; it stops
/// nothing.
///
/// # Errors
/// `InsufficientGas` where it was not given its gas: nobody chooses which rows there are.
#[inline(never)]
pub(crate) fn write(at: u64, assets: u8, facts: &[U256]) -> Result<(), OracleError> {
    let book = state::book();
    if book.is_zero() {
        return Ok(());
    }
    let mut words: Vec<B256> = Vec::with_capacity(facts.len().saturating_add(3));
    words.extend([
        at.to_word(),
        0x40_u8.to_word(),
        U256::from(facts.len()).to_word(),
    ]);
    words.extend(facts.iter().map(Word::to_word));
    let data = pack(&recordCall::SELECTOR, &words);
    let length = facts.len().saturating_add(2).saturating_mul(32);
    match tell(book, &data, BOOK_GAS, length) {
        Answer::Bytes(bytes) => {
            let answers = Returned { bytes, length };
            for asset in 0..assets {
                let place = usize::from(asset).saturating_add(2);
                let (high, low) = halves(answers.word(place).unwrap_or_default());
                let mut note = state::note(asset);
                note.forecast = low.cast_signed();
                [note.surcharge, ..] = high.to_le_bytes();
                state::set_note(asset, &note);
            }
        }
        Answer::Failed => emit(RowFailed { at }),
        Answer::Starved => return Err(InsufficientGas {}.into()),
    }
    Ok(())
}
