//! From call data to the methods of the lock. `#[public]` prints the same table for the interface.

use crate::Lock;

crate::words::routes! {
    Lock {
        "version" => version();
    }
}
