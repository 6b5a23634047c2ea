//! Options, as the margin and the simulator ask for them.

use crate::abi::Malformed;
use crate::error::PricerError;
use alloc::vec::Vec;
use risk::margin::wire::{Reader, NUMBER_BYTES};
use risk::margin::{OptionCurve, Question, Written};
use risk::RiskError;

/// Most legs of one portfolio.
const MAX_LEGS: usize = 32;

/// What each option is worth.
pub(crate) fn worths(bytes: &[u8]) -> Result<Vec<u8>, PricerError> {
    let mut from = Reader::new(bytes);
    let mut answer = Vec::with_capacity(bytes.len() / 3);
    while !from.is_done() {
        let worth = Written::read(&mut from)?.worth()?;
        worth.write(&mut |number: [u8; NUMBER_BYTES]| answer.extend_from_slice(&number));
    }
    Ok(answer)
}

/// The curves of a question.
pub(crate) fn curves(bytes: &[u8]) -> Result<Vec<u8>, PricerError> {
    let mut from = Reader::new(bytes);
    let mut legs = Vec::with_capacity(MAX_LEGS);
    let question = Question::read(&mut from, |leg| legs.push(leg))?;
    let residuals = question.read_residuals(&mut from)?;
    if !from.is_done() || legs.len() > MAX_LEGS {
        return Err(Malformed {}.into());
    }
    let size = question.curve_count().saturating_mul(OptionCurve::BYTES);
    let mut answer = Vec::with_capacity(size);
    question.curves(&legs, &residuals, |curve| {
        curve.write(&mut |number: [u8; NUMBER_BYTES]| answer.extend_from_slice(&number));
        Ok::<(), RiskError>(())
    })?;
    Ok(answer)
}
