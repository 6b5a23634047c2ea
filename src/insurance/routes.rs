//! From call data to the methods of the insurance. `#[public]` prints the same table for the interface.

use crate::Insurance;

crate::words::routes! {
    Insurance {
        "version" => version();
    }
}
