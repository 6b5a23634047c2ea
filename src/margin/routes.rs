//! From call data to the methods of the contract and back, by hand; see `words.rs` for why.
//!
//! As with the SDK's own router: an unknown selector is not routed, value is refused, and data that does not
//! decode reverts without data.

use crate::abi::{Holding, Leg, MarginError, Terms};
use crate::judgement::{judge, propose, Sale};
use crate::portfolio::Portfolio;
use crate::state::Margin;
use crate::words::{from_bytes, Reader, Word, Writer};
use crate::{state, terms};
use alloc::vec::Vec;
use alloy_primitives::{Address, I256, U256};
use stylus_sdk::function_selector;

/// `Holding`, `Leg`, `CloseTerms` and `Terms` as they stand in a signature.
type HoldingTuple = (u8, U256);
type LegTuple = (u8, u8, I256, U256, u64);
type CloseTuple = (u8, U256, U256, U256, Vec<U256>);
type TermsTuple = (u32, U256, U256, U256, U256, U256, U256);

const ASSESS: u32 = u32::from_be_bytes(function_selector!(
    "assess",
    I256,
    Vec<HoldingTuple>,
    Vec<LegTuple>
));
const CLOSE: u32 = u32::from_be_bytes(function_selector!(
    "close",
    I256,
    Vec<HoldingTuple>,
    Vec<LegTuple>,
    CloseTuple
));
const TERMS: u32 = u32::from_be_bytes(function_selector!("terms"));
const ASSET_TERMS: u32 = u32::from_be_bytes(function_selector!("assetTerms", u8));
const ORACLE: u32 = u32::from_be_bytes(function_selector!("oracle"));
const INITIALIZE: u32 = u32::from_be_bytes(function_selector!("initialize", Address, Address));
const SET_TERMS: u32 = u32::from_be_bytes(function_selector!("setTerms", TermsTuple));
const SET_ASSET_TERMS: u32 =
    u32::from_be_bytes(function_selector!("setAssetTerms", u8, U256, U256));
const OWNER: u32 = u32::from_be_bytes(function_selector!("owner"));
const PENDING_OWNER: u32 = u32::from_be_bytes(function_selector!("pendingOwner"));
const TRANSFER_OWNERSHIP: u32 =
    u32::from_be_bytes(function_selector!("transferOwnership", Address));
const ACCEPT_OWNERSHIP: u32 = u32::from_be_bytes(function_selector!("acceptOwnership"));

/// Bytes of a verdict and of the offset and length behind it: where the attribution begins.
const VERDICT_BYTES: u64 = 7 * 32;
/// What a method answers, in bytes.
type Answer = Result<Vec<u8>, MarginError>;

/// Routes a call. `None`: no such function. `Some(None)`: the data is not that of its parameters.
fn route(margin: &mut Margin, selector: u32, input: Reader<'_>) -> Option<Option<Answer>> {
    Some(match selector {
        ASSESS => assess(input),
        CLOSE => close(input),
        TERMS => Some(terms::unpack(state::shared_terms()).map(one)),
        ASSET_TERMS => input.uint8(0).map(|asset| {
            let terms = state::asset_terms(asset)?;
            let mut words = Writer::default();
            words.wide(terms.exit_cost).wide(terms.jump);
            Ok(words.into_bytes())
        }),
        ORACLE => Some(Ok(one(margin.oracle()))),
        INITIALIZE => pair(input).map(|(owner, oracle)| margin.initialize(owner, oracle).map(none)),
        SET_TERMS => new_terms(input).map(|terms| margin.set_terms(terms).map(none)),
        SET_ASSET_TERMS => set_asset_terms(margin, input),
        OWNER => Some(Ok(one(margin.owner()))),
        PENDING_OWNER => Some(Ok(one(margin.pending_owner()))),
        TRANSFER_OWNERSHIP => input
            .address(0)
            .map(|successor| margin.transfer_ownership(successor).map(none)),
        ACCEPT_OWNERSHIP => Some(margin.accept_ownership().map(none)),
        _ => return None,
    })
}

fn assess(input: Reader<'_>) -> Option<Answer> {
    let portfolio = portfolio(input)?;
    Some(
        portfolio
            .and_then(|portfolio| judge(&portfolio))
            .map(|judgement| {
                let mut words = Writer::default();
                judgement.verdict.put(&mut words);
                words
                    .number(VERDICT_BYTES)
                    .wide(judgement.attribution.len() as u128);
                for share in judgement.attribution {
                    words.signed(share);
                }
                words.into_bytes()
            }),
    )
}

fn close(input: Reader<'_>) -> Option<Answer> {
    let (portfolio, terms) = (portfolio(input)?, input.tail(3)?);
    let (asset, slope, most, cash_unit) = (
        terms.uint8(0)?,
        terms.word(1)?,
        terms.word(2)?,
        terms.word(3)?,
    );
    let units = terms.items::<1>(4)?.iter().map(|[unit]| from_bytes(unit));
    Some(portfolio.and_then(|portfolio| {
        let sale = Sale::new(asset, &slope, &most, &cash_unit, units)?;
        propose(&portfolio, &sale).map(one)
    }))
}

/// The first three parameters of both questions.
#[inline(never)]
fn portfolio(input: Reader<'_>) -> Option<Result<Portfolio, MarginError>> {
    let holding = |item| {
        let item = Reader::from(item);
        Some(Holding {
            asset: item.uint8(0)?,
            amount: item.word(1)?,
        })
    };
    let leg = |item| {
        let item = Reader::from(item);
        Some(Leg {
            asset: item.uint8(0)?,
            kind: item.uint8(1)?,
            size: I256::from_raw(item.word(2)?),
            strike: item.word(3)?,
            expiry: item.number(4)?,
        })
    };
    let cash = I256::from_raw(input.word(0)?);
    let (collateral, legs) = (input.items::<2>(1)?, input.items::<5>(2)?);
    Portfolio::decode(cash, collateral.iter().map(holding), legs.iter().map(leg))
}

fn set_asset_terms(margin: &mut Margin, input: Reader<'_>) -> Option<Answer> {
    let (asset, exit_cost, jump) = (input.uint8(0)?, input.word(1)?, input.word(2)?);
    Some(margin.set_asset_terms(asset, exit_cost, jump).map(none))
}

fn pair(input: Reader<'_>) -> Option<(Address, Address)> {
    Some((input.address(0)?, input.address(1)?))
}

fn new_terms(input: Reader<'_>) -> Option<Terms> {
    Some(Terms {
        horizon: input.uint32(0)?,
        shortfallFactor: input.word(1)?,
        modelMultiplier: input.word(2)?,
        maintenanceRatio: input.word(3)?,
        bufferRatio: input.word(4)?,
        correlationStress: input.word(5)?,
        sigmaFloor: input.word(6)?,
    })
}

#[allow(clippy::needless_pass_by_value)] // handed to `map`
fn one(value: impl Word) -> Vec<u8> {
    let mut words = Writer::default();
    value.put(&mut words);
    words.into_bytes()
}

fn none((): ()) -> Vec<u8> {
    Vec::new()
}

/// What `#[public]` generates elsewhere; under `export-abi` it does so here too, for the interface it prints.
#[cfg(not(feature = "export-abi"))]
mod sdk {
    use super::route;
    use crate::state::Margin;
    use crate::words::Reader;
    use alloc::vec::Vec;
    use core::borrow::BorrowMut;
    use stylus_sdk::abi::Router;
    use stylus_sdk::stylus_core::storage::TopLevelStorage;
    use stylus_sdk::stylus_core::ValueDenier;
    use stylus_sdk::ArbResult;

    impl<S> Router<S> for Margin
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

    impl Margin {
        /// Nothing is inherited, so nothing is overridden.
        #[doc(hidden)]
        pub const fn __stylus_assert_overrides() {}
    }
}
