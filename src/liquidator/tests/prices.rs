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

/// ORC-3: stale or paused, the asset that is sold (3) or another one.
#[motsu::test]
fn orc_3_stale_and_paused_prices_need_health_below_095(
    liquidator: Contract<Liquidator>,
    alice: Address,
) {
    let house = set_up(&liquidator, alice);
    let bound = WAD / 100 * 95;
    for states in [0x1000u64, 0x4000, 0x4040, 0x10, 0x4 << 60, 0x3010, 0x1002] {
        let at = |health| ClosePlan {
            notLive: 0b1000,
            states,
            healthBefore: wad(health),
            ..plan()
        };
        let error = error_of(try_at(&liquidator, &house, at(bound)));
        assert_eq!(error, PriceNotLive { notLive: 0b1000 }.into(), "{states:x}");
        assert!(
            try_at(&liquidator, &house, at(bound - 1)).is_ok(),
            "{states:x}"
        );
    }
}

/// ORC-3: that the account is below maintenance under both prices is what the plan says.
#[motsu::test]
fn orc_3_a_suspect_price_needs_only_the_plan(liquidator: Contract<Liquidator>, alice: Address) {
    let house = set_up(&liquidator, alice);
    let just = |path, health| ClosePlan {
        path,
        state: 3,
        notLive: 0b1000,
        states: 0x3000,
        healthBefore: wad(health),
        ..plan()
    };
    assert!(try_at(&liquidator, &house, just(1, WAD - 1)).is_ok());
    let error = error_of(try_at(&liquidator, &house, just(0, WAD)));
    assert!(matches!(error, LiquidatorError::Healthy(_)));
}

/// ORC-3, O14: whatever its health, the account's other assets are as good as their own prices.
#[motsu::test]
fn orc_3_o14_a_dead_asset_is_not_sold_but_another_is(
    liquidator: Contract<Liquidator>,
    alice: Address,
) {
    let house = set_up(&liquidator, alice);
    let at = |states, health| ClosePlan {
        notLive: 0b1010,
        states,
        healthBefore: wad(health),
        ..plan()
    };
    for health in [WAD / 2, WAD - 1] {
        let dead = PriceDead { asset: 3 }.into();
        assert_eq!(
            error_of(try_at(&liquidator, &house, at(0x2000, health))),
            dead
        );
        assert!(try_at(&liquidator, &house, at(0x20, health)).is_ok());
        assert!(try_at(&liquidator, &house, at(0x2_0000_0000_0020, health)).is_ok());
    }
}

/// What is no state allows nothing.
#[motsu::test]
fn a_state_that_nobody_knows_stops_the_sale(liquidator: Contract<Liquidator>, alice: Address) {
    let house = set_up(&liquidator, alice);
    for states in [0x5000u64, 0xf0, 0x5 << 60] {
        let unknown = ClosePlan {
            states,
            healthBefore: U256::ZERO,
            ..plan()
        };
        let error = error_of(try_at(&liquidator, &house, unknown));
        assert_eq!(error, PriceNotLive { notLive: 0 }.into());
    }
}
