//! The RPC, as ordinary clients use it.

#[path = "../contracts/mod.rs"]
mod contracts;
mod control;
mod errors;
mod http;
mod served;
mod socket;
mod viem;
