//! Judgement: any number of portfolios in one market.

use crate::asking;
use crate::error::MarginError;
use crate::portfolio::Portfolio;
use alloc::vec::Vec;
use risk::margin::wire::{Reader, NUMBER_BYTES};
use risk::margin::{Accumulator, Answer, Context, Inquiry, Requirement, Worth};
use risk::terms::bases::Bases;
use risk::terms::Rules;
use risk::{Market, Verdict};

/// Everything that a judgement stands on.
pub(crate) struct Stand {
    pub(crate) market: Market,
    rules: Rules,
    bases: Bases,
}

/// What a portfolio is told.
pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    /// Initial and maintenance margin with their parts.
    pub(crate) requirements: [Requirement; 2],
    /// Maintenance margin of each holding, then each leg, USD WAD; empty where it was not asked for.
    pub(crate) attribution: Vec<i128>,
}

/// Bytes of a [`Worth`].
const WORTH_BYTES: usize = 2 * NUMBER_BYTES;

impl Stand {
    /// For the assets of a mask, under the terms of a version, 0 for the newest. Nobody is asked where there is no
    /// asset, so that an account of cash alone never depends on anybody.
    pub(crate) fn new(mask: u16, version: u32) -> Result<Self, MarginError> {
        let mut stand = Self {
            market: Market::new(),
            rules: Rules::new(),
            bases: Bases::default(),
        };
        if mask != 0 {
            asking::market(mask, &mut stand.market)?;
            asking::rules(mask, version, &mut stand.rules)?;
        }
        Ok(stand)
    }

    /// Judges portfolios, all of whose assets are in the market as it now is.
    #[inline(never)]
    pub(crate) fn judge(
        &mut self,
        portfolios: &[Portfolio],
        attributed: bool,
    ) -> Result<Vec<Judgement>, MarginError> {
        self.bases.fill(&self.market, &self.rules)?;
        let context = self.bases.context(&self.market, &self.rules);
        let known = context.known()?;
        let (worths, valued) = match options(&context, known, portfolios)? {
            Some(worths) => (worths, true),
            None => (Vec::new(), false),
        };
        let mut from = Reader::new(&worths);
        let mut sums = Vec::with_capacity(portfolios.len());
        for portfolio in portfolios {
            let known = if valued {
                known
            } else {
                context.without_options(known, &portfolio.legs)?
            };
            sums.push(add(&context, known, portfolio, &mut from)?);
        }
        let mut inquiries = Vec::with_capacity(sums.len());
        for sum in &sums {
            inquiries.push(sum.inquire(attributed)?);
        }
        match ask(&inquiries, portfolios)? {
            Some(answers) => {
                let mut from = Reader::new(&answers);
                inquiries
                    .iter()
                    .map(|inquiry| {
                        let question = inquiry.question();
                        let answer = if question.is_empty() {
                            Answer::nothing(question)
                        } else {
                            Answer::read(&mut from, question)?
                        };
                        decide(inquiry, &answer, attributed)
                    })
                    .collect()
            }
            None => portfolios
                .iter()
                .map(|portfolio| {
                    let known = context.without_options(known, &portfolio.legs)?;
                    let sums = add(&context, known, portfolio, &mut Reader::new(&[]))?;
                    let inquiry = sums.inquire(attributed)?;
                    let question = inquiry.question();
                    let answer = if question.is_empty() {
                        Answer::nothing(question)
                    } else {
                        Answer::none(question)
                    };
                    decide(&inquiry, &answer, attributed)
                })
                .collect(),
        }
    }
}

/// Sums a portfolio whose options have been valued.
#[inline(never)]
fn add<'a>(
    context: &Context<'a>,
    known: u16,
    portfolio: &'a Portfolio,
    worths: &mut Reader<'_>,
) -> Result<Accumulator<'a>, MarginError> {
    let (holdings, legs) = (&portfolio.holdings, &portfolio.legs);
    let sums = context.accumulate_with(known, portfolio.cash, holdings, legs, |_: &risk::margin::Written| {
        Worth::read(worths)
    })?;
    Ok(sums)
}

/// What the options of all portfolios are worth, in order; none where nobody can say.
#[inline(never)]
fn options(
    context: &Context<'_>,
    known: u16,
    portfolios: &[Portfolio],
) -> Result<Option<Vec<u8>>, MarginError> {
    let (mut asked, mut count) = (Vec::new(), 0usize);
    for portfolio in portfolios {
        let legs = portfolio.legs.iter().filter(|leg| leg.size != 0);
        for leg in legs {
            if let Some(written) = context.written(known, leg)? {
                written.write(&mut |number: [u8; NUMBER_BYTES]| asked.extend_from_slice(&number));
                count = count.saturating_add(1);
            }
        }
    }
    if count == 0 {
        return Ok(Some(Vec::new()));
    }
    asking::worths(&asked, portfolios.len(), count.saturating_mul(WORTH_BYTES))
}

/// What the scenarios say to all questions; none where nobody can say.
#[inline(never)]
fn ask(
    inquiries: &[Inquiry<'_, '_>],
    portfolios: &[Portfolio],
) -> Result<Option<Vec<u8>>, MarginError> {
    let (mut asked, mut numbers) = (Vec::new(), 0usize);
    for (inquiry, portfolio) in inquiries.iter().zip(portfolios) {
        let question = inquiry.question();
        if !question.is_empty() {
            question.write(&portfolio.legs, &mut |number: [u8; NUMBER_BYTES]| {
                asked.extend_from_slice(&number);
            });
            numbers = numbers.saturating_add(Answer::numbers(question));
        }
    }
    if asked.is_empty() {
        return Ok(Some(Vec::new()));
    }
    asking::answers(
        &asked,
        portfolios.len(),
        numbers.saturating_mul(NUMBER_BYTES),
    )
}

#[inline(never)]
fn decide(
    inquiry: &Inquiry<'_, '_>,
    answer: &Answer,
    attributed: bool,
) -> Result<Judgement, MarginError> {
    let mut attribution = Vec::new();
    let requirements = inquiry.requirements(answer)?;
    if attributed {
        attribution.resize(inquiry.positions(), 0);
        inquiry.attribute(answer, &mut attribution)?;
    }
    Ok(Judgement {
        verdict: inquiry.verdict_of(&requirements)?,
        requirements,
        attribution,
    })
}
