//! What others are asked: a snapshot, the terms, options and scenarios. With bounded gas, so that a failure is theirs and
//! not the caller's choice.

use crate::abi::{NotEnoughGas, OracleCallFailed, TermsCallFailed};
use crate::error::MarginError;
use crate::state::{source, Source};
use crate::words::{pack, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};
use risk::terms::{self, Rules};
use risk::{snapshot, Market};
use shell::bytes::{call_with, returned, Bytes};
use shell::host::{ask, Answer};
use stylus_sdk::function_selector;

/// Gas of a snapshot: a multiple of what the largest costs; of terms as well.
const FACTS_GAS: u64 = 10_000_000;
/// Gas of the options of a portfolio: 32 legs cost a twentieth.
const WORTHS_GAS: u64 = 2_000_000;
/// Gas of reading the book, and of what one portfolio asks of it: several times what the largest costs.
const BOOK_GAS: u64 = 4_000_000;
const QUESTION_GAS: u64 = 2_000_000;
const WORD: usize = 32;

const SNAPSHOT: [u8; 4] = function_selector!("snapshot", u16);
const READ: [u8; 4] = function_selector!("read", u16, u32);
const WORTHS: [u8; 4] = function_selector!("worths", Bytes);
const SIMULATE: [u8; 4] = function_selector!("simulate", Address, Address, Bytes);

/// Prices, states, covariance and facts of the assets of `mask`, into an empty market.
///
/// The answer is copied only where its size is that of a snapshot of so many assets, and believed only where every word
/// is one that the codec writes.
#[inline(never)]
pub(crate) fn market(mask: u16, market: &mut Market) -> Result<(), MarginError> {
    let count = snapshot::length(mask.count_ones() as usize);
    let data = pack(&SNAPSHOT, &[mask.to_word()]);
    let words = list(source(Source::Oracle), &data, count)?.ok_or(OracleCallFailed {})?;
    snapshot::read(&words, market).map_err(|_| OracleCallFailed {})?;
    if market.mask != mask {
        return Err(OracleCallFailed {}.into());
    }
    Ok(())
}

/// The terms of the assets of `mask` for an account of that version, the newest for 0.
#[inline(never)]
pub(crate) fn rules(mask: u16, version: u32, rules: &mut Rules) -> Result<(), MarginError> {
    let count = terms::length(mask);
    let data = pack(&READ, &[mask.to_word(), version.to_word()]);
    let words = list(source(Source::Terms), &data, count)?.ok_or(TermsCallFailed {})?;
    terms::decode(&words, mask, rules).map_err(|_| TermsCallFailed {}.into())
}

/// What options are worth, in words of their own; none where the pricer fails.
pub(crate) fn worths(
    options: &[u8],
    portfolios: usize,
    length: usize,
) -> Result<Option<Vec<u8>>, MarginError> {
    let gas = per(WORTHS_GAS, 0, portfolios);
    let data = call_with(&WORTHS, &[], options);
    bytes(source(Source::Pricer), &data, gas, length)
}

/// What the scenarios say to questions; none where the simulator fails, or the book, or the pricer.
pub(crate) fn answers(
    questions: &[u8],
    portfolios: usize,
    length: usize,
) -> Result<Option<Vec<u8>>, MarginError> {
    let gas = per(QUESTION_GAS, BOOK_GAS, portfolios);
    let words: [B256; 2] = [
        source(Source::Book).to_word(),
        source(Source::Pricer).to_word(),
    ];
    let data = call_with(&SIMULATE, &words, questions);
    bytes(source(Source::Simulator), &data, gas, length)
}

fn per(gas: u64, first: u64, portfolios: usize) -> u64 {
    let portfolios = u64::try_from(portfolios).unwrap_or(u64::MAX);
    gas.saturating_mul(portfolios).saturating_add(first)
}

/// So many words, alone in a list; none where the answer is something else.
#[inline(never)]
fn list(to: Address, data: &[u8], count: usize) -> Result<Option<Vec<U256>>, MarginError> {
    let length = count.saturating_add(2).saturating_mul(WORD);
    let Some(answer) = ask_for(to, data, FACTS_GAS, length)? else {
        return Ok(None);
    };
    let (words, _) = answer.as_chunks::<WORD>();
    let mut words = words.iter().map(|word| U256::from_be_bytes(*word));
    let head = [words.next(), words.next()];
    if head != [Some(U256::from(WORD)), Some(U256::from(count))] {
        return Ok(None);
    }
    Ok(Some(words.collect()))
}

/// A byte string of that length; none where the answer is something else.
#[inline(never)]
fn bytes(
    to: Address,
    data: &[u8],
    gas: u64,
    length: usize,
) -> Result<Option<Vec<u8>>, MarginError> {
    let padded = length.next_multiple_of(WORD).saturating_add(2 * WORD);
    let Some(answer) = ask_for(to, data, gas, padded)? else {
        return Ok(None);
    };
    let string = returned(&answer, 0).filter(|string| string.len() == length);
    Ok(string.map(<[u8]>::to_vec))
}

fn ask_for(
    to: Address,
    data: &[u8],
    gas: u64,
    length: usize,
) -> Result<Option<Vec<u8>>, MarginError> {
    match ask(to, data, gas, length) {
        Answer::Bytes(bytes) => Ok(Some(bytes)),
        Answer::Failed => Ok(None),
        Answer::Starved => Err(NotEnoughGas {}.into()),
    }
}
