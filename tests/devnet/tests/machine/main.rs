//! The machine against the chain's price list and rules. Programs are written by hand in the text
//! format and what they must cost is summed up by hand from that list, never taken from the code.

mod activation;
mod calls;
mod creation;
mod entry;
mod evm;
mod hooks;
mod memory;
mod operators;
mod plain_evm;
mod reentrance;
mod storage;
mod text;
mod world;
