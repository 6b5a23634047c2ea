//! From call data to the methods of the clearing. `#[public]` prints the same table for the interface.

use crate::Clearing;

crate::words::routes! {
    Clearing {
        "version" => version();
    }
}
