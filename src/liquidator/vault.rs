//! The vault, as this contract calls it.

use crate::abi::{DecimalsTooLarge, LiquidatorError, VaultCallFailed};
use crate::host::{ask, call};
use crate::words::{Reader, Writer, WORD};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};
use stylus_sdk::function_selector;

const PORTFOLIO: [u8; 4] = function_selector!("portfolio", B256);
const LISTING: [u8; 4] = function_selector!("listing", u8);
const SEIZE: [u8; 4] = function_selector!("seize", B256, u8, U256, U256, Address);

/// Bytes of the largest portfolio: 16 kinds of collateral behind the cash, an offset and a length.
const LARGEST_PORTFOLIO: usize = (3 + 2 * 16) * WORD;

/// Collateral of one asset, 18 decimals.
pub(crate) struct Holding {
    pub(crate) asset: u8,
    pub(crate) amount: U256,
}

/// An account as the vault keeps it.
pub(crate) struct Portfolio {
    /// USD WAD as two's complement, passed on to the margin contract as it came.
    pub(crate) cash: U256,
    pub(crate) collateral: Vec<Holding>,
}

/// `portfolio(bytes32) returns (int256 cash, Holding[] collateral)`.
pub(crate) fn portfolio(vault: Address, account: B256) -> Result<Portfolio, LiquidatorError> {
    let mut input = Writer::after(PORTFOLIO);
    input.bytes(&account);
    let answer = ask(vault, input.as_bytes(), LARGEST_PORTFOLIO).map_err(failed)?;
    read(Reader::new(&answer)).ok_or(VaultCallFailed {}.into())
}

fn read(words: Reader<'_>) -> Option<Portfolio> {
    let (cash, offset, count) = (words.word(0)?, words.number(1)?, words.number(2)?);
    let count = usize::try_from(count).ok()?;
    let first = 3usize;
    if offset != 64 || words.len() != count.checked_mul(2)?.checked_add(first)? {
        return None;
    }
    let mut collateral = Vec::with_capacity(count);
    for item in (first..words.len()).step_by(2) {
        let amount = words.word(item.checked_add(1)?)?;
        collateral.push(Holding {
            asset: words.uint8(item)?,
            amount,
        });
    }
    Some(Portfolio { cash, collateral })
}

/// The smallest unit of an asset's token at 18 decimals, from
/// `listing(uint8) returns (address token, uint8 decimals, uint256 cap, uint256 total)`.
pub(crate) fn unit(vault: Address, asset: u8) -> Result<u64, LiquidatorError> {
    let mut input = Writer::after(LISTING);
    input.number(u64::from(asset));
    let answer = ask(vault, input.as_bytes(), 4 * WORD).map_err(failed)?;
    let words = Reader::new(&answer);
    let decimals = words.uint8(1).filter(|_| words.len() == 4);
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
    seized: &U256,
    repaid: &U256,
    to: Address,
) -> Result<(), LiquidatorError> {
    let mut input = Writer::after(SEIZE);
    input
        .bytes(&account)
        .number(u64::from(asset))
        .word(seized)
        .word(repaid)
        .bytes(&to.into_word());
    call(vault, input.as_bytes(), 0).map_err(failed)?;
    Ok(())
}

fn failed(data: Vec<u8>) -> LiquidatorError {
    LiquidatorError::of_callee(data, VaultCallFailed {})
}
