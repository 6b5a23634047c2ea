//! The book: what the oracle remembers from day to day.
//!
//! Once in a row time, about daily, the oracle hands over the price of every asset and the variance that it expects.
//! The book makes one joint row of standardised residuals of that, counts whether losses exceeded what had been
//! forecast, and lets a panel of experts learn. Rows lie in a ring of slots until anyone seals them into a page: the
//! code of a data contract, which costs a reader 30 times less than slots. Pages roll: the last 767 rows, each page
//! naming the one before by its hash. A book may begin with a page of history that its owner adopts.
//!
//! Nobody can change a row. The owner chooses the history before the first row, and nothing afterwards.

#![cfg_attr(not(any(test, feature = "export-abi")), no_main)]
#![cfg_attr(target_arch = "wasm32", no_std)]
#![deny(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic
    )
)]

#[macro_use]
extern crate alloc;

pub mod abi;
mod answers;
pub mod error;
mod owner;
mod paging;
mod recording;
#[cfg(not(feature = "export-abi"))]
mod routes;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
#[cfg(test)]
mod tests;

use abi::{AlreadyInitialized, BookInfo, OracleSet, UnknownAsset, ZeroAddress};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};
use error::BookError;
use risk::backtest::ring::Ring;
use risk::scenarios::Seen;
use risk::{DAY, MAX_ASSETS};
use shell::{code, host, slot, words};
use state::{Live, Paged};
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Book;

/// A panic ends the call: nobody reads its message, and its text would be paid for in every call.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[cfg_attr(feature = "export-abi", public)]
impl Book {
    /// Sets the owner and the oracle, once. Errors: `AlreadyInitialized`, `ZeroAddress`.
    pub fn initialize(&mut self, owner: Address, oracle: Address) -> Result<(), BookError> {
        if !shell::owner::owner().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        if owner.is_zero() || oracle.is_zero() {
            return Err(ZeroAddress {}.into());
        }
        owner::begin(owner);
        Live {
            oracle,
            window: Default::default(),
            last: 0,
            assets: 0,
        }
        .store();
        host::emit(OracleSet { oracle });
        Ok(())
    }

    /// Begins the book with a page of history, deployed as code: its owner, once, before the first row. `hash` is what
    /// anyone gets who builds the page again. Errors: `NotOwner`, `AlreadyRecorded`, `WrongHash`, `MalformedPage`,
    /// `PageOfTheFuture`.
    pub fn adopt(&mut self, page: Address, hash: B256) -> Result<(), BookError> {
        paging::adopt(page, hash)
    }

    /// Writes the row of a time. For each listed asset: bits 0 to 111 the price, USD WAD, zero where it is missing;
    /// bits 128 to 255 the variance per day, scale 1e-36, that the next row is measured against. Answers for each:
    /// in the low half its forecast variance per day, in bits 128 to 135 the surcharge of its backtest in hundredths.
    /// Only the oracle. Errors: `NotOracle`, `NotLater`, `WrongAssetCount`, `MalformedFact`.
    pub fn record(&mut self, at: u64, facts: Vec<U256>) -> Result<Vec<U256>, BookError> {
        recording::record(at, &facts)
    }

    /// Turns the rows since the last page into a new page: anyone. Errors: `NothingToSeal`, `SealFailed`.
    ///
    /// Returns `(address page)`.
    pub fn seal(&mut self) -> Result<Address, BookError> {
        paging::seal()
    }

    /// The page in force: a contract whose code is 32 bytes of header and 32 for each row. Zero before the first.
    pub fn page(&self) -> Address {
        Paged::load().page
    }

    /// The rows since that page, oldest first: 16 residuals each, of 16 bits little-endian from the highest byte, in
    /// 1/1024 of a standard deviation; -32,768 where the asset is missing.
    pub fn ring(&self) -> Result<Vec<U256>, BookError> {
        Ok(state::ring(Live::load()?.window))
    }

    /// Both at once: all that a simulation runs over.
    ///
    /// Returns `(address page, uint256[] ring)`.
    pub fn scenarios(&self) -> Result<(Address, Vec<U256>), BookError> {
        Ok((self.page(), self.ring()?))
    }

    /// Where the book stands.
    ///
    /// Returns `(BookInfo info)`.
    pub fn book_info(&self) -> Result<BookInfo, BookError> {
        let (live, paged) = (Live::load()?, Paged::load());
        let hash = if paged.pages == 0 {
            B256::ZERO
        } else {
            code::hash(paged.page)
        };
        Ok(BookInfo {
            page: paged.page,
            hash,
            rows: paged.rows,
            ringRows: live.window.count(),
            lastRow: live.last,
            period: paged.period,
            assets: paged.assets | live.assets,
            pages: paged.pages,
        })
    }

    /// The record of an asset: the last 250 days on which it fell, and on which it rose, by more than the 99 % Value
    /// at Risk of the day before, a bit each, newest lowest, with one bit above the oldest; and how many did. Error:
    /// `UnknownAsset`.
    ///
    /// Returns `(uint256 down, uint256 up, uint256 fallsExceeded, uint256 risesExceeded)`.
    pub fn rings(&self, asset: u8) -> Result<(U256, U256, U256, U256), BookError> {
        known(asset)?;
        let (falls, rises) = (state::falls(asset).get(), state::rises(asset).get());
        let count = |word| Ok::<_, BookError>(U256::from(Ring::from_word(word)?.exceedances()));
        Ok((falls, rises, count(falls)?, count(rises)?))
    }

    /// What the experts of an asset expect of the next day: a variance, scale 1e-36; zero before the first row. Error:
    /// `UnknownAsset`.
    pub fn forecast(&self, asset: u8) -> Result<U256, BookError> {
        known(asset)?;
        let panel = state::panel(asset)?;
        let forecast = panel.map(|panel| recording::forecast(&panel)).transpose()?;
        Ok(U256::from(forecast.unwrap_or(0)))
    }

    /// The weights of the experts of an asset, WAD: averages of six hours, a day, three, ten and forty days, the term
    /// structure, the autoregression. None before the first row. Error: `UnknownAsset`.
    pub fn weights(&self, asset: u8) -> Result<Vec<U256>, BookError> {
        known(asset)?;
        let mut weights = Vec::new();
        for weight in state::panel(asset)?
            .map(|panel| panel.weights)
            .into_iter()
            .flatten()
        {
            weights.push(U256::from(weight));
        }
        Ok(weights)
    }

    /// What the next row of an asset is measured against: price, its time, variance per day; and the log move of one
    /// day that counts as an exceedance. Error: `UnknownAsset`.
    ///
    /// Returns `(uint256 price, uint256 at, uint256 variance, uint256 valueAtRisk)`.
    pub fn remembered(&self, asset: u8) -> Result<(U256, U256, U256, U256), BookError> {
        known(asset)?;
        let seen = Seen::from_word(state::seen(asset).get());
        let (price, at, variance) = seen.parts();
        let value_at_risk = seen.value_at_risk_down(DAY)?;
        Ok((
            U256::from(price),
            U256::from(at),
            U256::from(variance),
            U256::from(value_at_risk),
        ))
    }

    /// Who may record.
    pub fn oracle(&self) -> Result<Address, BookError> {
        Ok(Live::load()?.oracle)
    }

    /// The owner.
    pub fn owner(&self) -> Address {
        shell::owner::owner()
    }

    /// The successor that the owner has named.
    pub fn pending_owner(&self) -> Address {
        shell::owner::pending()
    }

    /// Names a successor, or nobody. Error: `NotOwner`.
    pub fn transfer_ownership(&mut self, new_owner: Address) -> Result<(), BookError> {
        owner::offer(new_owner)
    }

    /// Takes over. Error: `NotOwner` unless the caller is the named successor.
    pub fn accept_ownership(&mut self) -> Result<(), BookError> {
        owner::accept()
    }
}

fn known(asset: u8) -> Result<(), BookError> {
    if usize::from(asset) < MAX_ASSETS {
        Ok(())
    } else {
        Err(UnknownAsset { asset }.into())
    }
}
