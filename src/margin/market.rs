//! The oracle's snapshot, by one raw static call.

use crate::abi::{MarginError, OracleCallFailed};
use crate::host::ask;
use crate::words::{from_bytes, Reader, Writer, WORD};
use alloy_primitives::{Address, U256};
use risk::{snapshot, Market};
use stylus_sdk::function_selector;

/// Gas of the call: a multiple of what the largest snapshot costs.
const GAS: u64 = 10_000_000;
/// The oracle's function.
const SNAPSHOT: [u8; 4] = function_selector!("snapshot", u16);

/// Prices, states and covariance of the assets of `mask`, into an empty market. Nothing is asked where the mask is
/// empty, so that an account of cash alone never depends on the oracle.
///
/// The answer is copied only where its size is that of a snapshot of so many assets, and believed only where
/// every word is one that the codec writes.
#[inline(never)]
pub(crate) fn read(oracle: Address, mask: u16, market: &mut Market) -> Result<(), MarginError> {
    if mask == 0 || answer(oracle, mask, market) == Some(mask) {
        return Ok(());
    }
    Err(OracleCallFailed {}.into())
}

fn answer(oracle: Address, mask: u16, market: &mut Market) -> Option<u16> {
    let words = snapshot::length(usize::try_from(mask.count_ones()).ok()?);
    let length = words.checked_add(2)?.checked_mul(WORD)?;
    let mut input = Writer::after(SNAPSHOT);
    input.number(u64::from(mask));
    let answer = ask(oracle, input.as_bytes(), GAS, length)?;
    let items = Reader::new(&answer).items::<1>(0)?;
    let mut snapshot = [U256::ZERO; snapshot::MAX_WORDS];
    let snapshot = snapshot.get_mut(..words).filter(|_| items.len() == words)?;
    for (word, [bytes]) in snapshot.iter_mut().zip(items) {
        *word = from_bytes(bytes);
    }
    snapshot::read_prices(snapshot, market).ok()?;
    Some(market.mask)
}
