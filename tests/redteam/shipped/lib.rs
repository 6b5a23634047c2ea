//! The attacks of `redteam` that tell most, on the shipped programs: prices and oracle on the local chain, beside a feed
//! that is told a path.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod attacks;
pub mod stage;
