//! When a liquidation may be started, by the states of the prices.

use super::*;
use crate::abi::*;

fn try_at(
    liquidator: &Contract<Liquidator>,
    house: &House,
    plan: ClosePlan,
) -> Result<(), LiquidatorError> {
    close_answers(house, &plan);
    buy(liquidator, Address::repeat_byte(5)).map(|_| ())
}

#[motsu::test]
fn liq_3_refuses_a_healthy_account(liquidator: Contract<Liquidator>, alice: Address) {
    let house = set_up(&liquidator, alice);
    let healthy = ClosePlan {
        path: 0,
        asset: 255,
        healthBefore: wad(WAD),
        ..plan()
    };
    let error = error_of(try_at(&liquidator, &house, healthy));
    assert_eq!(
        error,
        Healthy {
            account: ACCOUNT,
            health: wad(WAD)
        }
        .into()
    );
    assert!(calls::<transferFromCall>().is_empty());
}

#[motsu::test]
fn live_prices_need_only_maintenance(liquidator: Contract<Liquidator>, alice: Address) {
    let house = set_up(&liquidator, alice);
    let just = ClosePlan {
        healthBefore: wad(WAD - 1),
        ..plan()
    };
    assert!(try_at(&liquidator, &house, just).is_ok());
}

#[motsu::test]
fn prices_that_are_not_live_need_health_below_095(
    liquidator: Contract<Liquidator>,
    alice: Address,
) {
    let house = set_up(&liquidator, alice);
    let bound = WAD / 100 * 95;
    // Stale, suspect or paused: the asset that is sold, or another one.
    for (state, not_live) in [(1u8, 0b1000u16), (3, 0b1000), (4, 0b1010), (0, 0b10)] {
        let at = |health| ClosePlan {
            state,
            notLive: not_live,
            healthBefore: wad(health),
            ..plan()
        };
        let error = error_of(try_at(&liquidator, &house, at(bound)));
        assert_eq!(
            error,
            PriceNotLive { notLive: not_live }.into(),
            "state {state}"
        );
        assert!(
            try_at(&liquidator, &house, at(bound - 1)).is_ok(),
            "state {state}"
        );
    }
}

#[motsu::test]
fn a_dead_asset_is_not_sold_but_another_is(liquidator: Contract<Liquidator>, alice: Address) {
    let house = set_up(&liquidator, alice);
    let low = wad(WAD / 2);
    let dead = ClosePlan {
        state: 2,
        notLive: 0b1000,
        healthBefore: low,
        ..plan()
    };
    assert_eq!(
        error_of(try_at(&liquidator, &house, dead)),
        PriceDead { asset: 3 }.into()
    );
    let other = ClosePlan {
        state: 0,
        notLive: 0b10,
        healthBefore: low,
        ..plan()
    };
    assert!(try_at(&liquidator, &house, other).is_ok());
}
