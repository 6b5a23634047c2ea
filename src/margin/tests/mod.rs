//! Unit tests of the contract on a mock oracle.
//!
//! Expected numbers were computed from the formulas in the comments with 60 decimal digits, independently of
//! the crates `fixed` and `risk`.

mod closing;
mod doubt;
mod judging;
mod parameters;
mod wire;

use crate::abi::{Holding, Leg, MarginError};
use crate::Margin;
use alloc::vec::Vec;
use alloy_primitives::{Address, I256, U256};
use core::cell::RefCell;
use motsu::prelude::*;
use risk::{snapshot, Covariance, Market, State};
use stylus_sdk::abi::Router;
use stylus_sdk::prelude::*;

pub(super) const WAD: u128 = 1_000_000_000_000_000_000;

/// How the mock oracle behaves in this test's thread.
#[derive(Clone)]
pub(super) enum Behaviour {
    /// Answers with the assets asked for of this market.
    Honest(Box<Market>),
    /// Answers these words, whatever is asked.
    Words(Vec<U256>),
    Reverts,
}

thread_local! {
    static BEHAVIOUR: RefCell<Behaviour> = const { RefCell::new(Behaviour::Reverts) };
}

pub(super) fn honest(market: Market) -> Behaviour {
    Behaviour::Honest(Box::new(market))
}

pub(super) fn behave(behaviour: Behaviour) {
    BEHAVIOUR.with(|cell| *cell.borrow_mut() = behaviour);
}

/// The oracle, as far as the contract knows it.
#[storage]
pub(super) struct MockOracle;

unsafe impl TopLevelStorage for MockOracle {}

#[public]
impl MockOracle {
    fn snapshot(&self, mask: u16) -> Result<Vec<U256>, Vec<u8>> {
        match BEHAVIOUR.with(|cell| cell.borrow().clone()) {
            Behaviour::Honest(market) => Ok(words_of(&market, mask)),
            Behaviour::Words(words) => Ok(words),
            Behaviour::Reverts => Err(b"no".to_vec()),
        }
    }
}

/// The snapshot of the assets of `mask`.
pub(super) fn words_of(market: &Market, mask: u16) -> Vec<U256> {
    let mut part = Market::new();
    part.mask = mask;
    part.covariance = market.covariance.sub(mask).unwrap();
    let places: Vec<usize> = (0..16).filter(|asset| mask & 1 << asset != 0).collect();
    for (place, asset) in places.into_iter().enumerate() {
        part.prices[place] = market.prices[asset];
        part.liability_prices[place] = market.liability_prices[asset];
        part.states[place] = market.states[asset];
    }
    (part.timestamp, part.due_at) = (market.timestamp, market.due_at);
    let mut words = [U256::ZERO; snapshot::MAX_WORDS];
    let count = snapshot::encode(&part, &mut words).unwrap();
    words[..count].to_vec()
}

/// Three assets at 60,000, 3,000 and 15 USD, 3, 4 and 5 % a day, correlations 0.8, 0.6 (first and third) and 0.7.
pub(super) fn market() -> Market {
    let mut market = Market::new();
    market.mask = 0b111;
    market.prices[..3].copy_from_slice(&[60_000 * WAD, 3_000 * WAD, 15 * WAD]);
    market.liability_prices = market.prices;
    let unit = 10i128.pow(28);
    // 0.03^2, 0.8 * 0.03 * 0.04, 0.04^2, 0.6 * 0.03 * 0.05, 0.7 * 0.04 * 0.05, 0.05^2, in units of 1e-8
    let triangle =
        [90_000, 96_000, 160_000, 90_000, 140_000, 250_000].map(|entry: i128| entry * unit);
    market.covariance = Covariance::from_triangle(3, &triangle).unwrap();
    market
}

/// A market in which one price is in a state.
pub(super) fn market_with(asset: usize, state: State) -> Market {
    let mut market = market();
    market.states[asset] = state;
    market
}

/// Half of the first, five of the second, a thousand of the third: 60,000 USD.
pub(super) fn collateral() -> Vec<Holding> {
    vec![
        holding(0, WAD / 2),
        holding(1, 5 * WAD),
        holding(2, 1_000 * WAD),
    ]
}

pub(super) fn holding(asset: u8, amount: u128) -> Holding {
    Holding {
        asset,
        amount: U256::from(amount),
    }
}

pub(super) fn linear(asset: u8, size: i128, entry: u128) -> Leg {
    Leg {
        asset,
        kind: 0,
        size: wide(size),
        strike: U256::from(entry),
        expiry: 0,
    }
}

/// Dollars as signed WAD.
pub(super) fn usd(dollars: i128) -> I256 {
    wide(dollars * 10i128.pow(18))
}

pub(super) fn wide(value: i128) -> I256 {
    I256::try_from(value).unwrap()
}

pub(super) fn wad(value: u128) -> U256 {
    U256::from(value)
}

/// Initialises the contract on the mock, with terms for the three assets: exit cost 0.5, 0.6, 1.2 %, jump 2 %
/// for the third.
pub(super) fn set_up(margin: &Contract<Margin>, oracle: &Contract<MockOracle>, owner: Address) {
    behave(honest(market()));
    margin
        .sender(owner)
        .initialize(owner, oracle.address())
        .unwrap();
    for (asset, exit_cost, jump) in [(0, 5, 0), (1, 6, 0), (2, 12, 20)] {
        let (exit_cost, jump) = (wad(exit_cost * WAD / 1_000), wad(jump * WAD / 1_000));
        margin
            .sender(owner)
            .set_asset_terms(asset, exit_cost, jump)
            .unwrap();
    }
}

/// A call as it arrives from outside. `None`: not routed.
pub(super) fn call(
    margin: &Contract<Margin>,
    sender: Address,
    data: &[u8],
) -> Option<Result<Vec<u8>, Vec<u8>>> {
    let (selector, input) = data.split_at(4);
    let selector = u32::from_be_bytes(selector.try_into().unwrap());
    let mut contract = margin.sender(sender);
    <Margin as Router<Margin>>::route(&mut contract, selector, input)
}

/// That an amount lies on the upper side of the exact one, within 1e-12 of it.
pub(super) fn assert_up(actual: U256, exact: u128, what: &str) {
    let most = exact + exact / 10u128.pow(12);
    assert!(
        wad(exact) <= actual && actual <= wad(most),
        "{what}: {actual} for {exact}"
    );
}

pub(super) fn error_of<T>(result: Result<T, MarginError>) -> MarginError {
    match result {
        Ok(_) => panic!("expected an error"),
        Err(error) => error,
    }
}
