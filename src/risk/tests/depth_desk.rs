//! Depth that may be relied on: what snapshots do to it, whatever they are and whenever they come.

use proptest::prelude::*;
use risk::liquidity::depth::{DepthState, DepthTerms, MOST_CENTS, SNAPSHOTS};

const TERMS: DepthTerms = DepthTerms::standard();
const START: u64 = 1_800_000_000;
const SPACING: u64 = 900;

/// A desk that has seen the same depth for long.
fn settled(cents: u64) -> DepthState {
    DepthState {
        snapshots: [cents; SNAPSHOTS],
        maintenance: cents,
        measured_at: START,
        stepped_at: START,
    }
}

/// Snapshots at their times; the state, and the time of the last.
fn run(mut state: DepthState, base: u64, snapshots: &[Option<u64>]) -> (DepthState, u64) {
    let mut now = state.stepped_at.max(START);
    for snapshot in snapshots {
        now += SPACING;
        state = state.step(now, *snapshot, base, &TERMS);
    }
    (state, now)
}

#[test]
fn depth_begins_with_the_third_snapshot_and_at_the_base() {
    let mut state = DepthState::default();
    let mut seen = Vec::new();
    for round in 1..=5_u64 {
        let now = START + round * SPACING;
        state = state.step(now, Some(1_000_000), 400_000, &TERMS);
        seen.push((state.used(now, &TERMS), state.maintenance));
    }
    assert_eq!(seen[0], (0, 0));
    assert_eq!(seen[1], (0, 0));
    assert_eq!(seen[2], (400_000, 400_000));
    // From the base on by ln 2 / 96 a quarter of an hour: 0.722 %.
    assert_eq!(seen[3], (402_888, 402_888));
    assert_eq!(seen[4], (405_796, 405_796));
}

#[test]
fn the_newest_snapshot_drives_the_oldest_out() {
    let (state, now) = run(settled(7), 1, &[Some(1), Some(2), None, Some(3)]);
    assert_eq!(state.snapshots, [3, 2, 1, 7, 7]);
    assert_eq!(state.measured_at, now);
    let (state, now) = run(state, 1, &[Some(MOST_CENTS + 1), Some(5), None]);
    assert_eq!(state.snapshots, [5, MOST_CENTS, 3, 2, 1]);
    assert_eq!(state.measured_at, now - SPACING);
    // A time before the newest snapshot changes nothing.
    let before = state.measured_at - 1;
    assert_eq!(state.step(before, Some(9), 1, &TERMS), state);
}

#[test]
fn a_fall_counts_at_once_and_for_maintenance_slowly() {
    let before = settled(8_900_000_000);
    // From 89 to 2 million dollars in one snapshot.
    let (after, now) = run(before, 1, &[Some(200_000_000)]);
    assert_eq!(after.used(now, &TERMS), 200_000_000);
    assert_eq!(after.maintenance, 8_900_000_000, "the median has not moved");
    // It stays: the median falls with the third, and maintenance depth by half a day.
    let (after, now) = run(after, 1, &[Some(200_000_000); 2]);
    assert_eq!(after.median(), 200_000_000);
    let share = after.maintenance as f64 / 8_900_000_000.0;
    let exact = 1.0 / (1.0 + 900.0 / 86_400.0 * std::f64::consts::LN_2);
    assert!((share - exact).abs() < 1e-9, "{share} against {exact}");
    let (after, _) = run(after, 1, &[Some(200_000_000); 95]);
    let share = after.maintenance as f64 / 8_900_000_000.0;
    assert!((0.5..0.502).contains(&share), "{share} after a day");
    assert!(after.used(now + 95 * SPACING, &TERMS) == 200_000_000);
}

#[test]
fn one_snapshot_too_high_raises_nothing_and_one_too_low_is_forgotten() {
    let before = settled(1_000_000);
    let (high, now) = run(before, 1, &[Some(MOST_CENTS)]);
    assert_eq!(
        (high.used(now, &TERMS), high.maintenance),
        (1_000_000, 1_000_000)
    );
    let (high, now) = run(high, 1, &[Some(MOST_CENTS)]);
    assert_eq!(
        (high.used(now, &TERMS), high.maintenance),
        (1_000_000, 1_000_000)
    );
    // Three of five have the median, and raise it by a quarter of an hour of a doubling a day.
    let (high, now) = run(high, 1, &[Some(MOST_CENTS)]);
    assert_eq!(
        (high.used(now, &TERMS), high.maintenance),
        (1_007_220, 1_007_220)
    );

    let (low, now) = run(before, 1, &[Some(0)]);
    assert_eq!((low.used(now, &TERMS), low.maintenance), (0, 1_000_000));
    let (low, now) = run(low, 1, &[Some(1_000_000)]);
    assert_eq!(
        (low.used(now, &TERMS), low.maintenance),
        (1_000_000, 1_000_000)
    );
}

#[test]
fn depth_fades_when_no_snapshot_comes() {
    let state = settled(1_000_000);
    let used = |age: u64| state.used(START + age, &TERMS);
    assert_eq!(used(7_200), 1_000_000);
    assert_eq!(used(7_200 + 3_600), 750_000);
    assert_eq!(used(7_200 + 14_399), 69);
    assert_eq!(used(7_200 + 14_400), 0);
    assert_eq!(used(u64::MAX - START), 0);
    // Asked and not answered: the same, step by step.
    let (missed, now) = run(state, 1, &[None; 12]);
    assert_eq!(missed.used(now, &TERMS), 750_000);
    // Four steps of a quarter of an hour towards it at the set speed.
    assert!(
        (971_000..972_000).contains(&missed.maintenance),
        "{}",
        missed.maintenance
    );
    // And it is back with the next snapshot.
    let (back, now) = run(missed, 1, &[Some(1_000_000)]);
    assert!(back.used(now, &TERMS) > 971_000);
}

#[test]
fn small_depths_follow_too() {
    // A step is less than a cent: its time is kept until it is one.
    let (down, _) = run(settled(50), 1, &[Some(0); 96]);
    assert!(
        (25..=30).contains(&down.maintenance),
        "{}",
        down.maintenance
    );
    let (up, _) = run(settled(50), 1, &[Some(1_000); 96]);
    assert!((85..=100).contains(&up.maintenance), "{}", up.maintenance);
}

#[test]
fn terms_of_a_desk() {
    assert!(TERMS.valid());
    let bad = [
        DepthTerms {
            spacing: 0,
            ..TERMS
        },
        DepthTerms {
            fresh: 900,
            ..TERMS
        },
        DepthTerms { ramp: 0, ..TERMS },
        DepthTerms {
            doubling: 0,
            ..TERMS
        },
        DepthTerms {
            halving: 0,
            ..TERMS
        },
    ];
    assert!(bad.iter().all(|terms| !terms.valid()));
}

fn snapshot() -> impl Strategy<Value = Option<u64>> {
    prop_oneof![
        1 => Just(None),
        1 => Just(Some(0)),
        1 => Just(Some(MOST_CENTS)),
        6 => (0..10_000_000_u64).prop_map(Some),
    ]
}

proptest! {
    #[test]
    fn the_median_is_the_middle_one(snapshots in any::<[u64; 5]>(), small in prop::array::uniform5(0_u64..4)) {
        for values in [snapshots, small] {
            let mut sorted = values;
            sorted.sort_unstable();
            let state = DepthState { snapshots: values, ..DepthState::default() };
            prop_assert_eq!(state.median(), sorted[2]);
        }
    }

    /// However the time is cut and whatever is measured, maintenance depth keeps to its speeds, and depth below it
    /// and to the latest snapshot.
    #[test]
    fn depth_keeps_to_its_speeds(
        start in 100_000_u64..10_000_000,
        base in 1_u64..200_000,
        steps in prop::collection::vec((1_u64..20_000, snapshot()), 1..60),
    ) {
        let first = settled(start);
        let (mut state, mut now) = (first, START);
        for (wait, snapshot) in steps {
            now += wait;
            state = state.step(now, snapshot, base, &TERMS);
            let days = (now - START) as f64 / 86_400.0;
            let least = start as f64 * 0.5_f64.powf(days) - 1.0;
            let most = start.max(base) as f64 * 2_f64.powf(days) + 1.0;
            let (used, kept) = (state.used(now, &TERMS), state.maintenance_at(now, base, &TERMS));
            prop_assert!(kept as f64 >= least && kept as f64 <= most, "{kept} outside {least}..{most}");
            prop_assert!(used <= kept && used <= state.snapshots[0] && used <= state.median());
            let later = now + 50_000;
            prop_assert!(state.used(later, &TERMS) <= used);
            prop_assert!(state.used(later, &TERMS) <= state.maintenance_at(later, base, &TERMS));
        }
    }

    /// Five snapshots in a row that are too high gain no more than their time; five too low are undone by five.
    #[test]
    fn strangers_gain_little(honest in 1_000_u64..1_000_000_000, false_ones in 1_usize..=5) {
        let (raised, now) = run(settled(honest), 1, &vec![Some(MOST_CENTS); false_ones]);
        let gain = raised.used(now, &TERMS) as f64 / honest as f64;
        let allowed = 2_f64.powf((false_ones.saturating_sub(2) * 900) as f64 / 86_400.0);
        prop_assert!(gain <= allowed + 1e-9, "{gain}");
        let (back, now) = run(raised, 1, &[Some(honest); 5]);
        prop_assert_eq!(back.used(now, &TERMS), honest);
    }
}
