//! The oracle's snapshot, by one raw static call.

use crate::abi::{MarginError, OracleCallFailed};
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use risk::{snapshot, Market};
use stylus_sdk::call::RawCall;
use stylus_sdk::function_selector;
use stylus_sdk::stylus_core::Host;

/// Gas of the call: a multiple of what the largest snapshot costs.
const GAS: u64 = 10_000_000;
/// The oracle's function.
const SNAPSHOT: [u8; 4] = function_selector!("snapshot", u16);
/// Bytes of an ABI word.
const WORD: usize = 32;

/// Prices, states and covariance of the assets of `mask`. Nothing is asked where the mask is empty, so that
/// an account of cash alone never depends on the oracle.
///
/// The answer is copied only where its size is that of a snapshot of so many assets, and believed only where
/// every word is one that the codec writes.
pub(crate) fn read(host: &dyn Host, oracle: Address, mask: u16) -> Result<Market, MarginError> {
    if mask == 0 {
        return Ok(Market::new());
    }
    let mut input = SNAPSHOT.to_vec();
    input.extend_from_slice(&U256::from(mask).to_be_bytes::<WORD>());
    // SAFETY: a static call cannot change the storage that `self` has read, and nothing has been written.
    unsafe { RawCall::new_static().gas(GAS).skip_return_data().call(oracle, &input) }.map_err(|_| OracleCallFailed {})?;

    let assets = usize::try_from(mask.count_ones()).map_err(|_| OracleCallFailed {})?;
    let size = snapshot::length(assets).saturating_add(2).saturating_mul(WORD);
    if host.return_data_size() != size {
        return Err(OracleCallFailed {}.into());
    }
    let words = words(&host.read_return_data(0, Some(size)));
    let [offset, count, words @ ..] = words.as_slice() else {
        return Err(OracleCallFailed {}.into());
    };
    if *offset != U256::from(WORD) || *count != U256::from(words.len()) {
        return Err(OracleCallFailed {}.into());
    }
    let market = snapshot::decode(words)?;
    if market.mask != mask {
        return Err(OracleCallFailed {}.into());
    }
    Ok(market)
}

fn words(bytes: &[u8]) -> Vec<U256> {
    bytes.chunks_exact(WORD).filter_map(U256::try_from_be_slice).collect()
}
