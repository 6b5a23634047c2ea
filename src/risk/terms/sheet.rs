//! Every parameter of the judgement: its unit, its bits, its hard bounds, its largest loosening, which way is tighter.

use super::AssetRules;
use crate::margin::Policy;
use crate::quality::AssetClass;
use crate::RiskError;
use fixed::{U256, WAD};

/// Which way a parameter asks for more margin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tighter {
    /// The larger it is.
    Up,
    /// The smaller it is.
    Down,
}

/// A parameter. Bounds and steps are in its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Bits that it is kept in, at most 32.
    bits: u32,
    /// Its unit, in the scale of the judgement (WAD, seconds, or a plain number).
    unit: u128,
    /// Hard bounds, both allowed.
    least: u64,
    most: u64,
    /// What it may loosen by in a window whatever it is.
    quantum: u64,
    /// Whether it may instead loosen by a tenth of itself, where that is more.
    tenth: bool,
    /// Which way asks for more margin.
    tighter: Tighter,
}

/// The shared terms, each in its unit: horizon, shortfall factor, model multiplier, maintenance ratio, buffer ratio,
/// correlation stress, sigma floor, confidence, least rows, unwind rate, longest unwind, crowding.
pub type Shared = [u64; 12];
/// The terms of an asset, each in its unit: jump, stress scale, table for initial and for maintenance margin, half spread,
/// dead band, uncertainty, assumed depth, expected age; and its class plus one, 0 where it is not listed.
pub type Asset = [u64; 10];

/// Unit of most ratios.
pub const MILLIONTH: u128 = 1_000_000_000_000;
const BILLIONTH: u128 = 1_000_000_000;
const HUNDREDTH: u128 = 10_000_000_000_000_000;
/// Depths are kept in thousands of dollars.
const THOUSAND_USD: u128 = 1_000 * WAD;

pub(crate) const TABLE_INITIAL: usize = 2;
pub(crate) const TABLE_MAINTENANCE: usize = 3;
pub(crate) const HALF_SPREAD: usize = 4;
pub(crate) const DEAD_BAND: usize = 5;
pub(crate) const UNCERTAINTY: usize = 6;
/// Place of the class.
pub const CLASS: usize = 9;

const fn up(bits: u32, unit: u128, bounds: (u64, u64), quantum: u64) -> Field {
    Field {
        bits,
        unit,
        least: bounds.0,
        most: bounds.1,
        quantum,
        tenth: true,
        tighter: Tighter::Up,
    }
}

const fn down(bits: u32, unit: u128, bounds: (u64, u64), quantum: u64) -> Field {
    Field {
        tighter: Tighter::Down,
        ..up(bits, unit, bounds, quantum)
    }
}

/// The sheet of the shared terms.
pub const SHARED: [Field; 12] = [
    // Horizon: an hour to ten days.
    up(20, 1, (3_600, 864_000), 3_600),
    // Shortfall factor: from the least that an Expected Shortfall can be per deviation to beyond Student-t with 4
    // degrees at 99 %.
    up(32, BILLIONTH, (1_000_000_000, 4_000_000_000), 10_000_000),
    // Model multiplier: never less than the model itself.
    up(22, MILLIONTH, (1_000_000, 3_000_000), 10_000),
    // Maintenance ratio: at least half of the core and never more than all of it.
    up(20, MILLIONTH, (500_000, 1_000_000), 10_000),
    // Buffer ratio: a liquidation always restores more than maintenance.
    up(20, MILLIONTH, (10_000, 500_000), 5_000),
    // Correlation stress: a share.
    up(20, MILLIONTH, (0, 1_000_000), 10_000),
    // Sigma floor: perfect hedges still cost one per cent of the undiversified risk.
    up(20, MILLIONTH, (10_000, 1_000_000), 5_000),
    // Confidence: a tenth of it would be all that there is.
    Field {
        tenth: false,
        ..up(20, MILLIONTH, (950_000, 999_000), 5_000)
    },
    // Rows below which the table speaks for the simulation.
    up(10, 1, (50, 500), 25),
    // Unwind rate: depths that can be sold in a day.
    down(16, HUNDREDTH, (100, 10_000), 10),
    // Longest unwind: a day to a month.
    up(12, HUNDREDTH, (100, 3_000), 25),
    // Crowding: a share.
    up(20, MILLIONTH, (0, 1_000_000), 10_000),
];

/// The sheet of an asset's terms.
pub const ASSET: [Field; 10] = [
    // Jump: up to all of the position, collateral of no weight.
    up(20, MILLIONTH, (0, 1_000_000), 5_000),
    // Stress scale: a share.
    up(20, MILLIONTH, (0, 1_000_000), 20_000),
    // The static table. Maintenance leaves a threshold that any discount up to 10 % stays clear of (LIQ-5).
    up(22, MILLIONTH, (100_000, 4_000_000), 10_000),
    up(22, MILLIONTH, (91_000, 4_000_000), 10_000),
    // Half spread: up to half of the position.
    up(19, MILLIONTH, (0, 500_000), 1_000),
    // Dead band: wider than any feed's threshold.
    up(16, MILLIONTH, (0, 50_000), 500),
    // Uncertainty: up to half of the position.
    up(19, MILLIONTH, (0, 500_000), 1_000),
    // Assumed depth: up to 2.7e11 USD.
    down(28, THOUSAND_USD, (0, (1 << 28) - 1), 100),
    // Expected age: up to two days.
    down(20, 1, (0, 172_800), 3_600),
    // The class, plus one: given when an asset is listed, and the same ever after.
    up(4, 1, (0, 8), 0),
];

/// Bits of the shared terms.
pub const SHARED_BITS: u32 = width(&SHARED);
/// Bits of an asset's terms.
pub const ASSET_BITS: u32 = width(&ASSET);
// Above the first are 20 bits for the buffer; above the second 64, for times, versions or sizes.
const _: () = assert!(SHARED_BITS <= 236 && ASSET_BITS <= 192);

#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // while compiling
const fn width(fields: &[Field]) -> u32 {
    let (mut sum, mut place) = (0, 0);
    while place < fields.len() {
        sum += fields[place].bits;
        place += 1;
    }
    sum
}

impl Field {
    /// The largest value, in the scale of the judgement.
    pub(crate) const fn most_value(&self) -> u128 {
        (self.most as u128).saturating_mul(self.unit)
    }

    /// Whether a value is within the hard bounds.
    #[must_use]
    pub const fn allows(&self, value: u64) -> bool {
        self.least <= value && value <= self.most
    }

    /// The hard bounds, both allowed.
    #[must_use]
    pub const fn bounds(&self) -> (u64, u64) {
        (self.least, self.most)
    }

    /// Whether `a` asks for more margin than `b`.
    #[must_use]
    pub const fn is_tighter(&self, a: u64, b: u64) -> bool {
        match self.tighter {
            Tighter::Up => a > b,
            Tighter::Down => a < b,
        }
    }

    /// The looser of two values.
    #[must_use]
    pub const fn looser(&self, a: u64, b: u64) -> u64 {
        if self.is_tighter(a, b) {
            b
        } else {
            a
        }
    }

    /// The loosest value that one window allows from `value`.
    #[must_use]
    pub const fn loosest(&self, value: u64) -> u64 {
        // Rounded down: never more than a tenth.
        let tenth = if self.tenth {
            value.wrapping_div(10)
        } else {
            0
        };
        let step = if tenth > self.quantum {
            tenth
        } else {
            self.quantum
        };
        match self.tighter {
            Tighter::Up => value.saturating_sub(step),
            Tighter::Down => value.saturating_add(step),
        }
    }

    /// A value of the judgement's scale in the unit of this field, rounded towards more margin.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] where it does not fit the bits.
    #[inline(never)]
    pub fn unit_of(&self, value: u128) -> Result<u64, RiskError> {
        let unit = self.unit.max(1);
        let scaled = match self.tighter {
            Tighter::Up => value.div_ceil(unit),
            Tighter::Down => value.checked_div(unit).unwrap_or(0),
        };
        match u64::try_from(scaled) {
            Ok(scaled) if scaled <= low(self.bits) => Ok(scaled),
            _ => Err(RiskError::InvalidTerms),
        }
    }

    /// The value in the judgement's scale.
    #[must_use]
    pub const fn value(&self, value: u64) -> u128 {
        (value as u128).saturating_mul(self.unit)
    }
}

/// The values in the judgement's scale.
#[must_use]
pub fn values<const N: usize>(fields: &[Field; N], values: &[u64; N]) -> [u128; N] {
    let mut scaled = [0; N];
    for (to, (field, value)) in scaled.iter_mut().zip(fields.iter().zip(values)) {
        *to = field.value(*value);
    }
    scaled
}

/// The values in their units, rounded towards more margin.
///
/// # Errors
/// [`RiskError::InvalidTerms`] where one does not fit its bits.
pub fn units<const N: usize>(
    fields: &[Field; N],
    values: &[u128; N],
) -> Result<[u64; N], RiskError> {
    let mut scaled = [0; N];
    for (to, (field, value)) in scaled.iter_mut().zip(fields.iter().zip(values)) {
        *to = field.unit_of(*value)?;
    }
    Ok(scaled)
}

/// The values in the lowest bits of a word, in the order of the sheet. Each fits its bits.
#[must_use]
pub fn pack<const N: usize>(fields: &[Field; N], values: &[u64; N]) -> U256 {
    let mut limbs = [0; 4];
    write(fields, values, &mut limbs);
    U256::from_limbs(limbs)
}

/// The values in the lowest bits of a word.
#[must_use]
pub fn unpack<const N: usize>(fields: &[Field; N], word: U256) -> [u64; N] {
    let mut values = [0; N];
    read(fields, word, &mut values);
    values
}

// One copy, not one per sheet and use.
#[inline(never)]
fn write(fields: &[Field], values: &[u64], limbs: &mut [u64; 4]) {
    let mut place = 0u32;
    for (field, value) in fields.iter().zip(values) {
        put_bits(limbs, place, *value);
        place = place.saturating_add(field.bits);
    }
}

#[inline(never)]
fn read(fields: &[Field], word: U256, values: &mut [u64]) {
    let mut place = 0u32;
    for (to, field) in values.iter_mut().zip(fields) {
        *to = bits(word, place, field.bits);
        place = place.saturating_add(field.bits);
    }
}

/// Adds bits to a word from a place on, where it has none yet.
pub fn put_bits(limbs: &mut [u64; 4], place: u32, value: u64) {
    let (index, shift) = ((place >> 6) as usize, place & 63);
    if let Some(limb) = limbs.get_mut(index) {
        *limb |= value.wrapping_shl(shift);
    }
    if shift > 0 {
        if let Some(limb) = limbs.get_mut(index.saturating_add(1)) {
            *limb |= value.wrapping_shr(64u32.wrapping_sub(shift));
        }
    }
}

/// So many bits of a word from a place on; at most 63.
#[must_use]
pub fn bits(word: U256, place: u32, count: u32) -> u64 {
    let (index, shift) = ((place >> 6) as usize, place & 63);
    let limbs = word.as_limbs();
    let limb = |index: usize| limbs.get(index).copied().unwrap_or(0);
    let lower = limb(index).wrapping_shr(shift);
    let upper = if shift > 0 {
        limb(index.saturating_add(1)).wrapping_shl(64u32.wrapping_sub(shift))
    } else {
        0
    };
    (lower | upper) & low(count)
}

/// The lowest bits; fewer than 64.
pub(crate) const fn low(count: u32) -> u64 {
    !u64::MAX.wrapping_shl(count)
}

/// The shared terms in their units; the buffer and the funding period are not among them.
///
/// # Errors
/// [`RiskError::InvalidTerms`] where a value does not fit its bits.
pub fn shared(policy: &Policy) -> Result<Shared, RiskError> {
    let margin = &policy.margin;
    units(
        &SHARED,
        &[
            u128::from(margin.horizon),
            margin.shortfall_factor,
            margin.model_multiplier,
            margin.maintenance_ratio,
            margin.buffer_ratio,
            margin.correlation_stress,
            margin.sigma_floor,
            policy.confidence,
            policy.min_rows as u128,
            policy.unwind_rate,
            policy.max_unwind,
            policy.crowding,
        ],
    )
}

/// The terms of an asset in their units. Its class is told by its peg alone: a major, or a claim on bank money.
///
/// # Errors
/// [`RiskError::InvalidTerms`] where a value does not fit its bits.
pub fn asset(rules: &AssetRules) -> Result<Asset, RiskError> {
    let policy = &rules.policy;
    let class = if policy.pegged {
        AssetClass::FiatStable
    } else {
        AssetClass::Major
    };
    units(
        &ASSET,
        &[
            policy.jump,
            policy.stress_scale,
            policy.table_initial,
            policy.table_maintenance,
            rules.half_spread,
            rules.dead_band,
            rules.uncertainty,
            rules.assumed_depth,
            u128::from(rules.expected_age),
            if rules.listed {
                u128::from(class as u8).saturating_add(1)
            } else {
                0
            },
        ],
    )
}

/// The class that a value of the sheet's last field stands for; none for 0.
pub(crate) fn class(value: u8) -> Option<AssetClass> {
    AssetClass::try_from(value.checked_sub(1)?).ok()
}
