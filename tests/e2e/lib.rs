//! The shipped programs on the local chain, beside tokens and feeds that solc compiled.
//!
//! [`World`] is one deployment in process: three assets, a funded pool, and the people of a test. The ABI
//! comes from `abi/`, through the keeper, so a test calls what a user calls.

pub mod house;
pub mod oracle_world;
pub mod price_world;
pub mod states_world;
pub mod world;

pub use house::House;
pub use keeper::abi;
pub use world::{name, wad, Asset, Refusal, World};
