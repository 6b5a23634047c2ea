//! From call data to the methods of the mandate. `#[public]` prints the same table for the interface.

use crate::Mandate;

crate::words::routes! {
    Mandate {
        "version" => version();
    }
}
