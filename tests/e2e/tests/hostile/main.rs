//! Programs against whoever means them ill: callers without a right, call data that is none, tokens that call back.

mod catalogue;
mod data;
mod house;
mod locking;
mod operations;
mod reentry;
mod roles;
mod signing;
mod stand;
mod tokens;
