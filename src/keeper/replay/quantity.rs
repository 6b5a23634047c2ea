//! Amounts as floating-point numbers, for prices and reports only.

use alloy::primitives::{I256, U256};
use anyhow::{anyhow, Result};

/// Digits of the cash token.
pub(super) const CASH_DECIMALS: i32 = 6;
/// Digits of the feeds.
pub(super) const FEED_DECIMALS: i32 = 8;
/// Decimals of the collateral tokens, by place.
pub(super) const TOKEN_DECIMALS: [u8; 2] = [18, 8];

/// A price as a feed answers it.
pub(super) fn answer(price: f64) -> Result<I256> {
    I256::try_from((price * 10_f64.powi(FEED_DECIMALS)).round() as i128)
        .map_err(|_| anyhow!("a price of {price} is out of range"))
}

pub(super) fn units(amount: f64, decimals: i32) -> U256 {
    // 1e-6 of the amount is enough here: prices have eight digits.
    U256::from((amount * 1e6).max(0.0).floor() as u128)
        .saturating_mul(U256::from(10_u64).pow(U256::from(decimals.max(6) - 6)))
}

pub(super) fn amount_of(value: U256, decimals: i32) -> f64 {
    f64::from(value) / 10_f64.powi(decimals)
}

pub(super) fn signed(value: I256) -> f64 {
    let size = amount_of(value.unsigned_abs(), 18);
    if value.is_negative() {
        -size
    } else {
        size
    }
}
