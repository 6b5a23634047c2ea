//! Agreement of sources, and the two prices at which an asset counts.

use fixed::{U256, WAD};
use proptest::prelude::*;
use risk::price::agreement::apart;
use risk::price::quote::log_return;
use risk::price::{
    disagreement, has_held, Disagreement, Fault, Nav, Quote, Reading, Sample, MAX_PRICE,
};
use risk::{Gate, State};

const NOW: u64 = 1_800_000_000;
const AGE: u64 = 90_000;

fn usd(price: u128) -> u128 {
    price * WAD
}

fn reading(price: u128) -> Reading {
    Reading {
        fault: None,
        price: Some(price),
        updated_at: NOW - 5,
    }
}

fn last(price: u128) -> Sample {
    Sample {
        price,
        at: NOW - 100,
    }
}

#[test]
fn o10_the_distance_of_two_sources() {
    // 2.96 % and 3.04 % of the smaller, at a limit of 3 %.
    assert!(!apart(usd(2_500), usd(2_574), 300));
    assert!(apart(usd(2_500), usd(2_576), 300));
    // Exactly the limit, and a wei more; from either side.
    for (a, b) in [(usd(2_500), usd(2_575)), (usd(2_575), usd(2_500))] {
        assert!(!apart(a, b, 300));
    }
    assert!(apart(usd(2_500), usd(2_575) + 1, 300));
    assert!(apart(usd(2_575) + 1, usd(2_500), 300));
}

#[test]
fn o10_two_sources_that_agree_are_two_prices() {
    let second = Some((usd(2_574), NOW - 9));
    let quote = Quote::of(
        &reading(usd(2_500)),
        None,
        second,
        None,
        &last(usd(2_400)),
        300,
    )
    .unwrap();
    assert_eq!(quote.state(), State::Live);
    assert_eq!(
        (quote.collateral, quote.liability),
        (usd(2_500), usd(2_574))
    );
    assert_eq!(quote.price, usd(2_500), "the primary");
    assert_eq!(quote.updated_at, NOW - 5);
}

#[test]
fn o10_two_sources_that_do_not_agree_are_suspect() {
    let fault = match disagreement(
        usd(2_500),
        Some(usd(2_576)),
        &last(usd(2_500)),
        NOW,
        AGE,
        300,
    ) {
        Some(Disagreement::Sources(fault)) => fault,
        other => panic!("{other:?}"),
    };
    let second = Some((usd(2_576), NOW - 9));
    let quote = Quote::of(
        &reading(usd(2_500)),
        Some(fault),
        second,
        None,
        &last(usd(1_000)),
        300,
    )
    .unwrap();
    assert_eq!(
        (quote.state(), quote.gate()),
        (State::Suspect, Gate::PriceDeviates)
    );
    assert_eq!(
        (quote.collateral, quote.liability),
        (usd(2_500), usd(2_576))
    );
}

#[test]
fn the_past_counts_while_it_is_recent_and_alone() {
    let against =
        |price, second, now| disagreement(price, second, &last(usd(2_500)), now, AGE, 2_000);
    assert_eq!(against(usd(3_000), None, NOW), None);
    assert!(matches!(
        against(usd(3_000) + 1, None, NOW),
        Some(Disagreement::Past(_))
    ));
    assert!(matches!(
        against(usd(2_000) - 1, None, NOW),
        Some(Disagreement::Past(_))
    ));
    // A second source that agrees says more than the past.
    assert_eq!(against(usd(5_000), Some(usd(5_001)), NOW), None);
    // The sample is from NOW - 100.
    let old = NOW - 100 + AGE;
    assert!(against(usd(5_000), None, old).is_some());
    assert_eq!(against(usd(5_000), None, old + 1), None);
}

#[test]
fn a_level_that_held_is_accepted() {
    assert!(has_held(usd(1_000), Some(usd(1_250)), 2_000));
    assert!(!has_held(usd(1_000) - 1, Some(usd(1_250)), 2_000));
    assert!(
        !has_held(usd(1_000), None, 2_000),
        "nothing is known of then"
    );
}

#[test]
fn a_jump_is_suspect_between_the_past_and_itself() {
    let fault = Fault::Deviates {
        price: usd(1_000),
        reference: usd(2_500),
    };
    let quote = Quote::of(
        &reading(usd(1_000)),
        Some(fault),
        None,
        None,
        &last(usd(2_500)),
        300,
    )
    .unwrap();
    assert_eq!(
        (quote.collateral, quote.liability),
        (usd(1_000), usd(2_500))
    );
    assert_eq!(quote.price, usd(1_000), "the lower one");
    // It is shown before anybody samples it.
    let jump = quote.pending_return(&last(usd(2_500))).unwrap();
    assert_eq!(jump, -916_290_731_874_155_065, "ln 0.4");
}

#[test]
fn o9_a_price_out_of_its_band_counts_on_both_sides() {
    let banned = |price: Option<u128>| Reading {
        fault: Some(Fault::OutOfBand {
            price: price.map_or(U256::MAX, U256::from),
        }),
        price,
        updated_at: NOW,
    };
    let of =
        |price, second| Quote::of(&banned(price), None, second, None, &last(usd(5)), 300).unwrap();
    let low = of(Some(usd(1)), None);
    assert_eq!((low.collateral, low.liability), (usd(1), usd(5)));
    assert_eq!(
        (low.state(), low.gate()),
        (State::Suspect, Gate::PriceOutOfBand)
    );
    let clamped = of(Some(usd(1)), Some((WAD / 10, NOW)));
    assert_eq!((clamped.collateral, clamped.liability), (WAD / 10, usd(5)));
    let beyond = of(None, None);
    assert_eq!((beyond.collateral, beyond.liability), (usd(5), MAX_PRICE));
}

#[test]
fn a_stale_price_is_the_last_known() {
    let fault = Some(Fault::Stale {
        updated_at: NOW - AGE - 1,
        dead: false,
    });
    let stale = |price| Reading {
        fault,
        price,
        updated_at: NOW - AGE - 1,
    };
    let quote = Quote::of(
        &stale(Some(usd(7))),
        None,
        Some((usd(9), NOW)),
        None,
        &last(usd(5)),
        300,
    );
    let quote = quote.unwrap();
    assert_eq!((quote.collateral, quote.liability), (usd(7), usd(7)));
    assert_eq!(
        (quote.state(), quote.updated_at),
        (State::Stale, NOW - AGE - 1)
    );
    // No price at all: the last sample.
    let quote = Quote::of(&stale(None), None, None, None, &last(usd(5)), 300).unwrap();
    assert_eq!((quote.collateral, quote.updated_at), (usd(5), NOW - 100));
}

#[test]
fn a_dead_feed_leaves_the_second_or_the_last_sample() {
    let dead = Reading {
        fault: Some(Fault::CallFailed),
        price: None,
        updated_at: 0,
    };
    let of = |second| Quote::of(&dead, None, second, None, &last(usd(5)), 300).unwrap();
    let with = of(Some((usd(4), NOW - 9)));
    assert_eq!(
        (with.collateral, with.liability, with.updated_at),
        (usd(4), usd(4), NOW - 9)
    );
    assert_eq!(with.state(), State::Dead);
    let without = of(None);
    assert_eq!((without.collateral, without.liability), (usd(5), usd(5)));
    assert_eq!(without.pending_return(&last(usd(5))), Ok(0));
    let paused = Quote::of_sample(&last(usd(5)), Fault::SequencerDown);
    assert_eq!((paused.state(), paused.price), (State::Paused, usd(5)));
}

#[test]
fn a_net_asset_value_holds_the_market_to_it() {
    let nav = |price| {
        Some(Nav {
            price,
            discount: 500,
        })
    };
    let of = |price, nav| Quote::of(&reading(price), None, None, nav, &last(price), 1_000).unwrap();
    // The market above: as collateral the value.
    let above = of(usd(105), nav(usd(100)));
    assert_eq!((above.collateral, above.liability), (usd(100), usd(105)));
    assert_eq!((above.state(), above.price), (State::Live, usd(105)));
    // The market below by less than the discount: a liability still counts at 95 % of the value.
    let below = of(usd(92), nav(usd(100)));
    assert_eq!((below.collateral, below.liability), (usd(92), usd(95)));
    // One wei: rounded up.
    let dust = of(usd(92), nav(usd(100) + 1));
    assert_eq!(dust.liability, usd(95) + 1);
    // Further from it than the limit of 10 %.
    assert_eq!(of(usd(110), nav(usd(100))).state(), State::Live);
    let far = of(usd(110) + 1, nav(usd(100)));
    assert_eq!(
        (far.state(), far.gate()),
        (State::Suspect, Gate::PriceDeviates)
    );
    assert_eq!((far.collateral, far.price), (usd(100), usd(100)));
    // It is no move of the market.
    assert_eq!(far.pending_return(&last(usd(110) + 1)), Ok(0));
    // Stale ones never come here: without one, the market alone.
    assert_eq!(of(usd(110) + 1, None).state(), State::Live);
}

fn any_state() -> impl Strategy<Value = Option<Fault>> {
    let price = U256::from(usd(3));
    prop_oneof![
        Just(None),
        Just(Some(Fault::OutOfBand { price })),
        Just(Some(Fault::CallFailed)),
        any::<bool>().prop_map(|dead| Some(Fault::Stale {
            updated_at: 1,
            dead
        })),
        Just(Some(Fault::Deviates {
            price: 1,
            reference: 2
        })),
    ]
}

proptest! {
    /// Whatever the sources say: collateral never above liability, a market price never above or below both, the
    /// net asset value never lets collateral count for more, and nothing fails.
    #[test]
    fn two_prices_in_order(
        fault in any_state(),
        known in any::<bool>(),
        price in 1..=MAX_PRICE,
        second in proptest::option::of(1..=MAX_PRICE),
        value in proptest::option::of((1..=MAX_PRICE, 0..=10_000_u16)),
        sampled in 1..=MAX_PRICE,
        limit in 1..=10_000_u16,
    ) {
        let price = (known || fault.is_none()).then_some(price);
        let reading = Reading { fault, price, updated_at: NOW };
        let last = last(sampled);
        let second = second.map(|price| (price, NOW));
        let nav = value.map(|(price, discount)| Nav { price, discount });
        let quote = Quote::of(&reading, None, second, nav, &last, limit).unwrap();
        let plain = Quote::of(&reading, None, second, None, &last, limit).unwrap();
        prop_assert!(quote.collateral > 0);
        prop_assert!(quote.collateral <= plain.collateral && plain.liability <= quote.liability);
        prop_assert!(plain.collateral <= plain.liability && quote.liability <= MAX_PRICE);
        prop_assert!(plain.collateral <= plain.price && plain.price <= plain.liability);
        let jump = quote.pending_return(&last).unwrap();
        for moved in [plain.collateral, plain.liability] {
            prop_assert!(log_return(moved, sampled).unwrap().unsigned_abs() <= jump.unsigned_abs());
        }
    }

    /// Swapping two sources changes nothing but which of them is shown alone.
    #[test]
    fn sources_are_symmetric(a in 1..=MAX_PRICE, b in 1..=MAX_PRICE, limit in 0..=10_000_u16) {
        prop_assert_eq!(apart(a, b, limit), apart(b, a, limit));
        let exact = U256::from(a.abs_diff(b)) * U256::from(10_000)
            > U256::from(a.min(b)) * U256::from(limit);
        prop_assert_eq!(apart(a, b, limit), exact);
    }
}
