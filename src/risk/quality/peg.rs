//! Assets that promise a dollar.

use fixed::WAD;

/// Price of a quote asset (USD WAD) from which on its gap is charged: 0.99. Above it noise, below it news.
pub const PEG_LINE: u128 = 990_000_000_000_000_000;
/// What each cent of that gap costs, in cents: 4. At 0.94 a fifth of the position; at USDC's low of 0.874 nearly half.
pub const PEG_FACTOR: u128 = 4;

/// What a pegged asset counts for as collateral: `min(1, market)`, WAD.
#[must_use]
pub fn collateral_price(market: u128) -> u128 {
    market.min(WAD)
}

/// What a pegged asset counts for as debt: `max(1, market)`, WAD.
#[must_use]
pub fn liability_price(market: u128) -> u128 {
    market.max(WAD)
}

/// Share of a position that is charged while its peg is quoted at `market`: `4 max(0, 0.99 - market)`, WAD, exact. (The
/// line and the factor of Derive's portfolio margin.)
#[must_use]
pub const fn peg_charge(market: u128) -> u128 {
    // At most 4 * 0.99.
    PEG_LINE.saturating_sub(market).wrapping_mul(PEG_FACTOR)
}
