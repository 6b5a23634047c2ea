//! What the oracle, the terms and the judge are asked.

use crate::abi::{MalformedAnswer, NotEnoughGas, OracleCallFailed, TermsCallFailed};
use crate::error::MarginError;
use crate::state::{source, Source};
use crate::words::{pack, Word};
use alloc::vec::Vec;
use alloy_primitives::U256;
use risk::terms::{self, Rules};
use risk::{snapshot, Market};
use shell::bytes::{call_with, returned, Bytes};
use shell::host::{ask, static_call, Answer};
use stylus_sdk::function_selector;

/// Gas of a snapshot: a multiple of what the largest costs; of terms as well.
const FACTS_GAS: u64 = 10_000_000;
const WORD: usize = 32;

const SNAPSHOT: [u8; 4] = function_selector!("snapshot", u16);
const READ: [u8; 4] = function_selector!("read", u16, u32);
const JUDGE: [u8; 4] = function_selector!("judge", Bytes);

/// Prices, states, covariance and facts of the assets of `mask`, into an empty market: believed only where every word is
/// one that the codec writes.
#[inline(never)]
pub(crate) fn market(mask: u16, market: &mut Market) -> Result<(), MarginError> {
    let count = snapshot::length(mask.count_ones() as usize);
    let data = pack(&SNAPSHOT, &[mask.to_word()]);
    let words = list(Source::Oracle, &data, count)?;
    let read = words.and_then(|words| snapshot::read(&words, market).ok());
    if read.is_none() || market.mask != mask {
        return Err(OracleCallFailed {}.into());
    }
    Ok(())
}

/// The terms of the assets of `mask` for an account of that version, the newest for 0.
#[inline(never)]
pub(crate) fn rules(mask: u16, version: u32, rules: &mut Rules) -> Result<(), MarginError> {
    let data = pack(&READ, &[mask.to_word(), version.to_word()]);
    let words = list(Source::Terms, &data, terms::length(mask))?;
    let read = words.and_then(|words| terms::decode(&words, mask, rules).ok());
    read.ok_or(TermsCallFailed {}.into())
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

/// So many words, alone in a list; none where the answer is something else.
#[inline(never)]
fn list(from: Source, data: &[u8], count: usize) -> Result<Option<Vec<U256>>, MarginError> {
    let length = count.saturating_add(2).saturating_mul(WORD);
    match ask(source(from), data, FACTS_GAS, length) {
        Answer::Bytes(answer) => {
            let head = pack(
                &[],
                &[U256::from(WORD).to_word(), U256::from(count).to_word()],
            );
            let Some(items) = answer.strip_prefix(head.as_slice()) else {
                return Ok(None);
            };
            let mut words = Vec::with_capacity(count);
            for item in items.as_chunks::<WORD>().0 {
                words.push(U256::from_be_bytes(*item));
            }
            Ok(Some(words))
        }
        Answer::Failed => Ok(None),
        Answer::Starved => Err(NotEnoughGas {}.into()),
    }
}
