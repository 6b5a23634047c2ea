//! The program of the benchmarks of functions and parts of the margin.
#![cfg_attr(target_arch = "wasm32", no_std)]

bench::program!(bench::FUNCTIONS);
