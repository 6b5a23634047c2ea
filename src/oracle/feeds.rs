//! The gates between a feed's answer and a price that may be used. The first that fails names the fault.

use crate::abi::{
    DecimalsChanged, FeedCallFailed, GracePeriod, InsufficientGas, PriceDeviates, PriceInFuture,
    PriceNotPositive, PriceOutOfBand, PriceStale, RoundIncomplete, SequencerDown,
};
use crate::error::OracleError;
use crate::host::{ask, Answer};
use crate::state::{Band, Feed, Sample, MAX_PRICE};
use crate::words::from_bytes;
use alloy_primitives::{Address, U256};
use risk::{Gate, State};

/// `latestRoundData()`
const LATEST_ROUND_DATA: [u8; 4] = [0xfe, 0xaf, 0x96, 0x8c];
/// `decimals()`
const DECIMALS: [u8; 4] = [0x31, 0x3c, 0xe5, 0x67];
/// Seconds after the sequencer's return in which users may act before anybody is judged by a price.
pub(crate) const SEQUENCER_GRACE: u64 = 3_600;
/// Feeds with more decimals are not listed.
pub(crate) const MAX_DECIMALS: u8 = 18;
pub(crate) const BASIS_POINTS: u128 = 10_000;

/// A price that passed every gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fresh {
    /// USD WAD, at most [`MAX_PRICE`], not zero.
    pub(crate) price: u128,
    /// Time of the feed's round.
    pub(crate) updated_at: u64,
}

/// The gate that a price did not pass, and what its error has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    SequencerDown,
    GracePeriod { until: u64 },
    CallFailed,
    DecimalsChanged { listed: u8, current: u8 },
    RoundIncomplete,
    InFuture { updated_at: u64 },
    Stale { updated_at: u64, dead: bool },
    NotPositive,
    OutOfBand { price: U256 },
    Deviates { price: u128, sampled: u128 },
}

impl Fault {
    pub(crate) const fn gate(&self) -> Gate {
        match self {
            Self::SequencerDown => Gate::SequencerDown,
            Self::GracePeriod { .. } => Gate::GracePeriod,
            Self::CallFailed => Gate::FeedCallFailed,
            Self::DecimalsChanged { .. } => Gate::DecimalsChanged,
            Self::RoundIncomplete => Gate::RoundIncomplete,
            Self::InFuture { .. } => Gate::PriceInFuture,
            Self::Stale { .. } => Gate::PriceStale,
            Self::NotPositive => Gate::PriceNotPositive,
            Self::OutOfBand { .. } => Gate::PriceOutOfBand,
            Self::Deviates { .. } => Gate::PriceDeviates,
        }
    }

    pub(crate) const fn state(&self) -> State {
        match self {
            Self::SequencerDown | Self::GracePeriod { .. } => State::Paused,
            Self::Stale { dead: false, .. } => State::Stale,
            Self::OutOfBand { .. } | Self::Deviates { .. } => State::Suspect,
            Self::CallFailed
            | Self::DecimalsChanged { .. }
            | Self::RoundIncomplete
            | Self::InFuture { .. }
            | Self::Stale { dead: true, .. }
            | Self::NotPositive => State::Dead,
        }
    }

    pub(crate) fn error(&self, asset: u8) -> OracleError {
        match *self {
            Self::SequencerDown => SequencerDown {}.into(),
            Self::GracePeriod { until } => GracePeriod { until }.into(),
            Self::CallFailed => FeedCallFailed { asset }.into(),
            Self::DecimalsChanged { listed, current } => DecimalsChanged {
                asset,
                listed,
                current,
            }
            .into(),
            Self::RoundIncomplete => RoundIncomplete { asset }.into(),
            Self::InFuture { updated_at } => PriceInFuture {
                asset,
                updatedAt: updated_at,
            }
            .into(),
            Self::Stale { updated_at, .. } => PriceStale {
                asset,
                updatedAt: updated_at,
            }
            .into(),
            Self::NotPositive => PriceNotPositive { asset }.into(),
            Self::OutOfBand { price } => PriceOutOfBand { asset, price }.into(),
            Self::Deviates { price, sampled } => PriceDeviates {
                asset,
                price: U256::from(price),
                sampled: U256::from(sampled),
            }
            .into(),
        }
    }
}

/// What a feed said, judged.
pub(crate) type Reading = Result<Fresh, Fault>;

/// A round as the feed tells it.
struct Round {
    id: U256,
    answer: U256,
    started_at: U256,
    updated_at: U256,
}

/// Asks the sequencer's feed. Anything but a clear "up, for more than an hour" stops all prices.
///
/// # Errors
/// `InsufficientGas` where the call was too poor to tell.
pub(crate) fn sequencer(feed: Address, now: u64) -> Result<Option<Fault>, OracleError> {
    if feed.is_zero() {
        return Ok(None);
    }
    let Some(round) = latest_round(feed)? else {
        return Ok(Some(Fault::SequencerDown));
    };
    // Arbitrum's feed says 0 before its first report.
    if !round.answer.is_zero() || round.started_at.is_zero() {
        return Ok(Some(Fault::SequencerDown));
    }
    let until = seconds(round.started_at).saturating_add(SEQUENCER_GRACE);
    Ok((now <= until).then_some(Fault::GracePeriod { until }))
}

/// Asks an asset's feed and judges its answer.
///
/// # Errors
/// `InsufficientGas` where a call was too poor to tell; every other failure is a [`Fault`].
pub(crate) fn read(
    feed: &Feed,
    band: &Band,
    last: &Sample,
    now: u64,
) -> Result<Reading, OracleError> {
    let Some(round) = latest_round(feed.address)? else {
        return Ok(Err(Fault::CallFailed));
    };
    let Some(decimals) = decimals(feed.address)? else {
        return Ok(Err(Fault::CallFailed));
    };
    Ok(judge(&round, decimals, feed, band, last, now))
}

fn judge(
    round: &Round,
    decimals: u8,
    feed: &Feed,
    band: &Band,
    last: &Sample,
    now: u64,
) -> Reading {
    if decimals != feed.decimals {
        return Err(Fault::DecimalsChanged {
            listed: feed.decimals,
            current: decimals,
        });
    }
    if round.id.is_zero() || round.updated_at.is_zero() {
        return Err(Fault::RoundIncomplete);
    }
    let updated_at = seconds(round.updated_at);
    let Some(age) = now.checked_sub(updated_at) else {
        return Err(Fault::InFuture { updated_at });
    };
    let limit = feed.limit();
    if age > limit {
        return Err(Fault::Stale {
            updated_at,
            dead: age > limit.saturating_mul(2),
        });
    }
    // int256: the highest bit is the sign.
    if round.answer.is_zero() || round.answer.bit(255) {
        return Err(Fault::NotPositive);
    }
    let price = within(to_wad(round.answer, decimals), band)?;
    let sample_is_recent = now.saturating_sub(last.taken_at) <= limit;
    if last.price != 0 && sample_is_recent && deviates(price, last.price, feed.deviation) {
        return Err(Fault::Deviates {
            price,
            sampled: last.price,
        });
    }
    Ok(Fresh { price, updated_at })
}

/// Exact; `None` is above what any band holds.
fn to_wad(answer: U256, decimals: u8) -> Option<u128> {
    let missing = MAX_DECIMALS.saturating_sub(decimals);
    let price = u128::try_from(answer)
        .ok()?
        .checked_mul(10u128.saturating_pow(missing.into()))?;
    (price <= MAX_PRICE).then_some(price)
}

/// A price strictly inside the band and more than 1 % off its ends: an aggregator that clamps its answers
/// stops at such an end. A price above what any band holds is told as the largest word.
fn within(price: Option<u128>, band: &Band) -> Result<u128, Fault> {
    let price = price.ok_or(Fault::OutOfBand { price: U256::MAX })?;
    // 112 bits times 101: no overflow.
    let scaled = price.saturating_mul(100);
    let inside = scaled > band.lower.saturating_mul(101) && scaled < band.upper.saturating_mul(99);
    inside.then_some(price).ok_or(Fault::OutOfBand {
        price: U256::from(price),
    })
}

/// Whether `|price - sampled| > deviation * sampled`, exactly.
fn deviates(price: u128, sampled: u128, deviation: u16) -> bool {
    match fixed::mul_div_down_u128(sampled, u128::from(deviation), BASIS_POINTS) {
        Ok(allowed) => price.abs_diff(sampled) > allowed,
        Err(_) => true,
    }
}

/// Decimals of a feed; `None` where it does not tell.
///
/// # Errors
/// `InsufficientGas`.
pub(crate) fn decimals(feed: Address) -> Result<Option<u8>, OracleError> {
    let [word] = match words(ask(feed, DECIMALS, 32))? {
        Some(words) => words,
        None => return Ok(None),
    };
    Ok(u8::try_from(word).ok())
}

/// Whether the address answers as a feed does.
///
/// # Errors
/// `InsufficientGas`.
pub(crate) fn answers(feed: Address) -> Result<bool, OracleError> {
    Ok(latest_round(feed)?.is_some())
}

fn latest_round(feed: Address) -> Result<Option<Round>, OracleError> {
    let Some([id, answer, started_at, updated_at, answered_in]) =
        words(ask(feed, LATEST_ROUND_DATA, 160))?
    else {
        return Ok(None);
    };
    // uint80: a decoder refuses what does not fit.
    if id.bit_len() > 80 || answered_in.bit_len() > 80 {
        return Ok(None);
    }
    Ok(Some(Round {
        id,
        answer,
        started_at,
        updated_at,
    }))
}

fn words<const N: usize>(answer: Answer) -> Result<Option<[U256; N]>, OracleError> {
    let bytes = match answer {
        Answer::Bytes(bytes) => bytes,
        Answer::Failed => return Ok(None),
        Answer::Starved => return Err(InsufficientGas {}.into()),
    };
    let mut words = [U256::ZERO; N];
    for (word, chunk) in words.iter_mut().zip(bytes.as_chunks().0) {
        *word = from_bytes(chunk);
    }
    Ok(Some(words))
}

/// Times past the year 5e11 count as the last second there is.
fn seconds(word: U256) -> u64 {
    u64::try_from(word).unwrap_or(u64::MAX)
}
