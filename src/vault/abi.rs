//! What the vault declares in Solidity: its events, its errors and its structs.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

mod errors;
mod events;
mod structs;

pub use errors::*;
pub use events::*;
pub use structs::*;
