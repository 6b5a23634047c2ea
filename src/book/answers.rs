//! Events and answers as words.

use crate::abi::*;
use crate::words::{events, pack, Answer, Word};
use stylus_sdk::ArbResult;

events! {
    RowRecorded { at; row, falls, rises }
    Sealed { page; hash, previous, rows, last }
    Adopted { page; hash, rows, last }
    OracleSet { oracle; }
    OwnershipTransferStarted { previousOwner, newOwner; }
    OwnershipTransferred { previousOwner, newOwner; }
}

impl Answer for BookInfo {
    fn encode(self) -> ArbResult {
        Ok(pack(
            &[],
            &[
                self.page.to_word(),
                self.hash.to_word(),
                self.rows.to_word(),
                self.ringRows.to_word(),
                self.lastRow.to_word(),
                self.period.to_word(),
                self.assets.to_word(),
                self.pages.to_word(),
            ],
        ))
    }
}
