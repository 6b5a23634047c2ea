//! What two prices and a stalled clock do to the two questions.

use super::*;
use crate::abi::*;
use risk::{Market, CLOCK_PATIENCE, DAY};

/// The market with the third asset in a state, between 15 and 18 USD.
fn disputed(state: State) -> Behaviour {
    let mut market = market_with(2, state);
    market.liability_prices[2] = 18 * WAD;
    honest(market)
}

/// The market with the third asset at one price.
fn agreed(price: u128) -> Behaviour {
    let mut market: Market = market();
    (market.prices[2], market.liability_prices[2]) = (price, price);
    honest(market)
}

fn terms() -> CloseTerms {
    CloseTerms {
        asset: 2,
        discountSlope: wad(WAD / 2),
        maxDiscount: wad(WAD / 20),
        cashUnit: wad(10u128.pow(12)),
        assetUnits: vec![wad(10u128.pow(10)), wad(1), wad(1)],
    }
}

/// O10: collateral at 15, a short of 100 at 18: 30,000 + 15,000 + 15,000 + 100 * (15 - 18).
#[motsu::test]
fn o10_assesses_what_is_held_at_the_lower_and_what_is_short_at_the_higher_price(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
) {
    set_up(&margin, &oracle, alice);
    let assess = |legs: Vec<Leg>| {
        let answer = margin.sender(alice).assess(usd(0), collateral(), legs);
        answer.unwrap().0
    };
    let short = vec![linear(2, -100 * 10i128.pow(18), 15 * WAD)];
    let before = assess(vec![]);
    behave(disputed(State::Live));
    assert_eq!(assess(vec![]), before);
    assert_eq!(assess(short.clone()).equity, usd(60_000 - 300));
    // Margin on 900 at 15.
    behave(honest(market()));
    let single = assess(short.clone());
    behave(disputed(State::Live));
    let double = assess(short);
    assert_eq!(double.maintenanceMargin, single.maintenanceMargin);
}

/// ORC-3: below maintenance at 15 (health 0.948 at a debt of 54,000), not at 18; below at both from 57,000 on.
#[motsu::test]
fn orc_3_plans_at_a_suspect_price_only_below_maintenance_under_both(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
) {
    set_up(&margin, &oracle, alice);
    let close = |debt: i128| {
        let plan = margin
            .sender(alice)
            .close(usd(-debt), collateral(), vec![], terms());
        plan.unwrap()
    };
    behave(agreed(18 * WAD));
    let (high, deep) = (close(54_000), close(57_000));
    assert_eq!((high.path, deep.path), (0, 1));
    behave(disputed(State::Suspect));
    let doubt = close(54_000);
    assert_eq!((doubt.path, doubt.asset, doubt.repay), (0, 255, U256::ZERO));
    assert_eq!(doubt.healthBefore, high.healthBefore);
    let sure = close(57_000);
    // At 18: the worse price for the buyer.
    assert_eq!(
        (
            sure.path,
            sure.repay,
            sure.seized,
            sure.healthBefore,
            sure.healthAfter
        ),
        (
            deep.path,
            deep.repay,
            deep.seized,
            deep.healthBefore,
            deep.healthAfter
        )
    );
    assert_eq!((sure.state, sure.notLive, sure.states), (3, 0b100, 0x300));
    // Two sources that agree within their limit do not protect.
    behave(disputed(State::Live));
    assert_eq!(close(54_000).path, 1);
}

/// A stalled vol clock widens initial margin, names every asset and changes nothing else: core 7,283.83... doubles after
/// three days.
#[motsu::test]
fn a_stalled_clock_widens_initial_margin_and_nothing_else(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
) {
    set_up(&margin, &oracle, alice);
    let assess = || {
        let answer = margin
            .sender(alice)
            .assess(usd(-54_000), collateral(), vec![]);
        answer.unwrap()
    };
    let (before, parts) = assess();
    let late = |by| {
        let mut market = market();
        (market.due_at, market.timestamp) = (1_750_000_000, 1_750_000_000 + by);
        behave(honest(market));
        assess()
    };
    assert_eq!(late(CLOCK_PATIENCE), (before.clone(), parts.clone()));
    let (after, same_parts) = late(CLOCK_PATIENCE + 3 * DAY);
    // IM - MM is a fifth of the core, which doubles.
    let core = (before.initialMargin - before.maintenanceMargin) * wad(5);
    let widened = after.initialMargin - before.initialMargin;
    assert!(widened.abs_diff(core) < wad(100), "{widened} for {core}");
    assert_eq!(after.notLive.count_ones() as usize, collateral().len());
    let restored = Verdict {
        initialMargin: before.initialMargin,
        notLive: before.notLive,
        ..after
    };
    assert_eq!((restored, same_parts), (before, parts));
}
