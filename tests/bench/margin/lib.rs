//! The program of the benchmarks of the margin whole.
#![cfg_attr(target_arch = "wasm32", no_std)]

bench::program!(bench::MARGIN);
