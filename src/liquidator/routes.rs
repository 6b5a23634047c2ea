//! From call data to the methods of the contract and back, by hand; `words.rs` says why.
//!
//! As with the SDK's own router: an unknown selector is not routed, value is refused, and data that does not
//! decode reverts without data.

use crate::abi::{LiquidatorError, Plan};
use crate::state::Liquidator;
use crate::words::{Reader, Word, Writer};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};
use stylus_sdk::function_selector;

const PLAN: u32 = u32::from_be_bytes(function_selector!("plan", B256));
const BUY_COLLATERAL: u32 = u32::from_be_bytes(function_selector!(
    "buyCollateral",
    B256,
    u8,
    U256,
    U256,
    Address
));
const TERMS: u32 = u32::from_be_bytes(function_selector!("terms"));
const VAULT: u32 = u32::from_be_bytes(function_selector!("vault"));
const MARGIN: u32 = u32::from_be_bytes(function_selector!("margin"));
const POOL: u32 = u32::from_be_bytes(function_selector!("pool"));
const CASH: u32 = u32::from_be_bytes(function_selector!("cash"));
const INITIALIZE: u32 = u32::from_be_bytes(function_selector!(
    "initialize",
    Address,
    Address,
    Address,
    Address,
    Address
));
const SET_TERMS: u32 = u32::from_be_bytes(function_selector!("setTerms", U256, U256));
const OWNER: u32 = u32::from_be_bytes(function_selector!("owner"));
const PENDING_OWNER: u32 = u32::from_be_bytes(function_selector!("pendingOwner"));
const TRANSFER_OWNERSHIP: u32 =
    u32::from_be_bytes(function_selector!("transferOwnership", Address));
const ACCEPT_OWNERSHIP: u32 = u32::from_be_bytes(function_selector!("acceptOwnership"));

/// What a method answers, in bytes.
type Answer = Result<Vec<u8>, LiquidatorError>;

/// Routes a call. `None`: no such function. `Some(None)`: the data is not that of its parameters.
fn route(liquidator: &mut Liquidator, selector: u32, input: Reader<'_>) -> Option<Option<Answer>> {
    Some(match selector {
        PLAN => input
            .bytes(0)
            .map(|account| liquidator.plan(account).map(one)),
        BUY_COLLATERAL => buy_collateral(liquidator, input),
        TERMS => Some(Ok(two(liquidator.terms()))),
        VAULT => Some(Ok(one(liquidator.vault()))),
        MARGIN => Some(Ok(one(liquidator.margin()))),
        POOL => Some(Ok(one(liquidator.pool()))),
        CASH => Some(Ok(one(liquidator.cash()))),
        INITIALIZE => initialize(liquidator, input),
        SET_TERMS => set_terms(liquidator, input),
        OWNER => Some(Ok(one(liquidator.owner()))),
        PENDING_OWNER => Some(Ok(one(liquidator.pending_owner()))),
        TRANSFER_OWNERSHIP => input
            .address(0)
            .map(|successor| liquidator.transfer_ownership(successor).map(none)),
        ACCEPT_OWNERSHIP => Some(liquidator.accept_ownership().map(none)),
        _ => return None,
    })
}

fn buy_collateral(liquidator: &mut Liquidator, input: Reader<'_>) -> Option<Answer> {
    let (account, asset) = (input.bytes(0)?, input.uint8(1)?);
    let (max_repay, min_seized, to) = (input.word(2)?, input.word(3)?, input.address(4)?);
    Some(
        liquidator
            .buy_collateral(account, asset, max_repay, min_seized, to)
            .map(two),
    )
}

fn initialize(liquidator: &mut Liquidator, input: Reader<'_>) -> Option<Answer> {
    let (owner, vault, margin) = (input.address(0)?, input.address(1)?, input.address(2)?);
    let (pool, cash) = (input.address(3)?, input.address(4)?);
    Some(
        liquidator
            .initialize(owner, vault, margin, pool, cash)
            .map(none),
    )
}

fn set_terms(liquidator: &mut Liquidator, input: Reader<'_>) -> Option<Answer> {
    Some(
        liquidator
            .set_terms(input.word(0)?, input.word(1)?)
            .map(none),
    )
}

impl Word for Plan {
    /// Eight words.
    fn put(&self, words: &mut Writer) {
        words
            .number(u64::from(self.path))
            .number(u64::from(self.asset))
            .word(&self.repay)
            .word(&self.seized);
        words
            .word(&self.discount)
            .word(&self.healthBefore)
            .word(&self.healthAfter)
            .number(u64::from(self.notLive));
    }
}

fn two((first, second): (U256, U256)) -> Vec<u8> {
    let mut words = Writer::default();
    words.word(&first).word(&second);
    words.into_bytes()
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
    use crate::state::Liquidator;
    use crate::words::Reader;
    use alloc::vec::Vec;
    use core::borrow::BorrowMut;
    use stylus_sdk::abi::Router;
    use stylus_sdk::stylus_core::storage::TopLevelStorage;
    use stylus_sdk::stylus_core::ValueDenier;
    use stylus_sdk::ArbResult;

    impl<S> Router<S> for Liquidator
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

    impl Liquidator {
        /// Nothing is inherited, so nothing is overridden.
        #[doc(hidden)]
        pub const fn __stylus_assert_overrides() {}
    }
}
