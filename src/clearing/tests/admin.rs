//! What the owner and the guardian decide.

use super::*;
use crate::abi::*;
use crate::error::ClearingError;

#[motsu::test]
fn it_is_set_up_once_with_contracts(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
) {
    let it = house.address();
    house.sender(owner).open(it, u(WAD));
    let set_up = |owner: Address, all: [Address; 4]| {
        let [vault, mandate, lock, oracle] = all;
        clearing
            .sender(owner)
            .initialize(owner, vault, mandate, lock, oracle)
    };
    assert_eq!(set_up(Address::ZERO, [it; 4]), Err(ZeroAddress {}.into()));
    for nobody in 0..4 {
        let mut all = [it; 4];
        all[nobody] = owner;
        assert_eq!(set_up(owner, all), Err(NoCode { target: owner }.into()));
    }
    set_up(owner, [it; 4]).motsu_unwrap();
    assert_eq!(set_up(owner, [it; 4]), Err(AlreadyInitialized {}.into()));
    let all = clearing.sender(owner);
    assert_eq!(
        [all.vault(), all.mandate(), all.lock(), all.oracle()],
        [it; 4]
    );
}

#[motsu::test]
fn only_the_owner_registers_markets_and_sets_caps(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    let refused = Err(ClearingError::from(NotOwner { caller: alice }));
    assert_eq!(
        clearing
            .sender(alice)
            .register_market(bob, U256::ZERO)
            .map(drop),
        refused
    );
    let refused = Err(ClearingError::from(NotOwner { caller: market }));
    assert_eq!(
        clearing.sender(market).set_cap(market, ETH, U256::ZERO),
        refused
    );
    assert_eq!(clearing.sender(market).set_guardian(market), refused);
    let again = clearing.sender(owner).register_market(market, U256::ZERO);
    assert_eq!(again, Err(AlreadyRegistered { market }.into()));
    let nobody = clearing
        .sender(owner)
        .register_market(Address::ZERO, U256::ZERO);
    assert_eq!(nobody, Err(ZeroAddress {}.into()));
    let dear = clearing.sender(owner).register_market(bob, u(WAD + 1));
    assert_eq!(dear, Err(InvalidTerms {}.into()));
    let cap = |of, asset, cap| clearing.sender(owner).set_cap(of, asset, cap);
    assert_eq!(
        cap(bob, ETH, U256::ZERO),
        Err(NotMarket { market: bob }.into())
    );
    assert_eq!(cap(market, 16, U256::ZERO), Err(InvalidTerms {}.into()));
    assert_eq!(
        cap(market, ETH, u((1 << 112) + 1)),
        Err(InvalidTerms {}.into())
    );
    cap(market, ETH, u(1 << 112)).motsu_unwrap();
    let info = clearing.sender(owner).market(market);
    assert_eq!(
        (info.number, info.paused, info.since, info.maxFunding),
        (1, false, clock::now(), u(WAD / 10))
    );
    assert_eq!(clearing.sender(owner).market_at(1), market);
    assert_eq!(clearing.sender(owner).market_at(2), Address::ZERO);
}

#[motsu::test]
fn there_are_sixty_four_markets_and_no_more(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    for number in 2..=64_u8 {
        let next = Address::repeat_byte(number);
        let given = clearing
            .sender(owner)
            .register_market(next, U256::ZERO)
            .motsu_unwrap();
        assert_eq!(given, number);
    }
    assert_eq!(clearing.sender(owner).market_count(), u(64));
    let more = clearing.sender(owner).register_market(alice, U256::ZERO);
    assert_eq!(more, Err(TooManyMarkets {}.into()));
}

#[motsu::test]
fn the_guardian_pauses_and_only_the_owner_ends_it(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    let pause = |sender| clearing.sender(sender).pause(market);
    assert_eq!(pause(alice), Err(NotGuardian { caller: alice }.into()));
    clearing.sender(owner).set_guardian(alice).motsu_unwrap();
    assert_eq!(clearing.sender(owner).guardian(), alice);
    pause(alice).motsu_unwrap();
    assert!(clearing.sender(owner).market(market).paused);
    let ended = clearing.sender(alice).unpause(market);
    assert_eq!(ended, Err(NotGuardian { caller: alice }.into()));
    clearing.sender(owner).unpause(market).motsu_unwrap();
    pause(owner).motsu_unwrap();
    let unknown = clearing.sender(owner).pause(bob);
    assert_eq!(unknown, Err(NotMarket { market: bob }.into()));
    // Nobody named is nobody.
    clearing
        .sender(owner)
        .set_guardian(Address::ZERO)
        .motsu_unwrap();
    assert!(pause(alice).is_err());
}

#[motsu::test]
fn ownership_is_handed_over_in_two_steps(
    clearing: Contract<Clearing>,
    house: Contract<MockHouse>,
    owner: Address,
    market: Address,
    alice: Address,
    bob: Address,
) {
    world!(world: clearing, house, owner, market, alice, bob);
    clearing
        .sender(owner)
        .transfer_ownership(bob)
        .motsu_unwrap();
    assert_eq!(clearing.sender(owner).pending_owner(), bob);
    assert_eq!(
        clearing.sender(alice).accept_ownership(),
        Err(NotOwner { caller: alice }.into())
    );
    clearing.sender(bob).accept_ownership().motsu_unwrap();
    assert_eq!(clearing.sender(owner).owner(), bob);
}
