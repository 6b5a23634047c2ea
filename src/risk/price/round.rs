//! The gates that one round of one feed passes by itself, in their order.

use super::{Fault, MAX_DECIMALS, MAX_PRICE};
use fixed::U256;

/// Bits of a round's number.
const ROUND_BITS: usize = 80;

/// A round as `AggregatorV3Interface` tells it, word for word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Round {
    /// Phase (the bits from 64 on) and number in the phase.
    pub id: U256,
    /// An `int256`, in the feed's decimals.
    pub answer: U256,
    /// Seconds.
    pub started_at: U256,
    /// Seconds.
    pub updated_at: U256,
}

impl Round {
    /// The round of an answer. `answeredInRound` says nothing, but it must be a `uint80`, as the number must.
    #[must_use]
    pub fn from_words(words: [U256; 5]) -> Option<Self> {
        let [id, answer, started_at, updated_at, answered_in] = words;
        (id.bit_len() <= ROUND_BITS && answered_in.bit_len() <= ROUND_BITS).then_some(Self {
            id,
            answer,
            started_at,
            updated_at,
        })
    }

    /// When it was answered, seconds.
    #[must_use]
    pub fn updated(&self) -> u64 {
        seconds(self.updated_at)
    }

    /// When it began, seconds.
    #[must_use]
    pub fn started(&self) -> u64 {
        seconds(self.started_at)
    }

    /// Phase, and number in the phase.
    #[must_use]
    pub const fn place(&self) -> (u64, u64) {
        let [number, phase, ..] = *self.id.as_limbs();
        (phase, number)
    }
}

/// Times past the year 5e11 count as the last second there is.
fn seconds(word: U256) -> u64 {
    u64::try_from(word).unwrap_or(u64::MAX)
}

/// What a feed was listed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Decimals at listing.
    pub decimals: u8,
    /// Seconds past which a round is stale.
    pub age: u64,
    /// Ends of the band, USD WAD; none where there is no band.
    pub band: Option<(u128, u128)>,
}

/// A round, judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The first gate that it did not pass.
    pub fault: Option<Fault>,
    /// USD WAD, at most [`MAX_PRICE`], where every gate up to the time of the round was passed, but for age within
    /// twice the limit, and the answer is one.
    pub price: Option<u128>,
    /// Time of the round; zero where it has none.
    pub updated_at: u64,
}

impl Reading {
    /// The price, where every gate was passed.
    #[must_use]
    pub const fn live(&self) -> Option<u128> {
        match self.fault {
            None => self.price,
            Some(_) => None,
        }
    }
}

/// Judges a round at a time. `None`: the call for the round, or for the decimals, failed.
#[must_use]
pub fn judge(round: Option<&Round>, decimals: Option<u8>, limits: &Limits, now: u64) -> Reading {
    let stopped = |fault, updated_at| Reading {
        fault: Some(fault),
        price: None,
        updated_at,
    };
    let (Some(round), Some(current)) = (round, decimals) else {
        return stopped(Fault::CallFailed, 0);
    };
    let updated_at = round.updated();
    let listed = limits.decimals;
    if current != listed {
        return stopped(Fault::DecimalsChanged { listed, current }, updated_at);
    }
    if round.id.is_zero() || round.updated_at.is_zero() {
        return stopped(Fault::RoundIncomplete, updated_at);
    }
    let Some(age) = now.checked_sub(updated_at) else {
        return stopped(Fault::InFuture { updated_at }, updated_at);
    };
    let dead = age > limits.age.saturating_mul(2);
    let stale = (age > limits.age).then_some(Fault::Stale { updated_at, dead });
    // int256: the highest bit is the sign.
    if round.answer.is_zero() || round.answer.bit(255) {
        return stopped(stale.unwrap_or(Fault::NotPositive), updated_at);
    }
    let price = to_wad(round.answer, current);
    let outside = outside(price, limits.band);
    Reading {
        fault: stale.or(outside),
        // What is stale counts as the last price only if it was one; what is out of the band counts as suspect.
        price: price.filter(|_| !dead && (stale.is_none() || outside.is_none())),
        updated_at,
    }
}

/// Exact; `None` is above what any band holds.
fn to_wad(answer: U256, decimals: u8) -> Option<u128> {
    let missing = MAX_DECIMALS.checked_sub(decimals)?;
    let price = u128::try_from(answer)
        .ok()?
        .checked_mul(10u128.checked_pow(missing.into())?)?;
    (price <= MAX_PRICE).then_some(price)
}

/// Whether a price is outside the band, or within 1 % of its ends: an aggregator that clamps its answers stops at
/// such an end. A price above what any band holds is told as the largest word.
fn outside(price: Option<u128>, band: Option<(u128, u128)>) -> Option<Fault> {
    let Some(price) = price else {
        return Some(Fault::OutOfBand { price: U256::MAX });
    };
    let (lower, upper) = band?;
    // 112 bits times 101: no overflow.
    let scaled = price.saturating_mul(100);
    let inside = scaled > lower.saturating_mul(101) && scaled < upper.saturating_mul(99);
    (!inside).then_some(Fault::OutOfBand {
        price: U256::from(price),
    })
}
