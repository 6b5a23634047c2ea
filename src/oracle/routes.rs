//! From call data to the methods of the contract and back, by hand; `words.rs` says why.
//!
//! As with the SDK's own router: an unknown selector is not routed, value is refused, and data that does not
//! decode reverts without data.

use crate::abi::ListingTerms;
use crate::error::OracleError;
use crate::state::Oracle;
use crate::words::{pack, Reader, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use stylus_sdk::function_selector;

/// `ListingTerms` as it stands in a signature.
type Terms = (Address, u32, u32, U256, U256, U256, U256, U256, U256);

const PRICE: u32 = u32::from_be_bytes(function_selector!("price", u8));
const STATUS: u32 = u32::from_be_bytes(function_selector!("status", u8));
const VOLATILITY: u32 = u32::from_be_bytes(function_selector!("volatility", u8));
const CORRELATION: u32 = u32::from_be_bytes(function_selector!("correlation", u8, u8));
const INDEX: u32 = u32::from_be_bytes(function_selector!("index"));
const SNAPSHOT: u32 = u32::from_be_bytes(function_selector!("snapshot", u16));
const POKE: u32 = u32::from_be_bytes(function_selector!("poke"));
const DUE_AT: u32 = u32::from_be_bytes(function_selector!("dueAt"));
const SAMPLED_AT: u32 = u32::from_be_bytes(function_selector!("sampledAt"));
const SAMPLES: u32 = u32::from_be_bytes(function_selector!("samples", u8));
const ASSET_COUNT: u32 = u32::from_be_bytes(function_selector!("assetCount"));
const LISTING: u32 = u32::from_be_bytes(function_selector!("listing", u8));
const SEQUENCER_FEED: u32 = u32::from_be_bytes(function_selector!("sequencerFeed"));
const INITIALIZE: u32 = u32::from_be_bytes(function_selector!(
    "initialize",
    Address,
    Address,
    u32,
    u32,
    u32,
    u32,
    U256,
    U256
));
const LIST: u32 = u32::from_be_bytes(function_selector!("list", Terms));
const OWNER: u32 = u32::from_be_bytes(function_selector!("owner"));
const PENDING_OWNER: u32 = u32::from_be_bytes(function_selector!("pendingOwner"));
const TRANSFER_OWNERSHIP: u32 =
    u32::from_be_bytes(function_selector!("transferOwnership", Address));
const ACCEPT_OWNERSHIP: u32 = u32::from_be_bytes(function_selector!("acceptOwnership"));

/// What a method answers, in bytes.
type Answer = Result<Vec<u8>, OracleError>;

/// Routes a call. `None`: no such function. `Some(None)`: the data is not that of its parameters.
fn route(oracle: &mut Oracle, selector: u32, input: Reader<'_>) -> Option<Option<Answer>> {
    Some(match selector {
        PRICE => input.uint8(0).map(|asset| oracle.price(asset).map(one)),
        STATUS => input.uint8(0).map(|asset| {
            let (price, state, gate, updated_at) = oracle.status(asset)?;
            Ok(pack(
                &[],
                &[price, state.word(), gate.word(), updated_at.word()],
            ))
        }),
        VOLATILITY => input
            .uint8(0)
            .map(|asset| oracle.volatility(asset).map(one)),
        CORRELATION => {
            pair(input).map(|(first, second)| oracle.correlation(first, second).map(one))
        }
        INDEX => Some(Ok(one(oracle.index()))),
        SNAPSHOT => input
            .uint16(0)
            .map(|mask| oracle.snapshot(mask).map(|words| array(&words))),
        POKE => Some(oracle.poke().map(one)),
        DUE_AT => Some(Ok(one(oracle.due_at()))),
        SAMPLED_AT => Some(Ok(one(oracle.sampled_at()))),
        SAMPLES => input.uint8(0).map(|asset| oracle.samples(asset).map(one)),
        ASSET_COUNT => Some(Ok(one(oracle.asset_count()))),
        LISTING => input
            .uint8(0)
            .map(|asset| oracle.listing(asset).map(|terms| listing(&terms))),
        SEQUENCER_FEED => Some(Ok(one(oracle.sequencer_feed()))),
        INITIALIZE => initialize(oracle, input),
        LIST => terms(input).map(|terms| oracle.list(terms).map(one)),
        OWNER => Some(Ok(one(oracle.owner()))),
        PENDING_OWNER => Some(Ok(one(oracle.pending_owner()))),
        TRANSFER_OWNERSHIP => input
            .address(0)
            .map(|successor| oracle.transfer_ownership(successor).map(none)),
        ACCEPT_OWNERSHIP => Some(oracle.accept_ownership().map(none)),
        _ => return None,
    })
}

fn initialize(oracle: &mut Oracle, input: Reader<'_>) -> Option<Answer> {
    let (owner, sequencer_feed) = (input.address(0)?, input.address(1)?);
    let (interval, min_interval) = (input.uint32(2)?, input.uint32(3)?);
    let (max_interval, half_life) = (input.uint32(4)?, input.uint32(5)?);
    let (reference, clip) = (input.word(6)?, input.word(7)?);
    let done = oracle.initialize(
        owner,
        sequencer_feed,
        interval,
        min_interval,
        max_interval,
        half_life,
        reference,
        clip,
    );
    Some(done.map(none))
}

fn terms(input: Reader<'_>) -> Option<ListingTerms> {
    Some(ListingTerms {
        feed: input.address(0)?,
        heartbeat: input.uint32(1)?,
        grace: input.uint32(2)?,
        minPrice: input.word(3)?,
        maxPrice: input.word(4)?,
        maxDeviation: input.word(5)?,
        floorVolatility: input.word(6)?,
        startVolatility: input.word(7)?,
        indexWeight: input.word(8)?,
    })
}

fn listing(terms: &ListingTerms) -> Vec<u8> {
    let words = [
        terms.feed.word(),
        terms.heartbeat.word(),
        terms.grace.word(),
        terms.minPrice,
        terms.maxPrice,
        terms.maxDeviation,
        terms.floorVolatility,
        terms.startVolatility,
        terms.indexWeight,
    ];
    pack(&[], &words)
}

fn pair(input: Reader<'_>) -> Option<(u8, u8)> {
    Some((input.uint8(0)?, input.uint8(1)?))
}

/// A dynamic array as the only answer: where it begins, its length, its words.
fn array(words: &[U256]) -> Vec<u8> {
    let head = [32u64.word(), U256::from(words.len())];
    pack(&pack(&[], &head), words)
}

#[allow(clippy::needless_pass_by_value)] // handed to `map`
fn one(value: impl Word) -> Vec<u8> {
    pack(&[], &[value.word()])
}

fn none((): ()) -> Vec<u8> {
    Vec::new()
}

/// What `#[public]` generates; under `export-abi` it does so here too, for the interface that it prints.
#[cfg(not(feature = "export-abi"))]
mod sdk {
    use super::route;
    use crate::state::Oracle;
    use crate::words::Reader;
    use alloc::vec::Vec;
    use core::borrow::BorrowMut;
    use stylus_sdk::abi::Router;
    use stylus_sdk::stylus_core::storage::TopLevelStorage;
    use stylus_sdk::stylus_core::ValueDenier;
    use stylus_sdk::ArbResult;

    impl<S> Router<S> for Oracle
    where
        S: TopLevelStorage + BorrowMut<Self> + ValueDenier,
    {
        type Storage = Self;

        fn route(storage: &mut S, selector: u32, input: &[u8]) -> Option<ArbResult> {
            if let Err(refusal) = storage.deny_value("") {
                return Some(Err(refusal));
            }
            let answer = route(storage.borrow_mut(), selector, Reader::new(input))?;
            Some(match answer {
                Some(Ok(bytes)) => Ok(bytes),
                Some(Err(error)) => Err(error.into()),
                None => Err(Vec::new()),
            })
        }

        fn receive(_: &mut S) -> Option<Result<(), Vec<u8>>> {
            None
        }

        fn fallback(_: &mut S, _: &[u8]) -> Option<ArbResult> {
            None
        }

        fn constructor(_: &mut S, _: &[u8]) -> Option<ArbResult> {
            None
        }
    }

    impl Oracle {
        /// Nothing is inherited, so nothing is overridden.
        #[doc(hidden)]
        pub const fn __stylus_assert_overrides() {}
    }
}
