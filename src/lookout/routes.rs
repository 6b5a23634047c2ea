//! From call data to the methods of the lookout. `#[public]` prints the same table for the interface.

use crate::Lookout;

crate::words::routes! {
    Lookout {
        "version" => version();
    }
}
