//! Judgement: any number of portfolios in one market.

use crate::abi::{Malformed, OracleCallFailed, TermsCallFailed};
use crate::asking::Asked;
use crate::error::JudgeError;
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use risk::margin::case::{read_portfolio, Head};
use risk::margin::wire::{Reader, Sink, NUMBER_BYTES};
use risk::margin::{Accumulator, Answer, Context, Inquiry, Worth, Written};
use risk::terms::bases::Bases;
use risk::terms::{self, Rules};
use risk::{snapshot, Holding, Leg, Market};

/// A portfolio, as the margin has checked it.
struct Portfolio {
    cash: i128,
    holdings: Vec<Holding>,
    legs: Vec<Leg>,
}

/// Everything that a judgement stands on.
struct Stand {
    market: Market,
    rules: Rules,
    bases: Bases,
    asked: Asked,
    head: Head,
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
    let mut stand = Stand::read(&mut from)?;
    let prices = from.clone();
    for _ in 0..stand.head.prices {
        from.next().map_err(|_| Malformed {})?;
    }
    let mut portfolios = Vec::with_capacity(stand.head.portfolios.into());
    for _ in 0..stand.head.portfolios {
        portfolios.push(Portfolio::read(&mut from)?);
    }
    let mut out = Out(Vec::new());
    if stand.head.prices == 0 {
        stand.judge(&portfolios, &mut out)?;
    }
    let mut prices = prices;
    for _ in 0..stand.head.prices {
        let price = prices.next().map_err(|_| Malformed {})?;
        stand.market.set_price(stand.head.asset, price);
        stand.judge(&portfolios, &mut out)?;
    }
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

/// So many words.
fn words(from: &mut Reader<'_>, count: usize) -> Result<Vec<U256>, JudgeError> {
    let bytes = from.words(count).map_err(|_| Malformed {})?;
    let mut words = Vec::with_capacity(count);
    for word in bytes {
        words.push(U256::from_be_bytes(*word));
    }
    Ok(words)
}

impl Stand {
    /// Market and terms of a case.
    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> Result<Self, JudgeError> {
        let head = Head::read(from).map_err(|_| Malformed {})?;
        let [simulator, book, pricer] = head.asked.map(Address::new);
        let mut stand = Self {
            market: Market::new(),
            rules: Rules::new(),
            bases: Bases::default(),
            asked: Asked {
                simulator,
                book,
                pricer,
            },
            head,
        };
        if head.mask != 0 {
            let count = snapshot::length(head.mask.count_ones() as usize);
            snapshot::read(&words(from, count)?, &mut stand.market)
                .map_err(|_| OracleCallFailed {})?;
            if stand.market.mask != head.mask {
                return Err(OracleCallFailed {}.into());
            }
            let words = words(from, terms::length(head.mask))?;
            terms::decode(&words, head.mask, &mut stand.rules).map_err(|_| TermsCallFailed {})?;
        }
        if head.favour_suspects {
            stand.market.favour_suspects();
        }
        Ok(stand)
    }

    /// Judges portfolios, all of whose assets are in the market as it now is.
    #[inline(never)]
    fn judge(&mut self, portfolios: &[Portfolio], out: &mut Out) -> Result<(), JudgeError> {
        self.bases.fill(&self.market, &self.rules)?;
        let context = self.bases.context(&self.market, &self.rules);
        let known = context.known()?;
        let worths = self.options(&context, known, portfolios)?;
        let mut sums = Vec::with_capacity(portfolios.len());
        add_all(&context, known, portfolios, worths.as_deref(), &mut sums)?;
        let mut inquiries = Vec::with_capacity(sums.len());
        for sum in &sums {
            inquiries.push(sum.inquire(self.head.attributed)?);
        }
        let answers = self.ask(&inquiries, portfolios)?;
        if let Some(answers) = answers {
            return self.decide(&inquiries, Some(Reader::new(&answers)), out);
        }
        // Nobody can say what options lose: the table speaks for them, and is the least for the rest.
        let mut sums = Vec::with_capacity(portfolios.len());
        add_all(&context, known, portfolios, None, &mut sums)?;
        let mut inquiries = Vec::with_capacity(sums.len());
        for sum in &sums {
            inquiries.push(sum.inquire(self.head.attributed)?);
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
            if self.head.parts {
                for requirement in &requirements {
                    requirement.write(out);
                }
            }
            if self.head.attributed {
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
