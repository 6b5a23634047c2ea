//! What the pricer and the simulator are asked. With bounded gas, so that a failure is theirs and not the caller's
//! choice.

use crate::abi::NotEnoughGas;
use crate::error::JudgeError;
use crate::words::Word;
use alloc::vec::Vec;
use alloy_primitives::Address;
use shell::bytes::{call_with, returned, Bytes};
use shell::host::{ask, Answer};
use stylus_sdk::function_selector;

/// Gas of the options of a portfolio: a multiple of what 32 legs cost.
const WORTHS_GAS: u64 = 1_000_000;
/// Gas of reading the book, and of what one portfolio asks of it: likewise.
const BOOK_GAS: u64 = 3_000_000;
const QUESTION_GAS: u64 = 2_000_000;
const WORD: usize = 32;

const WORTHS: [u8; 4] = function_selector!("worths", Bytes);
const SIMULATE: [u8; 4] = function_selector!("simulate", Address, Address, Bytes);

/// Whom the judge asks.
pub(crate) struct Asked {
    pub(crate) simulator: Address,
    pub(crate) book: Address,
    pub(crate) pricer: Address,
}

impl Asked {
    /// What options are worth; none where the pricer fails.
    pub(crate) fn worths(
        &self,
        options: &[u8],
        portfolios: usize,
        length: usize,
    ) -> Result<Option<Vec<u8>>, JudgeError> {
        let data = call_with(&WORTHS, &[], options);
        bytes(self.pricer, &data, per(WORTHS_GAS, 0, portfolios), length)
    }

    /// What the scenarios say to questions; none where the simulator fails, or the book, or the pricer.
    pub(crate) fn answers(
        &self,
        questions: &[u8],
        portfolios: usize,
        length: usize,
    ) -> Result<Option<Vec<u8>>, JudgeError> {
        let words = [self.book.to_word(), self.pricer.to_word()];
        let data = call_with(&SIMULATE, &words, questions);
        let gas = per(QUESTION_GAS, BOOK_GAS, portfolios);
        bytes(self.simulator, &data, gas, length)
    }
}

fn per(gas: u64, first: u64, portfolios: usize) -> u64 {
    let portfolios = u64::try_from(portfolios).unwrap_or(u64::MAX);
    gas.saturating_mul(portfolios).saturating_add(first)
}

/// A byte string of that length; none where the answer is something else.
#[inline(never)]
fn bytes(to: Address, data: &[u8], gas: u64, length: usize) -> Result<Option<Vec<u8>>, JudgeError> {
    let padded = length.div_ceil(WORD).saturating_add(2).saturating_mul(WORD);
    match ask(to, data, gas, padded) {
        Answer::Bytes(answer) => {
            let string = returned(&answer, 0).filter(|string| string.len() == length);
            Ok(string.map(<[u8]>::to_vec))
        }
        Answer::Failed => Ok(None),
        Answer::Starved => Err(NotEnoughGas {}.into()),
    }
}
