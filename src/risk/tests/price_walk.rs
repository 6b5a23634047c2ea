//! The round in force at a time, against a scan of all rounds.

use proptest::prelude::*;
use risk::price::walk::{Walk, MAX_ASKS};

/// The times of a feed's rounds from number 1 on; zero where there is none. How many were asked for, and what is in
/// force.
fn walk(times: &[u64], time: u64) -> (u64, Option<u64>) {
    let latest = times.len() as u64;
    if Walk::is_before(times[times.len() - 1], time) {
        return (0, Some(latest));
    }
    let (mut walk, mut found, mut asks) = (Walk::from(latest, time), None, 0);
    while let Some(number) = walk.next() {
        assert!((1..latest).contains(&number), "{number} of {latest}");
        asks += 1;
        if walk.told(number, times[number as usize - 1]) {
            found = Some(number);
        }
    }
    (asks, found.filter(|_| walk.is_done()))
}

/// The last round answered before the time.
fn scan(times: &[u64], time: u64) -> Option<u64> {
    let before = times.iter().rposition(|at| *at < time)?;
    (times[before] != 0).then_some(before as u64 + 1)
}

#[test]
fn every_time_of_a_short_history() {
    let times = [100, 200, 200, 350, 351, 900];
    for time in 0..1_000 {
        assert_eq!(walk(&times, time).1, scan(&times, time), "{time}");
    }
    // A round of the very second does not count: another may come in it.
    assert_eq!(walk(&times, 900).1, Some(5));
    assert_eq!(walk(&times, 901).1, Some(6));
    assert_eq!(walk(&times, 100).1, None);
}

#[test]
fn what_comes_later_changes_nothing() {
    let mut times: Vec<u64> = (1..=50).map(|step| step * 60).collect();
    let expected = walk(&times, 1_000).1;
    assert_eq!(expected, Some(16));
    for step in 51..2_000 {
        times.push(step * 60);
        assert_eq!(walk(&times, 1_000).1, expected);
    }
}

#[test]
fn four_thousand_rounds_back_and_no_more_asks_than_allowed() {
    let times: Vec<u64> = (1..=10_000).collect();
    for back in [1, 2, 3, 100, 1_000, 4_000, 4_095] {
        let time = 10_000 - back + 1;
        let (asks, found) = walk(&times, time);
        assert_eq!(found, Some(time - 1), "{back}");
        assert!(asks <= MAX_ASKS.into(), "{asks}");
    }
    let times: Vec<u64> = (1..=100_000).collect();
    let (asks, found) = walk(&times, 5);
    assert_eq!(asks, u64::from(MAX_ASKS));
    assert_eq!(
        found, None,
        "further back than one walk goes: no answer rather than a wrong one"
    );
}

#[test]
fn a_hole_in_the_history_is_no_answer_where_it_hides_one() {
    // Rounds 1 and 2 are not kept.
    let times = [0, 0, 300, 400, 500];
    assert_eq!(walk(&times, 450).1, Some(4));
    assert_eq!(walk(&times, 301).1, Some(3));
    assert_eq!(walk(&times, 300).1, None);
    assert_eq!(walk(&times, 150).1, None);
    // A round that was not kept may be the one in force: the one before it is no answer.
    assert_eq!(walk(&[100, 150, 0, 400, 500, 600, 700], 200).1, None);
    // A latest round without a time hides nothing.
    assert_eq!(walk(&[100, 200, 0], 150).1, Some(1));
}

proptest! {
    #[test]
    fn any_history(
        gaps in prop::collection::vec(0..400_u64, 1..600),
        missing in 0..5_usize,
        time in 0..150_000_u64,
    ) {
        let mut at = 1_000;
        let mut times: Vec<u64> = gaps.iter().map(|gap| { at += gap; at }).collect();
        let lost = missing.min(times.len() - 1);
        times[..lost].fill(0);
        let (asks, found) = walk(&times, time);
        prop_assert!(asks <= u64::from(MAX_ASKS));
        prop_assert_eq!(found, scan(&times, time));
    }

    /// Times that no aggregator has: the walk ends, and what it finds was answered before the time.
    #[test]
    fn any_words(times in prop::collection::vec(0..100_u64, 1..200), time in 0..100_u64) {
        let (asks, found) = walk(&times, time);
        prop_assert!(asks <= u64::from(MAX_ASKS));
        if let Some(found) = found {
            let at = times[found as usize - 1];
            prop_assert!(at != 0 && at < time);
        }
    }
}
