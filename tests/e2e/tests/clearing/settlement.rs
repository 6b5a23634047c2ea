//! Funding, and gains that become cash.

use alloy::primitives::{I256, U256};

use crate::abi::{IClearing, IOracle, IVault};
use crate::stage::{account_of, signed, wad, Stage, ETH};

/// Cash units of whole dollars, with a sign.
fn cash(whole: i64) -> I256 {
    I256::try_from(whole * 1_000_000).unwrap()
}

fn pot(stage: &Stage) -> U256 {
    stage.read(stage.vault, IVault::potCall {})
}

#[test]
fn funding_moves_between_the_sides() {
    let mut stage = Stage::new();
    let (alice, bob, market) = (stage.alice, stage.bob, stage.market);
    stage
        .trade(stage.perpetual(alice, bob, 2, 2_000))
        .expect("opens");
    stage.pass(43_200);
    let add = |per_unit| IClearing::addFundingCall {
        asset: ETH,
        kind: 0,
        strike: U256::ZERO,
        perUnit: per_unit,
    };
    // A tenth of the price a day: 100 dollars in half of one.
    let refused = stage
        .send(market, stage.clearing, add(signed(101)))
        .unwrap_err();
    let error = refused
        .typed::<IClearing::FundingTooLarge>()
        .expect("a bound");
    assert_eq!(error.perUnit, signed(101));
    assert!(
        error.most >= wad(100) && error.most < wad(101),
        "{}",
        error.most
    );
    stage.must(market, stage.clearing, add(signed(30)));
    assert_eq!(
        (stage.legs(alice).0, stage.legs(bob).0),
        (signed(-4_060), signed(4_060))
    );
    let verdict = stage.read(
        stage.vault,
        IVault::assessCall {
            account: account_of(alice),
        },
    );
    assert_eq!(verdict.equity, signed(1_940), "health knows what is owed");
    stage.settle(&[alice, bob]);
    assert_eq!(
        (stage.net_cash(alice), stage.net_cash(bob)),
        (cash(1_940), cash(2_060))
    );
    let (_, legs) = stage.legs(alice);
    assert_eq!(
        (stage.legs(alice).0, legs[0].size),
        (signed(-4_000), signed(2))
    );
    stage
        .trade(stage.perpetual(bob, alice, 2, 2_000))
        .expect("closes");
    assert_eq!(
        (stage.legs(alice).0, stage.legs(bob).0),
        (signed(0), signed(0))
    );
}

#[test]
fn acc_6_what_losers_pay_winners_get() {
    let mut stage = Stage::new();
    let (alice, bob, carol) = (stage.alice, stage.bob, stage.carol);
    stage.put_cash(carol, 2_000);
    stage.allow(carol, stage.market);
    stage
        .trade(stage.perpetual(alice, bob, 3, 2_000))
        .expect("opens");
    stage
        .trade(stage.perpetual(alice, carol, 1, 2_000))
        .expect("opens");
    stage.set_price(ETH, 2_300);
    let people = [alice, bob, carol];
    stage.settle(&people);
    assert_eq!(
        people.map(|person| stage.net_cash(person)),
        [cash(3_200), cash(1_100), cash(1_700)]
    );
    assert_eq!(pot(&stage), U256::ZERO);
    // Positions count from the price of the settlement on.
    assert_eq!(stage.legs(alice).0, signed(-9_200));
    stage.settle(&people);
    assert_eq!(stage.net_cash(alice), cash(3_200));
    // A gain leaves as cash, as far as the position does not need it.
    let call = |whole: u64| IVault::withdrawCashCall {
        account: account_of(alice),
        amount: crate::stage::dollars(whole),
        to: alice,
    };
    let refused = stage.send(alice, stage.vault, call(1_361)).unwrap_err();
    assert!(
        refused.typed::<IVault::BelowInitialMargin>().is_some(),
        "{refused:?}"
    );
    stage.must(alice, stage.vault, call(1_360));
}

#[test]
fn a_loser_without_cash_borrows_what_he_owes() {
    let mut stage = Stage::new();
    let (alice, bob) = (stage.alice, stage.bob);
    stage.put_asset(bob, ETH, 5);
    let call = IVault::withdrawCashCall {
        account: account_of(bob),
        amount: crate::stage::dollars(2_000),
        to: bob,
    };
    stage.must(bob, stage.vault, call);
    stage
        .trade(stage.perpetual(alice, bob, 3, 2_000))
        .expect("covered by his ETH");
    stage.set_price(ETH, 2_200);
    stage.settle(&[alice, bob]);
    assert_eq!(
        (stage.net_cash(alice), stage.net_cash(bob)),
        (cash(2_600), cash(-600))
    );
    let verdict = stage.read(
        stage.vault,
        IVault::assessCall {
            account: account_of(bob),
        },
    );
    // 5 of 2,200, less 600 of debt; his short counts from 2,200.
    assert_eq!(verdict.equity, signed(10_400));
}

#[test]
fn a_short_pot_pays_what_it_has() {
    let mut stage = Stage::new();
    let (alice, bob, carol) = (stage.alice, stage.bob, stage.carol);
    stage.put_cash(carol, 2_000);
    stage.allow(carol, stage.market);
    stage
        .trade(stage.perpetual(alice, bob, 2, 2_000))
        .expect("opens");
    stage
        .trade(stage.perpetual(alice, carol, 1, 2_000))
        .expect("opens");
    stage.set_price(ETH, 2_100);
    stage.settle(&[alice]);
    assert_eq!(stage.net_cash(alice), cash(2_000), "nobody has paid yet");
    stage.settle(&[carol, alice]);
    assert_eq!(
        (stage.net_cash(alice), pot(&stage)),
        (cash(2_100), U256::ZERO)
    );
    assert_eq!(
        stage.legs(alice).0,
        signed(-6_100),
        "what is missing is still hers"
    );
    stage.settle(&[alice, bob]);
    assert_eq!(
        (stage.net_cash(alice), stage.net_cash(bob)),
        (cash(2_300), cash(1_800))
    );
}

#[test]
fn nothing_is_settled_at_a_price_that_is_not_live() {
    let mut stage = Stage::new();
    let (alice, bob) = (stage.alice, stage.bob);
    stage
        .trade(stage.perpetual(alice, bob, 2, 2_000))
        .expect("opens");
    stage.pass(200_000);
    let accounts = vec![account_of(alice)];
    let refused = stage.send(bob, stage.clearing, IClearing::settleCall { accounts });
    let refused = refused.unwrap_err();
    let stale = stage
        .view(stage.oracle, IOracle::priceCall { asset: ETH })
        .unwrap_err();
    assert_eq!(refused.0, stale.0, "the oracle's own error");
    let accounts = vec![account_of(alice); 33];
    let refused = stage.send(bob, stage.clearing, IClearing::settleCall { accounts });
    let accounts = U256::from(33);
    assert_eq!(
        refused.unwrap_err().typed(),
        Some(IClearing::TooManyAccounts { accounts })
    );
}
