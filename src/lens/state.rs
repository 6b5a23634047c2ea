//! The contract, which keeps nothing.

use alloc::vec::Vec;
use stylus_sdk::prelude::*;

/// No slot: nobody owns it, nobody initialises it, and one serves every book.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Lens;

shell::entry!(Lens);
