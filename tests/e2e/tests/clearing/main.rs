//! The clearing on the shipped WASM, with the vault, the pool, the mandate and the lock.

mod abi;
mod expiry;
mod gas;
mod judged;
mod markets;
mod settlement;
mod stage;
mod trades;
