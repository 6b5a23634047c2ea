//! Value at Risk and Expected Shortfall of a list of losses, exact.
//!
//! N losses L1 >= L2 >= ..., a = 1 - confidence, m = N a, f = floor(m). Expected Shortfall is
//! `(L1 + ... + Lf + (m - f) L(f+1)) / m` (Acerbi, Tasche 2002): coherent for every N, and the minimum of
//! `v + E[(L - v)+] / a` (Rockafellar, Uryasev 2000). A loss is a positive number, in any unit.

use crate::error::OVERFLOW;
use crate::wide::Wide;
use crate::RiskError;
use fixed::WAD;

/// How much of a list of losses is its tail: m, as a whole number of losses and a rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    losses: usize,
    /// m in WAD.
    size: u128,
    /// f.
    whole: usize,
    /// m - f in WAD.
    rest: u128,
}

impl Share {
    /// The tail of `losses` losses at a confidence in WAD, 0.975e18 for the worst 2.5 %.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] for no loss or a confidence not within (0, 1).
    pub fn new(losses: usize, confidence: u128) -> Result<Self, RiskError> {
        let outside = WAD.checked_sub(confidence).filter(|outside| *outside != 0);
        let outside = outside.ok_or(RiskError::InvalidTerms)?;
        if losses == 0 || confidence == 0 {
            return Err(RiskError::InvalidTerms);
        }
        let count = u128::try_from(losses).map_err(|_| OVERFLOW)?;
        let size = count.checked_mul(outside).ok_or(OVERFLOW)?;
        let whole = size.checked_div(WAD).unwrap_or(0);
        Ok(Self {
            losses,
            size,
            whole: usize::try_from(whole).map_err(|_| OVERFLOW)?,
            rest: size.checked_rem(WAD).unwrap_or(0),
        })
    }

    /// Losses that Expected Shortfall is made of: f + 1, the last one with the weight m - f, which may be zero.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.whole.saturating_add(1)
    }

    /// The weight, WAD, of the loss at `place`, the worst being at 0. All weights sum to m.
    #[must_use]
    pub const fn weight(&self, place: usize) -> u128 {
        if place < self.whole {
            WAD
        } else if place == self.whole {
            self.rest
        } else {
            0
        }
    }

    /// The weighted mean, rounded up, of losses listed from the worst on. What is listed past the tail is not read.
    ///
    /// # Errors
    /// [`RiskError::LengthMismatch`] for fewer losses than the tail has; overflow.
    pub fn mean_up(&self, losses: impl Iterator<Item = i128>) -> Result<i128, RiskError> {
        let (mut sum, mut last, mut count) = (0_i128, 0, 0_usize);
        for loss in losses.take(self.rows()) {
            sum = sum.checked_add(last).ok_or(OVERFLOW)?;
            last = loss;
            count = count.saturating_add(1);
        }
        if count < self.rows() {
            return Err(RiskError::LengthMismatch);
        }
        let rest = i128::try_from(self.rest).map_err(|_| OVERFLOW)?;
        let whole = Wide::product(sum, WAD.cast_signed());
        let sum = whole.plus(Wide::product(last, rest))?;
        sum.div_ceil(self.size)
    }
}

/// The largest losses of a list, in order, with the numbers of their rows. `K` is the most it can hold.
///
/// Of equal losses that of the first row counts as the worse, in whatever order they come.
#[derive(Debug, Clone)]
pub struct Largest<T, const K: usize> {
    entries: [(T, usize); K],
    wanted: usize,
    count: usize,
}

impl<T: Copy + Ord + Default, const K: usize> Largest<T, K> {
    /// A list that keeps the `wanted` largest.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] where that is none or more than `K`.
    pub fn new(wanted: usize) -> Result<Self, RiskError> {
        if wanted == 0 || wanted > K {
            return Err(RiskError::InvalidTerms);
        }
        Ok(Self {
            entries: [(T::default(), 0); K],
            wanted,
            count: 0,
        })
    }

    /// The least loss kept: what another must reach to belong to them. `None` while there is room.
    #[must_use]
    pub fn least(&self) -> Option<T> {
        let full = self.count == self.wanted;
        let last = self.entries().last().filter(|_| full);
        last.map(|entry| entry.0)
    }

    /// Takes the loss of a row where it belongs to the largest so far.
    pub fn insert(&mut self, loss: T, row: usize) {
        if self.least().is_some_and(|least| loss < least) {
            return;
        }
        let worse = |entry: &(T, usize)| (entry.0, row) > (loss, entry.1);
        let place = self.entries().partition_point(worse);
        self.count = self.count.saturating_add(1).min(self.wanted);
        // None where all that are wanted are worse.
        if let Some(later @ [_, ..]) = self.entries.get_mut(place..self.count) {
            later.copy_within(..later.len().saturating_sub(1), 1);
            if let Some(free) = later.first_mut() {
                *free = (loss, row);
            }
        }
    }

    /// The losses kept and their rows, the worst first.
    #[must_use]
    pub fn entries(&self) -> &[(T, usize)] {
        self.entries.get(..self.count).unwrap_or(&[])
    }
}

/// The measures of a list of losses, in its unit. Quotients are rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measures {
    /// L(f+1): the quantile as the inverse of the empirical distribution.
    pub value_at_risk: i128,
    /// L(max(1, ceil m)): the conservative quantile.
    pub value_at_risk_upper: i128,
    /// The quantile interpolated linearly between losses (Hyndman, Fan 1996, type 7).
    pub value_at_risk_linear: i128,
    /// Expected Shortfall.
    pub shortfall: i128,
    /// The mean of the worst max(1, f) losses: Expected Shortfall without the fractional loss.
    pub shortfall_upper: i128,
}

/// Plain historical simulation: the measures of losses as they were, oldest first, at a confidence in WAD.
///
/// `K` is the most losses kept: at least f + 2. The second result lists the worst losses with their rows, f + 2 or
/// all of them; with [`Share::weight`] it splits Expected Shortfall (Tasche 2000).
///
/// # Errors
/// [`RiskError::InvalidTerms`] for no loss, a confidence not within (0, 1), or a tail longer than `K`; overflow.
pub fn measures<const K: usize>(
    losses: &[i128],
    confidence: u128,
) -> Result<(Measures, Largest<i128, K>), RiskError> {
    let share = Share::new(losses.len(), confidence)?;
    let wanted = share.rows().saturating_add(1).min(losses.len());
    let mut largest = Largest::<i128, K>::new(wanted)?;
    for (row, loss) in losses.iter().enumerate() {
        largest.insert(*loss, row);
    }
    let worst = |place: usize| {
        let entry = largest.entries().get(place);
        entry.map(|entry| entry.0).ok_or(RiskError::LengthMismatch)
    };
    let count = share.whole.max(1);
    let mean = Share {
        whole: count,
        rest: 0,
        size: WAD.saturating_mul(u128::try_from(count).map_err(|_| OVERFLOW)?),
        losses: count,
    };
    let sorted = || largest.entries().iter().map(|entry| entry.0);
    let measures = Measures {
        value_at_risk: worst(share.whole)?,
        value_at_risk_upper: worst(share.upper())?,
        value_at_risk_linear: share.interpolated_up(worst)?,
        shortfall: share.mean_up(sorted())?,
        shortfall_upper: mean.mean_up(sorted().take(count).chain([0]))?,
    };
    Ok((measures, largest))
}

impl Share {
    /// Place of L(max(1, ceil m)).
    fn upper(&self) -> usize {
        let last = self.whole.saturating_add(usize::from(self.rest != 0));
        last.max(1).saturating_sub(1)
    }

    /// Type 7 between the losses at the two sides of (N - 1) a, counted from the worst.
    fn interpolated_up(
        &self,
        worst: impl Fn(usize) -> Result<i128, RiskError>,
    ) -> Result<i128, RiskError> {
        let count = u128::try_from(self.losses).map_err(|_| OVERFLOW)?;
        // (N - 1) a = m - a, both in WAD.
        let outside = self.size.checked_div(count).unwrap_or(0);
        let place = self.size.saturating_sub(outside);
        let above = usize::try_from(place.checked_div(WAD).unwrap_or(0)).map_err(|_| OVERFLOW)?;
        let part = place.checked_rem(WAD).unwrap_or(0);
        let upper = worst(above)?;
        if part == 0 {
            return Ok(upper);
        }
        let lower = worst(above.saturating_add(1))?;
        let signed = |weight: u128| i128::try_from(weight).map_err(|_| OVERFLOW);
        Wide::product(upper, signed(WAD.saturating_sub(part))?)
            .plus(Wide::product(lower, signed(part)?))?
            .div_ceil(WAD)
    }
}
