//! Auctions, their clock, and what outages and empty rooms do to them.

use fixed::WAD;
use proptest::prelude::*;
use risk::liquidation::active_clock::{ActiveClock, Outage};
use risk::liquidation::auction::{ramped_discount, top_up, Auction, Curve};
use risk::tail::normal;
use risk::RiskError;

const STEPS: Curve = Curve::Steps {
    cut: 99 * WAD / 100,
    seconds: 90,
};
const NEVER: Outage = Outage {
    from: 0,
    until: Some(0),
};
const GRACE: u64 = 3600;

#[test]
fn curves_match_the_examples() {
    let price = |curve: Curve, active| curve.price_down(1200 * WAD, active).unwrap();
    let half = Curve::HalfLife { seconds: 1800 };
    let line = Curve::Linear { seconds: 1800 };
    assert_eq!(price(STEPS, 600), 1_129_776_179_281_200_000_000);
    assert_eq!(price(half, 600) / 10_000_000_000, 95_244_063_118);
    assert_eq!(price(line, 600), 800 * WAD);
    for curve in [STEPS, half, line] {
        assert_eq!(price(curve, 0), 1200 * WAD);
        assert_eq!(price(curve, u64::MAX), 0);
    }
    assert_eq!(price(STEPS, 89), 1200 * WAD);
    assert_eq!(price(STEPS, 90), 1188 * WAD);
    assert_eq!(price(half, 3600), 300 * WAD, "whole halvings are exact");
    assert_eq!(half.price_down(u128::MAX, 127 * 1800), Ok(1));
    assert_eq!(half.price_down(u128::MAX, 128 * 1800), Ok(0));
    assert_eq!(price(line, 1800), 0);
    let flat = Curve::Steps {
        cut: WAD,
        seconds: 1,
    };
    assert_eq!(price(flat, u64::MAX), 1200 * WAD);
    let rising = Curve::Steps {
        cut: WAD + 1,
        seconds: 1,
    };
    assert_eq!(rising.price_down(WAD, 1), Err(RiskError::InvalidTerms));
    let stuck = [
        Curve::Steps {
            cut: WAD,
            seconds: 0,
        },
        Curve::HalfLife { seconds: 0 },
        Curve::Linear { seconds: 0 },
    ];
    assert!(stuck.iter().all(|curve| curve.price_down(WAD, 1).is_err()));
}

#[test]
fn auctions_start_above_what_a_late_oracle_may_miss() {
    // 4 % a day, a quarter of a day late: 2.33 deviations of 2 %.
    let top = top_up(1000 * WAD, normal::C99.value_at_risk, WAD / 25, 21_600).unwrap();
    assert_eq!(top, 1_046_526_957_480_816_823_000);
    assert_eq!(top_up(WAD, WAD, WAD, 0), Ok(WAD));
    assert!(top_up(WAD, u128::MAX, WAD, 4 * 86_400).is_err());
}

#[test]
fn liq_9_nothing_is_sold_below_the_floor_and_live_terms_are_frozen() {
    let auction = Auction {
        top: 1000 * WAD,
        curve: Curve::Linear { seconds: 1000 },
        floor: 40 * WAD / 100,
        limit: 5000,
    };
    assert_eq!(auction.price(600), Ok(Some(400 * WAD)));
    assert_eq!(auction.price(601), Ok(None));
    assert_eq!(
        auction.restarted(600, 2000 * WAD),
        Err(RiskError::InvalidTerms)
    );
    let again = auction.restarted(601, 2000 * WAD).unwrap();
    assert_eq!((again.top, again.floor), (2000 * WAD, auction.floor));
    let short = Auction {
        limit: 100,
        ..auction
    };
    assert_eq!(short.price(100), Ok(Some(900 * WAD)));
    assert_eq!(short.price(101), Ok(None));
    assert!(short.restarted(101, 1).is_ok());
}

/// Black Thursday: nobody bids for six hours while the price falls by 43 %. Whatever a bid of zero hopes for, every
/// price at which something could be bought stays above 40 % of the oracle's price at the last start.
#[test]
fn t1_empty_auctions_give_nothing_away() {
    let fallen = |now: u64| WAD / 2160 * u128::from(21_600 * 100 - now * 43);
    let mut oracle = fallen(0);
    let mut auction = Auction {
        top: oracle * 120 / 100,
        curve: STEPS,
        floor: 40 * WAD / 100,
        limit: 5400,
    };
    let (mut started, mut starts, mut least) = (0, 1, u128::MAX);
    for now in (0..=21_600).step_by(30) {
        match auction.price(now - started).unwrap() {
            Some(price) => least = least.min(fixed::div_wad_down(price, oracle).unwrap()),
            None => {
                oracle = fallen(now);
                auction = auction
                    .restarted(now - started, oracle * 120 / 100)
                    .unwrap();
                (started, starts) = (now, starts + 1);
            }
        }
    }
    assert_eq!(starts, 4);
    assert!(least >= 40 * WAD / 100, "{least}");
}

/// A sequencer that fails in minute three of an auction, for four hours, while the price falls by 20 %.
#[test]
fn t15_clocks_stand_still_while_nobody_can_act() {
    let start = 1_000_000;
    let outage = Outage {
        from: start + 180,
        until: Some(start + 180 + 14_400),
    };
    let clock = ActiveClock::started(start);
    let back = start + 180 + 14_400;
    for now in [back, back + GRACE] {
        assert_eq!(clock.at(now, outage, GRACE).active, 180);
    }
    assert_eq!(clock.at(back + GRACE + 7, outage, GRACE).active, 187);
    let down = Outage {
        until: None,
        ..outage
    };
    let seen = clock.at(back - 1, down, GRACE);
    assert_eq!(seen.active, 180);
    assert_eq!(seen.at(back + GRACE + 7, outage, GRACE).active, 187);

    let auction = Auction {
        top: 1200 * WAD,
        curve: STEPS,
        floor: WAD / 2,
        limit: 5400,
    };
    let before = auction.price(180).unwrap().unwrap();
    let rebased = auction.rebased_down(1000 * WAD, 800 * WAD).unwrap();
    let resumed = clock.at(back + GRACE, outage, GRACE).active;
    let after = rebased.price(resumed).unwrap().unwrap();
    assert_eq!(after, before * 8 / 10);
    // On a clock that runs on, the auction would have been over before anyone could bid.
    assert_eq!(rebased.price(14_400), Ok(None));
    assert!(auction.rebased_down(0, 1).is_err());
}

#[test]
fn an_outage_of_unknown_start_counts_nothing_before_its_end() {
    let outage = Outage {
        from: 0,
        until: Some(5000),
    };
    let clock = ActiveClock::started(1000);
    assert_eq!(clock.at(5000 + GRACE + 1, outage, GRACE).active, 1);
    assert_eq!(clock.at(2000, NEVER, 0).active, 1000);
    let later = clock.at(2000, NEVER, 0);
    assert_eq!(later.at(1500, NEVER, 0), later, "never back");
    assert_eq!(later.at(2000, NEVER, 0), later);
    let over = ActiveClock::started(10_000).at(10_100, outage, GRACE);
    assert_eq!((over.active, over.seen), (100, 10_100));
}

#[test]
fn ramps_end_at_their_caps() {
    let ramp = |active, toxic| ramped_discount(WAD / 100, WAD / 10_000, active, WAD / 10, toxic);
    assert_eq!(ramp(0, WAD), WAD / 100);
    assert_eq!(ramp(100, WAD), WAD / 50);
    assert_eq!(ramp(100, WAD / 60), WAD / 60);
    assert_eq!(ramp(u64::MAX, WAD), WAD / 10);
    assert_eq!(
        ramped_discount(1, u128::MAX, 2, u128::MAX, u128::MAX),
        u128::MAX
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(300)) })]

    /// Prices never rise, never pass the top, and one second moves them by no more than one step of their curve.
    #[test]
    fn liq_9_prices_fall_without_gaps(top in 0u128..u128::MAX >> 20, cut in WAD / 2..=WAD, seconds in 1u64..10_000, active in 0u64..100_000) {
        for curve in [Curve::Steps { cut, seconds }, Curve::HalfLife { seconds }, Curve::Linear { seconds }] {
            let now = curve.price_down(top, active).unwrap();
            let next = curve.price_down(top, active + 1).unwrap();
            prop_assert!(next <= now && now <= top);
            let tick = match curve {
                Curve::Steps { .. } => now - fixed::mul_wad_down(now, cut).unwrap(),
                // 2^(-1/s) >= 1 - ln 2 / s.
                Curve::HalfLife { seconds } => fixed::mul_div_up_u128(now, 7, 10 * u128::from(seconds)).unwrap(),
                Curve::Linear { seconds } => top / u128::from(seconds),
            };
            prop_assert!(now - next <= tick + 2, "{curve:?} {now} {next} {tick}");
        }
    }

    /// However often it is looked at, a clock shows the same; it never runs backwards nor faster than time.
    #[test]
    fn clocks_do_not_depend_on_who_looks(start in 0u64..5000, down in 0u64..5000, length in 0u64..5000, grace in 0u64..2000, looks in prop::collection::vec(0u64..15_000, 0..8), end in 0u64..15_000) {
        let outage = Outage { from: down, until: Some(down + length) };
        let clock = ActiveClock::started(start);
        let once = clock.at(end, outage, grace);
        let mut often = clock;
        let mut looks = looks;
        looks.sort_unstable();
        for look in looks.into_iter().filter(|look| *look <= end) {
            let next = often.at(look, outage, grace);
            prop_assert!(next.active >= often.active && next.active - often.active <= next.seen - often.seen);
            often = next;
        }
        prop_assert_eq!(often.at(end, outage, grace), once);
        let counted = (start..end.max(start)).filter(|second| *second < down || *second >= down + length + grace).count();
        prop_assert_eq!(once.active, counted as u64);
    }
}
