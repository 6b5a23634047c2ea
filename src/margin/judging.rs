//! A case, handed to the judge.

use crate::asking;
use crate::error::MarginError;
use crate::portfolio::Portfolio;
use crate::state::{source, Source};
use alloc::vec::Vec;
use risk::margin::case::{write_portfolio, Head};
use risk::margin::wire::{Reader, Sink, NUMBER_BYTES};
use risk::margin::{Kind, Requirement};
use risk::terms::bases::Bases;
use risk::terms::Rules;
use risk::{Market, Verdict};

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

/// Bytes of a case of a few assets: memory is not given back, so that a buffer that grows costs twice.
const ROOM: usize = 4_096;

/// Numbers in bytes.
struct Out(Vec<u8>);

impl Sink for Out {
    #[inline(never)]
    fn put(&mut self, number: u128) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }
}

/// The market and its terms.
struct Stand {
    market: Market,
    rules: Rules,
    bases: Bases,
}

/// Judges portfolios: all of them at each price, or once.
#[inline(never)]
pub(crate) fn judge(
    portfolios: &[Portfolio],
    asked: &Asked<'_>,
) -> Result<Vec<Judgement>, MarginError> {
    let mask = portfolios.iter().fold(0, |mask, one| mask | one.mask);
    let mut stand = Stand {
        market: Market::new(),
        rules: Rules::new(),
        bases: Bases::default(),
    };
    // Nobody is asked where there is no asset, so that an account of cash alone depends on no oracle.
    if mask != 0 {
        asking::market(mask, &mut stand.market)?;
        asking::rules(mask, asked.version, &mut stand.rules)?;
    }
    if asked.favour_suspects {
        stand.market.favour_suspects();
    }
    let mut judgements = Vec::new();
    match asked.prices {
        None => stand.judge(portfolios, asked, &mut judgements)?,
        Some(prices) => {
            for price in prices {
                stand.market.set_price(asked.asset, *price);
                stand.judge(portfolios, asked, &mut judgements)?;
            }
        }
    }
    Ok(judgements)
}

impl Stand {
    /// Hands a case over.
    #[inline(never)]
    fn judge(
        &mut self,
        portfolios: &[Portfolio],
        asked: &Asked<'_>,
        judgements: &mut Vec<Judgement>,
    ) -> Result<(), MarginError> {
        let head = Head {
            attributed: asked.attributed,
            parts: asked.parts,
            portfolios: u16::try_from(portfolios.len()).unwrap_or(u16::MAX),
            asked: [Source::Simulator, Source::Book, Source::Pricer].map(|one| source(one).0 .0),
        };
        let mut out = Out(Vec::with_capacity(ROOM));
        head.write(&mut out);
        self.bases.fill(&self.market, &self.rules)?;
        self.bases
            .context(&self.market, &self.rules)
            .write(&mut out);
        let mut numbers = 0usize;
        for portfolio in portfolios {
            let (holdings, legs) = (&portfolio.holdings, &portfolio.legs);
            write_portfolio(portfolio.cash, holdings, legs, &mut out);
            numbers = numbers.saturating_add(head.numbers(portfolio.positions()));
        }
        let bytes = asking::judge(&out.0, numbers.saturating_mul(NUMBER_BYTES))?;
        let mut from = Reader::new(&bytes);
        for portfolio in portfolios {
            judgements.push(read(&head, portfolio, &mut from)?);
        }
        Ok(())
    }
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
