//! Mistakes made on purpose: each of them is noticed by the same measure that ours passes.

use redteam::feed::{answer, Feed, Rounds};
use redteam::ours::{Flaw, Ours, Pace};
use redteam::paths::Character;
use redteam::table::Range;

/// The bias of never poking for 7 hours, over pokes at each due time without the flaw; many paths.
fn never_poking(flaw: Option<Flaw>) -> Range {
    let mut range = Range::default();
    for seed in 0..40 {
        let path = Character::ALL[seed as usize % 5].path(seed, 7 * 60);
        let rounds = Feed::PUSH.rounds(0, 60, &path.prices);
        let mut full = Ours::settled(0, rounds.price_at(0), 0.04, Pace::STANDARD);
        let mut chosen = full.clone();
        chosen.flaw = flaw;
        full.punctual(7 * 3_600, &rounds);
        chosen.catch_up(7 * 3_600, &rounds);
        range.add(chosen.stored() as f64 / full.stored() as f64);
    }
    range
}

/// ORC-8: the price of the poke's own time, and a clock that starts again at each poke, are both steered.
#[test]
fn orc_8_prices_and_times_of_the_poke_are_noticed() {
    let ours = never_poking(None);
    assert_eq!((ours.low, ours.high), (1.0, 1.0));
    for flaw in [Flaw::LatestPrice, Flaw::ClockFromNow] {
        let found = never_poking(Some(flaw));
        assert!(found.low < 0.97 || found.high > 1.03, "{flaw:?}: {found}");
    }
}

/// ORC-5: a poke that samples before the due time is noticed by the state.
#[test]
fn orc_5_a_sample_before_its_time_is_noticed() {
    let rounds = Rounds(vec![(0, answer(2_500.0))]);
    let start = Ours::settled(0, answer(2_500.0), 0.04, Pace::HOURLY);
    for (flaw, changes) in [(None, false), (Some(Flaw::AnyTime), true)] {
        let mut poked = start.clone();
        poked.flaw = flaw;
        for poke in 1..=50 {
            poked.poke(70 * poke, &rounds);
        }
        assert_eq!(poked.moments != start.moments, changes, "{flaw:?}");
    }
}

/// ORC-7: a reader without the pending return sees a tenth of what a fall of 15 % will leave.
#[test]
fn orc_7_a_reader_of_storage_is_noticed() {
    let rounds = Rounds(vec![(0, answer(2_500.0)), (12, answer(2_125.0))]);
    let mut ours = Ours::settled(0, answer(2_500.0), 0.04, Pace::HOURLY);
    let left = ours.if_sampled(600, &rounds).fast;
    assert!(ours.shown(600, &rounds).fast >= left);
    ours.flaw = Some(Flaw::NoPending);
    assert!(ours.shown(600, &rounds).fast < left / 5);
}
