//! Positions that open, shrink, turn round and close, and the trades that are refused.

use alloy::primitives::U256;

use crate::abi::{IClearing, ILock, IVault};
use crate::stage::{account_of, signed, wad, Stage, BTC, ETH};

#[test]
fn a_position_from_first_to_last() {
    let mut stage = Stage::new();
    let (alice, bob) = (stage.alice, stage.bob);
    let sizes = |stage: &Stage| {
        [alice, bob].map(|person| {
            stage
                .legs(person)
                .1
                .iter()
                .map(|leg| leg.size)
                .collect::<Vec<_>>()
        })
    };
    stage
        .trade(stage.perpetual(alice, bob, 2, 2_000))
        .expect("opens");
    assert_eq!(sizes(&stage), [vec![signed(2)], vec![signed(-2)]]);
    assert_eq!(stage.legs(alice).0, signed(-4_000));
    let info = stage.read(
        stage.vault,
        IVault::accountCall {
            account: account_of(alice),
        },
    );
    assert!(info.legs, "the vault knows");
    // What she has is judged as one: 2,000 of cash, 2 ETH bought at what they are worth.
    let verdict = stage.read(
        stage.vault,
        IVault::assessCall {
            account: account_of(alice),
        },
    );
    assert_eq!(
        (verdict.equity, verdict.initialMargin),
        (signed(2_000), wad(800))
    );
    stage
        .trade(stage.perpetual(bob, alice, 1, 2_100))
        .expect("shrinks");
    assert_eq!(sizes(&stage), [vec![signed(1)], vec![signed(-1)]]);
    stage
        .trade(stage.perpetual(bob, alice, 3, 2_000))
        .expect("turns round");
    assert_eq!(sizes(&stage), [vec![signed(-2)], vec![signed(2)]]);
    stage
        .trade(stage.perpetual(alice, bob, 2, 1_950))
        .expect("closes");
    assert_eq!(sizes(&stage), [vec![], vec![]]);
    // -4,000 + 2,100 + 6,000 - 3,900.
    assert_eq!(stage.legs(alice).0, signed(200));
    assert_eq!(stage.legs(bob).0, signed(-200));
    stage.settle(&[alice, bob]);
    assert_eq!(stage.legs(alice).0, signed(0));
    let info = stage.read(
        stage.vault,
        IVault::accountCall {
            account: account_of(alice),
        },
    );
    assert_eq!(
        (info.legs, info.cash),
        (false, U256::from(2_200_000_000_u64))
    );
    // Cash leaves without a question to anybody.
    let call = IVault::withdrawCashCall {
        account: account_of(alice),
        amount: info.cash,
        to: alice,
    };
    stage.must(alice, stage.vault, call);
}

#[test]
fn nobody_is_traded_for_without_leave() {
    let mut stage = Stage::new();
    let (alice, carol, market) = (stage.alice, stage.carol, stage.market);
    stage.put_cash(carol, 2_000);
    let account = account_of(carol);
    let refused = stage
        .trade(stage.perpetual(alice, carol, 1, 2_000))
        .unwrap_err();
    assert_eq!(
        refused.typed(),
        Some(IClearing::NotAllowed { account, market })
    );
    stage.allow(carol, market);
    stage
        .trade(stage.perpetual(alice, carol, 1, 2_000))
        .expect("with leave");
    let trade = stage.perpetual(alice, carol, 1, 2_000);
    let refused = stage.send(carol, stage.clearing, IClearing::tradeCall { trade });
    assert_eq!(
        refused.unwrap_err().typed(),
        Some(IClearing::NotMarket { market: carol })
    );
    // Leave that is over.
    let call = crate::abi::IMandate::setOperatorCall {
        account,
        operator: market,
        capabilities: 63 & !16,
        until: u64::MAX,
    };
    stage.must(carol, stage.mandate, call);
    let refused = stage
        .trade(stage.perpetual(carol, alice, 1, 2_000))
        .unwrap_err();
    assert_eq!(
        refused.typed(),
        Some(IClearing::NotAllowed { account, market }),
        "not even to close"
    );
}

#[test]
fn liq_1_neither_side_is_left_below_its_initial_margin() {
    let mut stage = Stage::new();
    let (alice, bob) = (stage.alice, stage.bob);
    // A fifth of six at 2,000 is more than either has.
    let refused = stage
        .trade(stage.perpetual(alice, bob, 6, 2_000))
        .unwrap_err();
    assert!(
        refused.typed::<IVault::BelowInitialMargin>().is_some(),
        "{refused:?}"
    );
    stage.put_cash(alice, 10_000);
    let refused = stage
        .trade(stage.perpetual(alice, bob, 6, 2_000))
        .unwrap_err();
    assert!(
        refused.typed::<IVault::BelowInitialMargin>().is_some(),
        "the other side: {refused:?}"
    );
    let refused = stage
        .trade(stage.perpetual(alice, bob, 4, 1_800))
        .unwrap_err();
    assert!(
        refused.typed::<IVault::BelowInitialMargin>().is_some(),
        "by what he gives away: {refused:?}"
    );
    assert_eq!(
        stage.legs(alice).1.len() + stage.legs(bob).1.len(),
        0,
        "nothing stays of it"
    );
    assert_eq!(stage.legs(bob).0, signed(0));
    stage
        .trade(stage.perpetual(alice, bob, 5, 2_000))
        .expect("all that he has");
    // With a position, cash does not leave below the initial margin.
    let call = IVault::withdrawCashCall {
        account: account_of(bob),
        amount: U256::from(1_000_000),
        to: bob,
    };
    let refused = stage.send(bob, stage.vault, call).unwrap_err();
    assert!(
        refused.typed::<IVault::BelowInitialMargin>().is_some(),
        "{refused:?}"
    );
}

#[test]
fn liq_2_who_is_below_may_shrink_but_not_lose_by_it() {
    let mut stage = Stage::new();
    let (alice, bob) = (stage.alice, stage.bob);
    stage.put_cash(bob, 8_000);
    stage
        .trade(stage.perpetual(alice, bob, 4, 2_000))
        .expect("opens");
    // She has 400 left, against an initial margin of 1,280 and a maintenance margin of 640.
    stage.set_price(ETH, 1_600);
    let refused = stage
        .trade(stage.perpetual(alice, bob, 1, 1_600))
        .unwrap_err();
    assert!(
        refused.typed::<IVault::BelowInitialMargin>().is_some(),
        "{refused:?}"
    );
    // Sold 170 below what it is worth: one ETH saves 160 of maintenance margin.
    let refused = stage
        .trade(stage.perpetual(bob, alice, 1, 1_430))
        .unwrap_err();
    assert!(
        refused.typed::<IVault::BelowInitialMargin>().is_some(),
        "{refused:?}"
    );
    stage
        .trade(stage.perpetual(bob, alice, 1, 1_450))
        .expect("no worse than before");
    assert_eq!(stage.legs(alice).1[0].size, signed(3));
    let refused = stage
        .trade(stage.perpetual(bob, alice, 6, 1_600))
        .unwrap_err();
    assert!(
        refused.typed::<IVault::BelowInitialMargin>().is_some(),
        "turned round: {refused:?}"
    );
    stage
        .trade(stage.perpetual(bob, alice, 3, 1_600))
        .expect("closes");
    let info = stage.read(
        stage.vault,
        IVault::accountCall {
            account: account_of(alice),
        },
    );
    assert!(info.legs, "the loss is still there");
    stage.settle(&[alice, bob]);
    assert_eq!(
        stage.net_cash(alice),
        signed(250) / signed(1) * alloy::primitives::I256::try_from(1_000_000).unwrap()
    );
}

#[test]
fn positions_shrink_at_a_price_that_is_not_live() {
    let mut stage = Stage::new();
    let (alice, bob) = (stage.alice, stage.bob);
    stage
        .trade(stage.perpetual(alice, bob, 2, 2_000))
        .expect("opens");
    stage.pass(200_000);
    let refused = stage
        .trade(stage.perpetual(alice, bob, 1, 2_000))
        .unwrap_err();
    assert_eq!(refused.typed(), Some(IVault::PriceNotLive { notLive: 1 }));
    stage
        .trade(stage.perpetual(bob, alice, 2, 2_000))
        .expect("both close");
    assert_eq!(stage.legs(alice).1.len(), 0);
}

#[test]
fn l11_thirty_two_positions_and_no_more() {
    let mut stage = Stage::new();
    let (alice, bob) = (stage.alice, stage.bob);
    let series = |stage: &Stage, strike: u64| IClearing::Trade {
        kind: 4,
        strike: wad(strike),
        size: wad(1) / U256::from(100),
        ..stage.perpetual(alice, bob, 1, 0)
    };
    for strike in 1..=32 {
        stage.trade(series(&stage, strike)).expect("a place");
    }
    let refused = stage.trade(series(&stage, 33)).unwrap_err();
    assert_eq!(
        refused.typed(),
        Some(IClearing::TooManyLegs {
            account: account_of(alice)
        })
    );
    let verdict = stage.read(
        stage.vault,
        IVault::assessCall {
            account: account_of(bob),
        },
    );
    assert_eq!(
        verdict.equity,
        signed(2_000),
        "none of them is worth anything"
    );
    let (long, short) = (account_of(bob), account_of(alice));
    let close = IClearing::Trade {
        long,
        short,
        ..series(&stage, 7)
    };
    stage.trade(close).expect("closes");
    stage.trade(series(&stage, 33)).expect("room again");
}

#[test]
fn caps_and_pauses_stop_what_grows() {
    let mut stage = Stage::new();
    let (alice, bob, market) = (stage.alice, stage.bob, stage.market);
    let (owner, clearing) = (stage.owner, stage.clearing);
    stage
        .trade(stage.perpetual(alice, bob, 2, 2_000))
        .expect("opens");
    let cap = wad(3);
    stage.must(
        owner,
        clearing,
        IClearing::setCapCall {
            market,
            asset: ETH,
            cap,
        },
    );
    let refused = stage
        .trade(stage.perpetual(alice, bob, 2, 2_000))
        .unwrap_err();
    assert_eq!(
        refused.typed(),
        Some(IClearing::CapExceeded { asset: ETH, cap })
    );
    let unknown = IClearing::Trade {
        asset: BTC,
        size: wad(1) / U256::from(100),
        ..stage.perpetual(alice, bob, 1, 40_000)
    };
    stage.must(
        owner,
        clearing,
        IClearing::setCapCall {
            market,
            asset: BTC,
            cap: U256::ZERO,
        },
    );
    let refused = stage.trade(unknown).unwrap_err();
    assert_eq!(
        refused.typed(),
        Some(IClearing::CapExceeded {
            asset: BTC,
            cap: U256::ZERO
        })
    );
    stage.must(owner, clearing, IClearing::pauseCall { market });
    let refused = stage
        .trade(stage.perpetual(alice, bob, 1, 2_000))
        .unwrap_err();
    assert_eq!(refused.typed(), Some(IClearing::MarketPaused { market }));
    stage
        .trade(stage.perpetual(bob, alice, 1, 2_000))
        .expect("shrinks");
    let open = stage.read(clearing, IClearing::openInterestCall { market, asset: ETH });
    assert_eq!((open.open, open.cap), (wad(1), cap));
    let totals = stage.read(clearing, IClearing::totalsCall { mask: 3 });
    assert_eq!(
        (totals.long, totals.short),
        (vec![wad(1), U256::ZERO], vec![wad(1), U256::ZERO])
    );
}

#[test]
fn ree_1_the_lock_is_free_after_every_call() {
    let mut stage = Stage::new();
    let (alice, bob) = (stage.alice, stage.bob);
    stage
        .trade(stage.perpetual(alice, bob, 2, 2_000))
        .expect("opens");
    stage.settle(&[alice, bob]);
    assert_eq!(
        stage.read(stage.lock, ILock::holderCall {}),
        alloy::primitives::Address::ZERO
    );
}
