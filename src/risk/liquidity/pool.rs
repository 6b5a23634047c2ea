//! Depth of a pool of Uniswap's third version: what a trade receives that moves the price by 2 %.
//!
//! The trade is walked step by step as the pool itself would execute it, each step rounded down, so the answer is
//! what the pool would pay. Fees are on top of what the trader pays in and move no price: they belong to the spread.

use super::tick::{next_stop, place, sqrt_price_at, Q96};
use crate::error::OVERFLOW;
use crate::RiskError;
use fixed::{halves, mul_div_down, mul_div_up, U256};

/// Initialised ticks that are read on each side of the price. Within 2 % there are at most 21 where the pool's ticks
/// are ten apart or more.
pub const MOST_TICKS: usize = 32;
/// Words of the tick bitmap that are read on each side.
pub const MOST_WORDS: usize = 8;

/// A pool's liquidity, as far as it is asked for.
pub trait Ticks {
    /// Why there is no answer.
    type Error: From<RiskError>;
    /// A word of the bitmap of initialised ticks.
    ///
    /// # Errors
    /// The pool does not answer.
    fn word(&mut self, position: i16) -> Result<U256, Self::Error>;
    /// What is added to the liquidity where the price rises through an initialised tick.
    ///
    /// # Errors
    /// The pool does not answer.
    fn net(&mut self, tick: i32) -> Result<i128, Self::Error>;
}

/// Where a pool stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolState {
    /// Root of the price of token 0 in token 1, 96 binary digits.
    pub sqrt_price: U256,
    /// Tick of the price.
    pub tick: i32,
    /// Liquidity at the price.
    pub liquidity: u128,
    /// Distance of its ticks.
    pub spacing: i32,
    /// Root of the mean price of the last while.
    pub mean_sqrt_price: U256,
    /// Whether the asset is token 1.
    pub asset_is_token_1: bool,
}

/// What trades of 2 % receive, in units of the quote token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PoolDepth {
    /// The asset sold, from the price now.
    pub sell: U256,
    /// The asset bought, from the price now: what is received, valued at that price.
    pub buy: U256,
    /// Sold from the mean price.
    pub mean_sell: U256,
    /// Bought from the mean price.
    pub mean_buy: U256,
}

impl PoolDepth {
    /// The smallest: who moves the price in one block, or what is there only around such a price, adds nothing.
    #[must_use]
    pub fn least(&self) -> U256 {
        self.sell
            .min(self.buy)
            .min(self.mean_sell)
            .min(self.mean_buy)
    }
}

/// Depth on both sides of the price and of the mean price. What lies past [`MOST_TICKS`] initialised ticks or
/// [`MOST_WORDS`] words of the bitmap is not counted.
///
/// # Errors
/// The pool does not answer; it has no price; its liquidity makes no sense.
pub fn pool_depth_down<T: Ticks>(pool: &PoolState, ticks: &mut T) -> Result<PoolDepth, T::Error> {
    if pool.sqrt_price.is_zero() || pool.spacing <= 0 {
        return Err(RiskError::InvalidTerms.into());
    }
    let [now_up, now_down] = around(pool.sqrt_price, pool.asset_is_token_1)?;
    let [mean_up, mean_down] = around(pool.mean_sqrt_price, pool.asset_is_token_1)?;
    let mut spans = [now_up, now_down, mean_up, mean_down];
    walk(pool, true, now_up.high.max(mean_up.high), &mut spans, ticks)?;
    walk(
        pool,
        false,
        now_down.low.min(mean_down.low),
        &mut spans,
        ticks,
    )?;

    let [now_up, now_down, mean_up, mean_down] = spans.map(|span| span.received);
    let worth = |received, root| worth_down(received, root, pool.asset_is_token_1);
    // Token 1 is sold into a rising price of token 0.
    let (sell, buy, mean_sell, mean_buy) = if pool.asset_is_token_1 {
        (now_up, now_down, mean_up, mean_down)
    } else {
        (now_down, now_up, mean_down, mean_up)
    };
    Ok(PoolDepth {
        sell,
        buy: worth(buy, pool.sqrt_price)?,
        mean_sell,
        mean_buy: worth(mean_buy, pool.mean_sqrt_price)?,
    })
}

/// An amount of the quote token in USD (WAD), at a price in USD (WAD) a whole token.
///
/// # Errors
/// Overflow.
pub fn quote_value_down(amount: U256, price: U256, decimals: u8) -> Result<U256, RiskError> {
    let unit = U256::from(10_u128.checked_pow(u32::from(decimals)).ok_or(OVERFLOW)?);
    Ok(mul_div_down(amount, price, unit)?)
}

/// Prices between two roots, and what a trade through them receives: token 0 where the price rises, token 1 where it
/// falls.
#[derive(Debug, Clone, Copy)]
struct Span {
    low: U256,
    high: U256,
    upwards: bool,
    received: U256,
}

/// Roots of 0.98, 1.02 and their inverses, 96 binary digits, each rounded towards one.
const ROOT_98: u128 = 78_431_879_364_700_595_886_224_713_519;
const ROOT_102: u128 = 80_016_521_857_016_594_389_520_272_648;
const ROOT_1_OVER_98: u128 = 80_032_529_963_980_199_883_902_768_896;
const ROOT_1_OVER_102: u128 = 78_447_570_448_055_484_695_608_110_441;

/// From a price until the asset's has risen or fallen by 2 %: upwards and downwards. Ends are rounded to the inside.
fn around(root: U256, asset_is_token_1: bool) -> Result<[Span; 2], RiskError> {
    let (up, down) = if asset_is_token_1 {
        (ROOT_1_OVER_98, ROOT_1_OVER_102)
    } else {
        (ROOT_102, ROOT_98)
    };
    let span = |low, high, upwards| Span {
        low,
        high,
        upwards,
        received: U256::ZERO,
    };
    Ok([
        span(root, mul_div_down(root, U256::from(up), Q96)?, true),
        span(mul_div_up(root, U256::from(down), Q96)?, root, false),
    ])
}

/// Steps from the pool's price to `end`, and adds what each step pays to the spans that it lies in.
fn walk<T: Ticks>(
    pool: &PoolState,
    upwards: bool,
    end: U256,
    spans: &mut [Span; 4],
    ticks: &mut T,
) -> Result<(), T::Error> {
    let (mut root, mut tick, mut liquidity) = (pool.sqrt_price, pool.tick, pool.liquidity);
    let (mut crossed, mut read) = (0_usize, 0_usize);
    let mut kept: Option<(i16, U256)> = None;
    loop {
        let place = place(tick, pool.spacing, upwards)?;
        let word = match kept {
            Some((position, word)) if position == place.0 => word,
            _ if read == MOST_WORDS => return Ok(()),
            _ => ticks.word(place.0)?,
        };
        if kept.is_none_or(|(position, _)| position != place.0) {
            read = read.saturating_add(1);
            kept = Some((place.0, word));
        }
        let stop = next_stop(place, word, pool.spacing, upwards)?;
        let at = sqrt_price_at(stop.tick)?;
        let next = if upwards { at.min(end) } else { at.max(end) };
        let (low, high) = if upwards { (root, next) } else { (next, root) };
        for span in spans.iter_mut() {
            span.add(low, high, liquidity)?;
        }
        let done = if upwards { at >= end } else { at <= end };
        if done || crossed == MOST_TICKS {
            return Ok(());
        }
        if stop.initialised {
            crossed = crossed.saturating_add(1);
            let net = ticks.net(stop.tick)?;
            let change = if upwards {
                Some(net)
            } else {
                net.checked_neg()
            };
            liquidity = change
                .and_then(|change| liquidity.checked_add_signed(change))
                .ok_or(OVERFLOW)?;
        }
        root = next;
        // A tick itself belongs to the prices above it.
        tick = if upwards {
            stop.tick
        } else {
            stop.tick.saturating_sub(1)
        };
    }
}

impl Span {
    /// Adds what a step between two prices pays, as far as it lies in the span.
    fn add(&mut self, low: U256, high: U256, liquidity: u128) -> Result<(), RiskError> {
        let (low, high) = (low.max(self.low), high.min(self.high));
        let Some(width) = high.checked_sub(low) else {
            return Ok(());
        };
        if width.is_zero() || liquidity == 0 {
            return Ok(());
        }
        let liquidity = U256::from(liquidity);
        let paid = if self.upwards {
            // L (1 / low - 1 / high), in the order of the pool's own divisions.
            let part = mul_div_down(liquidity.wrapping_shl(96), width, high)?;
            mul_div_down(part, super::tick::ONE, low)?
        } else {
            mul_div_down(liquidity, width, Q96)?
        };
        self.received = self.received.checked_add(paid).ok_or(OVERFLOW)?;
        Ok(())
    }
}

/// An amount of the asset in units of the quote token, at the price of a root.
fn worth_down(amount: U256, root: U256, asset_is_token_1: bool) -> Result<U256, RiskError> {
    let mut worth = amount;
    for _ in 0..2 {
        worth = if asset_is_token_1 {
            mul_div_down(worth, Q96, root)?
        } else {
            mul_div_down(worth, root, Q96)?
        };
    }
    Ok(worth)
}

/// A signed number of a word, if it has no more than 128 bits.
#[must_use]
pub fn signed(word: U256) -> Option<i128> {
    let (high, low) = halves(word);
    let value = low.cast_signed();
    let sign = if value.is_negative() { u128::MAX } else { 0 };
    (high == sign).then_some(value)
}
