//! What the planner keeps.

use alloc::vec::Vec;
use stylus_sdk::prelude::*;

/// No slot yet.
#[storage]
#[entrypoint]
pub struct Planner;
