//! Changes of terms: bounds and steps that no sequence beats (GOV-4), ramps, versions.

use proptest::prelude::*;
use risk::terms::history::{within, Newest, Older, Refused, RAMP, WINDOW};
use risk::terms::sheet::{Asset, Field, ASSET, CLASS};

const N: usize = ASSET.len();
/// Jump, stress scale, both tables, half spread, dead band, uncertainty, depth (thousands), age, class.
const BEFORE: Asset = [
    100_000, 1_000_000, 500_000, 330_000, 10_000, 5_000, 2_500, 5_000, 3_600, 1,
];

/// Newest and older.
type Entry = (Newest<N>, Older<N>);

fn with(place: usize, value: u64) -> Asset {
    let mut values = BEFORE;
    values[place] = value;
    values
}

fn publish(entry: &Entry, values: Asset, version: u32, now: u64) -> Result<Entry, Refused> {
    entry
        .0
        .publish(&ASSET, &entry.1, values, version, now, true)
}

fn kept(entry: &Entry, version: u32, now: u64) -> Asset {
    entry.0.maintenance(&ASSET, &entry.1, version, now)
}

#[test]
fn tightening_reaches_maintenance_in_72_hours() {
    assert_eq!(RAMP, 72 * 3_600);
    let first = Newest::first(BEFORE);
    let day = 86_400;
    let at = 1_000 * day;
    // Half spread from 1 % to 4 %; depth from 5 to 2 millions.
    let mut values = with(4, 40_000);
    values[7] = 2_000;
    let next = publish(&first, values, 7, at).unwrap();
    assert_eq!(next.0.values, values);
    for (after, spread, depth) in [(0, 10_000, 5_000), (1, 20_000, 4_000), (2, 30_000, 3_000)] {
        let got = kept(&next, 0, at + after * day);
        assert_eq!((got[4], got[7]), (spread, depth), "{after} days");
        assert_eq!(kept(&next, 7, at + after * day), got);
        // Whoever is older stays.
        assert_eq!(kept(&next, 6, at + after * day), BEFORE);
    }
    assert_eq!(kept(&next, 0, at + 3 * day), values);
    assert_eq!(kept(&next, 7, at + 300 * day), values);
    assert_eq!(kept(&next, 6, at + 300 * day), BEFORE);
    // With the second change the oldest terms are given up, by ramp and not at once.
    let at = at + 10 * day;
    values[4] = 70_000;
    let next = publish(&next, values, 8, at).unwrap();
    let ages = [
        (6, [10_000, 40_000]),
        (7, [40_000, 40_000]),
        (8, [40_000, 70_000]),
    ];
    for (version, [now, later]) in ages {
        assert_eq!(kept(&next, version, at)[4], now);
        assert_eq!(kept(&next, version, at + 3 * day)[4], later);
    }
    let at = at + 3 * day;
    values[4] = 100_000;
    let next = publish(&next, values, 9, at).unwrap();
    let ages = [
        (6, [40_000, 70_000]),
        (7, [40_000, 70_000]),
        (8, [70_000, 70_000]),
    ];
    for (version, [now, later]) in ages {
        let got = [
            kept(&next, version, at)[4],
            kept(&next, version, at + 3 * day)[4],
        ];
        assert_eq!(got, [now, later], "{version}");
    }
}

#[test]
fn what_loosens_counts_at_once_for_everybody() {
    let first = Newest::first(BEFORE);
    let next = publish(&first, with(4, 9_000), 5, WINDOW).unwrap();
    for version in [0, 3, 5] {
        assert_eq!(kept(&next, version, WINDOW)[4], 9_000);
    }
}

#[test]
fn one_step_in_a_window() {
    let first = Newest::first(BEFORE);
    let at = 10 * WINDOW;
    // A tenth, or the quantum of 0.1 %.
    assert_eq!(
        publish(&first, with(4, 8_999), 2, at),
        Err(Refused::TooLoose(4))
    );
    let next = publish(&first, with(4, 9_000), 2, at).unwrap();
    assert_eq!(
        publish(&next, with(4, 9_000), 3, at),
        Err(Refused::Unchanged)
    );
    // Another parameter of the same asset waits too.
    let mut values = with(4, 9_000);
    values[0] = 95_000;
    let last = at + WINDOW - 1;
    assert_eq!(
        publish(&next, values, 3, last),
        Err(Refused::TooSoon(at + WINDOW))
    );
    assert!(publish(&next, values, 3, at + WINDOW).is_ok());
    // Tightening does not, and what maintenance has not followed may be taken back.
    let tight = publish(&next, with(4, 500_000), 3, at + 1).unwrap();
    assert!(publish(&tight, with(4, 9_000), 4, at + 1).is_ok());
    let half = at + 1 + RAMP / 2;
    assert_eq!(
        publish(&tight, with(4, 9_000), 4, half),
        Err(Refused::TooLoose(4))
    );
    assert!(publish(&tight, with(4, 254_500), 4, half).is_ok());
}

#[test]
fn a_guardian_only_tightens() {
    let (newest, older) = Newest::first(BEFORE);
    let try_it = |values| newest.publish(&ASSET, &older, values, 2, WINDOW, false);
    assert!(try_it(with(4, 11_000)).is_ok());
    assert_eq!(try_it(with(4, 9_999)), Err(Refused::TooLoose(4)));
    assert_eq!(try_it(with(7, 5_001)), Err(Refused::TooLoose(7)));
    // Nor under cover of something tighter.
    let mut values = with(4, 11_000);
    values[8] = 3_601;
    assert_eq!(try_it(values), Err(Refused::TooLoose(8)));
}

#[test]
fn bounds_are_hard() {
    let first = Newest::first(BEFORE);
    for (place, field) in ASSET.iter().enumerate() {
        let (least, most) = field.bounds();
        assert_eq!(within(&ASSET, &with(place, least)), Ok(()));
        assert_eq!(within(&ASSET, &with(place, most)), Ok(()));
        for value in [most + 1, u64::MAX] {
            let refused = Err(Refused::OutOfBounds(place as u8));
            assert_eq!(publish(&first, with(place, value), 2, WINDOW), refused);
        }
        if least > 0 {
            assert_eq!(
                within(&ASSET, &with(place, least - 1)),
                Err(Refused::OutOfBounds(place as u8))
            );
        }
    }
}

/// The loosest that anybody may be at after so many windows: written without the code under test.
fn compound(place: usize, value: u64, windows: u64) -> u64 {
    let quantum = [
        5_000, 20_000, 10_000, 10_000, 1_000, 500, 1_000, 100, 3_600, 0,
    ][place];
    (0..windows).fold(value, |value, _| {
        let step = quantum.max(value / 10);
        if place == 7 || place == 8 {
            value + step
        } else {
            value.saturating_sub(step)
        }
    })
}

fn is_tighter(place: usize, a: u64, b: u64) -> bool {
    if place == 7 || place == 8 {
        a < b
    } else {
        a > b
    }
}

fn field_value(field: Field) -> impl Strategy<Value = (u64, bool)> {
    let (least, most) = field.bounds();
    (least..=most, any::<bool>())
}

prop_compose! {
    /// A change of one or more parameters to anything, or as loose as one window allows.
    fn change()(values in ASSET.map(field_value), steps in any::<u16>(), pause in 1..WINDOW * 2) -> (Vec<(u64, bool)>, u16, u64) {
        (values.to_vec(), steps, pause)
    }
}

proptest! {
    /// GOV-4, and what every account may rely on.
    #[test]
    fn gov_4_no_sequence_beats_the_bound(changes in prop::collection::vec(change(), 1..30)) {
        let mut entry = Newest::first(BEFORE);
        let (begin, mut now) = (100 * WINDOW, 100 * WINDOW);
        for (version, (values, steps, pause)) in (2u32..).zip(changes) {
            let mut wanted = entry.0.values;
            for (place, (value, step)) in values.into_iter().enumerate() {
                if place == CLASS {
                    continue;
                }
                if steps >> place & 1 == 1 {
                    wanted[place] = compound(place, wanted[place], 1).clamp(ASSET[place].bounds().0, ASSET[place].bounds().1);
                } else if step {
                    wanted[place] = value;
                }
            }
            let before: Vec<_> = (0..version).map(|version| kept(&entry, version, now)).collect();
            if let Ok(next) = publish(&entry, wanted, version, now) {
                entry = next;
            }
            for place in 0..N {
                let bound = compound(place, BEFORE[place], (now - begin) / WINDOW + 1);
                prop_assert!(!is_tighter(place, bound, entry.0.values[place]), "{place}");
                for version in 0..version {
                    let at_once = kept(&entry, version, now)[place];
                    // Nobody is asked for more by the change itself, nor more than initial margin does.
                    prop_assert!(!is_tighter(place, at_once, before[version as usize][place]));
                    prop_assert!(!is_tighter(place, at_once, entry.0.values[place]));
                    // Nor for more than who comes later; and linear at most.
                    for after in [0, RAMP / 3, RAMP, 2 * RAMP] {
                        let value = kept(&entry, version, now + after)[place];
                        let newest = kept(&entry, 0, now + after)[place];
                        prop_assert!(!is_tighter(place, value, newest));
                        if is_tighter(place, value, at_once) {
                            let most = ASSET[place].bounds().1 as u128 * after.min(RAMP) as u128 / RAMP as u128;
                            prop_assert!(value.abs_diff(at_once) as u128 <= most + 1);
                        }
                    }
                }
            }
            now += pause;
        }
    }

    /// A slot that is not needed is not looked at.
    #[test]
    fn depth_says_what_is_read(version in 0..12u32, second in 1..6u32, newest in 6..12u32, passed in 0..2 * RAMP, noise: u64) {
        use risk::terms::history::Depth;
        let at = 50 * WINDOW;
        let entry = Newest { values: with(4, 90_000), since: at, version: newest };
        let older = Older { second: with(4, 50_000), second_version: second, third: with(4, 20_000), loosened_at: 0 };
        let honest = entry.maintenance(&ASSET, &older, version, at + passed);
        let depth = entry.depth(version, at + passed, second);
        let mut other = older;
        if depth < Depth::Third {
            other.third = [noise; N];
        }
        if depth < Depth::Second {
            other.second = [noise; N];
        }
        prop_assert_eq!(entry.maintenance(&ASSET, &other, version, at + passed), honest);
    }
}
