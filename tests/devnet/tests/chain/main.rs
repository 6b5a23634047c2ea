//! The chain in process, as tests use it.

mod blocks;
#[path = "../contracts/mod.rs"]
mod contracts;
mod programs;
mod time;
