//! A local Stylus chain for tests and demos: `revm` runs EVM code, `wasmi` runs programs, both in
//! one journal. In process as a library, and over JSON-RPC through the `devnet` binary.
//!
//! It follows the chain's prices (10,000 ink a gas, ink by basic block, host functions, storage as the
//! EVM, entry cost, memory pages), so that gas measured here is gas paid there. It is a tool for tests
//! and demos, not a node. What differs:
//!
//! - no fee for L1 data and no tip; the hashes of L1 blocks mean nothing; there is no state trie, so
//!   the state root of a header is zero;
//! - the stack of a program is bounded by the interpreter's own count of 22,000 words, which is near
//!   the chain's, not equal;
//! - the gas of an activation beyond its fixed part, and that of the chain's own contracts, is about
//!   right; the data fee is the one at no demand;
//! - `account_code` and `account_code_size` pay each time, also twice in a row for one account;
//! - anybody may put a program into the chain's cache.

pub mod chain;
mod host;
pub mod machine;
mod meter;
pub mod precompiles;
pub mod rpc;

pub use machine::{EntryCost, Environment, Machine, MachineError, Outcome, Snapshot, Transaction};
