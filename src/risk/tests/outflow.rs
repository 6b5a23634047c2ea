//! The outflow limit against integers of another language, and what must hold for all amounts.

use fixed::WAD;
use proptest::prelude::*;
use risk::outflow::{Outflow, OutflowLimit};
use risk::{RiskError, DAY};

type Case = (u128, u64, u128, u128, i128, u64, i128, u128);

/// Share, window, floor, what is there, net outflow, seconds since: net outflow then, what may leave then. From Python's
/// integers, written from the definition.
#[rustfmt::skip]
const CASES: [Case; 14] = [
    (250000000000000000, 604800, 0, 0, 3, 0, 3, 0),
    (250000000000000000, 3600, 0, 2475880078570760549798248448, -353697154081537221399749778, 1799, -44384080376759566602038044, 663354100019449704051600156),
    (1000000000000000000, 604800, 0, 7, 1, 43200, 1, 7),
    (100000000000000000, 604800, 10000000, 0, 0, 43200, 0, 10000000),
    (100000000000000000, 3600, 0, 0, -3, 0, -3, 3),
    (333333333333333333, 86400, 5, 0, 0, 0, 0, 5),
    (100000000000000000, 3600, 0, 7, 3, 0, 3, 0),
    (250000000000000000, 86400, 0, 123456789012, -17636684144, 43200, -2204585517, 33068782770),
    (100000000000000000, 3600, 0, 7, -1, 1799, -1, 1),
    (100000000000000000, 604800, 5, 1000003, -142857, 0, -142857, 242857),
    (100000000000000000, 3600, 0, 7, 3, 86399, 3, 0),
    (250000000000000000, 86400, 0, 7, 1, 1, 1, 1),
    (250000000000000000, 604800, 0, 7, 3, 1, 3, 0),
    (1000000000000000000, 86400, 0, 2475880078570760549798248448, -353697154081537221399749778, 0, -353697154081537221399749778, 2829577232652297771197998226),
];

const LIMIT: OutflowLimit = OutflowLimit {
    share: WAD / 4,
    window: DAY,
    floor: 0,
};

#[test]
fn outflow_is_as_defined() {
    for (share, window, floor, total, net, elapsed, then, room) in CASES {
        let limit = OutflowLimit {
            share,
            window,
            floor,
        };
        let outflow = Outflow { net, at: 1_000 };
        let faded = limit.faded(outflow, total, 1_000 + elapsed).unwrap();
        assert_eq!(faded.net, then, "{limit:?} {total} {net} {elapsed}");
        assert_eq!(faded.at, 1_000 + elapsed);
        assert_eq!(limit.room_down(faded, total), Ok(room));
    }
}

#[test]
fn no_window_is_no_limit() {
    let off = OutflowLimit { window: 0, ..LIMIT };
    assert!(off.is_off() && !LIMIT.is_off());
    let outflow = Outflow { net: 5, at: 7 };
    assert_eq!(off.faded(outflow, 1, 9), Ok(Outflow { net: 0, at: 9 }));
    assert_eq!(off.room_down(outflow, 1), Ok(u128::MAX));
}

#[test]
fn what_leaves_the_type_is_refused() {
    let outflow = Outflow { net: 1, at: 0 };
    assert!(LIMIT.room_down(outflow, u128::MAX).is_err());
    assert!(outflow.with_left(u128::MAX).is_err());
    assert!(outflow.with_come(u128::MAX).is_err());
    let most = Outflow {
        net: i128::MAX,
        at: 0,
    };
    assert!(matches!(most.with_left(1), Err(RiskError::Math(_))));
    // A clock that goes back, and time without end, lock nobody in.
    assert_eq!(LIMIT.faded(most, 8, 0), Ok(most));
    let end = LIMIT.faded(outflow, u128::MAX >> 1, u64::MAX).unwrap();
    assert_eq!(end.net, 0);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(500)) })]

    /// There and back in a moment uses nothing up, whatever the amount: nobody fills the bucket for others.
    #[test]
    fn there_and_back_uses_nothing_up(net in -1_000_000i128..1_000_000, amount in 0..1u128 << 92, total in 0..1u128 << 92) {
        let outflow = Outflow { net, at: 5 };
        let before = LIMIT.room_down(outflow, total).unwrap();
        let come = outflow.with_come(amount).unwrap();
        prop_assert!(LIMIT.room_down(come, total + amount).unwrap() >= amount);
        let back = come.with_left(amount).unwrap();
        prop_assert_eq!(back, outflow);
        prop_assert_eq!(LIMIT.room_down(back, total).unwrap(), before);
    }

    /// Leaving in parts leaves as much room as leaving at once, within a unit a part.
    #[test]
    fn parts_leave_as_much_as_all_at_once(total in 1_000u128..1 << 92, first in 0u128..100, second in 0u128..100) {
        let (first, second) = (total * first / 1_000, total * second / 1_000);
        let none = Outflow::default();
        let once = none.with_left(first + second).unwrap();
        let parts = none.with_left(first).unwrap().with_left(second).unwrap();
        prop_assert_eq!(once, parts);
        let room = LIMIT.room_down(none, total).unwrap();
        let then = LIMIT.room_down(once, total - first - second).unwrap();
        prop_assert!(then <= room.saturating_sub(first + second) + 1);
    }

    /// Looking in between changes the outflow by a unit at most, and never in favour of those who leave.
    #[test]
    fn looking_changes_nothing(net in -(1i128 << 90)..1 << 90, total in 0..1u128 << 92, first in 0u64..DAY, second in 0u64..DAY) {
        let outflow = Outflow { net, at: 0 };
        let once = LIMIT.faded(outflow, total, first + second).unwrap();
        let looked = LIMIT.faded(outflow, total, first).unwrap();
        let twice = LIMIT.faded(looked, total, first + second).unwrap();
        prop_assert!(twice.net >= once.net && twice.net - once.net <= 1, "{once:?} {twice:?}");
    }

    /// It fades towards nothing and not beyond, and what may leave within a window and a moment is bounded by two buckets.
    #[test]
    fn it_fades_and_stops(net in -(1i128 << 90)..1 << 90, total in 0..1u128 << 92, elapsed in 0u64..20 * DAY) {
        let outflow = Outflow { net, at: 0 };
        let then = LIMIT.faded(outflow, total, elapsed).unwrap();
        prop_assert!(then.net.unsigned_abs() <= net.unsigned_abs());
        prop_assert!(then.net == 0 || (then.net > 0) == (net > 0));
        if net >= 0 {
            prop_assert!(LIMIT.room_down(then, total).unwrap() <= LIMIT.capacity_down(total, then).unwrap());
        }
    }
}
