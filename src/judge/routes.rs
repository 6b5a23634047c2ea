//! From call data to the methods of the judge. `#[public]` prints the same table for the interface.

use crate::Judge;
use shell::bytes::Bytes;

crate::words::routes! {
    Judge {
        "judge" => judge(Bytes);
    }
}
