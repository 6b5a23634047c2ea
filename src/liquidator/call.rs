//! Raw calls: packed input, bounded and checked output.
//!
//! The contract writes no storage while it calls, so there is no cache to flush, and the SDK's guard refuses
//! calls back into it.

use crate::abi::LiquidatorError;
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use stylus_sdk::call::RawCall;
use stylus_sdk::stylus_core::Host;

/// Bytes of an ABI word.
const WORD: usize = 32;
/// Longest revert data that is passed on: a selector and five words.
const LONGEST_REVERT: usize = 4 + 5 * WORD;

/// Call data: a selector and words.
pub(crate) struct Input(Vec<u8>);

impl Input {
    pub(crate) fn new(selector: [u8; 4]) -> Self {
        Self(selector.to_vec())
    }

    pub(crate) fn word(mut self, word: U256) -> Self {
        self.0.extend_from_slice(&word.to_be_bytes::<WORD>());
        self
    }

    /// A length, an offset, an index: anything that counts.
    pub(crate) fn number(self, number: usize) -> Self {
        self.word(U256::from(number))
    }

    pub(crate) fn address(self, address: Address) -> Self {
        self.word(U256::from_be_bytes(address.into_word().0))
    }

    /// Asks without changing anything.
    ///
    /// # Errors
    /// The revert data, where it is short enough; nothing where it is not.
    pub(crate) fn ask(&self, host: &dyn Host, target: Address, most_words: usize) -> Result<Vec<U256>, Vec<u8>> {
        // SAFETY: see the module: no storage reference is alive and nothing is cached.
        let status = unsafe { RawCall::new_static().skip_return_data().call(target, &self.0) };
        answer(host, status.is_ok(), most_words)
    }

    /// Calls.
    ///
    /// # Errors
    /// As [`Self::ask`].
    pub(crate) fn tell(&self, host: &dyn Host, target: Address, most_words: usize) -> Result<Vec<U256>, Vec<u8>> {
        // SAFETY: as above.
        let status = unsafe { RawCall::new().skip_return_data().call(target, &self.0) };
        answer(host, status.is_ok(), most_words)
    }
}

/// The words of the answer. An answer that is too long, or that is not made of words, is an error without
/// data; nothing of it is copied.
fn answer(host: &dyn Host, success: bool, most_words: usize) -> Result<Vec<U256>, Vec<u8>> {
    let size = host.return_data_size();
    if !success {
        return Err(if size > LONGEST_REVERT { Vec::new() } else { host.read_return_data(0, Some(size)) });
    }
    if size % WORD != 0 || size > most_words.saturating_mul(WORD) {
        return Err(Vec::new());
    }
    let bytes = host.read_return_data(0, Some(size));
    Ok(bytes.chunks_exact(WORD).filter_map(U256::try_from_be_slice).collect())
}

/// Passes on what a callee reverted with; where it said nothing, says who it was.
pub(crate) fn or(silent: impl Into<LiquidatorError>) -> impl FnOnce(Vec<u8>) -> LiquidatorError {
    |data| if data.is_empty() { silent.into() } else { LiquidatorError::Callee(data) }
}
