//! The most of something, and prices of a liquidation, against closed forms.

use super::*;
use crate::abi::{MalformedAnswer, UnknownAsset};
use crate::error::LookoutError;

/// What leaves takes three quarters of its value from what is free: 19,000 are, so 12.67 ETH may go: all ten. Of a debt of 33,000
/// 6,000 are free: 4 ETH.
#[motsu::test]
fn a_withdrawal_takes_its_value_less_its_margin(lookout: Contract<Lookout>, bob: Address) {
    let _house = set_up(&lookout, bob);
    let most = |asset| lookout.sender(bob).max_withdraw(ALICE, asset).unwrap();
    assert_eq!(most(ETH), u(10 * WAD.cast_unsigned()));
    alice(|alice| alice.debt = 33_000 * DOLLAR);
    assert_eq!(most(ETH), u(4 * WAD.cast_unsigned()));
    // 6,000 / (60,000 x 4/5) = 0.125 BTC.
    assert_eq!(most(BTC), u(12_500_000));
    assert!(world(|world| world.questions) <= 6);
}

/// A half counts at a weight of one half, so twice as much may go; what has not seasoned does not count at all.
#[motsu::test]
fn what_counts_for_half_leaves_for_half(lookout: Contract<Lookout>, bob: Address) {
    let _house = set_up(&lookout, bob);
    world(|world| world.weights.insert(ETH, 500));
    // 5 ETH count: 10,000 + 30,000 - 28,000 = 12,000 of equity, 2,500 + 6,000 of margin: 3,500 are free.
    alice(|alice| alice.debt = 28_000 * DOLLAR);
    let most = lookout.sender(bob).max_withdraw(ALICE, ETH).unwrap();
    let exact = 3_500_u128 * WAD.cast_unsigned() / 750;
    assert!(
        most <= u(exact) && most + u(risk::frontier::tolerance(10 << 60, 1)) >= u(exact),
        "{most}"
    );
    // Of what counts one more ETH is young: 2,000 less 500 of margin are not free.
    alice(|alice| {
        alice.unseasoned.insert(ETH, WAD.cast_unsigned());
    });
    let most = lookout.sender(bob).max_withdraw(ALICE, ETH).unwrap();
    let exact = 2_000_u128 * WAD.cast_unsigned() / 750;
    assert!(most <= u(exact) && most + u(1 << 41) >= u(exact), "{most}");
}

/// The answer passes the check of the vault, which rounds to units of the token, and a step more does not.
#[motsu::test]
fn the_answer_passes_where_more_does_not(lookout: Contract<Lookout>, bob: Address) {
    let _house = set_up(&lookout, bob);
    for step in 0..40_u128 {
        let held = 12_345_677 + step * 7_919;
        world(|world| world.weights.insert(BTC, 333 + step));
        alice(|alice| {
            alice.held.insert(BTC, held);
            alice.debt = 16_000 * DOLLAR + step * 1_111_111;
        });
        let free = |held: u128| {
            alice(|alice| {
                alice.held.insert(BTC, held);
            });
            lookout.sender(bob).account(ALICE).unwrap().free
        };
        let most = lookout.sender(bob).max_withdraw(ALICE, BTC).unwrap();
        let most = u128::try_from(most).unwrap();
        assert!(0 < most && most < held, "{most} of {held}");
        assert!(free(held - most) >= I256::ZERO, "{step}: {most}");
        // A unit of the token is what rounding it twice takes, and three of it at a weight of a third.
        assert!(free(held - most - 6) < I256::ZERO, "{step}: {most}");
    }
}

/// A loan takes itself from what is free: 19,000 less two units for the rounding of the debt.
#[motsu::test]
fn a_loan_takes_what_is_free(lookout: Contract<Lookout>, bob: Address) {
    let _house = set_up(&lookout, bob);
    let most = || lookout.sender(bob).max_borrow(ALICE).unwrap();
    assert_eq!(most(), u(19_000 * DOLLAR - 2));
    world(|world| world.lendable = 5_000 * DOLLAR);
    assert_eq!(most(), u(5_000 * DOLLAR), "no more than the pool has");
    alice(|alice| alice.debt = 39_000 * DOLLAR);
    assert_eq!(most(), U256::ZERO, "nothing is free");
    alice(|alice| alice.debt = 45_000 * DOLLAR);
    assert_eq!(most(), U256::ZERO, "below initial margin");
    assert_eq!(
        lookout.sender(bob).max_withdraw(ALICE, ETH).unwrap(),
        U256::ZERO
    );
}

#[motsu::test]
fn nobody_asks_about_an_account_that_owes_nothing(lookout: Contract<Lookout>, bob: Address) {
    let _house = set_up(&lookout, bob);
    alice(|alice| alice.debt = 0);
    world(|world| world.not_live = u16::MAX);
    let most = lookout.sender(bob).max_withdraw(ALICE, BTC).unwrap();
    assert_eq!(most, u(50_000_000));
    assert_eq!(world(|world| world.questions), 0);
    // While prices cannot be relied on nothing is lent, and nothing leaves where something is owed.
    assert_eq!(lookout.sender(bob).max_borrow(ALICE).unwrap(), U256::ZERO);
    alice(|alice| alice.debt = DOLLAR);
    assert_eq!(
        lookout.sender(bob).max_withdraw(ALICE, ETH).unwrap(),
        U256::ZERO
    );
}

/// 10 p (1 - 1/5) + 30,000 (1 - 4/25) = 40,000: p = 1,850. Under the older version 10 p 7/8 + 27,000 = 40,000.
#[motsu::test]
fn the_price_of_a_liquidation_is_the_closed_form(lookout: Contract<Lookout>, bob: Address) {
    let _house = set_up(&lookout, bob);
    alice(|alice| alice.debt = 40_000 * DOLLAR);
    let edges = lookout.sender(bob).liquidation_price(ALICE, ETH).unwrap();
    assert_eq!(edges.price, u(2_000 * WAD.cast_unsigned()));
    assert_eq!(edges.lower, u(1_850 * WAD.cast_unsigned()));
    assert_eq!(edges.upper, U256::MAX);
    alice(|alice| alice.version = 1);
    let edges = lookout.sender(bob).liquidation_price(ALICE, ETH).unwrap();
    let exact = u(13_000 * WAD.cast_unsigned() * 8 / 70);
    assert!(
        edges.lower >= exact && edges.lower - exact <= u(1 << 48),
        "{}",
        edges.lower
    );
    // Fallen already.
    alice(|alice| alice.debt = 49_000 * DOLLAR);
    let edges = lookout.sender(bob).liquidation_price(ALICE, ETH).unwrap();
    assert_eq!((edges.lower, edges.upper), (edges.price, edges.price));
}

/// 10 ETH held, 20 short from 2,000 with 12,000 of own cash: equity 72,000 - 10 p, margin (30 p) 1/5: 16 p = 72,000... at
/// 4,500 on the way up; nowhere on the way down.
#[motsu::test]
fn a_short_falls_on_the_way_up(lookout: Contract<Lookout>, bob: Address) {
    let _house = set_up(&lookout, bob);
    alice(|alice| {
        alice.debt = 0;
        alice.cash = 32_000 * DOLLAR;
        alice.held.remove(&BTC);
        alice.legs = vec![(ETH, -20 * WAD, 2_000 * WAD)];
    });
    let edges = lookout.sender(bob).liquidation_price(ALICE, ETH).unwrap();
    assert_eq!(
        (edges.lower, edges.upper),
        (U256::ZERO, u(4_500 * WAD.cast_unsigned()))
    );
    // The price of what is not there moves nothing.
    let edges = lookout.sender(bob).liquidation_price(ALICE, BTC).unwrap();
    assert_eq!((edges.lower, edges.upper), (U256::ZERO, U256::MAX));
}

#[motsu::test]
fn what_is_paused_or_frozen_or_too_small_is_nothing(lookout: Contract<Lookout>, bob: Address) {
    let _house = set_up(&lookout, bob);
    let both = || {
        let lookout = lookout.sender(bob);
        (
            lookout.max_withdraw(ALICE, ETH).unwrap().is_zero(),
            lookout.max_borrow(ALICE).unwrap().is_zero(),
        )
    };
    assert_eq!(both(), (false, false));
    for (paused, expected) in [(1, (true, false)), (2, (false, false)), (3, (false, true))] {
        world(|world| world.paused = paused);
        assert_eq!(both(), expected, "{paused}");
    }
    alice(|alice| alice.debt = 0);
    world(|world| world.paused = 2);
    assert_eq!(both(), (true, false), "the way out is another pause");
    world(|world| (world.paused, world.frozen) = (0, true));
    assert_eq!(both(), (true, false));
    // 39,000 can be borrowed, but for the rounding.
    world(|world| world.min_debt = 39_000 * DOLLAR - 2);
    assert_eq!(both(), (true, false));
    world(|world| world.min_debt = 39_000 * DOLLAR - 1);
    assert_eq!(both(), (true, true));
}

#[motsu::test]
fn refusals_have_their_reasons(lookout: Contract<Lookout>, bob: Address) {
    let house = set_up(&lookout, bob);
    let unknown = lookout.sender(bob).max_withdraw(ALICE, 16).unwrap_err();
    assert_eq!(unknown, UnknownAsset { asset: 16 }.into());
    let unknown = lookout
        .sender(bob)
        .liquidation_price(ALICE, 255)
        .unwrap_err();
    assert_eq!(unknown, UnknownAsset { asset: 255 }.into());
    let unlisted = lookout.sender(bob).max_withdraw(ALICE, 3).unwrap_err();
    let expected = NotListed { asset: 3 }.abi_encode();
    assert_eq!(unlisted, LookoutError::Callee(expected), "the vault's own");
    world(|world| world.poison = Some(ETH));
    let refused = lookout.sender(bob).max_borrow(ALICE).unwrap_err();
    assert_eq!(
        refused,
        LookoutError::Callee(Refused { asset: ETH }.abi_encode())
    );
    world(|world| (world.poison, world.short) = (None, true));
    let malformed = lookout.sender(bob).max_borrow(ALICE).unwrap_err();
    let callee = house.margin.address();
    assert_eq!(malformed, MalformedAnswer { callee }.into());
    world(|world| world.not_live = 1);
    let dead = lookout
        .sender(bob)
        .liquidation_price(ALICE, ETH)
        .unwrap_err();
    assert_eq!(
        dead,
        LookoutError::Callee(Refused { asset: ETH }.abi_encode())
    );
}
