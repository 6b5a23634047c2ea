//! What the book and the pricer are asked.

use crate::abi::*;
use crate::error::SimulatorError;
use crate::words::address;
use crate::{code, host};
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use risk::scenarios::{Row, MAX_PAGE_BYTES, RING_ROWS};
use shell::bytes::{call_with, returned};
use stylus_sdk::function_selector;

const SCENARIOS: [u8; 4] = function_selector!("scenarios");
const CURVES: [u8; 4] = function_selector!("curves", shell::bytes::Bytes);
const WORD: usize = 32;

/// The code of the page in force, copied once, and the rows since. Both are empty where there is no book.
pub(crate) fn scenarios(book: Address) -> Result<(Vec<u8>, Vec<Row>), SimulatorError> {
    const HEAD: usize = 3 * WORD;
    let mut bytes = Vec::new();
    if book.is_zero() {
        return Ok((bytes, Vec::new()));
    }
    let refused = MalformedAnswer { callee: book };
    let limit = HEAD.saturating_add(RING_ROWS.saturating_mul(WORD));
    let answer = host::static_call(book, &SCENARIOS, limit).map_err(SimulatorError::Callee)?;
    let (Some(page), Some(count)) = (answer.word(0), answer.word(2)) else {
        return Err(refused.into());
    };
    let rows = answer.bytes.get(HEAD..).unwrap_or_default();
    let (rows, rest) = rows.as_chunks::<WORD>();
    if U256::from(rows.len()) != count || !rest.is_empty() {
        return Err(refused.into());
    }
    let page = address(page);
    if !page.is_zero() {
        let size = code::size(page).min(MAX_PAGE_BYTES);
        if size == 0 || !code::append(&mut bytes, page, 0, size) {
            return Err(MalformedPage { page }.into());
        }
    }
    Ok((bytes, rows.to_vec()))
}

/// The curves of a question, which has so many bytes of them.
pub(crate) fn curves(
    pricer: Address,
    question: &[u8],
    length: usize,
) -> Result<Vec<u8>, SimulatorError> {
    let limit = length.saturating_add(2 * WORD);
    let data = call_with(&CURVES, &[], question);
    let answer = host::static_call(pricer, &data, limit).map_err(SimulatorError::Callee)?;
    match returned(&answer.bytes, 0) {
        Some(bytes) if bytes.len() == length => Ok(bytes.to_vec()),
        _ => Err(MalformedAnswer { callee: pricer }.into()),
    }
}
