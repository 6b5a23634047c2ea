//! What feeds are asked, with bounded gas and a bounded answer.

use crate::abi::InsufficientGas;
use crate::error::PricesError;
use crate::host::{ask, Answer};
use crate::words::{pack, Word};
use alloy_primitives::{Address, U256};
use risk::price::{Round, Walk};

/// Gas that a feed may use for one answer.
const FEED_GAS: u64 = 150_000;
/// `latestRoundData()`
const LATEST_ROUND_DATA: [u8; 4] = [0xfe, 0xaf, 0x96, 0x8c];
/// `getRoundData(uint80)`
const GET_ROUND_DATA: [u8; 4] = [0x9a, 0x6f, 0xc8, 0xf5];
/// `decimals()`
const DECIMALS: [u8; 4] = [0x31, 0x3c, 0xe5, 0x67];

/// The latest round; `None` where the feed does not tell.
///
/// # Errors
/// `InsufficientGas` where the call was too poor to tell.
pub(crate) fn latest(feed: Address) -> Result<Option<Round>, PricesError> {
    Ok(words(feed, &LATEST_ROUND_DATA)?.and_then(Round::from_words))
}

/// The round of a number in a phase; `None` where the feed has no such round.
///
/// # Errors
/// `InsufficientGas`.
pub(crate) fn round(feed: Address, phase: u64, number: u64) -> Result<Option<Round>, PricesError> {
    let id = U256::from_limbs([number, phase, 0, 0]);
    let call = pack(&GET_ROUND_DATA, &[id.to_word()]);
    Ok(words(feed, &call)?.and_then(Round::from_words))
}

/// Decimals of a feed; `None` where it does not tell.
///
/// # Errors
/// `InsufficientGas`.
pub(crate) fn decimals(feed: Address) -> Result<Option<u8>, PricesError> {
    Ok(words(feed, &DECIMALS)?.and_then(|[word]| u8::try_from(word).ok()))
}

/// The round that was in force when a time came, from the latest one back; `None` where none is found.
///
/// # Errors
/// `InsufficientGas`.
pub(crate) fn in_force(
    feed: Address,
    latest: &Round,
    time: u64,
) -> Result<Option<Round>, PricesError> {
    if Walk::is_before(latest.updated(), time) {
        return Ok(Some(*latest));
    }
    let (phase, number) = latest.place();
    let mut walk = Walk::from(number, time);
    let mut found = None;
    while let Some(number) = walk.next() {
        let asked = round(feed, phase, number)?;
        if walk.told(number, asked.map_or(0, |round| round.updated())) {
            found = asked;
        }
    }
    Ok(found.filter(|_| walk.is_done()))
}

fn words<const N: usize>(feed: Address, call: &[u8]) -> Result<Option<[U256; N]>, PricesError> {
    let bytes = match ask(feed, call, FEED_GAS, N.saturating_mul(32)) {
        Answer::Bytes(bytes) => bytes,
        Answer::Failed => return Ok(None),
        Answer::Starved => return Err(InsufficientGas {}.into()),
    };
    let mut words = [U256::ZERO; N];
    for (word, chunk) in words.iter_mut().zip(bytes.as_chunks::<32>().0) {
        *word = U256::from_be_bytes(*chunk);
    }
    Ok(Some(words))
}
