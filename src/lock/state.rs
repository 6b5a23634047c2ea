//! What the lock keeps.

use alloc::vec::Vec;
use stylus_sdk::prelude::*;

/// No slot yet.
#[storage]
#[entrypoint]
pub struct Lock;
