//! The terms of the judgement: what governs it besides the market, how it is packed, bounded, and changed.
//!
//! | part | answers |
//! |---|---|
//! | [`Rules`], [`encode`], [`decode`] | what a judgement reads in one call |
//! | [`sheet`] | every parameter: its unit, its bits, its hard bounds, its largest loosening, which way is tighter |
//! | [`history`] | what a change does at once, by ramp, and to accounts of an older version |
//! | [`consistency`] | which terms go together |
//! | [`facts`] | what a judgement knows of each asset, from market and terms |

pub mod bases;
pub mod consistency;
pub mod facts;
pub mod history;
pub mod sheet;

use crate::covariance::members;
use crate::float::Float;
use crate::margin::{AssetPolicy, Policy};
use crate::options::everlasting::FUNDING_PERIOD;
use crate::quality::AssetClass;
use crate::{MarginTerms, RiskError, MAX_ASSETS};
use fixed::{U256, WAD};
use sheet::{Asset, Shared, ASSET, ASSET_BITS, SHARED, SHARED_BITS};

/// What the judgement needs besides the market, for the assets of a mask, packed like the market's lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// For initial margin: in force since they were published.
    pub initial: Set,
    /// For maintenance margin: by ramp, and by the version of the account.
    pub maintenance: Set,
    /// What the whole system holds, as last noted.
    pub sizes: [SystemSize; MAX_ASSETS],
}

/// One set of terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// What all assets share.
    pub policy: Policy,
    /// What each has of its own.
    pub assets: [AssetRules; MAX_ASSETS],
}

/// The terms of an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AssetRules {
    /// Whether it has terms. One that has none is judged by the widest table there is, and never by the model.
    pub listed: bool,
    /// Jump, peg, stress, and the static table.
    pub policy: AssetPolicy,
    /// Half of the spread, WAD share of the price.
    pub half_spread: u128,
    /// Log move that the feed does not report, WAD.
    pub dead_band: u128,
    /// What the price may be off by, WAD share; initial margin only.
    pub uncertainty: u128,
    /// USD that can be traded within 2 % where nobody has measured it, WAD.
    pub assumed_depth: u128,
    /// Seconds of a price's age that the feed's rhythm explains.
    pub expected_age: u64,
}

/// What the whole system holds of an asset, units of the asset with 18 decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SystemSize {
    /// Collateral and long legs, rounded up.
    pub long: u128,
    /// Short legs, rounded up.
    pub short: u128,
}

impl AssetRules {
    /// Of an asset that nobody gave terms: the widest that any may have.
    #[must_use]
    pub const fn unlisted() -> Self {
        Self {
            listed: false,
            policy: AssetPolicy {
                jump: WAD,
                pegged: false,
                stress_scale: WAD,
                table_initial: ASSET[sheet::TABLE_INITIAL].most_value(),
                table_maintenance: ASSET[sheet::TABLE_MAINTENANCE].most_value(),
            },
            half_spread: ASSET[sheet::HALF_SPREAD].most_value(),
            dead_band: ASSET[sheet::DEAD_BAND].most_value(),
            uncertainty: ASSET[sheet::UNCERTAINTY].most_value(),
            assumed_depth: 0,
            expected_age: 0,
        }
    }
}

impl Default for Set {
    fn default() -> Self {
        Self {
            policy: Policy::standard(),
            assets: [AssetRules::unlisted(); MAX_ASSETS],
        }
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self::new()
    }
}

impl Rules {
    /// Standard terms, and no asset listed.
    #[must_use]
    pub fn new() -> Self {
        Self {
            initial: Set::default(),
            maintenance: Set::default(),
            sizes: [SystemSize::default(); MAX_ASSETS],
        }
    }
}

/// A system's size: 32 bits, a relative error below 2^-24, never below the truth.
const SIZE: Float = Float::new(7, 25);
/// Where the sizes are in the second word of an asset.
const LONG: u32 = ASSET_BITS;
const SHORT: u32 = LONG + 32;

/// Words for the assets of a mask.
#[must_use]
pub const fn length(mask: u16) -> usize {
    // At most 34.
    (mask.count_ones() as usize)
        .saturating_mul(2)
        .saturating_add(2)
}

/// Words of all assets.
pub const MAX_WORDS: usize = length(u16::MAX);

/// Both words of the shared terms: of initial margin with the buffer as it stands (WAD, rounded up to 1e-6), of
/// maintenance margin.
#[must_use]
pub fn shared_words(initial: &Shared, maintenance: &Shared, buffer: u128) -> [U256; 2] {
    let mut first = sheet::pack(&SHARED, initial).into_limbs();
    // Below 2^64: the largest is a quarter.
    let millionths = u64::try_from(buffer.div_ceil(sheet::MILLIONTH)).unwrap_or(u64::MAX);
    sheet::put_bits(&mut first, SHARED_BITS, millionths.min(sheet::low(20)));
    [U256::from_limbs(first), sheet::pack(&SHARED, maintenance)]
}

/// Both words of an asset: of initial margin, of maintenance margin with what the system holds.
#[must_use]
pub fn asset_words(initial: &Asset, maintenance: &Asset, size: u64) -> [U256; 2] {
    let mut second = sheet::pack(&ASSET, maintenance).into_limbs();
    sheet::put_bits(&mut second, ASSET_BITS, size);
    [sheet::pack(&ASSET, initial), U256::from_limbs(second)]
}

impl SystemSize {
    /// In 64 bits, rounded up.
    ///
    /// # Errors
    /// None in practice: the format reaches past 128 bits.
    pub fn pack_up(&self) -> Result<u64, RiskError> {
        Ok(SIZE.up(self.long)? | SIZE.up(self.short)?.wrapping_shl(SIZE.bits()))
    }

    /// As it was packed.
    #[must_use]
    pub fn unpack(bits: u64) -> Self {
        Self {
            long: SIZE.value(bits & sheet::low(SIZE.bits())),
            short: SIZE.value(bits.wrapping_shr(SIZE.bits())),
        }
    }
}

/// Writes rules for the assets of a mask and returns the number of words. Every value is rounded to its unit towards
/// more margin; none is held against its bounds.
///
/// # Errors
/// [`RiskError::LengthMismatch`] where `words` is too short, [`RiskError::InvalidTerms`] where a value does not fit its
/// bits.
pub fn encode(rules: &Rules, mask: u16, words: &mut [U256]) -> Result<usize, RiskError> {
    let count = length(mask);
    let words = words.get_mut(..count).ok_or(RiskError::LengthMismatch)?;
    let mut pairs = words.as_chunks_mut().0.iter_mut();
    let (initial, maintenance) = (&rules.initial, &rules.maintenance);
    *pairs.next().ok_or(RiskError::LengthMismatch)? = shared_words(
        &sheet::shared(&initial.policy)?,
        &sheet::shared(&maintenance.policy)?,
        initial.policy.buffer,
    );
    let assets = initial.assets.iter().zip(&maintenance.assets);
    for (pair, ((initial, maintenance), size)) in pairs.zip(assets.zip(&rules.sizes)) {
        *pair = asset_words(
            &sheet::asset(initial)?,
            &sheet::asset(maintenance)?,
            size.pack_up()?,
        );
    }
    Ok(count)
}

/// Reads the rules for the assets of a mask, where they lie: they are too large to be handed around.
///
/// # Errors
/// [`RiskError::Malformed`] where there are not [`length`] words; [`RiskError::InvalidTerms`] where the shared ones were
/// never set.
pub fn decode(words: &[U256], mask: u16, rules: &mut Rules) -> Result<(), RiskError> {
    let (pairs, rest) = words.as_chunks();
    if words.len() != length(mask) || !rest.is_empty() {
        return Err(RiskError::Malformed);
    }
    let (shared, assets) = pairs.split_first().ok_or(RiskError::Malformed)?;
    let [initial, maintenance] = shared;
    let buffer = sheet::bits(*initial, SHARED_BITS, 20);
    rules.initial.policy = policy(&sheet::unpack(&SHARED, *initial))?;
    rules.initial.policy.buffer = u128::from(buffer).saturating_mul(sheet::MILLIONTH);
    rules.maintenance.policy = policy(&sheet::unpack(&SHARED, *maintenance))?;
    let places = rules.initial.assets.iter_mut();
    let places = places.zip(&mut rules.maintenance.assets);
    for (((to_initial, to_maintenance), size), ([initial, maintenance], _)) in places
        .zip(&mut rules.sizes)
        .zip(assets.iter().zip(members(mask)))
    {
        *to_initial = asset_rules(&sheet::unpack(&ASSET, *initial));
        *to_maintenance = asset_rules(&sheet::unpack(&ASSET, *maintenance));
        *size = SystemSize::unpack(
            sheet::bits(*maintenance, LONG, 32)
                | sheet::bits(*maintenance, SHORT, 32).wrapping_shl(32),
        );
    }
    Ok(())
}

/// The shared terms of a judgement, without buffer.
///
/// # Errors
/// [`RiskError::InvalidTerms`] where they were never set.
pub fn policy(values: &Shared) -> Result<Policy, RiskError> {
    let [horizon, factor, multiplier, maintenance, buffer, correlation, floor, confidence, rows, rate, unwind, crowding] =
        sheet::values(&SHARED, values);
    if horizon == 0 {
        return Err(RiskError::InvalidTerms);
    }
    Ok(Policy {
        margin: MarginTerms {
            horizon: u64::try_from(horizon).unwrap_or(u64::MAX),
            shortfall_factor: factor,
            model_multiplier: multiplier,
            maintenance_ratio: maintenance,
            buffer_ratio: buffer,
            correlation_stress: correlation,
            sigma_floor: floor,
        },
        confidence,
        min_rows: usize::try_from(rows).unwrap_or(usize::MAX),
        unwind_rate: rate,
        max_unwind: unwind,
        crowding,
        buffer: 0,
        funding_period: FUNDING_PERIOD,
    })
}

/// The terms of an asset; those of none where it was never listed.
#[must_use]
pub fn asset_rules(values: &Asset) -> AssetRules {
    let [jump, stress_scale, initial, maintenance, half_spread, dead_band, uncertainty, depth, age, class] =
        sheet::values(&ASSET, values);
    let class = u8::try_from(class).ok().and_then(sheet::class);
    let Some(class) = class else {
        return AssetRules::unlisted();
    };
    AssetRules {
        listed: true,
        policy: AssetPolicy {
            jump,
            pegged: AssetClass::is_pegged(class),
            stress_scale,
            table_initial: initial,
            table_maintenance: maintenance,
        },
        half_spread,
        dead_band,
        uncertainty,
        assumed_depth: depth,
        expected_age: u64::try_from(age).unwrap_or(0),
    }
}
