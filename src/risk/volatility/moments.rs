//! What is remembered of one asset on chain: 128 bits, and the step that a sample takes.
//!
//! | bits | what | rounded |
//! |---|---|---|
//! | 0..35 | fast variance, 7 + 29 | up |
//! | 36..72 | slow variance, 7 + 30 | up |
//! | 73..98 | paced variance, 7 + 19 | up, but never past its speed |
//! | 99..122 | jump, 6 + 18 | up |
//! | 123..127 | samples, to 31 | |
//!
//! The start is the plain recursion from the variance at listing: a kernel's gain would be at most 1/ln 2
//! times larger, and cost a word per asset.

use super::asset::{COLD_START_VARIANCE, SAMPLES_TO_TRUST};
use super::clip::MAX_RETURN;
use super::ewma::{step_up, Decay};
use super::limits::VarianceBounds;
use crate::covariance::correlations::Share;
use crate::error::OVERFLOW;
use crate::float::Float;
use crate::{EwmaTerms, RiskError, DAY};
use fixed::{decay_down, decay_up, div_wad_down, isqrt_up_u128, mul_div_up_u128, mul_wad_up, WAD};

const FAST: Float = Float::new(7, 29);
const SLOW: Float = Float::new(7, 30);
const PACED: Float = Float::new(7, 19);
const JUMP: Float = Float::new(6, 18);
const SLOW_AT: u32 = FAST.bits();
const PACED_AT: u32 = SLOW_AT + SLOW.bits();
const JUMP_AT: u32 = PACED_AT + PACED.bits();
const SAMPLES_AT: u32 = JUMP_AT + JUMP.bits();
const MOST_SAMPLES: u8 = 31;
const _: () = assert!(SAMPLES_AT == 123 && SAMPLES_TO_TRUST < MOST_SAMPLES as u16);
/// Seconds in which the paced variance halves at most: its root falls by 2 % in a day.
pub const PACED_HALVES: u64 = 1_482_176;
/// Seconds in which it doubles at most: its root rises by 2 % in an hour.
pub const PACED_DOUBLES: u64 = 63_006;
/// Silence erases no more of a variance than this many half-lives do.
const HALF_LIVES_REMEMBERED: u64 = 2;

/// How assets are remembered, the same for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory {
    /// Half-life of the estimate that margins follow, and of the correlations; seconds, not zero.
    pub fast: u64,
    /// Half-life of the long-run level.
    pub slow: u64,
    /// Seconds after which a jump counts half.
    pub jump: u64,
    /// Returns count in the estimates up to this multiple (WAD) of the deviation over the interval; 0 = all.
    pub clip: u128,
}

impl Memory {
    /// The same without winsorising: what a reader is shown is the whole move.
    #[must_use]
    pub const fn unclipped(self) -> Self {
        Self { clip: 0, ..self }
    }
}

/// What an interval does to every asset alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    clip: u128,
    fast_seconds: u64,
    fast: Decay,
    slow_seconds: u64,
    slow: Decay,
    jump_kept: u128,
    /// What the paced variance keeps of itself at least, and what it is at least of what it becomes. WAD.
    speed: (u128, u128),
}

impl Interval {
    /// An interval of `seconds`; zero counts as one, since a return of that second must be seen.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] where a half-life is zero.
    pub fn of(seconds: u64, memory: &Memory) -> Result<Self, RiskError> {
        let seconds = seconds.max(1);
        let counted = |half_life: u64| {
            let terms = EwmaTerms {
                half_life,
                clip: 0,
                max_dt: half_life.saturating_mul(HALF_LIVES_REMEMBERED),
            };
            terms.counted(seconds)
        };
        let (fast_seconds, slow_seconds) = (counted(memory.fast), counted(memory.slow));
        Ok(Self {
            clip: memory.clip,
            fast_seconds,
            fast: decay(fast_seconds, memory.fast)?,
            slow_seconds,
            slow: decay(slow_seconds, memory.slow)?,
            jump_kept: decay_up(seconds, memory.jump)?.min(WAD),
            speed: (
                decay_up(seconds, PACED_HALVES)?.min(WAD),
                decay_down(seconds, PACED_DOUBLES)?.max(1),
            ),
        })
    }
}

/// What a reader gets: variances per day, scale 1e-36.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shown {
    /// What margins follow: the fast estimate, never below what the remembered jump says.
    pub fast: i128,
    /// The long-run level.
    pub slow: i128,
    /// The fast one at limited speeds, for maintenance margin.
    pub paced: i128,
}

/// The state of one asset. Variances per day, scale 1e-36.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moments {
    /// Fast estimate.
    pub fast: i128,
    /// Slow estimate.
    pub slow: i128,
    /// The fast reading at limited speeds.
    pub paced: i128,
    /// Largest move remembered, WAD.
    pub jump: u128,
    /// Samples taken, at most 31.
    pub samples: u8,
}

impl Moments {
    /// A new asset of this variance, as it will be stored.
    ///
    /// # Errors
    /// Overflow.
    pub fn listed(variance: i128) -> Result<Self, RiskError> {
        Ok(Self {
            fast: round_up(FAST, variance)?,
            slow: round_up(SLOW, variance)?,
            paced: round_up(PACED, variance)?,
            jump: 0,
            samples: 0,
        })
    }

    /// After a return (log, WAD) over the interval, rounded as stored; and what the sample makes of the
    /// asset's correlations.
    ///
    /// # Errors
    /// Overflow.
    pub fn step(
        &self,
        log_return: i128,
        interval: &Interval,
        bounds: &VarianceBounds,
    ) -> Result<(Self, Share), RiskError> {
        let log_return = log_return.clamp(-MAX_RETURN, MAX_RETURN);
        let clip = interval.clip;
        let learned = winsorised(log_return, self.fast, interval.fast_seconds, clip)?;
        let fast = round_up(FAST, step_up(self.fast, learned, &interval.fast)?)?;
        let share = Share::of(self.fast, learned, &interval.fast, fast)?;
        let learned = winsorised(log_return, self.slow, interval.slow_seconds, clip)?;
        let slow = step_up(self.slow, learned, &interval.slow)?;
        let faded = mul_wad_up(self.jump, interval.jump_kept)?;
        let jump = JUMP.value(JUMP.up(faded.max(log_return.unsigned_abs()))?);
        let mut next = Self {
            fast: round_up(FAST, bounds.hold(fast))?,
            slow: round_up(SLOW, bounds.hold(slow))?,
            paced: self.paced,
            jump,
            samples: self.samples.saturating_add(1).min(MOST_SAMPLES),
        };
        next.paced = next.paced_after(bounds, interval)?;
        Ok((next, share))
    }

    /// The paced variance at the end of an interval: what the estimates say, no further from where it was
    /// than the interval allows. Rounded up, down where the limit is the reason.
    fn paced_after(&self, bounds: &VarianceBounds, interval: &Interval) -> Result<i128, RiskError> {
        let wanted = bounds.hold(self.estimated()).unsigned_abs();
        let (fall, rise) = interval.speed;
        let previous = self.paced.unsigned_abs();
        let least = mul_wad_up(previous, fall)?.min(previous);
        let most = div_wad_down(previous, rise)
            .unwrap_or(u128::MAX)
            .max(previous);
        let stored = PACED.value(PACED.up(wanted.min(most).max(least))?);
        let stored = if stored > most {
            PACED.value(PACED.down(most))
        } else {
            stored
        };
        i128::try_from(stored).map_err(|_| OVERFLOW)
    }

    /// The larger of the fast estimate and what the remembered jump stands for: half of its square, rounded up.
    fn estimated(&self) -> i128 {
        // A jump of 5 has 63 bits.
        let square = self.jump.wrapping_mul(self.jump);
        self.fast.max(square.div_ceil(2).cast_signed())
    }

    /// Whether the estimates stand on samples enough.
    #[must_use]
    pub const fn is_trusted(&self) -> bool {
        self.samples as u16 >= SAMPLES_TO_TRUST
    }

    /// What the samples say: see [`Shown`]; at least the variance at listing, and at least 12.8 % a day,
    /// until there are thirty of them.
    ///
    /// # Errors
    /// Overflow.
    pub fn reading(&self, start: i128, bounds: &VarianceBounds) -> Result<Shown, RiskError> {
        let least = if self.is_trusted() {
            0
        } else {
            start.max(COLD_START_VARIANCE)
        };
        let hold = |variance: i128| bounds.hold(variance.max(least));
        Ok(Shown {
            fast: hold(self.estimated()),
            slow: hold(self.slow),
            paced: hold(self.paced),
        })
    }

    /// What a reader sees, the price having moved by `log_return` since the last sample: of each variance
    /// the larger of the one stored and the one that a sample now would leave. The interval must not clip.
    ///
    /// # Errors
    /// Overflow.
    pub fn pending(
        &self,
        log_return: i128,
        interval: &Interval,
        start: i128,
        bounds: &VarianceBounds,
    ) -> Result<(Shown, Share), RiskError> {
        let stored = self.reading(start, bounds)?;
        let (mut sampled, share) = self.step(log_return, interval, bounds)?;
        // A sample that nobody has taken ends no cold start.
        sampled.samples = self.samples;
        let after = sampled.reading(start, bounds)?;
        let reading = Shown {
            fast: stored.fast.max(after.fast),
            slow: stored.slow.max(after.slow),
            paced: stored.paced.max(after.paced),
        };
        Ok((reading, share))
    }

    /// As stored. Exact for what [`Self::listed`] and [`Self::step`] give.
    ///
    /// # Errors
    /// Overflow.
    pub fn to_bits(&self) -> Result<u128, RiskError> {
        Ok(u128::from(FAST.up(self.fast.unsigned_abs())?)
            | u128::from(SLOW.up(self.slow.unsigned_abs())?) << SLOW_AT
            | u128::from(PACED.up(self.paced.unsigned_abs())?) << PACED_AT
            | u128::from(JUMP.up(self.jump)?) << JUMP_AT
            | u128::from(self.samples.min(MOST_SAMPLES)) << SAMPLES_AT)
    }

    /// From what is stored.
    ///
    /// # Errors
    /// [`RiskError::Malformed`] where a variance does not fit its type, which no writer produces.
    pub fn from_bits(bits: u128) -> Result<Self, RiskError> {
        #[allow(clippy::cast_possible_truncation)] // the lowest bits are meant
        let field = |format: Float, at: u32| {
            let raw = (bits >> at) as u64 & !(u64::MAX << format.bits());
            format.value(raw)
        };
        let variance = |format: Float, at: u32| {
            i128::try_from(field(format, at)).map_err(|_| RiskError::Malformed)
        };
        Ok(Self {
            fast: variance(FAST, 0)?,
            slow: variance(SLOW, SLOW_AT)?,
            paced: variance(PACED, PACED_AT)?,
            jump: field(JUMP, JUMP_AT),
            samples: u8::try_from(bits >> SAMPLES_AT).unwrap_or(MOST_SAMPLES),
        })
    }
}

/// As [`Decay::over`] with one power for two: the lower one is less than 1.03 units below the true weight.
#[inline(never)]
fn decay(seconds: u64, half_life: u64) -> Result<Decay, RiskError> {
    let kept = decay_down(seconds, half_life)?;
    Decay::from_weight(kept.saturating_add(2).min(WAD), kept, seconds)
}

/// As [`super::clip::clip_return`], in 128 bits: the deviation is rounded up, then its multiple.
#[inline(never)]
fn winsorised(
    log_return: i128,
    variance: i128,
    seconds: u64,
    multiple: u128,
) -> Result<i128, RiskError> {
    if multiple == 0 {
        return Ok(log_return);
    }
    let square = mul_div_up_u128(variance.unsigned_abs(), seconds.into(), DAY.into());
    // A variance over the interval that has more than 128 bits limits nothing.
    let deviation = isqrt_up_u128(square.unwrap_or(u128::MAX));
    let limit = mul_wad_up(deviation, multiple)?.min(MAX_RETURN.unsigned_abs());
    let limit = limit.cast_signed();
    Ok(log_return.clamp(limit.wrapping_neg(), limit))
}

#[inline(never)]
fn round_up(format: Float, variance: i128) -> Result<i128, RiskError> {
    let stored = format.value(format.up(u128::try_from(variance).map_err(|_| OVERFLOW)?)?);
    i128::try_from(stored).map_err(|_| OVERFLOW)
}
