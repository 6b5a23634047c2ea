//! What is counted in a module: the terms of the entry cost.

/// Counts of an accepted module. All that entry costs depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Measure {
    /// Bytes of the module, uncompressed, as given.
    pub raw: u64,
    /// Functions with a body.
    pub functions: u64,
    /// Parameters and results of those functions, summed: what the chain's formula calls types.
    pub types: u64,
    /// Globals, the [`crate::Measure::METER_GLOBALS`] that the chain's metering adds included.
    pub globals: u64,
    /// Bytes of data and element segments as encoded, their few bytes of header included.
    pub data: u64,
    /// Pages of 64 KiB at the start.
    pub pages: u64,
    /// Imported functions.
    pub imports: u64,
    /// Operators of the largest function after the chain's metering; the limit is 65,536.
    pub largest_function: u64,
}

impl Measure {
    /// Globals that the chain adds before it counts: ink left, ink status, a scratch word, stack left.
    pub const METER_GLOBALS: u64 = 4;
}
