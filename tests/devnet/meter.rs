//! What running a program costs: ink by the operator, gas by the page, gas at the entry.

mod instrument;
mod operators;
mod pages;
mod storage;

pub(crate) use instrument::{instrument, InstrumentError, INK_GLOBAL};
pub(crate) use pages::PageModel;
pub(crate) use storage::{
    read_tier_gas, slot_load_gas, slot_store_price, write_tier_gas, SlotChange,
};

/// Ink that one gas buys.
pub(crate) const INK_PER_GAS: u64 = 10_000;

/// The most gas that a frame can meter: its ink must fit an `i64`. What a frame holds above it waits
/// aside and comes back at the end.
pub(crate) const MAX_METERED_GAS: u64 = i64::MAX as u64 / INK_PER_GAS;

/// Ink of any host function.
pub(crate) const HOOK: u64 = 8_400;
/// Ink of one pointer that a host function reads or writes through.
pub(crate) const POINTER: u64 = 5_040;
/// Ink of asking the chain.
pub(crate) const EVM_API: u64 = 59_673;
/// The same in gas, rounded down, where it is paid in gas.
pub(crate) const EVM_API_GAS: u64 = EVM_API / INK_PER_GAS;
/// Ink of a 256-bit division.
pub(crate) const DIVISION: u64 = 20_000;
/// Ink of a 256-bit modular addition.
pub(crate) const ADD_MOD: u64 = 21_000;
/// Ink of a 256-bit modular multiplication.
pub(crate) const MUL_MOD: u64 = 24_100;

/// Ink of writing `bytes` into a program's memory.
pub(crate) const fn write_ink(bytes: usize) -> u64 {
    by_length(5_040, 30, bytes, 32)
}

/// Ink of reading `bytes` from a program's memory.
pub(crate) const fn read_ink(bytes: usize) -> u64 {
    by_length(16_381, 55, bytes, 32)
}

/// Ink of hashing `bytes`.
pub(crate) const fn keccak_ink(bytes: usize) -> u64 {
    by_length(121_800, 21_000, bytes.div_ceil(32), 2)
}

/// Ink of an exponentiation, its host function and pointers not included.
pub(crate) const fn power_ink(significant_exponent_bytes: usize) -> u64 {
    by_length(3_000, 17_500, significant_exponent_bytes + 1, 0)
}

const fn by_length(base: u64, each: u64, count: usize, free: usize) -> u64 {
    base.saturating_add(each.saturating_mul(count.saturating_sub(free) as u64))
}

/// Gas that data of this length costs at least when a frame returns it: what EVM memory of the same
/// size would cost.
pub(crate) const fn returned_data_gas(bytes: usize) -> u64 {
    let words = bytes.div_ceil(32) as u64;
    words
        .saturating_mul(3)
        .saturating_add(words.saturating_mul(words) / 512)
}
