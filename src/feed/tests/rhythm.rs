//! When a fact is worth a round, and how it is scaled: the arithmetic alone.

use super::*;
use crate::output::{Kind, Rhythm};
use crate::round::Round;

fn round(answer: u128, at: u64) -> Round {
    Round { answer, at }
}

fn rhythm(deviation: u64, heartbeat: u32) -> Rhythm {
    Rhythm {
        deviation,
        heartbeat,
    }
}

#[test]
fn the_deviation_is_exceeded_not_met() {
    let last = round(1_000, 50);
    let rhythm = rhythm(DEVIATION, 100);
    for (answer, moved) in [
        (1_005, false),
        (995, false),
        (1_006, true),
        (994, true),
        (0, true),
    ] {
        assert_eq!(
            last.is_followed_by(round(answer, 50), rhythm),
            moved,
            "{answer}"
        );
    }
}

#[test]
fn deviations_at_their_ends() {
    let last = round(1_000, 50);
    // None: any move. All of it: only more than a doubling.
    assert!(last.is_followed_by(round(1_001, 50), rhythm(0, 100)));
    assert!(!last.is_followed_by(round(1_000, 50), rhythm(0, 100)));
    let whole = 1_000_000_000_000_000_000;
    assert!(!last.is_followed_by(round(2_000, 50), rhythm(whole, 100)));
    assert!(last.is_followed_by(round(2_001, 50), rhythm(whole, 100)));
    // Products past 128 bits.
    let largest = round(u128::MAX, 50);
    assert!(!largest.is_followed_by(round(0, 50), rhythm(whole, 100)));
    assert!(largest.is_followed_by(round(0, 50), rhythm(whole - 1, 100)));
    assert!(largest.is_followed_by(round(u128::MAX - 1, 50), rhythm(0, 100)));
}

#[test]
fn the_heartbeat_is_met_and_time_does_not_go_back() {
    let last = round(1_000, 50);
    let rhythm = rhythm(DEVIATION, 100);
    assert!(!last.is_followed_by(round(1_000, 149), rhythm));
    assert!(last.is_followed_by(round(1_000, 150), rhythm));
    assert!(!last.is_followed_by(round(5_000, 49), rhythm));
    assert!(Round::default().is_followed_by(round(1, 1), rhythm));
}

#[test]
fn a_round_is_one_slot() {
    for (answer, at) in [(0, 1), (u128::MAX, u64::MAX), (WAD + 1, 1_800_000_000)] {
        let round = round(answer, at);
        assert_eq!(round.pack(), u(answer) + (U256::from(at) << 128));
        assert_eq!(Round::unpack(round.pack()), round);
    }
}

#[test]
fn worths_are_rounded_down_and_risks_up() {
    for (wad, decimals, down, up) in [
        (WAD, 18, WAD, WAD),
        (WAD + 1, 17, WAD / 10, WAD / 10 + 1),
        (10_000_000_000, 8, 1, 1),
        (9_999_999_999, 8, 0, 1),
        (
            u128::MAX,
            0,
            340_282_366_920_938_463_463,
            340_282_366_920_938_463_464,
        ),
    ] {
        for kind in [Kind::Price, Kind::Depth] {
            assert_eq!(kind.scale(wad, decimals), Some(down));
        }
        for kind in [Kind::Volatility, Kind::SlowVolatility, Kind::Index] {
            assert_eq!(kind.scale(wad, decimals), Some(up));
        }
    }
    assert_eq!(Kind::Price.scale(WAD, 19), None);
}
