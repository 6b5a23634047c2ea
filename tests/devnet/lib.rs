//! A local Stylus chain for tests and demos: `revm` runs EVM code, `wasmi` runs programs, both in
//! one journal. In process as a library, and over JSON-RPC through the `devnet` binary.
//!
//! It follows the chain's prices (10,000 ink a gas, ink by basic block, entry cost, memory pages),
//! so that gas measured here is gas paid there. It is a tool for tests and demos, not a node: there
//! is no L1 data fee, no tip, and its block hashes mean nothing.

pub mod chain;
mod host;
pub mod machine;
pub mod rpc;
mod meter;
pub mod precompiles;

pub use machine::{EntryCost, Environment, Machine, MachineError, Outcome, Snapshot, Transaction};
