//! What a change of terms does: to initial margin at once, to maintenance by ramp, to older accounts not at all.
//!
//! Three sets of values are kept: the newest, the one before, and the one before that.
//!
//! | for | value |
//! |---|---|
//! | initial margin of everybody | the newest |
//! | maintenance, accounts of its version | what tightened goes from the one before to the newest in [`RAMP`]; what loosened is the newest |
//! | maintenance, accounts of the one before | the looser of that and the newest |
//! | maintenance, accounts older than that | what tightened goes from the third to the second in [`RAMP`]; or the newest where looser |
//!
//! So no account is asked for more faster than in [`RAMP`], none is asked for more than one that was opened later, none
//! keeps terms for longer than two changes, and a judgement walks at most three slots.

use super::sheet::Field;

/// Seconds in which maintenance follows what was tightened: 72 hours.
pub const RAMP: u64 = 259_200;
/// Seconds between two loosenings of the same terms: a week.
pub const WINDOW: u64 = 604_800;

/// Values of a sheet and when they came into force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Newest<const N: usize> {
    /// The values, each in its unit.
    pub values: [u64; N],
    /// Since when, unix seconds.
    pub since: u64,
    /// The first version that has them.
    pub version: u32,
}

/// What was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Older<const N: usize> {
    /// The values before the newest.
    pub second: [u64; N],
    /// The first version that had them.
    pub second_version: u32,
    /// The values before those.
    pub third: [u64; N],
    /// When terms were last loosened, unix seconds.
    pub loosened_at: u64,
}

/// How much of the past a judgement needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// The newest values are all.
    Newest,
    /// Those before them too.
    Second,
    /// All three.
    Third,
}

/// Why terms cannot be changed so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The value at this place of the sheet is outside of its hard bounds.
    OutOfBounds(u8),
    /// The value at this place is looser than one window allows.
    TooLoose(u8),
    /// The last loosening is less than a window ago: not before this time.
    TooSoon(u64),
    /// It is the same already.
    Unchanged,
}

impl<const N: usize> Newest<N> {
    /// The first values of all: every account has them, whatever its version.
    #[must_use]
    pub const fn first(values: [u64; N]) -> (Self, Older<N>) {
        (
            Self {
                values,
                since: 0,
                version: 0,
            },
            Older {
                second: values,
                second_version: 0,
                third: values,
                loosened_at: 0,
            },
        )
    }

    /// How far back an account's version looks. Version 0 stands for the newest.
    #[must_use]
    pub const fn depth(&self, version: u32, now: u64, second_version: u32) -> Depth {
        if version == 0 || version >= self.version {
            if now >= self.since.saturating_add(RAMP) {
                Depth::Newest
            } else {
                Depth::Second
            }
        } else if version >= second_version {
            Depth::Second
        } else {
            Depth::Third
        }
    }

    /// The values that maintenance of an account of that version counts with. `older` is not looked at further back than
    /// [`Self::depth`] says.
    #[must_use]
    pub fn maintenance(
        &self,
        fields: &[Field; N],
        older: &Older<N>,
        version: u32,
        now: u64,
    ) -> [u64; N] {
        let passed = now.saturating_sub(self.since).min(RAMP);
        let (from, to) = match self.depth(version, now, older.second_version) {
            Depth::Newest => return self.values,
            Depth::Second if version == 0 || version >= self.version => {
                (&older.second, &self.values)
            }
            Depth::Second => (&older.second, &older.second),
            Depth::Third => (&older.third, &older.second),
        };
        let mut values = self.values;
        follow(fields, from, to, passed, &mut values);
        values
    }

    /// Replaces the values, at `now`, by those of a new version. What was tightened may be taken back as far as
    /// maintenance has not followed; beyond that one window allows one loosening, of each value by its largest step.
    ///
    /// A guardian may not loosen: anything looser than the newest is [`Refused::TooLoose`] then.
    ///
    /// # Errors
    /// [`Refused`]; nothing has changed then.
    pub fn publish(
        &self,
        fields: &[Field; N],
        older: &Older<N>,
        values: [u64; N],
        version: u32,
        now: u64,
        may_loosen: bool,
    ) -> Result<(Self, Older<N>), Refused> {
        if values == self.values {
            return Err(Refused::Unchanged);
        }
        within(fields, &values)?;
        let kept = self.maintenance(fields, older, 0, now);
        let loosens = loosening(fields, &self.values, &kept, &values, may_loosen)?;
        let next = older.loosened_at.saturating_add(WINDOW);
        if loosens && now < next {
            return Err(Refused::TooSoon(next));
        }
        Ok((
            Self {
                values,
                since: now,
                version,
            },
            Older {
                second: kept,
                second_version: self.version,
                third: self.oldest(fields, older, now),
                loosened_at: if loosens { now } else { older.loosened_at },
            },
        ))
    }

    /// The loosest of the values that some account may have, each on its own.
    #[must_use]
    pub fn loosest(&self, fields: &[Field; N], older: &Older<N>) -> [u64; N] {
        let mut values = self.values;
        follow(fields, &older.second, &older.second, RAMP, &mut values);
        follow(fields, &older.third, &older.third, 0, &mut values);
        values
    }

    /// What no account that is older than the newest is asked for more than.
    fn oldest(&self, fields: &[Field; N], older: &Older<N>, now: u64) -> [u64; N] {
        let passed = now.saturating_sub(self.since).min(RAMP);
        let mut values = self.values;
        follow(fields, &older.third, &older.second, passed, &mut values);
        values
    }
}

/// Whether every value is within its hard bounds.
///
/// # Errors
/// [`Refused::OutOfBounds`] with the place of the first that is not.
#[inline(never)]
pub fn within(fields: &[Field], values: &[u64]) -> Result<(), Refused> {
    for ((place, field), value) in (0u8..).zip(fields).zip(values) {
        if !field.allows(*value) {
            return Err(Refused::OutOfBounds(place));
        }
    }
    Ok(())
}

/// Whether new values loosen anything past what maintenance is at.
#[inline(never)]
fn loosening(
    fields: &[Field],
    newest: &[u64],
    kept: &[u64],
    values: &[u64],
    may_loosen: bool,
) -> Result<bool, Refused> {
    let mut loosens = false;
    let places = (0u8..).zip(fields).zip(values);
    for (((place, field), value), (newest, kept)) in places.zip(newest.iter().zip(kept)) {
        if !field.is_tighter(*newest, *value) {
            continue;
        }
        if !may_loosen {
            return Err(Refused::TooLoose(place));
        }
        if field.is_tighter(*kept, *value) {
            if field.is_tighter(field.loosest(*newest), *value) {
                return Err(Refused::TooLoose(place));
            }
            loosens = true;
        }
    }
    Ok(loosens)
}

/// The looser of what each value is and of where a ramp stands.
// One copy, not one per sheet.
#[inline(never)]
fn follow(fields: &[Field], from: &[u64], to: &[u64], passed: u64, values: &mut [u64]) {
    let places = values.iter_mut().zip(fields);
    for ((value, field), (from, to)) in places.zip(from.iter().zip(to)) {
        *value = field.looser(ramped(field, *from, *to, passed), *value);
    }
}

/// From one value to another in [`RAMP`], linear, never ahead of the line; at once where that loosens.
fn ramped(field: &Field, from: u64, to: u64, passed: u64) -> u64 {
    if !field.is_tighter(to, from) {
        return to;
    }
    // 32 bits times 19.
    let way = to.abs_diff(from).saturating_mul(passed).wrapping_div(RAMP);
    if to > from {
        from.saturating_add(way)
    } else {
        from.saturating_sub(way)
    }
}
