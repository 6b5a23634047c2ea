//! From call data to the methods of the feed. `#[public]` prints the same table for the interface.

use crate::state::Feed;
use alloc::string::String;
use alloy_primitives::{aliases::U80, Address, U256};

crate::words::routes! {
    Feed {
        "decimals" => decimals();
        "description" => description();
        "version" => version();
        "getRoundData" => get_round_data(U80);
        "latestRoundData" => latest_round_data();
        "latestAnswer" => latest_answer();
        "latestTimestamp" => latest_timestamp();
        "latestRound" => latest_round();
        "getAnswer" => get_answer(U256);
        "getTimestamp" => get_timestamp(U256);
        "update" => update();
        "output" => output();
        "initialize" => initialize(Address, u8, u8, u8, U256, u32, String);
    }
}
