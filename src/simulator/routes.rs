//! From call data to the methods of the simulator. `#[public]` prints the same table for the interface.

use crate::Simulator;
use alloy_primitives::Address;
use shell::bytes::Bytes;

crate::words::routes! {
    Simulator {
        "simulate" => simulate(Address, Address, Bytes);
    }
}
