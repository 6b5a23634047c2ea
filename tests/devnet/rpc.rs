//! JSON-RPC over HTTP and WebSocket, on one port, for ordinary clients such as alloy, viem and cast.
//!
//! One thread owns the chain and answers request by request, so a batch is one unit and what a client reads is never
//! half a block. Sockets get new heads and logs pushed.

mod control;
mod dispatch;
mod error;
mod filters;
mod message;
mod params;
mod read;
mod send;
mod server;
mod socket;
mod subscription;
mod view;
mod worker;

pub use error::RpcError;
pub use server::Server;
pub use worker::{ChainHandle, Node};
