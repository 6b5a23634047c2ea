//! What the planner keeps.

use alloc::vec::Vec;
use stylus_sdk::prelude::*;

/// No slot yet.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Planner;

shell::entry!(Planner);
