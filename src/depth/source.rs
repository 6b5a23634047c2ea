//! Asking a source: with bounded gas, for as many bytes as belong to the answer.

use crate::abi::InsufficientGas;
use crate::clock::now;
use crate::error::DepthError;
use crate::host::{self, Answer};
use crate::state::{cents_down, Source, CONTRACT, FEED};
use crate::words::{pack, Word};
use alloc::vec::Vec;
use alloy_primitives::U256;
use fixed::mul_div_down;
use risk::liquidity::depth::MOST_CENTS;
use stylus_sdk::function_selector;

/// Gas of a contract: a pool with all ticks and words that are looked at, each read for the first time.
const CONTRACT_GAS: u64 = 3_000_000;
/// Gas of a feed.
const FEED_GAS: u64 = 150_000;
const WORD: usize = 32;
/// Bytes of a round.
const ROUND: usize = 5 * WORD;

const DEPTH: [u8; 4] = function_selector!("depth", u8);
const LATEST_ROUND_DATA: [u8; 4] = function_selector!("latestRoundData");
const DECIMALS: [u8; 4] = function_selector!("decimals");

/// Why there is no snapshot; the number is that of the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    Nobody = 1,
    Failed = 2,
    Incomplete = 3,
    Future = 4,
    Stale = 5,
    NotPositive = 6,
    Decimals = 7,
}

/// Cents, or why there are none.
pub(crate) type Measured = Result<u64, Missing>;

impl Source {
    /// What the source says of an asset. Error: the caller of the desk withheld gas.
    pub(crate) fn measure(&self, asset: u8) -> Result<Measured, DepthError> {
        match self.kind {
            CONTRACT => {
                let data = pack(&DEPTH, &[asset.to_word()]);
                Ok(self
                    .ask(&data, CONTRACT_GAS, WORD)?
                    .and_then(|bytes| word(&bytes, 0))
                    .map(cents_down))
            }
            FEED => self.measure_feed(),
            _ => Ok(Err(Missing::Nobody)),
        }
    }

    fn measure_feed(&self) -> Result<Measured, DepthError> {
        let round = self.ask(&pack(&LATEST_ROUND_DATA, &[]), FEED_GAS, ROUND)?;
        let decimals = self.decimals_now()?;
        Ok(round.and_then(|round| {
            if decimals? != self.decimals {
                return Err(Missing::Decimals);
            }
            self.judge(&round)
        }))
    }

    /// Decimals that a feed has now.
    pub(crate) fn decimals_now(&self) -> Result<Result<u8, Missing>, DepthError> {
        let answer = self.ask(&pack(&DECIMALS, &[]), FEED_GAS, WORD)?;
        Ok(answer
            .and_then(|bytes| word(&bytes, 0))
            .and_then(|decimals| u8::try_from(decimals).map_err(|_| Missing::Failed)))
    }

    /// The gates of a feed, in order.
    fn judge(&self, round: &[u8]) -> Measured {
        let (id, answer, updated_at) = (word(round, 0)?, word(round, 1)?, word(round, 3)?);
        if id.is_zero() || updated_at.is_zero() {
            return Err(Missing::Incomplete);
        }
        let age = U256::from(now())
            .checked_sub(updated_at)
            .ok_or(Missing::Future)?;
        if age > U256::from(self.heartbeat) {
            return Err(Missing::Stale);
        }
        // The answer is signed.
        if answer.is_zero() || answer.bit(255) {
            return Err(Missing::NotPositive);
        }
        let unit = 10_u128
            .checked_pow(u32::from(self.decimals))
            .ok_or(Missing::Decimals)?;
        let cents = mul_div_down(answer, U256::from(100), U256::from(unit));
        Ok(cents.map_or(MOST_CENTS, |cents| {
            u64::try_from(cents).unwrap_or(MOST_CENTS).min(MOST_CENTS)
        }))
    }

    fn ask(
        &self,
        data: &[u8],
        gas: u64,
        length: usize,
    ) -> Result<Result<Vec<u8>, Missing>, DepthError> {
        match host::ask(self.address, data, gas, length) {
            Answer::Bytes(bytes) => Ok(Ok(bytes)),
            Answer::Failed => Ok(Err(Missing::Failed)),
            Answer::Starved => Err(InsufficientGas {}.into()),
        }
    }
}

fn word(bytes: &[u8], index: usize) -> Result<U256, Missing> {
    let start = index.saturating_mul(WORD);
    bytes
        .get(start..start.saturating_add(WORD))
        .and_then(U256::try_from_be_slice)
        .ok_or(Missing::Failed)
}
