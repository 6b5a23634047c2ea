//! What the simulator keeps.

use alloc::vec::Vec;
use stylus_sdk::prelude::*;

/// No slot: nobody owns it, nobody initialises it, and one serves every margin.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Simulator;

shell::entry!(Simulator);
