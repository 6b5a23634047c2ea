//! What the oracle says now, and since when it is true.
//!
//! A fact is never younger than what it was made from, whenever it is asked for: a price has the time of the
//! round it is of, the index that of its sample. A volatility counts moves that nobody has sampled yet, so it
//! has the time of the price; while a sample is overdue, that of the last one. A depth has that of the desk's
//! latest snapshot.

use crate::abi::OracleCallFailed;
use crate::clock::now;
use crate::error::FeedError;
use crate::host;
use crate::output::Kind;
use crate::words::{address, pack, Parameter, Word};
use alloy_primitives::{Address, U256};
use stylus_sdk::function_selector;

/// Number of the state in which a price may be used for everything.
const LIVE: U256 = U256::ZERO;

/// Words of the desk's `DepthInfo` up to the time of its latest snapshot.
const MEASURED_AT: usize = 10;

/// A WAD that is not negative, and the time at which it was true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fact {
    pub(crate) wad: u128,
    pub(crate) at: u64,
}

/// The output as it is; nothing where the oracle does not stand by it now.
pub(crate) fn present(oracle: Address, kind: Kind, asset: u8) -> Result<Option<Fact>, FeedError> {
    // Before `initialize` there is no oracle.
    if oracle.is_zero() {
        return Err(failed());
    }
    let asked = Asked { oracle, asset };
    match kind {
        Kind::Price => asked.price(),
        Kind::Volatility => asked.volatility(function_selector!("volatility", u8)),
        Kind::SlowVolatility => asked.volatility(function_selector!("slowVolatility", u8)),
        Kind::Index => asked.index(),
        Kind::Depth => asked.depth(),
    }
}

#[derive(Debug, Clone, Copy)]
struct Asked {
    oracle: Address,
    asset: u8,
}

impl Asked {
    fn price(self) -> Result<Option<Fact>, FeedError> {
        let data = pack(&function_selector!("status", u8), &[self.asset.to_word()]);
        let [wad, state, _, at] = self.words(&data)?;
        if state != LIVE {
            return Ok(None);
        }
        Ok(known(Fact {
            wad: number(wad)?,
            at: time(at)?,
        }))
    }

    fn volatility(self, selector: [u8; 4]) -> Result<Option<Fact>, FeedError> {
        let [wad] = self.words(&pack(&selector, &[self.asset.to_word()]))?;
        let Some(price) = self.price()? else {
            return Ok(None);
        };
        let [due] = self.words(&function_selector!("dueAt"))?;
        let at = if now() > time(due)? {
            let [sampled] = self.words(&function_selector!("sampledAt"))?;
            time(sampled)?
        } else {
            price.at
        };
        Ok(known(Fact {
            wad: number(wad)?,
            at,
        }))
    }

    fn index(self) -> Result<Option<Fact>, FeedError> {
        let [wad] = self.words(&function_selector!("index"))?;
        let [at] = self.words(&function_selector!("sampledAt"))?;
        Ok(known(Fact {
            wad: number(wad)?,
            at: time(at)?,
        }))
    }

    fn depth(self) -> Result<Option<Fact>, FeedError> {
        let [desk] = self.words(&function_selector!("depthDesk"))?;
        if desk.is_zero() {
            return Ok(None);
        }
        let asset = self.asset.to_word();
        let [wad] = self.words(&pack(&function_selector!("depth", u8), &[asset]))?;
        let desk = Self {
            oracle: address(desk),
            ..self
        };
        let info = pack(&function_selector!("info", u8), &[asset]);
        let [.., measured_at] = desk.words::<MEASURED_AT>(&info)?;
        Ok(known(Fact {
            wad: number(wad)?,
            at: time(measured_at)?,
        }))
    }

    /// The first words of what the oracle answers. Its own errors are passed on.
    fn words<const N: usize>(self, data: &[u8]) -> Result<[U256; N], FeedError> {
        let length = N.saturating_mul(32);
        let returned = host::static_call(self.oracle, data, length).map_err(FeedError::passed)?;
        let mut words = [U256::ZERO; N];
        for (index, word) in words.iter_mut().enumerate() {
            *word = returned.word(index).ok_or_else(failed)?;
        }
        Ok(words)
    }
}

/// A fact of the past with a number to show: no feed answers zero, which its readers take for none.
fn known(fact: Fact) -> Option<Fact> {
    (fact.wad != 0 && fact.at != 0 && fact.at <= now()).then_some(fact)
}

fn number(word: U256) -> Result<u128, FeedError> {
    u128::try_from(word).map_err(|_| failed())
}

fn time(word: U256) -> Result<u64, FeedError> {
    u64::from_word(word).ok_or_else(failed)
}

fn failed() -> FeedError {
    OracleCallFailed {}.into()
}
