//! From call data to the methods of the pricer. `#[public]` prints the same table for the interface.

use crate::Pricer;
use shell::bytes::Bytes;

crate::words::routes! {
    Pricer {
        "worths" => worths(Bytes);
        "curves" => curves(Bytes);
    }
}
