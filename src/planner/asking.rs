//! What the margin and the oracle are asked.

use crate::abi::{Holding, Leg, MarginCallFailed, NoCode, OracleCallFailed, ValueTooLarge};
use crate::error::PlannerError;
use crate::state;
use crate::words::{address, pack, put, Item, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, I256, U256};
use risk::liquidation::planning::Judge;
use risk::{snapshot, Market, Verdict};
use shell::host::{has_code, static_call, Returned};
use stylus_sdk::function_selector;

const WORD: usize = 32;
/// Words of a verdict.
const VERDICT: usize = 6;

type Positions = (I256, Vec<Holding>, Vec<Leg>);

const SNAPSHOT: [u8; 4] = function_selector!("snapshot", u16);
const ORACLE: [u8; 4] = function_selector!("oracle");
const ASSESS: [u8; 4] = function_selector!("assess", I256, Vec<Holding>, Vec<Leg>);
const ASSESS_MANY: [u8; 4] = function_selector!("assessMany", u32, bool, Vec<Positions>);

/// The oracle of a margin.
pub(crate) fn oracle_of(margin: Address) -> Result<Address, PlannerError> {
    if !has_code(margin) {
        return Err(NoCode { target: margin }.into());
    }
    let returned = static_call(margin, &ORACLE, WORD).map_err(failed)?;
    let oracle = returned.word(0).map(address).unwrap_or_default();
    if has_code(oracle) {
        Ok(oracle)
    } else {
        Err(NoCode { target: oracle }.into())
    }
}

/// Prices and states of the assets of a mask, into an empty market.
#[inline(never)]
pub(crate) fn market(mask: u16, market: &mut Market) -> Result<(), PlannerError> {
    let count = snapshot::length(mask.count_ones() as usize);
    let data = pack(&SNAPSHOT, &[mask.to_word()]);
    let limit = count.saturating_add(2).saturating_mul(WORD);
    let returned = static_call(state::oracle(), &data, limit).map_err(|_| OracleCallFailed {})?;
    let words = list(&returned, 0, count).ok_or(OracleCallFailed {})?;
    let read = snapshot::read_prices(&words, market);
    if read.is_err() || market.mask != mask {
        return Err(OracleCallFailed {}.into());
    }
    Ok(())
}

/// An account, as the margin is asked about it.
#[derive(Debug)]
pub(crate) struct Account<'a> {
    pub(crate) version: u32,
    /// Whether suspect prices count in its favour.
    pub(crate) favoured: bool,
    pub(crate) cash: I256,
    pub(crate) collateral: &'a [Holding],
    pub(crate) legs: &'a [Leg],
}

impl Account<'_> {
    /// Its verdicts with so much less of the collateral at a place, each by itself: one call.
    #[inline(never)]
    pub(crate) fn verdicts(
        &self,
        place: usize,
        less: &[u128],
        verdicts: &mut [Verdict],
    ) -> Result<(), PlannerError> {
        let count = less.len();
        let mut words = Vec::new();
        put(&mut words, self.version.to_word());
        put(&mut words, self.favoured.to_word());
        offset(&mut words, 3);
        put(&mut words, U256::from(count).to_word());
        // Cash, two places, two counts, two words for each holding and five for each leg.
        let holdings = self.collateral.len().saturating_mul(2);
        let each = self.legs.len().saturating_mul(5).saturating_add(holdings);
        let each = each.saturating_add(5);
        for number in 0..count {
            offset(
                &mut words,
                each.saturating_mul(number).saturating_add(count),
            );
        }
        for less in less {
            self.add_positions(&mut words, 3, (place, *less));
        }
        let data = pack(&ASSESS_MANY, &words);
        let length = count.saturating_mul(VERDICT);
        let limit = length.saturating_add(2).saturating_mul(WORD);
        let returned = static_call(state::margin(), &data, limit).map_err(failed)?;
        let mut read = || {
            if returned.word(1)? != U256::from(count) || returned.length != limit {
                return None;
            }
            for (number, to) in verdicts.iter_mut().enumerate() {
                *to = verdict(&returned, number.checked_mul(VERDICT)?.checked_add(2)?)?;
            }
            Some(())
        };
        read().ok_or(MarginCallFailed {}.into())
    }

    /// What each holding adds to its maintenance margin, under the newest terms: USD WAD, signed.
    #[inline(never)]
    pub(crate) fn attribution(&self) -> Result<Vec<i128>, PlannerError> {
        let mut words = Vec::new();
        self.add_positions(&mut words, 3, (0, 0));
        let count = self.collateral.len().saturating_add(self.legs.len());
        // The verdict, the place of the list, its length, its items.
        let limit = count.saturating_add(VERDICT + 2).saturating_mul(WORD);
        let data = pack(&ASSESS, &words);
        let returned = static_call(state::margin(), &data, limit).map_err(failed)?;
        let shares = list(&returned, VERDICT, count).ok_or(MarginCallFailed {})?;
        let mut attribution = Vec::with_capacity(self.collateral.len());
        for share in shares.into_iter().take(self.collateral.len()) {
            attribution.push(narrow(share)?);
        }
        Ok(attribution)
    }

    /// Cash, the places of collateral and legs behind a head of so many words, and both.
    fn add_positions(&self, words: &mut Vec<B256>, head: usize, less: (usize, u128)) {
        put(words, self.cash.to_word());
        offset(words, head);
        let behind = self.collateral.len().saturating_mul(2).saturating_add(1);
        offset(words, behind.saturating_add(head));
        put(words, U256::from(self.collateral.len()).to_word());
        for (place, holding) in self.collateral.iter().enumerate() {
            let taken = if place == less.0 { less.1 } else { 0 };
            let amount = holding.amount.saturating_sub(U256::from(taken));
            put(words, holding.asset.to_word());
            put(words, amount.to_word());
        }
        put(words, U256::from(self.legs.len()).to_word());
        for leg in self.legs {
            leg.add_to(words);
        }
    }
}

/// The account with one of its collaterals to sell.
#[derive(Debug)]
pub(crate) struct Seller<'a> {
    pub(crate) account: &'a Account<'a>,
    pub(crate) place: usize,
}

impl Judge for Seller<'_> {
    type Error = PlannerError;

    fn judge(&mut self, less: &[u128], verdicts: &mut [Verdict]) -> Result<(), PlannerError> {
        self.account.verdicts(self.place, less, verdicts)
    }
}

/// The place of a list, in words.
fn offset(words: &mut Vec<B256>, behind: usize) {
    put(words, U256::from(behind.saturating_mul(WORD)).to_word());
}

/// The words of the list whose place is the word at an index: so many, right behind the words before it.
fn list(returned: &Returned, index: usize, count: usize) -> Option<Vec<U256>> {
    let start = index.checked_add(1)?;
    let placed = returned.word(index)? == U256::from(start.checked_mul(WORD)?);
    if !placed || returned.word(start)? != U256::from(count) {
        return None;
    }
    let mut words = Vec::with_capacity(count);
    for place in 1..=count {
        words.push(returned.word(start.checked_add(place)?)?);
    }
    Some(words)
}

/// The verdict that begins at a word.
fn verdict(returned: &Returned, at: usize) -> Option<Verdict> {
    let number = |place: usize| {
        let word = returned.word(at.checked_add(place)?)?;
        u128::try_from(word).ok()
    };
    Some(Verdict {
        equity: narrow(returned.word(at)?).ok()?,
        initial: number(1)?,
        maintenance: number(2)?,
        buffer: number(3)?,
        health: number(4)?,
        not_live: u16::try_from(number(5)?).ok()?,
    })
}

/// A signed number of 128 bits.
fn narrow(word: U256) -> Result<i128, PlannerError> {
    let [a, b, c, d] = word.into_limbs();
    let low = i128::from(b.cast_signed()) << 64 | i128::from(a);
    let sign = if low < 0 { u64::MAX } else { 0 };
    if (c, d) == (sign, sign) {
        Ok(low)
    } else {
        Err(ValueTooLarge {}.into())
    }
}

/// Passes on what the margin reverted with; where it said nothing, says who it was.
fn failed(data: Vec<u8>) -> PlannerError {
    if data.is_empty() {
        MarginCallFailed {}.into()
    } else {
        PlannerError::Callee(data)
    }
}
