//! What must hold for margins that are kept from feeding a crisis.

use fixed::WAD;
use proptest::prelude::*;
use risk::procyclicality::{
    floored, mean_down, peak_to_trough_up, stress_weighted_up, worst_relative_rise_up, worst_rise,
    Buffer, BufferTerms, MaintenanceRatio, Speed, SpeedLimit,
};
use risk::{RiskError, DAY};

const fn percent(number: u128) -> u128 {
    number * WAD / 100
}

const HOUR: u64 = 3600;

#[test]
fn speeds_compound_by_the_second() {
    let up = Speed::rising(percent(5)).unwrap();
    let down = Speed::falling(percent(1)).unwrap();
    assert_eq!(up.after_up(WAD, 0), WAD);
    assert_eq!(down.after_up(WAD, 0), WAD);
    // Whole days to the digit, rounded up.
    assert_eq!(up.after_up(100 * WAD, DAY) - 1, 105 * WAD);
    assert_eq!(down.after_up(100 * WAD, DAY) - 1, 99 * WAD);
    assert_eq!(up.after_up(100 * WAD, 2 * DAY) - 1, 11_025 * WAD / 100);
    assert_eq!(up.after_up(WAD, DAY / 2), 1_024_695_076_595_959_839);
    assert_eq!(down.after_up(WAD, u64::MAX), 1, "rounded up");
    assert_eq!(down.after_up(0, 1), 0);
    assert_eq!(up.after_up(1, u64::MAX), u128::MAX, "saturates");
    assert_eq!(up.after_up(u128::MAX, DAY), u128::MAX);
    assert!(Speed::falling(WAD).is_err());
    assert!(Speed::falling(2 * WAD).is_err());
    assert!(Speed::rising(u128::MAX).is_err());
    assert_eq!(Speed::rising(0), Speed::falling(0));
    assert_eq!(Speed::rising(0).unwrap().after_up(7, DAY), 7);
}

#[test]
fn floors_and_stress_lift_the_calm() {
    assert_eq!(floored(3, 5), 5);
    assert_eq!(floored(6, 5), 6);
    assert_eq!(stress_weighted_up(100, 200, WAD / 4), Ok(125));
    assert_eq!(stress_weighted_up(100, 201, WAD / 4), Ok(126), "up");
    assert_eq!(stress_weighted_up(7, 9, 0), Ok(7));
    assert_eq!(stress_weighted_up(7, 9, WAD), Ok(9));
    let heavy = stress_weighted_up(7, 9, WAD + 1);
    assert_eq!(heavy, Err(RiskError::InvalidTerms));
    assert_eq!(stress_weighted_up(u128::MAX, u128::MAX, 1), Ok(u128::MAX));
}

/// A full buffer of a quarter: kept through common days, given back in a storm, built again at 1 % a day.
#[test]
fn buffers_are_released_in_a_storm_only() {
    let terms = BufferTerms::standard().unwrap();
    let full = terms.full(100 * WAD).unwrap();
    assert_eq!((full.margin, full.charged), (100 * WAD, 125 * WAD));
    let next = |before: Buffer, margin: u128, day_ago: u128| {
        terms
            .next(before, margin * WAD, day_ago * WAD, DAY)
            .unwrap()
    };
    // Ten percent in a day is a common rise: the buffer rises with the margin.
    let calm = next(full, 110, 100);
    assert_eq!(calm.charged, 1375 * WAD / 10);
    // A unit more releases it: what is charged rises by a percent.
    let storm = terms.next(full, 110 * WAD + 1, 100 * WAD, DAY).unwrap();
    assert_eq!(storm.charged / WAD, 126);
    let gone = next(full, 140, 100);
    assert_eq!(gone.charged, 140 * WAD, "never below the margin");
    let later = next(gone, 140, 140);
    assert_eq!(later.charged / (WAD / 10), 1414, "a percent a day");
    let fallen = next(gone, 100, 140);
    assert_eq!(fallen.charged, 125 * WAD, "full again at the lower margin");
    let rising = next(gone, 147, 140);
    assert_eq!(
        rising.charged / (WAD / 100),
        14_847,
        "5 % with the margin, 1 % on top"
    );
    let empty = Buffer {
        margin: 0,
        charged: 0,
    };
    assert_eq!(next(empty, 5, 5).charged, 5 * WAD);
    assert!(terms.full(u128::MAX).is_err());
}

#[test]
fn measures_of_a_short_path() {
    let path = [100, 120, 90, 108, 150];
    assert_eq!(peak_to_trough_up(&path), Ok(1_666_666_666_666_666_667));
    assert_eq!(worst_rise(&path, 1), Ok(Some(42)));
    assert_eq!(worst_rise(&path, 2), Ok(Some(60)));
    assert_eq!(worst_rise(&path, 4), Ok(Some(50)));
    assert_eq!(worst_rise(&path, 5), Ok(None));
    assert_eq!(worst_rise(&[9, 5, 2], 1), Ok(Some(-3)));
    let relative = |path: &[u128], steps| worst_relative_rise_up(path, steps).unwrap();
    assert_eq!(relative(&path, 1), Some(388_888_888_888_888_889));
    assert_eq!(relative(&path, 2), Some(666_666_666_666_666_667));
    assert_eq!(relative(&[9, 5, 2], 1), Some(-444_444_444_444_444_444));
    assert_eq!(relative(&path, 9), None);
    assert_eq!(mean_down(&path), Ok(113));
    assert_eq!(mean_down(&[u128::MAX, u128::MAX]), Ok(u128::MAX));
    assert!(mean_down(&[]).is_err() && peak_to_trough_up(&[]).is_err());
    assert!(worst_relative_rise_up(&[0, 1], 1).is_err());
    assert!(worst_rise(&[0, u128::MAX], 1).is_err());
}

/// October 2025: depth falls by 98 % within twenty minutes while the price falls by 11 %. The depth term would double
/// maintenance; limited to a quarter a day it moves by a third of a percent, and an account that had 15 % to spare stays.
/// The price counts at once.
#[test]
fn t9_depth_alone_liquidates_nobody() {
    let limit = Speed::rising(percent(25)).unwrap();
    let exposure = 1000 * WAD;
    let before = MaintenanceRatio::new(percent(10));
    let margin = before.margin_up(exposure).unwrap();
    assert_eq!(margin, 100 * WAD);
    let equity = margin * 115 / 100;
    let asked = percent(20);
    let after = before.next(asked, limit, 20 * 60);
    assert!(after.ratio() > percent(10) && after.ratio() < percent(10) + WAD / 3000);
    assert!(after.margin_up(exposure).unwrap() < equity, "depth alone");
    assert!(
        before
            .next(asked, limit, 12 * HOUR)
            .margin_up(exposure)
            .unwrap()
            < equity
    );
    // The fall of 11 % takes 110 of equity at once; the margin is that of the exposure now.
    let exposure = exposure * 89 / 100;
    assert!(after.margin_up(exposure).unwrap() > equity - 110 * WAD);
    assert_eq!(
        before.next(percent(4), limit, 1).ratio(),
        percent(4),
        "a fall at once"
    );
    assert_eq!(before.next(asked, limit, 30 * DAY).ratio(), asked);
    assert_eq!(MaintenanceRatio::new(1).margin_up(1), Ok(1), "rounded up");
}

/// Volatility times four in a day: initial margin follows; maintenance, at 8 % a day, stays below a quarter in one and
/// half in five.
#[test]
fn t17_maintenance_rises_slowly() {
    let limit = Speed::rising(percent(8)).unwrap();
    let mut path = vec![percent(10)];
    for hour in 0..30 * 24 {
        let asked = if hour < 240 { percent(20) } else { percent(19) };
        let last = MaintenanceRatio::new(*path.last().unwrap());
        path.push(last.next(asked, limit, HOUR).ratio());
    }
    let rise = |days: usize| worst_relative_rise_up(&path, 24 * days).unwrap().unwrap();
    // 24 roundings a day, each of a unit in 1e17.
    assert!(rise(1) - percent(8) as i128 <= 1000);
    assert!(rise(5) <= percent(50) as i128 && rise(5) > percent(46) as i128);
    assert_eq!(peak_to_trough_up(&path), Ok(2 * WAD));
    assert_eq!(*path.last().unwrap(), percent(19));
}

fn margin() -> impl Strategy<Value = u128> {
    1u128..100 * WAD
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(200)) })]

    #[test]
    fn stepping_often_gains_nothing(value in margin(), rate in 0..WAD, first in 0..10 * DAY, second in 0..10 * DAY) {
        for speed in [Speed::rising(rate).unwrap(), Speed::falling(rate.min(percent(99))).unwrap()] {
            let whole = speed.after_up(value, first + second);
            let parts = speed.after_up(speed.after_up(value, first), second);
            // A unit of the first step, grown by the second, and one of the last.
            prop_assert!(parts >= whole);
            prop_assert!(parts - whole <= 2 + speed.after_up(1, second) + whole / 10u128.pow(24));
        }
    }

    #[test]
    fn limits_hold_and_shortfall_is_what_they_keep(charged in margin(), asked in margin(), seconds in 0..20 * DAY) {
        let limit = SpeedLimit { up: Speed::rising(percent(5)).unwrap(), down: Speed::falling(percent(2)).unwrap() };
        let next = limit.next(charged, asked, seconds);
        let (least, most) = (limit.down.after_up(charged, seconds), limit.up.after_up(charged, seconds));
        prop_assert!(least <= charged && charged <= most);
        prop_assert!(next >= least && next <= most);
        prop_assert!(next == asked || (asked > most && next == most) || (asked < least && next == least));
        prop_assert_eq!(SpeedLimit::shortfall(asked, next), asked.max(next) - next);
    }

    /// Never below the margin, never above the full buffer, and no refill faster than a percent a day.
    #[test]
    fn buffers_keep_between_margin_and_full(path in prop::collection::vec((1u128..100, 0..2 * DAY), 2..12)) {
        let terms = BufferTerms::standard().unwrap();
        let mut state = terms.full(path[0].0 * WAD).unwrap();
        for (margin, seconds) in &path[1..] {
            let next = terms.next(state, margin * WAD, state.margin, *seconds).unwrap();
            let full = terms.full(margin * WAD).unwrap().charged;
            prop_assert!(next.charged >= next.margin && next.charged <= full);
            if next.margin >= state.margin {
                prop_assert!(next.charged >= state.charged.min(full));
                let kept = fixed::mul_div_up_u128(state.charged, next.margin, state.margin).unwrap();
                prop_assert!(next.charged <= terms.refill.after_up(kept, *seconds));
            }
            state = next;
        }
    }
}

#[test]
fn one_per_cent_a_day_is_what_the_logarithm_says() {
    assert_eq!(Speed::rising(WAD / 100), Ok(Speed::ONE_PERCENT));
    assert_eq!(BufferTerms::standard(), Ok(BufferTerms::STANDARD));
}
