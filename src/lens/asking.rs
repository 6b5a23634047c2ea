//! What the book and its oracle are asked.

use crate::abi::*;
use crate::error::LensError;
use crate::words::{pack, Word};
use crate::{code, host};
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use risk::scenarios::{Row, MAX_PAGE_BYTES, RING_ROWS};
use risk::{snapshot, MAX_ASSETS};
use stylus_sdk::function_selector;

const ORACLE: [u8; 4] = function_selector!("oracle");
const SCENARIOS: [u8; 4] = function_selector!("scenarios");
const SNAPSHOT: [u8; 4] = function_selector!("snapshot", u16);
const WORD: usize = 32;

/// The oracle of a book.
pub(crate) fn oracle(book: Address) -> Result<Address, LensError> {
    let returned = host::static_call(book, &ORACLE, WORD).map_err(LensError::Callee)?;
    let word = returned.word(0).ok_or(MalformedAnswer { callee: book })?;
    Ok(crate::words::address(word))
}

/// The code of the page in force, copied once, and the rows since.
pub(crate) fn scenarios(book: Address) -> Result<(Vec<u8>, Vec<Row>), LensError> {
    const HEAD: usize = 3 * WORD;
    let refused = MalformedAnswer { callee: book };
    let limit = HEAD.saturating_add(RING_ROWS.saturating_mul(WORD));
    let returned = host::static_call(book, &SCENARIOS, limit).map_err(LensError::Callee)?;
    let (Some(page), Some(count)) = (returned.word(0), returned.word(2)) else {
        return Err(refused.into());
    };
    let (rows, rest) = returned
        .bytes
        .get(HEAD..)
        .unwrap_or_default()
        .as_chunks::<WORD>();
    if U256::from(rows.len()) != count || !rest.is_empty() {
        return Err(refused.into());
    }
    let page = crate::words::address(page);
    let mut bytes = Vec::new();
    if !page.is_zero() {
        let size = code::size(page).min(MAX_PAGE_BYTES);
        if size == 0 || !code::append(&mut bytes, page, 0, size) {
            return Err(MalformedPage { page }.into());
        }
    }
    Ok((bytes, rows.to_vec()))
}

/// The variances per day that an oracle shows, by asset.
pub(crate) fn variances(oracle: Address, mask: u16) -> Result<[u128; MAX_ASSETS], LensError> {
    const HEAD: usize = 2 * WORD;
    let mut variances = [0; MAX_ASSETS];
    if mask == 0 {
        return Ok(variances);
    }
    let refused = || MalformedAnswer { callee: oracle };
    let count = snapshot::length(mask.count_ones() as usize);
    let limit = count.saturating_mul(WORD).saturating_add(HEAD);
    let data = pack(&SNAPSHOT, &[mask.to_word()]);
    let returned = host::static_call(oracle, &data, limit).map_err(LensError::Callee)?;
    let mut words = Vec::with_capacity(count);
    let (answered, _) = returned
        .bytes
        .get(HEAD..)
        .unwrap_or_default()
        .as_chunks::<WORD>();
    for word in answered {
        words.push(U256::from_be_bytes(*word));
    }
    let market = snapshot::decode(&words).map_err(|_| refused())?;
    if market.mask != mask || returned.length != limit {
        return Err(refused().into());
    }
    for (asset, variance) in (0_u8..).zip(&mut variances) {
        if let Ok(place) = market.place(asset) {
            *variance = market.covariance.get(place, place)?.unsigned_abs();
        }
    }
    Ok(variances)
}
