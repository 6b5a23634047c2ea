//! The ways in which the feed refuses.

use crate::abi::*;
use alloc::vec::Vec;
use shell::text;

crate::words::errors! {
    /// Every error of the feed, as its Solidity caller sees it; `Passed`: words of the oracle, or of Chainlink.
    FeedError passing Passed {
        AlreadyInitialized {}
        InvalidTerms {}
        OracleCallFailed {}
    }
}

impl FeedError {
    /// What the oracle reverted with; an error of its own where that is nothing.
    pub(crate) fn passed(data: Vec<u8>) -> Self {
        if data.is_empty() {
            OracleCallFailed {}.into()
        } else {
            Self::Passed(data)
        }
    }

    /// What Chainlink's aggregators revert with where there is no such round, as `require` encodes it.
    pub(crate) fn no_data() -> Self {
        Self::Passed(text::reason("No data present"))
    }
}
