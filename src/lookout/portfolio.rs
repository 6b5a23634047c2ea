//! A portfolio between the vault, which tells it, and the margin contract, which judges it.

use crate::abi::Leg;
use crate::host::Returned;
use crate::numbers::{narrow, narrow_signed, small, widen};
use crate::words::{put, Item, Word};
use alloc::vec::Vec;
use alloy_primitives::{B256, I256, U256};
use risk::{Holding, MAX_ASSETS};

const WORD: usize = 32;
/// Most legs.
const MAX_LEGS: usize = 32;
/// Words of a holding, and of a leg.
const HOLDING: usize = 2;
const LEG: usize = 5;
/// Words of the largest answer: three of head, two counts, and the items.
pub(crate) const LARGEST: usize = 3 + 2 + MAX_ASSETS * HOLDING + MAX_LEGS * LEG;

/// What an account has, USD WAD and amounts at 18 decimals.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Portfolio {
    pub(crate) cash: i128,
    /// Ascending by asset.
    pub(crate) collateral: Vec<Holding>,
    pub(crate) legs: Vec<Leg>,
}

/// One holding as it might be: `None` where it is gone.
pub(crate) type Instead = (u8, Option<u128>);

impl Portfolio {
    /// From `(int256 cash, Holding[] collateral, Leg[] legs)`.
    pub(crate) fn decode(answer: &Returned) -> Option<Self> {
        let cash = narrow_signed(answer.word(0)?)?;
        let mut items = Items::new(answer, 1, MAX_ASSETS)?;
        let mut collateral = Vec::with_capacity(items.count);
        for _ in 0..items.count {
            collateral.push(Holding {
                asset: items.byte()?,
                amount: narrow(items.word()?)?,
            });
        }
        let mut items = Items::new(answer, 2, MAX_LEGS)?;
        let mut legs = Vec::with_capacity(items.count);
        for _ in 0..items.count {
            legs.push(Leg {
                asset: items.byte()?,
                kind: items.byte()?,
                size: I256::from_raw(items.word()?),
                strike: items.word()?,
                expiry: small(items.word()?)?,
            });
        }
        Some(Self {
            cash,
            collateral,
            legs,
        })
    }

    /// What is held of an asset.
    pub(crate) fn held(&self, asset: u8) -> u128 {
        let of = |holding: &&Holding| holding.asset == asset;
        let found = self.collateral.iter().find(of);
        found.map_or(0, |holding| holding.amount)
    }

    /// Whether a leg is on the asset.
    pub(crate) fn has_legs_on(&self, asset: u8) -> bool {
        self.legs.iter().any(|leg| leg.asset == asset)
    }

    /// Words of `Portfolio` in a call.
    pub(crate) fn words(&self, instead: Option<Instead>) -> usize {
        let lists = self.holdings(instead).saturating_mul(HOLDING);
        let legs = self.legs.len().saturating_mul(LEG);
        lists.saturating_add(legs).saturating_add(5)
    }

    /// Adds them, with this cash and one holding as it might be.
    pub(crate) fn add_to(&self, words: &mut Vec<B256>, cash: i128, instead: Option<Instead>) {
        let holdings = self.holdings(instead);
        let legs_at = holdings.saturating_mul(HOLDING).saturating_add(4);
        put(words, widen(cash).to_word());
        put(words, place(3));
        put(words, place(legs_at));
        put(words, U256::from(holdings).to_word());
        for holding in &self.collateral {
            let amount = match instead {
                Some((asset, amount)) if asset == holding.asset => amount,
                _ => Some(holding.amount),
            };
            if let Some(amount) = amount {
                put(words, holding.asset.to_word());
                put(words, amount.to_word());
            }
        }
        put(words, U256::from(self.legs.len()).to_word());
        for leg in &self.legs {
            leg.add_to(words);
        }
    }

    fn holdings(&self, instead: Option<Instead>) -> usize {
        let gone = |holding: &Holding| instead == Some((holding.asset, None));
        let all = self.collateral.len();
        all.saturating_sub(usize::from(self.collateral.iter().any(gone)))
    }
}

/// The byte offset of a word.
pub(crate) fn place(words: usize) -> B256 {
    U256::from(words.saturating_mul(WORD)).to_word()
}

/// The words of a list's items: never more than `most` of them.
struct Items<'a> {
    answer: &'a Returned,
    at: usize,
    count: usize,
}

impl<'a> Items<'a> {
    /// The list whose place stands in word `at`.
    fn new(answer: &'a Returned, at: usize, most: usize) -> Option<Self> {
        let bytes = usize::try_from(small(answer.word(at)?)?).ok()?;
        let mut items = Self {
            answer,
            at: bytes.checked_div(WORD).filter(|_| bytes % WORD == 0)?,
            count: 0,
        };
        let count = small(items.word()?).and_then(|count| usize::try_from(count).ok());
        items.count = count.filter(|count| *count <= most)?;
        Some(items)
    }

    #[inline(never)]
    fn word(&mut self) -> Option<U256> {
        let word = self.answer.word(self.at);
        self.at = self.at.saturating_add(1);
        word
    }

    fn byte(&mut self) -> Option<u8> {
        small(self.word()?)?.try_into().ok()
    }
}
