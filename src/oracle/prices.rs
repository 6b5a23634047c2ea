//! What is asked of the contract that knows prices.

use crate::abi::PricesFailed;
use crate::error::OracleError;
use crate::host::{self, Returned};
use crate::words::{pack, Word};
use alloy_primitives::{Address, U256};
use alloy_sol_types::{sol, SolCall, SolError};
use fixed::halves;
use risk::{Gate, State, MAX_ASSETS};

mod declared {
    // What the macro derives from the declarations carries no text of its own.
    #![allow(missing_docs, unreachable_pub)]
    use super::sol;

    sol! {
        function price(uint8 asset) returns (uint256);
        function status(uint8 asset) returns (uint256 price, uint8 state, uint8 gate, uint64 updatedAt);
        function observe(uint16 mask) returns (uint256[] memory);
        function record(uint64 due) returns (uint256[] memory);
        function assetCount() returns (uint8);

        error SequencerDown();
        error GracePeriod(uint64 until);
    }
}
use declared::{assetCountCall, observeCall, priceCall, recordCall, statusCall};

/// Prices of 112 bits.
const PRICE: u128 = (1 << 112) - 1;
/// A list's place and length come before its items.
const HEAD: usize = 2;
const WORD: usize = 32;

/// What an asset is worth now.
pub(crate) struct Observed {
    /// USD WAD.
    pub(crate) collateral: u128,
    /// USD WAD.
    pub(crate) liability: u128,
    /// The log return since the last sample, WAD.
    pub(crate) pending: i128,
    pub(crate) state: State,
    pub(crate) gate: Gate,
    pub(crate) updated_at: u64,
}

/// A list of words that was answered.
pub(crate) struct List(Returned);

impl List {
    fn of(returned: Returned) -> Result<Self, OracleError> {
        if returned.length >= HEAD * WORD {
            Ok(Self(returned))
        } else {
            Err(PricesFailed {}.into())
        }
    }

    /// Nothing follows the list: what was not answered is not there.
    fn item(&self, place: usize) -> Option<U256> {
        self.0.word(place.saturating_add(HEAD))
    }

    /// What was observed of the asset at this place of the mask.
    pub(crate) fn observed(&self, place: usize) -> Result<Observed, OracleError> {
        let first = place.saturating_mul(2);
        let worth = self.item(first).ok_or(PricesFailed {})?;
        let facts = self.item(first.saturating_add(1)).ok_or(PricesFailed {})?;
        let ((liability, collateral), (tags, pending)) = (halves(worth), halves(facts));
        let [state, gate, _, a, b, c, d, e, f, ..] = tags.to_le_bytes();
        Ok(Observed {
            collateral: collateral & PRICE,
            liability: liability & PRICE,
            pending: pending.cast_signed(),
            state: State::try_from(state)?,
            gate: Gate::try_from(gate)?,
            updated_at: u64::from_le_bytes([a, b, c, d, e, f, 0, 0]),
        })
    }

    /// The log return and the price of an asset at the due time; `None` where it is missing.
    pub(crate) fn sampled(&self, asset: u8) -> Option<(i128, u128)> {
        let (high, low) = halves(self.item(asset.into())?);
        (high >> 112 & 1 == 1).then_some((low.cast_signed(), high & PRICE))
    }
}

/// The prices of the assets of a mask, and how far they have moved.
pub(crate) fn observe(prices: Address, mask: u16) -> Result<List, OracleError> {
    List::of(view(
        prices,
        observeCall::SELECTOR,
        mask.to_word().into(),
        MAX_ASSETS * 2,
    )?)
}

/// The prices at a due time, which are sampled by this. `None` while the sequencer is not trusted: nothing was
/// written.
pub(crate) fn record(prices: Address, due: u64) -> Result<Option<List>, OracleError> {
    let data = pack(&recordCall::SELECTOR, &[due.to_word()]);
    match host::call(prices, &data, (HEAD + MAX_ASSETS) * WORD) {
        Ok(returned) => List::of(returned).map(Some),
        Err(revert) => {
            let paused = [
                declared::SequencerDown::SELECTOR,
                declared::GracePeriod::SELECTOR,
            ];
            if paused.iter().any(|error| revert.starts_with(error)) {
                Ok(None)
            } else {
                Err(OracleError::Prices(revert))
            }
        }
    }
}

/// What `prices` answered, word for word.
#[cfg(not(feature = "export-abi"))]
#[allow(unreachable_pub)] // of public methods
pub struct Told(alloc::vec::Vec<u8>);

#[cfg(not(feature = "export-abi"))]
impl crate::words::Answer for Told {
    fn encode(self) -> stylus_sdk::ArbResult {
        Ok(self.0)
    }
}

#[cfg(not(feature = "export-abi"))]
mod told {
    use super::{Returned, Told};

    pub(crate) type Price = Told;
    pub(crate) type Status = Told;

    pub(super) fn price(returned: Returned) -> Price {
        Told(returned.bytes)
    }

    pub(super) fn status(returned: Returned) -> Status {
        Told(returned.bytes)
    }
}

/// For the printed interface, which needs their types.
#[cfg(feature = "export-abi")]
mod told {
    use super::{Returned, U256};

    pub(crate) type Price = U256;
    pub(crate) type Status = (U256, u8, u8, u64);

    pub(super) fn price(_: Returned) -> Price {
        Price::default()
    }

    pub(super) fn status(_: Returned) -> Status {
        Status::default()
    }
}
pub(crate) use told::{Price, Status};

pub(crate) fn price(prices: Address, asset: u8) -> Result<Price, OracleError> {
    view(prices, priceCall::SELECTOR, asset.to_word().into(), 4).map(told::price)
}

pub(crate) fn status(prices: Address, asset: u8) -> Result<Status, OracleError> {
    view(prices, statusCall::SELECTOR, asset.to_word().into(), 4).map(told::status)
}

pub(crate) fn asset_count(prices: Address) -> Result<U256, OracleError> {
    let returned = view(prices, assetCountCall::SELECTOR, U256::ZERO, 1)?;
    Ok(returned.word(0).ok_or(PricesFailed {})?)
}

#[inline(never)]
fn view(
    prices: Address,
    selector: [u8; 4],
    argument: U256,
    words: usize,
) -> Result<Returned, OracleError> {
    let data = pack(&selector, &[argument.to_word()]);
    let limit = words.saturating_add(HEAD).saturating_mul(WORD);
    host::static_call(prices, &data, limit).map_err(OracleError::Prices)
}
