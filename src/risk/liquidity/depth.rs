//! Depth that may be relied on, from snapshots that anyone can disturb.
//!
//! | | falls | rises |
//! |---|---|---|
//! | depth used | at once, with the latest snapshot or the median | with both, never past the maintenance depth |
//! | maintenance depth | towards the median, at most by half in a set time | towards it, at most to twice in a set time |
//!
//! So one snapshot raises nothing, five of a few hours cannot raise much, and one that is too low is forgotten with
//! the next. All values are cents of a dollar, rounded down; they have 48 bits.

use crate::RiskError;
use fixed::{mul_div_down_u128, mul_div_up_u128};

/// Snapshots that are kept.
pub const SNAPSHOTS: usize = 5;
/// Largest value, cents: 2.8 million million dollars.
pub const MOST_CENTS: u64 = (1 << 48) - 1;
/// A cent in USD WAD.
pub const CENT: u128 = 10_000_000_000_000_000;
/// `ln 2` in WAD, rounded down.
const LN_2: u128 = 693_147_180_559_945_309;

/// How a desk works. Seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DepthTerms {
    /// Least time between two snapshots.
    pub spacing: u32,
    /// Age of the latest snapshot up to which it counts in full.
    pub fresh: u32,
    /// Time after that in which depth falls to nothing.
    pub ramp: u32,
    /// Time in which maintenance depth may double.
    pub doubling: u32,
    /// Time in which maintenance depth may halve.
    pub halving: u32,
}

impl DepthTerms {
    /// A quarter of an hour; two hours; four hours; a day; a day.
    #[must_use]
    pub const fn standard() -> Self {
        Self {
            spacing: 900,
            fresh: 7_200,
            ramp: 14_400,
            doubling: 86_400,
            halving: 86_400,
        }
    }

    /// Whether a desk can work by them: no time is zero, a snapshot is fresh until the next may be there.
    #[must_use]
    pub const fn valid(&self) -> bool {
        self.spacing != 0
            && self.fresh > self.spacing
            && self.ramp != 0
            && self.doubling != 0
            && self.halving != 0
    }
}

/// What is known of an asset's depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DepthState {
    /// The last snapshots, the newest first; zero where there was none yet.
    pub snapshots: [u64; SNAPSHOTS],
    /// Depth for maintenance margin.
    pub maintenance: u64,
    /// Time of the newest snapshot.
    pub measured_at: u64,
    /// Time up to which maintenance depth has followed.
    pub stepped_at: u64,
}

impl DepthState {
    /// The median of the last five snapshots.
    #[must_use]
    pub fn median(&self) -> u64 {
        let [mut a, mut b, mut c, mut d, mut e] = self.snapshots;
        // Sorted as far as the middle needs it: pairs, the smaller of the smaller ones out, the larger of the larger.
        order(&mut a, &mut b);
        order(&mut d, &mut e);
        order(&mut a, &mut d);
        order(&mut b, &mut e);
        // Now a is not above b, d and e; e is not below a, b and d: the median of all is that of b, c, d.
        order(&mut b, &mut c);
        order(&mut c, &mut d);
        order(&mut b, &mut c);
        c
    }

    /// Depth now: the lesser of the latest snapshot and the median, fading once no snapshot comes any more, and
    /// never more than maintenance depth.
    #[must_use]
    pub fn used(&self, now: u64, terms: &DepthTerms) -> u64 {
        let [latest, ..] = self.snapshots;
        let age = now.saturating_sub(self.measured_at);
        fade_down(latest.min(self.median()), age, terms).min(self.maintenance)
    }

    /// Maintenance depth as it is once it has followed to `now`. `base` (cents) is what it may rise to at once.
    #[must_use]
    pub fn maintenance_at(&self, now: u64, base: u64, terms: &DepthTerms) -> u64 {
        let target = self.target(now, terms);
        let seconds = now.saturating_sub(self.stepped_at);
        let kept = self.maintenance;
        if target < kept {
            target.max(fallen_up(kept, seconds, terms.halving))
        } else {
            let most = risen_down(kept, seconds, terms.doubling);
            target.min(most.max(base)).max(kept)
        }
    }

    /// What maintenance depth follows: the median, fading once no snapshot comes any more.
    fn target(&self, now: u64, terms: &DepthTerms) -> u64 {
        let age = now.saturating_sub(self.measured_at);
        fade_down(self.median(), age, terms)
    }

    /// The state after a snapshot, or after one that is missing. A time before the last step changes nothing.
    #[must_use]
    pub fn step(&self, now: u64, snapshot: Option<u64>, base: u64, terms: &DepthTerms) -> Self {
        let mut next = *self;
        if now < self.stepped_at.max(self.measured_at) {
            return next;
        }
        if let Some(measured) = snapshot {
            let [a, b, c, d, _] = self.snapshots;
            next.snapshots = [measured.min(MOST_CENTS), a, b, c, d];
            next.measured_at = now;
        }
        let followed = next.maintenance_at(now, base, terms);
        // Less than a cent of a step is not lost: its time counts for the next one.
        if followed != next.maintenance || followed == next.target(now, terms) {
            next.maintenance = followed;
            next.stepped_at = now;
        }
        next
    }
}

/// Swaps two that are out of order.
fn order(a: &mut u64, b: &mut u64) {
    if *a > *b {
        core::mem::swap(a, b);
    }
}

/// A value of that age: in full, then along a straight line to nothing.
fn fade_down(value: u64, age: u64, terms: &DepthTerms) -> u64 {
    let late = age.saturating_sub(u64::from(terms.fresh));
    let left = u64::from(terms.ramp).saturating_sub(late);
    part_down(value, left, u64::from(terms.ramp))
}

fn part_down(value: u64, part: u64, whole: u64) -> u64 {
    let scaled = u128::from(value).saturating_mul(u128::from(part));
    let share = scaled.checked_div(u128::from(whole)).unwrap_or(0);
    u64::try_from(share).unwrap_or(u64::MAX)
}

/// `value (1 + ln 2 seconds / doubling)`: however the time is cut, no more than `value 2^(seconds / doubling)`.
fn risen_down(value: u64, seconds: u64, doubling: u32) -> u64 {
    let growth = growth(seconds, doubling).unwrap_or(u128::MAX);
    let risen = mul_div_down_u128(u128::from(value), growth, fixed::WAD);
    risen.map_or(MOST_CENTS, |risen| {
        u64::try_from(risen).map_or(MOST_CENTS, |risen| risen.min(MOST_CENTS))
    })
}

/// `value / (1 + ln 2 seconds / halving)`: however the time is cut, no less than `value 2^(-seconds / halving)`.
fn fallen_up(value: u64, seconds: u64, halving: u32) -> u64 {
    let growth = growth(seconds, halving).unwrap_or(u128::MAX);
    mul_div_up_u128(u128::from(value), fixed::WAD, growth)
        .ok()
        .and_then(|fallen| u64::try_from(fallen).ok())
        .unwrap_or(value)
}

/// `1 + ln 2 seconds / time`, WAD, rounded down.
fn growth(seconds: u64, time: u32) -> Result<u128, RiskError> {
    let part = mul_div_down_u128(LN_2, u128::from(seconds), u128::from(time))?;
    Ok(fixed::WAD.saturating_add(part))
}
