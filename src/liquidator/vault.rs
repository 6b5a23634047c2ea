//! The vault, as this contract calls it.

use crate::abi::{DecimalsTooLarge, LiquidatorError, VaultCallFailed};
use crate::call::{or, Input};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};
use stylus_sdk::function_selector;
use stylus_sdk::stylus_core::Host;

const PORTFOLIO: [u8; 4] = function_selector!("portfolio", B256);
const LISTING: [u8; 4] = function_selector!("listing", u8);
const SEIZE: [u8; 4] = function_selector!("seize", B256, u8, U256, U256, Address);

/// Most kinds of collateral of one account.
const MAX_HOLDINGS: usize = 16;

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
pub(crate) fn portfolio(host: &dyn Host, vault: Address, account: B256) -> Result<Portfolio, LiquidatorError> {
    let most = MAX_HOLDINGS.saturating_mul(2).saturating_add(3);
    let input = Input::new(PORTFOLIO).word(U256::from_be_bytes(account.0));
    let words = input.ask(host, vault, most).map_err(or(VaultCallFailed {}))?;
    let [cash, offset, count, items @ ..] = words.as_slice() else {
        return Err(VaultCallFailed {}.into());
    };
    let (pairs, rest) = items.as_chunks::<2>();
    if *offset != U256::from(64u8) || *count != U256::from(pairs.len()) || !rest.is_empty() {
        return Err(VaultCallFailed {}.into());
    }
    let mut collateral = Vec::with_capacity(pairs.len());
    for [asset, amount] in pairs {
        let asset = u8::try_from(*asset).map_err(|_| VaultCallFailed {})?;
        collateral.push(Holding { asset, amount: *amount });
    }
    Ok(Portfolio { cash: *cash, collateral })
}

/// The smallest unit of an asset's token at 18 decimals, from
/// `listing(uint8) returns (address token, uint8 decimals, uint256 cap, uint256 total)`.
pub(crate) fn unit(host: &dyn Host, vault: Address, asset: u8) -> Result<U256, LiquidatorError> {
    let input = Input::new(LISTING).word(U256::from(asset));
    let words = input.ask(host, vault, 4).map_err(or(VaultCallFailed {}))?;
    let [_, decimals, _, _] = words.as_slice() else {
        return Err(VaultCallFailed {}.into());
    };
    unit_of(*decimals)
}

/// `10^(18 - decimals)`.
pub(crate) fn unit_of(decimals: U256) -> Result<U256, LiquidatorError> {
    let missing = U256::from(18u8).checked_sub(decimals).ok_or(DecimalsTooLarge { decimals })?;
    U256::from(10u8).checked_pow(missing).ok_or(DecimalsTooLarge { decimals }.into())
}

/// `seize(bytes32 account, uint8 asset, uint256 amount, uint256 repaid, address to)`, token and cash units.
pub(crate) fn seize(
    host: &dyn Host,
    vault: Address,
    account: B256,
    asset: u8,
    seized: U256,
    repaid: U256,
    to: Address,
) -> Result<(), LiquidatorError> {
    let input = Input::new(SEIZE).word(U256::from_be_bytes(account.0)).word(U256::from(asset));
    let input = input.word(seized).word(repaid).address(to);
    input.tell(host, vault, 1).map_err(or(VaultCallFailed {}))?;
    Ok(())
}
