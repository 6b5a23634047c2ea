//! Judgement: any number of portfolios in one market.

use crate::abi::Malformed;
use crate::asking::Asked;
use crate::error::JudgeError;
use alloc::vec::Vec;
use alloy_primitives::Address;
use risk::margin::case::{read_portfolio, Head};
use risk::margin::wire::{Reader, Sink, NUMBER_BYTES};
use risk::margin::{Accumulator, Answer, Context, Ground, Inquiry, Worth, Written};
use risk::{Holding, Leg};

/// A portfolio, as the margin has checked it.
struct Portfolio {
    cash: i128,
    holdings: Vec<Holding>,
    legs: Vec<Leg>,
}

/// A case, and whom to ask.
struct Case {
    asked: Asked,
    attributed: bool,
    parts: bool,
}

/// Bytes of a [`Worth`].
const WORTH_BYTES: usize = 2 * NUMBER_BYTES;

/// Numbers of an answer, in bytes.
struct Out(Vec<u8>);

impl Sink for Out {
    #[inline(never)]
    fn put(&mut self, number: u128) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }
}

/// The verdicts of a case.
pub(crate) fn judge(case: &[u8]) -> Result<Vec<u8>, JudgeError> {
    let mut from = Reader::new(case);
    let head = Head::read(&mut from).map_err(|_| Malformed {})?;
    let [simulator, book, pricer] = head.asked.map(Address::new);
    let case = Case {
        asked: Asked {
            simulator,
            book,
            pricer,
        },
        attributed: head.attributed,
        parts: head.parts,
    };
    let mut ground = Ground::default();
    ground.read(&mut from).map_err(|_| Malformed {})?;
    let mut portfolios = Vec::with_capacity(head.portfolios.into());
    for _ in 0..head.portfolios {
        portfolios.push(Portfolio::read(&mut from)?);
    }
    let mut out = Out(Vec::new());
    case.judge(&ground.context(), &portfolios, &mut out)?;
    Ok(out.0)
}

impl Portfolio {
    fn read(from: &mut Reader<'_>) -> Result<Self, JudgeError> {
        let (mut holdings, mut legs) = (Vec::new(), Vec::new());
        let cash = read_portfolio(from, |holding| holdings.push(holding), |leg| legs.push(leg))
            .map_err(|_| Malformed {})?;
        Ok(Self {
            cash,
            holdings,
            legs,
        })
    }
}

impl Case {
    /// Judges portfolios, all of whose assets are in the market.
    #[inline(never)]
    fn judge(
        &self,
        context: &Context<'_>,
        portfolios: &[Portfolio],
        out: &mut Out,
    ) -> Result<(), JudgeError> {
        let known = context.known()?;
        let worths = self.options(context, known, portfolios)?;
        let mut sums = Vec::with_capacity(portfolios.len());
        add_all(context, known, portfolios, worths.as_deref(), &mut sums)?;
        let mut inquiries = Vec::with_capacity(sums.len());
        for sum in &sums {
            inquiries.push(sum.inquire(self.attributed)?);
        }
        let answers = self.ask(&inquiries, portfolios)?;
        if let Some(answers) = answers {
            return self.decide(&inquiries, Some(Reader::new(&answers)), out);
        }
        // Nobody can say what options lose: the table speaks for them, and is the least for the rest.
        let mut sums = Vec::with_capacity(portfolios.len());
        add_all(context, known, portfolios, None, &mut sums)?;
        let mut inquiries = Vec::with_capacity(sums.len());
        for sum in &sums {
            inquiries.push(sum.inquire(self.attributed)?);
        }
        self.decide(&inquiries, None, out)
    }

    /// What the options of all portfolios are worth, in order; none where nobody can say.
    #[inline(never)]
    fn options(
        &self,
        context: &Context<'_>,
        known: u16,
        portfolios: &[Portfolio],
    ) -> Result<Option<Vec<u8>>, JudgeError> {
        let (mut asked, mut count) = (Out(Vec::new()), 0usize);
        for leg in portfolios.iter().flat_map(|portfolio| &portfolio.legs) {
            if let Some(written) = context.written(known, leg)? {
                written.write(&mut asked);
                count = count.saturating_add(1);
            }
        }
        if count == 0 {
            return Ok(Some(Vec::new()));
        }
        let length = count.saturating_mul(WORTH_BYTES);
        self.asked.worths(&asked.0, portfolios.len(), length)
    }

    /// What the scenarios say to all questions; none where nobody can say.
    #[inline(never)]
    fn ask(
        &self,
        inquiries: &[Inquiry<'_, '_>],
        portfolios: &[Portfolio],
    ) -> Result<Option<Vec<u8>>, JudgeError> {
        let (mut asked, mut numbers) = (Out(Vec::new()), 0usize);
        for (inquiry, portfolio) in inquiries.iter().zip(portfolios) {
            let question = inquiry.question();
            if !question.is_empty() {
                question.write(&portfolio.legs, &mut asked);
                numbers = numbers.saturating_add(Answer::numbers(question));
            }
        }
        if numbers == 0 {
            return Ok(Some(Vec::new()));
        }
        let length = numbers.saturating_mul(NUMBER_BYTES);
        self.asked.answers(&asked.0, portfolios.len(), length)
    }

    /// Writes what follows from the answers, or from there being none.
    #[inline(never)]
    fn decide(
        &self,
        inquiries: &[Inquiry<'_, '_>],
        mut answers: Option<Reader<'_>>,
        out: &mut Out,
    ) -> Result<(), JudgeError> {
        let mut attribution = Vec::new();
        for inquiry in inquiries {
            let question = inquiry.question();
            let answer = match &mut answers {
                _ if question.is_empty() => Answer::nothing(question),
                Some(answers) => Answer::read(answers, question)?,
                None => Answer::none(question),
            };
            let requirements = inquiry.requirements(&answer)?;
            inquiry.verdict_of(&requirements)?.write(out);
            if self.parts {
                for requirement in &requirements {
                    requirement.write(out);
                }
            }
            if self.attributed {
                attribution.clear();
                attribution.resize(inquiry.positions(), 0);
                inquiry.attribute(&answer, &mut attribution)?;
                for share in &attribution {
                    out.signed(*share);
                }
            }
        }
        Ok(())
    }
}

/// Sums portfolios whose options have been valued, or not.
#[inline(never)]
fn add_all<'a>(
    context: &Context<'a>,
    known: u16,
    portfolios: &'a [Portfolio],
    worths: Option<&[u8]>,
    sums: &mut Vec<Accumulator<'a>>,
) -> Result<(), JudgeError> {
    let mut from = Reader::new(worths.unwrap_or_default());
    for portfolio in portfolios {
        let (holdings, legs) = (&portfolio.holdings, &portfolio.legs);
        let known = match worths {
            Some(_) => known,
            None => context.without_options(known, legs)?,
        };
        let value = |_: &Written| Worth::read(&mut from);
        sums.push(context.accumulate_with(known, portfolio.cash, holdings, legs, value)?);
    }
    Ok(())
}
