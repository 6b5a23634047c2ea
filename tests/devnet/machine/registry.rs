//! Which programs are activated. The record of a program lies in the chain's own account, one word for
//! each code hash, so that it is part of the state: it goes with a revert and comes with a snapshot.

use super::execution::Ctx;
use program::Measure;
use revm::{
    context_interface::{ContextTr, JournalTr},
    primitives::{address, keccak256, Address, B256, U256},
};

/// The account that holds the chain's own state.
pub(crate) const ARBOS: Address = address!("A4B05FffffFffFFFFfFFfffFfffFFfffFfFfFFFf");
/// Version of the rules that programs are activated under.
pub(crate) const STYLUS_VERSION: u16 = 2;
/// A program that has not been kept alive dies after these days.
pub(crate) const EXPIRY_DAYS: u16 = 365;
/// A program can be kept alive from this day of its age on.
pub(crate) const KEEPALIVE_DAYS: u16 = 31;
/// Times of activation are kept in whole hours since this second.
const EPOCH: u64 = 1_421_388_000;
const HOUR: u64 = 3_600;
const DAY: u64 = 86_400;

/// Gas of entering any program from the cache, in units of 32, and otherwise on top, in units of 128.
pub(crate) const MIN_CACHED_GAS: u64 = 11 * 32;
pub(crate) const MIN_INIT_GAS: u64 = 69 * 128;

/// The record of an activated program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Activation {
    pub(crate) version: u16,
    /// Gas of an uncached entry by its content.
    pub(crate) init_cost: u16,
    /// Gas of a cached entry by its content.
    pub(crate) cached_cost: u16,
    /// Memory pages at the start.
    pub(crate) footprint: u16,
    /// Whole hours since the epoch.
    hours: u32,
    /// Estimated size of the native code in KiB.
    pub(crate) native_kib: u32,
    /// Held by a cache bid.
    pub(crate) is_cached: bool,
}

/// Why a program cannot be entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inactive {
    NotActivated,
    /// Activated under other rules.
    NeedsUpgrade(u16),
    /// With its age in seconds.
    Expired(u64),
}

impl std::fmt::Display for Inactive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotActivated => f.write_str("ProgramNotActivated()"),
            Self::NeedsUpgrade(version) => {
                write!(f, "ProgramNeedsUpgrade({version}, {STYLUS_VERSION})")
            }
            Self::Expired(age) => write!(f, "ProgramExpired({age})"),
        }
    }
}

impl Activation {
    /// A new record.
    pub(crate) fn new(measure: &Measure, now: u64) -> Self {
        let short = |number: u64| u16::try_from(number).unwrap_or(u16::MAX);
        let mut activation = Self {
            version: STYLUS_VERSION,
            init_cost: short(measure.init_cost()),
            cached_cost: short(measure.cached_cost()),
            footprint: short(measure.pages),
            native_kib: u32::try_from(measure.native_size().div_ceil(1_024)).unwrap_or(u32::MAX),
            ..Self::default()
        };
        activation.renew(now);
        activation
    }

    /// Starts its year again.
    pub(crate) fn renew(&mut self, now: u64) {
        self.hours = u32::try_from(now.saturating_sub(EPOCH) / HOUR).unwrap_or(u32::MAX);
    }

    /// Age in seconds, counted from the start of the hour of activation.
    pub(crate) fn age(&self, now: u64) -> u64 {
        now.saturating_sub(EPOCH + u64::from(self.hours) * HOUR)
    }

    /// Seconds until it expires.
    pub(crate) fn time_left(&self, now: u64) -> u64 {
        (u64::from(EXPIRY_DAYS) * DAY).saturating_sub(self.age(now))
    }

    /// Old enough to be kept alive.
    pub(crate) fn can_be_renewed(&self, now: u64) -> bool {
        self.age(now) >= u64::from(KEEPALIVE_DAYS) * DAY
    }

    /// Can be entered.
    pub(crate) fn active(self, now: u64) -> Result<Self, Inactive> {
        if self.version == 0 {
            return Err(Inactive::NotActivated);
        }
        if self.version != STYLUS_VERSION {
            return Err(Inactive::NeedsUpgrade(self.version));
        }
        let age = self.age(now);
        if age > u64::from(EXPIRY_DAYS) * DAY {
            return Err(Inactive::Expired(age));
        }
        Ok(self)
    }

    /// Gas of a cached entry, memory not included.
    pub(crate) fn cached_gas(&self) -> u64 {
        MIN_CACHED_GAS + u64::from(self.cached_cost)
    }

    /// Gas of an uncached entry, memory not included.
    pub(crate) fn uncached_gas(&self) -> u64 {
        MIN_INIT_GAS + u64::from(self.init_cost) + self.cached_gas()
    }

    fn to_word(self) -> U256 {
        let fields: [(u64, usize); 7] = [
            (self.version.into(), 0),
            (self.init_cost.into(), 16),
            (self.cached_cost.into(), 32),
            (self.footprint.into(), 48),
            (self.hours.into(), 64),
            (self.native_kib.into(), 96),
            (self.is_cached.into(), 128),
        ];
        fields.iter().fold(U256::ZERO, |word, (field, shift)| {
            word | U256::from(*field) << *shift
        })
    }

    fn from_word(word: U256) -> Self {
        let short = |shift: usize| (word >> shift).as_limbs()[0] as u16;
        let long = |shift: usize| (word >> shift).as_limbs()[0] as u32;
        Self {
            version: short(0),
            init_cost: short(16),
            cached_cost: short(32),
            footprint: short(48),
            hours: long(64),
            native_kib: long(96),
            is_cached: word.bit(128),
        }
    }
}

fn slot(code_hash: B256) -> U256 {
    let mut key = b"program".to_vec();
    key.extend(code_hash);
    U256::from_be_bytes(keccak256(key).0)
}

/// The record of a code hash: of version zero where there is none.
pub(crate) fn read(ctx: &mut Ctx, code_hash: B256) -> Activation {
    let journal = ctx.journal_mut();
    let Ok(_) = journal.load_account(ARBOS);
    let Ok(word) = journal.sload(ARBOS, slot(code_hash));
    Activation::from_word(word.data)
}

/// Keeps the record of a code hash.
pub(crate) fn write(ctx: &mut Ctx, code_hash: B256, activation: Activation) {
    let journal = ctx.journal_mut();
    let Ok(_) = journal.load_account(ARBOS);
    journal.touch_account(ARBOS);
    let Ok(_) = journal.sstore(ARBOS, slot(code_hash), activation.to_word());
}
