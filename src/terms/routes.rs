//! From call data to the methods of the terms. `#[public]` prints the same table for the interface.

use crate::Terms;

crate::words::routes! {
    Terms {
        "version" => version();
    }
}
