//! V6 and ORC-6: volatility pumped up to liquidate others.

use crate::draws::Draws;
use crate::feed::{answer, Feed, Rounds};
use crate::naive::PerUpdate;
use crate::ours::{deviation, Ours, Pace, MINUTES};
use crate::paths::Path;
use crate::table::{Band, Level, Range, Row};
use crate::window::Track;
use crate::Effort;
use risk::DAY;

const HOUR: u64 = 3600;
/// What the volatility that maintenance follows may rise by in an hour: 2 %, and the last digit of its storage.
const HOURLY: f64 = 1.02 + 1e-5;

fn row(what: String, ours: Range, band: Band) -> Row {
    Row {
        id: "V6",
        what,
        level: Level::Native,
        ours,
        band,
        naive: Range::default(),
        published: "",
    }
}

/// One print of +20 % at a due time, on an asset of 3 % a day: rises of the volatility.
pub fn one_print() -> [Row; 3] {
    let mut ours = Ours::settled(0, answer(2_500.0), 0.03, Pace::STANDARD);
    let before = ours.clone();
    let due = ours.due_at;
    let rounds = Rounds(vec![(0, answer(2_500.0)), (due - 1, answer(3_000.0))]);
    ours.poke(due, &rounds);
    let mut naive = PerUpdate {
        variance: 0.03 * 0.03,
    };
    naive.poke(0.2);
    let ratio = |after: i128, before: i128| {
        let mut range = Range::default();
        range.add(deviation(after) / deviation(before));
        range
    };
    let naive_rise = {
        let mut range = Range::default();
        range.add(naive.variance.sqrt() / 0.03);
        range
    };
    let (read, told) = (ours.reading(), before.reading());
    let whole = (due as f64 / 3600.0).max(1.0);
    [
        Row {
            naive: naive_rise,
            published: "1.9",
            ..row(
                "one print of +20 %: the estimate".to_owned(),
                ratio(ours.stored(), before.stored()),
                Band::Within(1.0, 1.9),
            )
        },
        row(
            "one print of +20 %: for initial margin, the jump remembered".to_owned(),
            ratio(read.fast, told.fast),
            Band::None,
        ),
        row(
            "one print of +20 %: for maintenance, paced".to_owned(),
            ratio(read.paced, told.paced),
            Band::Within(1.0, HOURLY.powf(whole)),
        ),
    ]
}

/// The largest rise in an hour of what maintenance follows, as a reader sees it each minute, prints of +-30 % at will:
/// with a punctual clock, and with one that nobody serves.
pub fn paced(effort: Effort) -> [Row; 2] {
    let mut ranges = [Range::default(); 2];
    for seed in 0..effort.pick(6, 60) {
        let mut draws = Draws::new(seed);
        let prices = (0..=MINUTES).map(|_| {
            let size = 0.3 * draws.share();
            2_500.0
                * if draws.below(2) == 0 {
                    1.0 + size
                } else {
                    1.0 - size
                }
        });
        let rounds = Feed::EVERY.rounds(0, 60, &prices.collect::<Vec<_>>());
        let daily = 0.01 + 0.01 * seed as f64;
        let start = Ours::settled(0, rounds.price_at(0), daily, Pace::STANDARD);
        for (served, range) in [true, false].into_iter().zip(&mut ranges) {
            let (mut ours, mut seen) = (start.clone(), Vec::with_capacity(MINUTES));
            for minute in 0..=MINUTES as u64 {
                if served {
                    ours.punctual(minute * 60, &rounds);
                }
                seen.push(deviation(ours.shown(minute * 60, &rounds).paced));
            }
            for pair in seen.windows(61) {
                range.add(pair[60] / pair[0]);
            }
        }
    }
    let what = ["prints of +-30 % for a day", "the same, nobody poking"];
    let mut rows = what.into_iter().zip(ranges).map(|(what, range)| {
        row(
            format!("{what}: maintenance, per hour"),
            range,
            Band::Within(0.0, HOURLY),
        )
    });
    core::array::from_fn(|_| rows.next().expect("two"))
}

/// The same where the attacker lets up to a day pass un-poked and then catches up: the rise within that one moment, over
/// what the hours un-poked allow. A punctual clock would have led there, hour by hour.
pub fn late(path: &Path, effort: Effort) -> Row {
    let track = Track::new(path, Feed::PUSH, Pace::STANDARD);
    let mut range = Range::default();
    let every = effort.pick(2 * HOUR, 600);
    for state in track.states.iter().step_by(effort.pick(97, 7)) {
        for silence in (1..=DAY / every).map(|step| step * every) {
            let now = state.sampled_at + silence;
            if now < state.due_at || now > track.end {
                continue;
            }
            let before = state.shown(now, &track.rounds).paced;
            let after = state.shown_if_poked(now, &track.rounds).paced;
            let allowed = HOURLY.powf(silence as f64 / HOUR as f64);
            range.add(deviation(after) / (deviation(before) * allowed));
        }
    }
    row(
        format!(
            "a late catch-up, maintenance, over its hours' share: {}",
            path.name
        ),
        range,
        Band::Within(0.0, 1.0 + 1e-5),
    )
}
