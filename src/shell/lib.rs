//! What a contract needs around its own work, written once: the host, storage slots as words, ABI words by
//! hand, two-step ownership, the lock of the house, and calls to tokens. Unsafe code is in `code`, `entry`,
//! `host`, `slot` and `transient` alone.
//!
//! It knows the SDK and nothing of any contract. A contract names these modules at its door:
//!
//! ```text
//! use shell::{host, slot, token, words};
//! ```

#![cfg_attr(target_arch = "wasm32", no_std)]
#![deny(unsafe_code)]

extern crate alloc;

pub mod bytes;
pub mod code;
pub mod entry;
pub mod host;
pub mod lock;
pub mod owner;
pub mod slot;
pub mod text;
pub mod token;
pub mod transient;
pub mod words;
