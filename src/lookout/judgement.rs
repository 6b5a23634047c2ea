//! What the margin contract is asked: many portfolios, or one at many prices, by one call on one snapshot.

use crate::abi::Outlook;
use crate::error::{malformed, refused, LookoutError};
use crate::host::{self, Returned};
use crate::numbers::{narrow, narrow_signed, small, widen};
use crate::portfolio::{place, Instead, Portfolio};
use crate::words::{address, pack, put, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, I256, U256};
use risk::frontier::REFUSED;
use stylus_sdk::function_selector;

type Holdings = Vec<(u8, U256)>;
type Legs = Vec<(u8, u8, I256, U256, u64)>;
type Whole = (I256, Holdings, Legs);

const MANY: [u8; 4] = function_selector!("assessMany", u32, bool, Vec<Whole>);
const AT: [u8; 4] = function_selector!("assessAt", u32, Whole, u8, Vec<U256>);
const ORACLE: [u8; 4] = function_selector!("oracle");
const TERMS: [u8; 4] = function_selector!("terms");
const NEWEST_VERSION: [u8; 4] = function_selector!("newest");
const PRICE: [u8; 4] = function_selector!("price", u8);
const WORD: usize = 32;
/// Words of a verdict.
const VERDICT: usize = 6;

/// The version that new risk is judged under.
pub(crate) const NEWEST: u32 = 0;

/// One portfolio of a call: as it is, or with other cash and one holding as it might be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) portfolio: &'a Portfolio,
    pub(crate) cash: i128,
    pub(crate) instead: Option<Instead>,
}

impl<'a> From<&'a Portfolio> for Asked<'a> {
    fn from(portfolio: &'a Portfolio) -> Self {
        Self {
            portfolio,
            cash: portfolio.cash,
            instead: None,
        }
    }
}

/// What the margin contract says; USD WAD.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) equity: i128,
    pub(crate) initial: u128,
    pub(crate) maintenance: u128,
    pub(crate) buffer: u128,
    pub(crate) health: u128,
    pub(crate) not_live: u16,
}

impl Verdict {
    fn read(answer: &Returned, at: usize) -> Option<Self> {
        let word = |offset: usize| answer.word(at.checked_add(offset)?);
        Some(Self {
            equity: narrow_signed(word(0)?)?,
            initial: narrow(word(1)?)?,
            maintenance: narrow(word(2)?)?,
            buffer: narrow(word(3)?)?,
            health: narrow(word(4)?)?,
            not_live: small(word(5)?)?.try_into().ok()?,
        })
    }

    /// Equity less a requirement; what is too far below counts as the end of the range, which is not [`REFUSED`].
    fn over(&self, requirement: u128) -> i128 {
        let room = self.equity.checked_sub_unsigned(requirement);
        room.unwrap_or(REFUSED).max(REFUSED.saturating_add(1))
    }

    /// What is free for borrowing; refused while a price cannot be relied on.
    pub(crate) fn free(&self) -> i128 {
        if self.not_live == 0 {
            self.over(self.initial)
        } else {
            REFUSED
        }
    }

    /// Equity less initial margin, whatever the prices' states.
    pub(crate) fn over_initial(&self) -> i128 {
        self.over(self.initial)
    }

    /// Equity less maintenance margin.
    pub(crate) fn over_maintenance(&self) -> i128 {
        self.over(self.maintenance)
    }

    pub(crate) fn outlook(self, allowed: bool) -> Outlook {
        Outlook {
            equity: widen(self.equity),
            initialMargin: U256::from(self.initial),
            maintenanceMargin: U256::from(self.maintenance),
            bufferMargin: U256::from(self.buffer),
            health: U256::from(self.health),
            notLive: self.not_live,
            allowed,
        }
    }
}

/// The margin contract, and the words of the call to it: memory that a program once had it never gives back.
#[derive(Debug)]
pub(crate) struct Desk {
    margin: Address,
    words: Vec<B256>,
}

impl Desk {
    pub(crate) fn new(margin: Address) -> Self {
        Self {
            margin,
            words: Vec::new(),
        }
    }

    /// `assessMany(uint32 version, bool favourSuspects, Portfolio[] portfolios)`: the verdicts, in their order.
    pub(crate) fn many(
        &mut self,
        version: u32,
        asked: &[Asked<'_>],
    ) -> Result<Vec<Verdict>, LookoutError> {
        let words = &mut self.words;
        words.clear();
        put(words, version.to_word());
        put(words, false.to_word());
        put(words, place(3));
        put(words, U256::from(asked.len()).to_word());
        let mut behind = asked.len();
        for one in asked {
            put(words, place(behind));
            behind = behind.saturating_add(one.portfolio.words(one.instead));
        }
        for one in asked {
            one.portfolio.add_to(words, one.cash, one.instead);
        }
        self.verdicts(&MANY, asked.len())
    }

    /// `assessAt(uint32 version, Portfolio portfolio, uint8 asset, uint256[] prices)`: a verdict for each price.
    pub(crate) fn at(
        &mut self,
        version: u32,
        portfolio: &Portfolio,
        asset: u8,
        prices: &[u128],
    ) -> Result<Vec<Verdict>, LookoutError> {
        let words = &mut self.words;
        words.clear();
        put(words, version.to_word());
        put(words, place(4));
        put(words, asset.to_word());
        put(words, place(portfolio.words(None).saturating_add(4)));
        portfolio.add_to(words, portfolio.cash, None);
        put(words, U256::from(prices.len()).to_word());
        for price in prices {
            put(words, price.to_word());
        }
        self.verdicts(&AT, prices.len())
    }

    #[inline(never)]
    fn verdicts(&self, name: &[u8; 4], count: usize) -> Result<Vec<Verdict>, LookoutError> {
        let expected = count.saturating_mul(VERDICT).saturating_add(2);
        let expected = expected.saturating_mul(WORD);
        let answer = host::static_call(self.margin, &pack(name, &self.words), expected)
            .map_err(|data| refused(self.margin, data))?;
        if answer.length != expected || answer.word(1) != Some(U256::from(count)) {
            return Err(malformed(self.margin));
        }
        let mut verdicts = Vec::with_capacity(count);
        for place in 0..count {
            let at = place.saturating_mul(VERDICT).saturating_add(2);
            let verdict = Verdict::read(&answer, at);
            verdicts.push(verdict.ok_or_else(|| malformed(self.margin))?);
        }
        Ok(verdicts)
    }

    /// The newest version of the parameters.
    pub(crate) fn newest(&self) -> Result<u32, LookoutError> {
        let terms = address(ask(self.margin, &TERMS, &[])?);
        let version = ask(terms, &NEWEST_VERSION, &[])?;
        let version = small(version).and_then(|version| version.try_into().ok());
        version.ok_or_else(|| malformed(terms))
    }

    /// The price of an asset, USD WAD; the error of the oracle where it cannot be relied on.
    pub(crate) fn price(&self, asset: u8) -> Result<u128, LookoutError> {
        let oracle = address(ask(self.margin, &ORACLE, &[])?);
        let price = ask(oracle, &PRICE, &[asset.to_word()])?;
        narrow(price).ok_or_else(|| malformed(oracle))
    }
}

#[inline(never)]
fn ask(callee: Address, name: &[u8; 4], words: &[B256]) -> Result<U256, LookoutError> {
    let answer = host::static_call(callee, &pack(name, words), WORD)
        .map_err(|data| refused(callee, data))?;
    answer.word(0).ok_or_else(|| malformed(callee))
}
