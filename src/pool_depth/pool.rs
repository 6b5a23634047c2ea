//! What a pool says: every call with bounded gas, and no more of the answer than belongs to it.

use crate::abi::{InsufficientGas, NoHistory, PoolEmpty, PoolFailed, PoolLocked};
use crate::error::PoolDepthError;
use crate::host::{self, Answer};
use crate::words::{pack, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, I256, U256};
use risk::liquidity::pool::{signed, Ticks};
use stylus_sdk::function_selector;

/// Gas of one question. The dearest, `observe`, searches 65,535 observations in 16 steps.
const POOL_GAS: u64 = 200_000;
const WORD: usize = 32;

const SLOT_0: [u8; 4] = function_selector!("slot0");
const LIQUIDITY: [u8; 4] = function_selector!("liquidity");
const TICK_SPACING: [u8; 4] = function_selector!("tickSpacing");
const TICK_BITMAP: [u8; 4] = function_selector!("tickBitmap", i16);
// `int24` has no type of the language: the selector is that of `ticks(int24)`.
const TICKS: [u8; 4] = [0xf3, 0x0d, 0xba, 0x93];
const OBSERVE: [u8; 4] = function_selector!("observe", Vec<u32>);
const TOKEN_0: [u8; 4] = function_selector!("token0");
const TOKEN_1: [u8; 4] = function_selector!("token1");

/// A pool that is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pool(pub(crate) Address);

impl Pool {
    /// Root of the price and tick, of a pool in which nobody trades at the moment.
    pub(crate) fn price(self) -> Result<(U256, i32), PoolDepthError> {
        let words = self.ask(&pack(&SLOT_0, &[]), 7)?;
        let (root, tick) = (self.word(&words, 0)?, self.small(&words, 1)?);
        if self.word(&words, 6)?.is_zero() {
            return Err(PoolLocked { pool: self.0 }.into());
        }
        if root.is_zero() {
            return Err(PoolEmpty { pool: self.0 }.into());
        }
        Ok((root, tick))
    }

    pub(crate) fn liquidity(self) -> Result<u128, PoolDepthError> {
        let words = self.ask(&pack(&LIQUIDITY, &[]), 1)?;
        u128::try_from(self.word(&words, 0)?).map_err(|_| self.failed())
    }

    pub(crate) fn spacing(self) -> Result<i32, PoolDepthError> {
        let words = self.ask(&pack(&TICK_SPACING, &[]), 1)?;
        self.small(&words, 0)
    }

    pub(crate) fn tokens(self) -> Result<(Address, Address), PoolDepthError> {
        let token = |selector: [u8; 4]| {
            let words = self.ask(&pack(&selector, &[]), 1)?;
            Ok::<_, PoolDepthError>(crate::words::address(self.word(&words, 0)?))
        };
        Ok((token(TOKEN_0)?, token(TOKEN_1)?))
    }

    /// Sums of tick seconds `window` seconds ago and now.
    pub(crate) fn sums(self, window: u32) -> Result<(i64, i64), PoolDepthError> {
        let data = pack(
            &OBSERVE,
            &[
                U256::from(WORD).to_word(),
                2_u8.to_word(),
                window.to_word(),
                0_u8.to_word(),
            ],
        );
        let words = match host::ask(self.0, &data, POOL_GAS, WORD.saturating_mul(5)) {
            Answer::Bytes(words) => words,
            Answer::Starved => return Err(InsufficientGas {}.into()),
            Answer::Failed => {
                return Err(NoHistory {
                    pool: self.0,
                    window,
                }
                .into())
            }
        };
        // The place of the first list, the place of the second, then the first: its count and its two items.
        let place = (self.word(&words, 0)?, self.word(&words, 2)?);
        if place != (U256::from(0x40), U256::from(2)) {
            return Err(self.failed());
        }
        let sum = |index| {
            signed(self.word(&words, index)?)
                .and_then(|sum| i64::try_from(sum).ok())
                .ok_or_else(|| self.failed())
        };
        Ok((sum(3)?, sum(4)?))
    }

    fn ask(self, data: &[u8], words: usize) -> Result<Vec<u8>, PoolDepthError> {
        match host::ask(self.0, data, POOL_GAS, words.saturating_mul(WORD)) {
            Answer::Bytes(bytes) => Ok(bytes),
            Answer::Starved => Err(InsufficientGas {}.into()),
            Answer::Failed => Err(self.failed()),
        }
    }

    fn word(self, bytes: &[u8], index: usize) -> Result<U256, PoolDepthError> {
        let start = index.saturating_mul(WORD);
        bytes
            .get(start..start.saturating_add(WORD))
            .and_then(U256::try_from_be_slice)
            .ok_or_else(|| self.failed())
    }

    fn small(self, bytes: &[u8], index: usize) -> Result<i32, PoolDepthError> {
        signed(self.word(bytes, index)?)
            .and_then(|value| i32::try_from(value).ok())
            .ok_or_else(|| self.failed())
    }

    fn failed(self) -> PoolDepthError {
        PoolFailed { pool: self.0 }.into()
    }
}

/// A small signed number as a word.
fn signed_word(value: i32) -> alloy_primitives::B256 {
    I256::try_from(value).unwrap_or_default().to_word()
}

impl Ticks for Pool {
    type Error = PoolDepthError;

    fn word(&mut self, position: i16) -> Result<U256, PoolDepthError> {
        let data = pack(&TICK_BITMAP, &[signed_word(i32::from(position))]);
        let words = self.ask(&data, 1)?;
        Self::word(*self, &words, 0)
    }

    fn net(&mut self, tick: i32) -> Result<i128, PoolDepthError> {
        let data = pack(&TICKS, &[signed_word(tick)]);
        let words = self.ask(&data, 2)?;
        signed(Self::word(*self, &words, 1)?).ok_or_else(|| self.failed())
    }
}
