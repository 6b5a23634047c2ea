//! What expires: at which price, and who gets what.

use super::house::{GATED, KNOWN, STARVED};
use super::*;
use crate::abi::*;
use crate::error::ClearingError;

const WEEK: u64 = 604_800;

impl World<'_> {
    fn option(&self, kind: u8, strike: u128, expiry: u64) -> Trade {
        Trade {
            kind,
            strike: u(strike * WAD),
            expiry,
            ..self.perpetual(3, 10)
        }
    }

    fn expire(&self) -> Result<(), ClearingError> {
        let accounts = vec![account_of(self.alice), account_of(self.bob)];
        self.clearing
            .sender(self.owner)
            .expire(accounts)
            .motsu_res()
    }
}

#[motsu::test]
fn options_and_futures_pay_at_the_price_of_their_expiry(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    let expiry = clock::now() + WEEK;
    world.trade(world.option(1, 90, expiry)).motsu_unwrap();
    world.trade(world.option(2, 90, expiry)).motsu_unwrap();
    world
        .trade(Trade {
            strike: U256::ZERO,
            ..world.option(0, 0, expiry)
        })
        .motsu_unwrap();
    world.trade(world.option(1, 120, expiry + 1)).motsu_unwrap();
    world.buys(1, 100);
    world.expire().motsu_unwrap();
    assert_eq!(world.sizes(alice).len(), 5, "nothing has expired yet");
    let early = clearing.sender(owner).fix_price(ETH, expiry);
    assert_eq!(early, Err(NotExpired { expiry }.into()));
    clock::advance(WEEK);
    house.sender(owner).set_past(KNOWN, u(110 * WAD));
    world.expire().motsu_unwrap();
    // Premiums 3 * 10 four times and 100; paid 3 * 20 (call), nothing (put), 3 * 110 (future).
    let gained = wad(60 + 330 - 120 - 100);
    assert_eq!(
        (world.variation(alice), world.variation(bob)),
        (gained, -gained)
    );
    assert_eq!(
        (world.sizes(alice), world.sizes(bob)),
        (vec![wad(1), wad(3)], vec![wad(-1), wad(-3)])
    );
    assert_eq!(
        clearing.sender(owner).settlement_price(ETH, expiry),
        u(110 * WAD)
    );
    assert_eq!(clearing.sender(owner).totals(4).0, vec![u(4 * WAD)]);
    assert_eq!(
        clearing.sender(owner).open_interest(market, ETH).0,
        u(4 * WAD)
    );
    // Once is enough.
    world.expire().motsu_unwrap();
    assert_eq!(world.variation(alice), gained);
    let late = world.trade(world.option(1, 90, expiry));
    assert_eq!(late, Err(InvalidSeries {}.into()));
}

#[motsu::test]
fn the_price_is_fixed_once_for_all(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    let expiry = clock::now() + WEEK;
    world.trade(world.option(1, 90, expiry)).motsu_unwrap();
    clock::advance(WEEK);
    house.sender(owner).set_past(KNOWN, u(110 * WAD));
    let price = clearing.sender(alice).fix_price(ETH, expiry).motsu_unwrap();
    assert_eq!(price, u(110 * WAD));
    house.sender(owner).set_past(KNOWN, u(300 * WAD));
    assert_eq!(
        clearing.sender(bob).fix_price(ETH, expiry).motsu_unwrap(),
        price
    );
    let one = vec![account_of(alice)];
    clearing.sender(owner).expire(one).motsu_unwrap();
    assert_eq!(world.variation(alice), wad(60 - 30));
    world.expire().motsu_unwrap();
    assert_eq!(world.variation(bob), wad(30 - 60));
    world.settle();
    assert!(
        !house.sender(owner).any(account_of(alice)) && !house.sender(owner).any(account_of(bob))
    );
}

#[motsu::test]
fn where_nobody_knows_the_price_the_live_one_counts_a_day_later(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    let expiry = clock::now() + WEEK;
    world.trade(world.option(1, 90, expiry)).motsu_unwrap();
    clock::advance(WEEK + 86_399);
    house.sender(owner).set_past(GATED, U256::ZERO);
    let unknown = NoSettlementPrice { asset: ETH, expiry };
    assert_eq!(world.expire(), Err(unknown.into()));
    clock::advance(1);
    // Not where the call was too poor to tell.
    house.sender(owner).set_past(STARVED, U256::ZERO);
    assert!(matches!(world.expire(), Err(ClearingError::Callee(data)) if data.len() == 4));
    house.sender(owner).set_past(GATED, U256::ZERO);
    world.expire().motsu_unwrap();
    assert_eq!(
        clearing.sender(owner).settlement_price(ETH, expiry),
        u(100 * WAD)
    );
    assert_eq!(world.variation(alice), wad(30 - 30));
}
