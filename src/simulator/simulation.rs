//! Answers to questions, over one reading of the book.

use crate::abi::*;
use crate::asking;
use crate::error::SimulatorError;
use alloc::vec::Vec;
use alloy_primitives::Address;
use risk::margin::wire::{Reader, NUMBER_BYTES};
use risk::margin::{Answer, OptionCurve, Question, Residuals};
use risk::scenarios::{Page, Scenarios};
use risk::MAX_ASSETS;

/// The answers to questions, one behind the other.
pub(crate) fn simulate(
    book: Address,
    pricer: Address,
    questions: &[u8],
) -> Result<Vec<u8>, SimulatorError> {
    let (bytes, ring) = asking::scenarios(book)?;
    let page = match bytes.is_empty() {
        true => None,
        false => Some(Page::decode(&bytes).map_err(|_| MalformedAnswer { callee: book })?),
    };
    let scenarios = Scenarios::new(page, &ring, 0, ring.len())?;
    let (mut from, mut answers) = (Reader::new(questions), Vec::new());
    let mut curves = Vec::new();
    while !from.is_done() {
        let start = from.rest();
        let question = Question::read(&mut from, drop)?;
        let residuals = question.residuals(&scenarios)?;
        curves.clear();
        if question.has_options() {
            let length = start.len().saturating_sub(from.rest().len());
            let own = start.get(..length).unwrap_or_default();
            read_curves(pricer, own, &question, &residuals, &mut curves)?;
        }
        let answer = question.answer(&scenarios, &residuals, curves.iter())?;
        answers.reserve(Answer::numbers(&question).saturating_mul(NUMBER_BYTES));
        answer.write(&question, &mut |number: [u8; NUMBER_BYTES]| {
            answers.extend_from_slice(&number);
        });
    }
    Ok(answers)
}

/// Asks for the curves of a question.
#[inline(never)]
fn read_curves(
    pricer: Address,
    written: &[u8],
    question: &Question,
    residuals: &[Residuals; MAX_ASSETS],
    curves: &mut Vec<OptionCurve>,
) -> Result<(), SimulatorError> {
    let mut asked = written.to_vec();
    question.write_residuals(residuals, &mut |number: [u8; NUMBER_BYTES]| {
        asked.extend_from_slice(&number);
    });
    let count = question.curve_count();
    let length = count.saturating_mul(OptionCurve::BYTES);
    let answer = asking::curves(pricer, &asked, length)?;
    let mut from = Reader::new(&answer);
    curves.reserve(count);
    for _ in 0..count {
        let curve = OptionCurve::read(&mut from, question, residuals);
        curves.push(curve.map_err(|_| MalformedAnswer { callee: pricer })?);
    }
    Ok(())
}
