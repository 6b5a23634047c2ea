//! From call data to the methods of the simulator. `#[public]` prints the same table for the interface.

use crate::Simulator;

crate::words::routes! {
    Simulator {
        "version" => version();
    }
}
