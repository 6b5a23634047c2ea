//! A case, handed to the judge.

use crate::asking;
use crate::error::MarginError;
use crate::portfolio::Portfolio;
use crate::state::{source, Source};
use alloc::vec::Vec;
use risk::margin::case::{write_portfolio, Head};
use risk::margin::wire::{Reader, Sink, NUMBER_BYTES};
use risk::margin::{Kind, Requirement};
use risk::Verdict;

/// What is asked of all portfolios.
#[derive(Default)]
pub(crate) struct Asked<'a> {
    /// The version of the terms; 0 is the newest.
    pub(crate) version: u32,
    pub(crate) favour_suspects: bool,
    /// Whether contributions, and parts, are wanted.
    pub(crate) attributed: bool,
    pub(crate) parts: bool,
    /// An asset and the prices it is to have instead of its own.
    pub(crate) asset: u8,
    pub(crate) prices: Option<&'a [u128]>,
}

/// What a portfolio is told.
pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    /// Initial and maintenance margin; empty where not asked for.
    pub(crate) requirements: Vec<Requirement>,
    /// Maintenance margin of each holding, then each leg, USD WAD; likewise.
    pub(crate) attribution: Vec<i128>,
}

/// Numbers in bytes.
struct Out(Vec<u8>);

impl Sink for Out {
    #[inline(never)]
    fn put(&mut self, number: u128) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }
}

/// Judges portfolios: all of them at each price, or once.
#[inline(never)]
pub(crate) fn judge(
    portfolios: &[Portfolio],
    asked: &Asked<'_>,
) -> Result<Vec<Judgement>, MarginError> {
    let times = asked.prices.map_or(1, <[u128]>::len);
    if times == 0 {
        return Ok(Vec::new());
    }
    let prices = asked.prices.unwrap_or_default();
    let head = Head {
        mask: portfolios.iter().fold(0, |mask, one| mask | one.mask),
        favour_suspects: asked.favour_suspects,
        attributed: asked.attributed,
        parts: asked.parts,
        asset: asked.asset,
        prices: small(prices.len()),
        portfolios: small(portfolios.len()),
        asked: [Source::Simulator, Source::Book, Source::Pricer].map(|one| source(one).0 .0),
    };
    let mut out = Out(Vec::new());
    head.write(&mut out);
    asking::market(head.mask, asked.version, &mut out.0)?;
    for price in prices {
        out.put(*price);
    }
    let mut numbers = 0usize;
    for portfolio in portfolios {
        let (holdings, legs) = (&portfolio.holdings, &portfolio.legs);
        write_portfolio(portfolio.cash, holdings, legs, &mut out);
        numbers = numbers.saturating_add(head.numbers(portfolio.positions()));
    }
    let numbers = numbers.saturating_mul(times);
    let bytes = asking::judge(&out.0, numbers.saturating_mul(NUMBER_BYTES))?;
    let mut from = Reader::new(&bytes);
    let mut judgements = Vec::with_capacity(portfolios.len().saturating_mul(times));
    for _ in 0..times {
        for portfolio in portfolios {
            judgements.push(read(&head, portfolio, &mut from)?);
        }
    }
    Ok(judgements)
}

/// What one portfolio is told.
fn read(
    head: &Head,
    portfolio: &Portfolio,
    from: &mut Reader<'_>,
) -> Result<Judgement, MarginError> {
    let mut judgement = Judgement {
        verdict: Verdict::read(from)?,
        requirements: Vec::new(),
        attribution: Vec::new(),
    };
    if head.parts {
        for kind in [Kind::Initial, Kind::Maintenance] {
            judgement.requirements.push(Requirement::read(kind, from)?);
        }
    }
    if head.attributed {
        for _ in 0..portfolio.positions() {
            judgement.attribution.push(from.signed()?);
        }
    }
    Ok(judgement)
}

/// A number of items, which are few.
fn small(items: usize) -> u16 {
    u16::try_from(items).unwrap_or(u16::MAX)
}
