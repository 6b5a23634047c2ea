//! The vault, as this contract calls it.

use crate::abi::{DecimalsTooLarge, LiquidatorError, VaultCallFailed};
use crate::words::{pack, put, Parameters, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};
use shell::host::{call, static_call, Returned};
use stylus_sdk::function_selector;

const PORTFOLIO: [u8; 4] = function_selector!("portfolio", B256);
const ACCOUNT: [u8; 4] = function_selector!("account", B256);
const LISTING: [u8; 4] = function_selector!("listing", u8);
const SEIZE: [u8; 4] = function_selector!("seize", B256, u8, U256, U256, Address);

const WORD: usize = 32;
/// Bytes of the largest portfolio: cash, two places, two lengths, 16 kinds of collateral and 32 legs of five words.
const LARGEST_PORTFOLIO: usize = (5 + 2 * 16 + 5 * 32) * WORD;
/// Words of an account: owner, debt, cash, assets, version, legs.
const ACCOUNT_WORDS: usize = 6;

/// Collateral of one asset, 18 decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Holding {
    pub(crate) asset: u8,
    pub(crate) amount: U256,
}

/// An account as the vault keeps it.
#[derive(Debug)]
pub(crate) struct Portfolio {
    /// Version of the terms by which it is judged.
    pub(crate) version: u32,
    /// What it owes the pool, units of cash.
    pub(crate) debt: U256,
    /// USD WAD as two's complement, passed on as it came.
    pub(crate) cash: U256,
    pub(crate) collateral: Vec<Holding>,
    /// Five words of each leg, passed on as they came.
    pub(crate) legs: Vec<U256>,
}

/// `account(bytes32) returns (AccountInfo)` and
/// `portfolio(bytes32) returns (int256 cash, Holding[] collateral, Leg[] legs)`.
pub(crate) fn portfolio(vault: Address, account: B256) -> Result<Portfolio, LiquidatorError> {
    let info = static_call(vault, &pack(&ACCOUNT, &[account]), ACCOUNT_WORDS * WORD);
    let info = info.map_err(failed)?;
    let answer = static_call(vault, &pack(&PORTFOLIO, &[account]), LARGEST_PORTFOLIO);
    let answer = answer.map_err(failed)?;
    read(&info, &answer).ok_or(VaultCallFailed {}.into())
}

fn read(info: &Returned, answer: &Returned) -> Option<Portfolio> {
    let version = u32::try_from(info.word(4)?).ok()?;
    let cash = answer.word(0)?;
    let held = Words::at(answer, 1)?;
    let legs = Words::at(answer, 2)?;
    let mut collateral = Vec::with_capacity(held.count);
    for pair in held.items(2)?.as_chunks::<2>().0 {
        let [asset, amount] = *pair;
        let asset = u8::try_from(asset).ok()?;
        collateral.push(Holding { asset, amount });
    }
    // Nothing else in it, and nothing twice.
    let items = held.count.checked_mul(2)?;
    let words = legs
        .count
        .checked_mul(5)?
        .checked_add(items)?
        .checked_add(5)?;
    if answer.length != words.checked_mul(WORD)? {
        return None;
    }
    Some(Portfolio {
        version,
        debt: info.word(1)?,
        cash,
        collateral,
        legs: legs.items(5)?,
    })
}

/// A list in an answer.
struct Words<'a> {
    answer: &'a Returned,
    first: usize,
    count: usize,
}

impl<'a> Words<'a> {
    /// The one whose place is the word at an index.
    fn at(answer: &'a Returned, index: usize) -> Option<Self> {
        let place = usize::try_from(answer.word(index)?).ok()?;
        let start = place.checked_div(WORD).filter(|_| place % WORD == 0)?;
        Some(Self {
            answer,
            first: start.checked_add(1)?,
            count: usize::try_from(answer.word(start)?).ok()?,
        })
    }

    /// Its words: so many for each item. A count that the answer does not hold reserves nothing.
    fn items(&self, words: usize) -> Option<Vec<U256>> {
        let words = self.count.checked_mul(words)?;
        let start = self.first.checked_mul(WORD)?;
        let data = self.answer.bytes.get(start..)?;
        let data = data.get(..words.checked_mul(WORD)?)?;
        let mut parameters = Parameters::new(data);
        let mut items = Vec::with_capacity(words);
        for _ in 0..words {
            items.push(parameters.next()?);
        }
        Some(items)
    }
}

/// The smallest unit of an asset's token at 18 decimals, from `listing(uint8) returns (Listing)`: a token, its
/// decimals, and what does not matter here.
pub(crate) fn unit(vault: Address, asset: u8) -> Result<u64, LiquidatorError> {
    let answer = static_call(vault, &pack(&LISTING, &[asset.to_word()]), 2 * WORD);
    let decimals = answer.map_err(failed)?.word(1);
    let decimals = decimals.and_then(|word| u8::try_from(word).ok());
    unit_of(decimals.ok_or(VaultCallFailed {})?)
}

/// `10^(18 - decimals)`.
pub(crate) fn unit_of(decimals: u8) -> Result<u64, LiquidatorError> {
    let missing = 18u8
        .checked_sub(decimals)
        .ok_or(DecimalsTooLarge { decimals })?;
    10u64
        .checked_pow(u32::from(missing))
        .ok_or(DecimalsTooLarge { decimals }.into())
}

/// `seize(bytes32 account, uint8 asset, uint256 amount, uint256 repaid, address to)`, token and cash units.
pub(crate) fn seize(
    vault: Address,
    account: B256,
    asset: u8,
    seized: U256,
    repaid: U256,
    to: Address,
) -> Result<(), LiquidatorError> {
    let words = [
        account,
        asset.to_word(),
        seized.to_word(),
        repaid.to_word(),
        to.to_word(),
    ];
    call(vault, &pack(&SEIZE, &words), 0).map_err(failed)?;
    Ok(())
}

impl Portfolio {
    /// Adds cash, the places of collateral and legs behind a head of so many words (of which the cash is at `from`), and
    /// the place of what follows them, where something does; then both.
    pub(crate) fn add_to(&self, words: &mut Vec<B256>, head: usize, followed: bool) {
        let held = self.collateral.len();
        let legs = held
            .saturating_mul(2)
            .saturating_add(head)
            .saturating_add(1);
        let behind = legs.saturating_add(self.legs.len()).saturating_add(1);
        put(words, self.cash.to_word());
        place(words, head);
        place(words, legs);
        if followed {
            place(words, behind);
        }
        put(words, U256::from(held).to_word());
        for holding in &self.collateral {
            put(words, holding.asset.to_word());
            put(words, holding.amount.to_word());
        }
        let count = self.legs.len().checked_div(5).unwrap_or(0);
        put(words, U256::from(count).to_word());
        for word in &self.legs {
            put(words, word.to_word());
        }
    }
}

/// The byte offset of a word.
pub(crate) fn place(words: &mut Vec<B256>, behind: usize) {
    put(words, U256::from(behind.saturating_mul(WORD)).to_word());
}

fn failed(data: Vec<u8>) -> LiquidatorError {
    LiquidatorError::of_callee(data, VaultCallFailed {})
}
