//! Active time from the changes of an uptime feed, against a count second by second.

use proptest::prelude::*;
use risk::liquidation::uptime::Uptime;

const GRACE: u64 = 3_600;
const START: u64 = 1_000_000;

/// Every second of a day in which the sequencer is up and has been for longer than the grace.
fn counted(changes: &[(bool, u64)], first: (bool, u64), now: u64) -> u64 {
    let mut seconds = 0;
    for second in START..now {
        let (up, since) = *changes
            .iter()
            .rev()
            .find(|(_, at)| *at <= second)
            .unwrap_or(&first);
        if up && second >= since + GRACE {
            seconds += 1;
        }
    }
    seconds
}

fn clock(changes: &[(bool, u64)], first: (bool, u64)) -> Uptime {
    let begun = Uptime::started(START, first.0, first.1);
    changes
        .iter()
        .fold(begun, |clock, (up, at)| clock.told(*up, *at, GRACE))
}

#[test]
fn several_outages_between_two_looks() {
    // Up for long; down from 1,000 s for 500 s, from 10,000 s for 2,000 s, and within the grace of that again.
    let changes = [
        (false, START + 1_000),
        (true, START + 1_500),
        (false, START + 10_000),
        (true, START + 12_000),
        (false, START + 13_000),
        (true, START + 13_100),
    ];
    let first = (true, START - 86_400);
    let clock = clock(&changes, first);
    // 1,000 before; 10,000 - 1,500 - 3,600 between; none within the grace; then from 16,700 on.
    let before = 1_000 + 4_900;
    assert_eq!(clock.active_at(START + 16_700, GRACE), before);
    assert_eq!(clock.active_at(START + 20_000, GRACE), before + 3_300);
    assert_eq!(counted(&changes, first, START + 20_000), before + 3_300);
}

#[test]
fn a_start_in_an_outage_or_in_its_grace() {
    let down = Uptime::started(START, false, START - 50);
    assert_eq!(down.active_at(START + 86_400, GRACE), 0);
    let back = down.told(true, START + 100, GRACE);
    assert_eq!(back.active_at(START + 100 + GRACE, GRACE), 0);
    assert_eq!(back.active_at(START + 101 + GRACE, GRACE), 1);
    let fresh = Uptime::started(START, true, START - 600);
    assert_eq!(fresh.active_at(START + 3_000, GRACE), 0);
    assert_eq!(fresh.active_at(START + 3_001, GRACE), 1);
}

proptest! {
    #[test]
    fn any_outages(
        gaps in prop::collection::vec((0..9_000_u64, any::<bool>()), 0..12),
        up in any::<bool>(),
        since in 0..10_000_u64,
        after in 0..9_000_u64,
    ) {
        let mut at = START;
        let changes: Vec<(bool, u64)> = gaps.iter().map(|(gap, up)| { at += gap; (*up, at) }).collect();
        let first = (up, START - since);
        let now = at + after;
        prop_assert_eq!(clock(&changes, first).active_at(now, GRACE), counted(&changes, first, now));
    }

    /// A report of what was before the last change neither panics nor takes time back.
    #[test]
    fn late_reports(at in 0..2 * START, up in any::<bool>(), then in 0..2 * START) {
        let clock = clock(&[(true, START + 50_000)], (true, 0));
        let told = clock.told(up, at, GRACE);
        prop_assert!(told.active >= clock.active && told.seen >= clock.seen);
        prop_assert!(told.active_at(then, GRACE) >= clock.active);
    }
}
