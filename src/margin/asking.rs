//! What the oracle and the terms are asked. Their words are handed on as they came: the judge reads them.

use crate::abi::{MalformedAnswer, NotEnoughGas, OracleCallFailed, TermsCallFailed};
use crate::error::MarginError;
use crate::state::{source, Source};
use crate::words::{pack, Word};
use alloc::vec::Vec;
use alloy_primitives::U256;
use risk::{snapshot, terms};
use shell::bytes::{call_with, returned, Bytes};
use shell::host::{ask, static_call, Answer};
use stylus_sdk::function_selector;

/// Gas of a snapshot: a multiple of what the largest costs; of terms as well.
const FACTS_GAS: u64 = 10_000_000;
const WORD: usize = 32;

const SNAPSHOT: [u8; 4] = function_selector!("snapshot", u16);
const READ: [u8; 4] = function_selector!("read", u16, u32);
const JUDGE: [u8; 4] = function_selector!("judge", Bytes);

/// The snapshot of the assets of `mask`, and their terms for an account of that version, the newest for 0. Each is
/// copied only where its size is that of so many assets. Nobody is asked where there is none.
#[inline(never)]
pub(crate) fn market(mask: u16, version: u32, out: &mut Vec<u8>) -> Result<(), MarginError> {
    if mask == 0 {
        return Ok(());
    }
    let count = snapshot::length(mask.count_ones() as usize);
    let data = pack(&SNAPSHOT, &[mask.to_word()]);
    if !list(Source::Oracle, &data, count, out)? {
        return Err(OracleCallFailed {}.into());
    }
    let data = pack(&READ, &[mask.to_word(), version.to_word()]);
    if !list(Source::Terms, &data, terms::length(mask), out)? {
        return Err(TermsCallFailed {}.into());
    }
    Ok(())
}

/// What the judge says to a case: so many bytes.
#[inline(never)]
pub(crate) fn judge(case: &[u8], length: usize) -> Result<Vec<u8>, MarginError> {
    let callee = source(Source::Judge);
    let limit = length.saturating_add(2 * WORD);
    let answer = static_call(callee, &call_with(&JUDGE, &[], case), limit);
    let answer = answer.map_err(MarginError::Callee)?;
    match returned(&answer.bytes, 0) {
        Some(bytes) if bytes.len() == length => Ok(bytes.to_vec()),
        _ => Err(MalformedAnswer { callee }.into()),
    }
}

/// Adds so many words, alone in a list; false where the answer is something else.
fn list(from: Source, data: &[u8], count: usize, out: &mut Vec<u8>) -> Result<bool, MarginError> {
    let length = count.saturating_add(2).saturating_mul(WORD);
    match ask(source(from), data, FACTS_GAS, length) {
        Answer::Bytes(answer) => {
            let head = pack(
                &[],
                &[U256::from(WORD).to_word(), U256::from(count).to_word()],
            );
            let words = answer.strip_prefix(head.as_slice());
            out.extend_from_slice(words.unwrap_or_default());
            Ok(words.is_some())
        }
        Answer::Failed => Ok(false),
        Answer::Starved => Err(NotEnoughGas {}.into()),
    }
}
