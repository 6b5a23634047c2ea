//! From call data to the methods of the planner. `#[public]` prints the same table for the interface.

use crate::Planner;

crate::words::routes! {
    Planner {
        "version" => version();
    }
}
