//! Correlations as they are kept on chain: 25 bits each, exactly positive semi-definite.
//!
//! A sample does `S' = w S + g r r'` to the covariance. Divided by the new deviations that is
//! `C' = A C A + b b'` with `A = diag(a)`, `a_i^2 = w v_i / v'_i`, `b_i^2 = g r_i^2 / v'_i`, both towards
//! zero, so that `a_i^2 + b_i^2 <= 1`. An asset that is missing has `a = 1`, `b = 0`: its rows keep what the
//! others keep of theirs. Whatever `a` and `b` are, `A C A + b b'` is positive semi-definite where `C` is,
//! and stays so when its diagonal is raised to one. Cutting an entry to 24 bits loses less than `2^-24`, a
//! row less than `n 2^-24`: shrinking by `1 - n 2^-24` first leaves that much on the diagonal (Gershgorin).
//! So the stored integers, with `2^24` on the diagonal, are positive semi-definite with nothing to forgive. What
//! the shrinking takes from a correlation is less than `n 2^-24 / (1 - w)` of it: of 8 assets sampled every quarter
//! of an hour at a half-life of two days, 1.4e-4.

use crate::covariance::members;
use crate::error::OVERFLOW;
use crate::wide::signed;
use crate::{Covariance, Decay, RiskError, MAX_ASSETS};
use fixed::{halves, isqrt_down_u128, mul_div_down_u128, multiply, word, U256, WAD};

/// Pairs of the largest matrix.
const MAX_PAIRS: usize = 120;
/// Correlations per word.
const PER_WORD: usize = 10;
/// Correlations per half of a word.
const PER_HALF: usize = 5;
/// Bits of a correlation.
const BITS: u32 = 25;
/// One, as a correlation is kept.
pub const ONE: i64 = 1 << (BITS - 1);
/// Bits of a share.
const SHARE_BITS: u32 = 62;

/// What one sample makes of an asset's correlations: `a` and `b` above, in units of `2^-62`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    kept: i64,
    learned: i64,
}

impl Share {
    /// Of an asset that is missing from the sample.
    pub const MISSING: Self = Self {
        kept: 1 << SHARE_BITS,
        learned: 0,
    };

    /// Of an asset whose variance went from `before` to `after` by learning `log_return` (WAD).
    ///
    /// # Errors
    /// Overflow.
    pub fn of(
        before: i128,
        log_return: i128,
        decay: &Decay,
        after: i128,
    ) -> Result<Self, RiskError> {
        // Digits beyond the sixtieth are left out: of the whole upwards, of its parts downwards.
        let after = after.max(1).unsigned_abs();
        let excess = 68u32.saturating_sub(after.leading_zeros());
        let whole = after
            .wrapping_shr(excess)
            .saturating_add(u128::from(excess > 0));
        let whole = whole.wrapping_mul(WAD);
        let before = before.max(0).unsigned_abs().wrapping_shr(excess);
        let kept = root_down(before.checked_mul(decay.weight), whole)?;
        let size = log_return.unsigned_abs();
        let square = size.checked_mul(size).ok_or(OVERFLOW)?.wrapping_shr(excess);
        let learned = root_down(square.checked_mul(decay.gain), whole)?;
        Ok(Self {
            kept,
            learned: if log_return < 0 {
                learned.saturating_neg()
            } else {
                learned
            },
        })
    }
}

/// The root of a part of a whole, in units of 2^-62, at most one.
#[inline(never)]
fn root_down(part: Option<u128>, whole: u128) -> Result<i64, RiskError> {
    let square = mul_div_down_u128(part.ok_or(OVERFLOW)?, 1 << 124, whole)?;
    i64::try_from(isqrt_down_u128(square).min(1 << SHARE_BITS)).map_err(|_| OVERFLOW)
}

/// The correlations of some assets: the lower triangle without its diagonal, row by row, so that an asset
/// added later leaves every earlier entry where it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correlations {
    entries: [i32; MAX_PAIRS],
    assets: usize,
}

impl Correlations {
    /// Words that `assets` assets take.
    #[must_use]
    pub const fn words_of(assets: usize) -> usize {
        pairs_of(assets).div_ceil(PER_WORD)
    }

    /// The correlations of the assets of a mask, from the stored words of all.
    pub fn of(mask: u16, mut word_at: impl FnMut(usize) -> U256) -> Self {
        let mut chosen = Self {
            entries: [0; MAX_PAIRS],
            assets: 0,
        };
        let mut places = chosen.entries.iter_mut();
        let mut loaded = (usize::MAX, U256::ZERO);
        for i in members(mask) {
            chosen.assets = chosen.assets.saturating_add(1);
            for j in members(mask).take_while(|j| *j < i) {
                let place = pairs_of(i).saturating_add(j);
                if loaded.0 != place / PER_WORD {
                    loaded = (place / PER_WORD, word_at(place / PER_WORD));
                }
                if let Some(entry) = places.next() {
                    *entry = entry_of(loaded.1, place % PER_WORD);
                }
            }
        }
        chosen
    }

    /// The words to store: of all assets, where these are all.
    pub fn words(&self) -> impl Iterator<Item = U256> + '_ {
        self.pairs().chunks(PER_WORD).map(|entries| {
            let mut packed = [0u128; 2];
            for (half, entries) in packed.iter_mut().zip(entries.chunks(PER_HALF)) {
                for entry in entries.iter().rev() {
                    let bits = u128::from(entry.cast_unsigned()) & ((1 << BITS) - 1);
                    *half = *half << BITS | bits;
                }
            }
            let [low, high] = packed;
            word((high, low))
        })
    }

    /// The entries, row by row, in units of `2^-24`.
    #[must_use]
    pub fn pairs(&self) -> &[i32] {
        self.entries.get(..pairs_of(self.assets)).unwrap_or(&[])
    }

    /// Takes a sample: one share per asset, in order. Where all are missing nothing changes.
    ///
    /// # Errors
    /// [`RiskError::LengthMismatch`] where there is not one share per asset.
    pub fn step(&mut self, shares: &[Share]) -> Result<(), RiskError> {
        if shares.len() != self.assets {
            return Err(RiskError::LengthMismatch);
        }
        if shares.iter().all(|share| *share == Share::MISSING) {
            return Ok(());
        }
        let padding = i64::try_from(self.assets).map_err(|_| OVERFLOW)?;
        let shrunk = i128::from(ONE.saturating_sub(padding));
        let mut places = self.entries.iter_mut();
        for (i, first) in (0..MAX_ASSETS).zip(shares) {
            for (second, entry) in shares.iter().take(i).zip(&mut places) {
                // Units of 2^-86. The cuts here are 2^-62 and less, of which a row has room for billions.
                let kept = times(first.kept, second.kept) >> SHARE_BITS;
                let kept = kept.wrapping_mul(i128::from(*entry));
                let learned = times(first.learned, second.learned) >> 38;
                // Below 2^112 in size: nothing wraps.
                let sum = kept.wrapping_add(learned).wrapping_mul(shrunk);
                // Towards zero, which a shift of a negative number is not.
                let size = sum.unsigned_abs() >> 86;
                let size = i32::try_from(size).unwrap_or(i32::MAX);
                *entry = if sum < 0 { size.wrapping_neg() } else { size };
            }
        }
        Ok(())
    }

    /// The covariance of these assets with the given variances (per day, scale 1e-36, one per asset).
    ///
    /// Deviations are roots from below, so `S_ij = C_ij s_i s_j` is a congruence of `C` but for the cut
    /// towards zero, which `n` units on the diagonal make good: positive semi-definite in integers.
    ///
    /// # Errors
    /// [`RiskError::LengthMismatch`] where there is not one variance per asset; overflow.
    pub fn covariance(&self, variances: &[i128], matrix: &mut Covariance) -> Result<(), RiskError> {
        if variances.len() != self.assets {
            return Err(RiskError::LengthMismatch);
        }
        let mut deviations = [0u128; MAX_ASSETS];
        for (deviation, variance) in deviations.iter_mut().zip(variances) {
            *deviation = isqrt_down_u128((*variance).max(0).unsigned_abs());
        }
        let padding = i128::try_from(self.assets).map_err(|_| OVERFLOW)?;
        let mut entries = self.entries.iter();
        let mut places = matrix.resized(self.assets)?.iter_mut();
        let rows = (0..MAX_ASSETS).zip(variances.iter().zip(&deviations));
        for (i, (variance, first)) in rows {
            for (second, entry) in deviations.iter().take(i).zip(&mut entries) {
                let place = places.next().ok_or(RiskError::TooManyAssets)?;
                // A root of 64 bits and an entry of 24.
                let size = first.wrapping_mul(u128::from(entry.unsigned_abs()));
                let (high, low) = multiply(size, *second);
                *place = signed(*entry < 0, high << 104 | low >> 24)?;
            }
            let place = places.next().ok_or(RiskError::TooManyAssets)?;
            *place = variance.checked_add(padding).ok_or(OVERFLOW)?;
        }
        Ok(())
    }

    /// The correlation (WAD, towards zero) of the first and the last asset.
    #[must_use]
    pub fn of_ends(&self) -> i128 {
        let first_of_last = pairs_of(self.assets.saturating_sub(1));
        let entry = match self.assets {
            0 | 1 => ONE,
            _ => self.entries.get(first_of_last).copied().unwrap_or(0).into(),
        };
        // No more than 84 bits.
        let size = u128::from(entry.unsigned_abs()).wrapping_mul(WAD) >> 24;
        if entry < 0 {
            size.cast_signed().wrapping_neg()
        } else {
            size.cast_signed()
        }
    }
}

/// Entries of the rows before row `i`.
const fn pairs_of(i: usize) -> usize {
    i.saturating_mul(i.saturating_sub(1)) / 2
}

#[allow(clippy::cast_possible_truncation)] // the lowest bits, which the shifts then extend
fn entry_of(packed: U256, place: usize) -> i32 {
    let (high, low) = halves(packed);
    let (mut half, mut place) = (low, place);
    if place >= PER_HALF {
        (half, place) = (high, place.wrapping_sub(PER_HALF));
    }
    let at = (place as u32).wrapping_mul(BITS);
    let bits = half.wrapping_shr(at) as u32;
    (bits << (32 - BITS)).cast_signed() >> (32 - BITS)
}

fn times(a: i64, b: i64) -> i128 {
    i128::from(a).wrapping_mul(i128::from(b))
}
