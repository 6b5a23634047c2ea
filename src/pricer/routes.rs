//! From call data to the methods of the pricer. `#[public]` prints the same table for the interface.

use crate::Pricer;

crate::words::routes! {
    Pricer {
        "version" => version();
    }
}
