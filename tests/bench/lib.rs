//! Functions measured by themselves, on the chain: ink between two readings of the host.
//!
//! [`program!`] makes a program of some of the benchmarks. Every benchmark has a loop of its own around the function; what
//! a caller takes off for the rest is that of the same loop around nothing, or of no run.
#![cfg_attr(target_arch = "wasm32", no_std)]

mod arithmetic;
pub mod portfolio;
mod program;
mod shortfall;

/// A benchmark: runs a function so many times on its own bytes; the sum of the results, or the last one.
pub type Run = fn(u16, &[u8]) -> u128;

/// Benchmarks by their number.
pub type List = [(&'static str, Run)];

/// Functions and parts of the margin.
pub const FUNCTIONS: &List = &[
    ("nothing_64", arithmetic::nothing_64),
    ("growth", arithmetic::growth),
    ("normal_64", arithmetic::normal_64),
    ("nothing_128", arithmetic::nothing_128),
    ("ln", arithmetic::ln),
    ("exp", arithmetic::exp),
    ("sqrt", arithmetic::sqrt),
    ("sqrt_wad", arithmetic::sqrt_wad),
    ("normal", arithmetic::normal),
    ("mul_div_128", arithmetic::mul_div_128),
    ("nothing_256", arithmetic::nothing_256),
    ("sqrt_256", arithmetic::sqrt_256),
    ("mul_div", arithmetic::mul_div),
    ("simulation", shortfall::simulation),
    ("components", shortfall::components),
    ("covariance", portfolio::covariance_shortfall),
    ("profile", portfolio::profile),
];

/// The margin whole, in a program of its own: with the others it would not fit an account.
pub const MARGIN: &List = &[("verdict", portfolio::verdict)];
