//! The clearing against a mock of the house around it: one asset at 100 dollars, cash of six decimals.

mod admin;
mod expiring;
mod house;
mod layout;
mod settling;
mod trading;
mod wire;

use crate::abi::Trade;
use crate::state::Clearing;
use alloy_primitives::{Address, B256, I256, U256};
use house::MockHouse;
use motsu::prelude::*;

/// A clock that tests can move: the one of the test VM stands still.
pub(crate) mod clock {
    use std::cell::Cell;

    thread_local!(static NOW: Cell<u64> = const { Cell::new(1_800_000_000) });

    pub(crate) fn now() -> u64 {
        NOW.get()
    }

    pub(crate) fn advance(seconds: u64) {
        NOW.set(NOW.get() + seconds);
    }
}

/// The asset.
const ETH: u8 = 2;
/// One unit of it, one dollar.
const WAD: u128 = 1_000_000_000_000_000_000;
/// One dollar of the cash.
const DOLLAR: i64 = 1_000_000;
/// Mandate to trade.
const TRADE: u64 = 16;

fn u(value: u128) -> U256 {
    U256::from(value)
}

/// Whole dollars, or units.
fn wad(whole: i64) -> I256 {
    I256::try_from(whole).unwrap() * I256::try_from(WAD).unwrap()
}

/// The first account of an owner.
fn account_of(owner: Address) -> B256 {
    owner.into_word()
}

/// A clearing with one market, which two people let trade for them; each has a thousand dollars.
struct World<'a> {
    clearing: &'a Contract<Clearing>,
    house: &'a Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
}

impl World<'_> {
    fn open(&self) {
        let house = self.house.address();
        self.house.sender(self.owner).open(house, u(100 * WAD));
        self.clearing
            .sender(self.owner)
            .initialize(self.owner, house, house, house, house)
            .motsu_unwrap();
        self.clearing
            .sender(self.owner)
            .register_market(self.market, u(WAD / 10))
            .motsu_unwrap();
        self.clearing
            .sender(self.owner)
            .set_cap(self.market, ETH, u(1_000 * WAD))
            .motsu_unwrap();
        for person in [self.alice, self.bob] {
            let account = account_of(person);
            self.house.sender(person).give(account, 1_000 * DOLLAR);
            self.house.sender(person).allow(account, self.market, TRADE);
        }
    }

    /// What a perpetual of Alice's against Bob's would be.
    fn perpetual(&self, size: u128, price: u128) -> Trade {
        Trade {
            long: account_of(self.alice),
            short: account_of(self.bob),
            asset: ETH,
            kind: 0,
            strike: U256::ZERO,
            expiry: 0,
            size: u(size * WAD),
            price: u(price * WAD),
        }
    }

    fn trade(&self, trade: Trade) -> Result<(), crate::error::ClearingError> {
        let market = self.market;
        self.clearing.sender(market).trade(trade).motsu_res()
    }

    /// Alice buys so many from Bob at a price.
    fn buys(&self, size: u128, price: u128) {
        self.trade(self.perpetual(size, price)).motsu_unwrap();
    }

    /// Alice sells so many to Bob at a price.
    fn sells(&self, size: u128, price: u128) -> Result<(), crate::error::ClearingError> {
        let trade = self.perpetual(size, price);
        self.trade(Trade {
            long: trade.short,
            short: trade.long,
            ..trade
        })
    }

    fn variation(&self, person: Address) -> I256 {
        let state = self.clearing.sender(self.owner).legs_of(account_of(person));
        state.motsu_unwrap().0
    }

    /// Sizes of a person's positions.
    fn sizes(&self, person: Address) -> Vec<I256> {
        let state = self.clearing.sender(self.owner).legs_of(account_of(person));
        state.motsu_unwrap().1.iter().map(|leg| leg.size).collect()
    }

    fn settle(&self) {
        let accounts = vec![account_of(self.alice), account_of(self.bob)];
        self.clearing
            .sender(self.owner)
            .settle(accounts)
            .motsu_unwrap();
    }

    fn cash(&self, person: Address) -> I256 {
        self.house.sender(self.owner).cash_of(account_of(person))
    }
}

/// The contracts of a test under their names, with a world of them.
macro_rules! world {
    ($world:ident: $clearing:ident, $house:ident, $owner:ident, $market:ident, $alice:ident, $bob:ident) => {
        let $world = World {
            clearing: &$clearing,
            house: &$house,
            owner: $owner,
            market: $market,
            alice: $alice,
            bob: $bob,
        };
        $world.open();
    };
}
pub(crate) use world;
