//! Assets that promise a dollar.

use fixed::WAD;

/// Price of a quote asset (USD WAD) from which on its gap is charged: 0.99. Above it noise, below it news.
pub const PEG_LINE: u128 = 990_000_000_000_000_000;
/// Core margin added per USD of that gap, as a factor: 4. At 0.94 a margin is a fifth higher; at USDC's low of 0.874 by
/// nearly half.
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

/// What the core margin is multiplied by while the quote asset trades at `market`: `1 + 4 max(0, 0.99 - market)`, WAD,
/// exact (the factor of Derive's portfolio margin).
#[must_use]
pub const fn peg_multiplier_up(market: u128) -> u128 {
    let gap = PEG_LINE.saturating_sub(market);
    WAD.saturating_add(gap.saturating_mul(PEG_FACTOR))
}
