//! The contracts of the house, as the clearing calls them.

use crate::abi::*;
use crate::error::ClearingError;
use crate::state::{contract, Clearing, LOCK, MANDATE, ORACLE, VAULT};
use crate::words::{address, pack, put, Item, Word};
use crate::{host, lock};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, I256, U256};
use stylus_sdk::function_selector;

type LegType = (u8, u8, I256, U256, u64);

pub(crate) const CARRY: [u8; 4] = function_selector!("carry", B256, bool, I256, Vec<LegType>, bool);
pub(crate) const SETTLE: [u8; 4] = function_selector!("settle", B256, I256);
pub(crate) const ALLOWS: [u8; 4] = function_selector!("allows", B256, Address, u32);
const PRICE: [u8; 4] = function_selector!("price", u8);
const PRICES: [u8; 4] = function_selector!("prices");
const PRICE_AT: [u8; 4] = function_selector!("priceAt", u8, u64);

/// `PotShort(uint256 available)` of the vault.
const POT_SHORT: [u8; 4] = function_selector!("PotShort", U256);
/// `InsufficientGas()` of the contract that knows prices.
const INSUFFICIENT_GAS: [u8; 4] = function_selector!("InsufficientGas");

/// Bit of the mandate: trade for the account.
const TRADE: u32 = 16;
const WORD: usize = 32;

/// An account as its health is judged: dollars (WAD, rounded down) and positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    pub(crate) variation: I256,
    pub(crate) legs: Vec<Leg>,
}

impl Clearing {
    /// Takes the lock of the house. Error: `Reentrant` where somebody holds it.
    pub(crate) fn acquire(&self) -> Result<(), ClearingError> {
        lock::acquire(contract(LOCK)).map_err(|data| ClearingError::callee(data, LockCallFailed {}))
    }

    pub(crate) fn release(&self) -> Result<(), ClearingError> {
        lock::release(contract(LOCK)).map_err(|data| ClearingError::callee(data, LockCallFailed {}))
    }

    /// Refuses while somebody holds the lock; the vault, which asks while it does, is known.
    pub(crate) fn require_free(&self) -> Result<(), ClearingError> {
        if host::sender() == contract(VAULT) {
            return Ok(());
        }
        lock::require_free(contract(LOCK))
            .map_err(|data| ClearingError::callee(data, LockCallFailed {}))
    }

    /// Whether a market may trade for an account: its own, or where the mandate says so.
    pub(crate) fn require_allowed(
        &self,
        account: B256,
        market: Address,
    ) -> Result<(), ClearingError> {
        if Address::from_word(account) == market {
            return Ok(());
        }
        let data = pack(&ALLOWS, &[account, market.to_word(), TRADE.to_word()]);
        let mandate = contract(MANDATE);
        let answer = host::static_call(mandate, &data, WORD)
            .map_err(|data| ClearingError::callee(data, MandateCallFailed {}))?;
        match answer.word(0) {
            Some(U256::ONE) => Ok(()),
            Some(U256::ZERO) => Err(NotAllowed { account, market }.into()),
            _ => Err(MandateCallFailed {}.into()),
        }
    }

    /// Tells the vault what an account has here; with `check` it refuses where the account is below its initial margin.
    pub(crate) fn carry(
        &self,
        account: B256,
        any: bool,
        statement: &Statement,
        check: bool,
    ) -> Result<(), ClearingError> {
        let mut words = Vec::new();
        put(&mut words, account);
        put(&mut words, any.to_word());
        put(&mut words, statement.variation.to_word());
        put(&mut words, 0xa0_u64.to_word());
        put(&mut words, check.to_word());
        put(&mut words, U256::from(statement.legs.len()).to_word());
        for leg in &statement.legs {
            leg.add_to(&mut words);
        }
        host::call(contract(VAULT), &pack(&CARRY, &words), 0)
            .map_err(|data| ClearingError::callee(data, VaultCallFailed {}))?;
        Ok(())
    }

    /// Has the vault pay `units` of cash from the pot to an account, or take them from it where negative. What it did,
    /// which is as much or less; nothing where the pot is empty.
    pub(crate) fn pay(&self, account: B256, units: i128) -> Result<i128, ClearingError> {
        match self.ask_to_pay(account, units) {
            Err(ClearingError::Callee(data)) => match available(&data) {
                Some(0) => Ok(0),
                Some(available) if available < units => self.ask_to_pay(account, available),
                _ => Err(ClearingError::Callee(data)),
            },
            answer => answer,
        }
    }

    fn ask_to_pay(&self, account: B256, units: i128) -> Result<i128, ClearingError> {
        let data = pack(&SETTLE, &[account, signed(units).to_word()]);
        let answer = host::call(contract(VAULT), &data, WORD)
            .map_err(|data| ClearingError::callee(data, VaultCallFailed {}))?;
        // More than asked for, or the other way round, is not what was asked.
        answer
            .word(0)
            .and_then(narrow)
            .filter(|paid| paid.unsigned_abs() <= units.unsigned_abs())
            .filter(|paid| *paid == 0 || paid.is_negative() == units.is_negative())
            .ok_or_else(|| VaultCallFailed {}.into())
    }

    /// The live price of an asset, USD WAD; the oracle's error where it is not live.
    pub(crate) fn live_price(&self, asset: u8) -> Result<u128, ClearingError> {
        let oracle = contract(ORACLE);
        read_price(oracle, &pack(&PRICE, &[asset.to_word()]))
    }

    /// The price that was in force at a time, USD WAD. `None` where there was none that can be relied on; an error where
    /// that is not known.
    pub(crate) fn past_price(&self, asset: u8, at: u64) -> Result<Option<u128>, ClearingError> {
        let oracle = contract(ORACLE);
        let prices = address(view(oracle, &pack(&PRICES, &[]), OracleCallFailed {})?);
        let data = pack(&PRICE_AT, &[asset.to_word(), at.to_word()]);
        match read_price(prices, &data) {
            Ok(price) => Ok(Some(price)),
            // A gate that stopped the price says which; a call that failed for want of gas does not.
            Err(ClearingError::Callee(error)) if !error.starts_with(&INSUFFICIENT_GAS) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// A word that a contract of the house answers.
pub(crate) fn view(
    to: Address,
    data: &[u8],
    silent: impl Into<ClearingError> + Clone,
) -> Result<U256, ClearingError> {
    let answer = host::static_call(to, data, WORD)
        .map_err(|data| ClearingError::callee(data, silent.clone()))?;
    answer.word(0).ok_or_else(|| silent.into())
}

fn read_price(to: Address, data: &[u8]) -> Result<u128, ClearingError> {
    let price = view(to, data, OracleCallFailed {})?;
    let price = u128::try_from(price).ok().filter(|price| *price > 0);
    price.ok_or_else(|| OracleCallFailed {}.into())
}

/// What the pot has, from the error of a vault whose pot is short.
fn available(error: &[u8]) -> Option<i128> {
    let (selector, word) = error.split_at_checked(4)?;
    if selector != POT_SHORT {
        return None;
    }
    i128::try_from(U256::try_from_be_slice(word)?).ok()
}

/// An `int256` of 128 bits.
pub(crate) fn signed(value: i128) -> I256 {
    let high = if value.is_negative() { u128::MAX } else { 0 };
    I256::from_raw(fixed::word((high, value.cast_unsigned())))
}

/// From an `int256`; none past 128 bits.
pub(crate) fn narrow(word: U256) -> Option<i128> {
    let value = fixed::halves(word).1.cast_signed();
    (signed(value).into_raw() == word).then_some(value)
}
