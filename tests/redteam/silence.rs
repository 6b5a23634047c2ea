//! V8: nobody pokes for a month or a year.

use crate::feed::{Feed, Rounds};
use crate::ours::{Ours, Pace, BOUNDS};
use crate::paths::Character;
use crate::table::{Band, Level, Range, Row};
use crate::Effort;
use risk::DAY;

/// The stored variance after a catch-up over the full grid's; whether everything is within its bounds (1 or 0); the
/// samples that the catch-up took.
pub fn rows(effort: Effort) -> Vec<Row> {
    let mut rows = Vec::new();
    for (days, name) in [(30u64, "30 d"), (366, "366 d")] {
        let [mut ratio, mut inside, mut samples, mut naive] = [Range::default(); 4];
        for seed in 0..effort.pick(4, 40) {
            for character in Character::ALL {
                let path = character.path(seed, days as usize * 24);
                // The made minutes stand for hours here: a year of them.
                let rounds = Feed::PUSH.rounds(0, 3600, &path.prices);
                add(&rounds, days, [&mut ratio, &mut inside, &mut samples]);
            }
        }
        // 2^(-days / 2.5) of what was known is left where silence decays.
        naive.add((-(days as f64) / 2.5).exp2());
        let row = |what: &str, ours: Range, band: Band| Row {
            id: "V8",
            what: format!("{name} un-poked, then caught up: {what}"),
            level: Level::Native,
            ours,
            band,
            naive: Range::default(),
            published: "",
        };
        rows.push(Row {
            naive,
            ..row("over the full grid", ratio, Band::None)
        });
        rows.push(row("in bounds, trusted", inside, Band::SAME));
        rows.push(row("samples taken", samples, Band::Within(1.0, 1000.0)));
    }
    rows
}

fn add(rounds: &Rounds, days: u64, [ratio, inside, samples]: [&mut Range; 3]) {
    let end = days * DAY;
    let mut late = Ours::settled(0, rounds.price_at(0), 0.04, Pace::STANDARD);
    let mut full = late.clone();
    full.punctual(end, rounds);
    samples.add(late.catch_up(end, rounds).into());
    ratio.add(late.stored() as f64 / full.stored() as f64);
    let shown = late.shown(end, rounds);
    let held = |variance: i128| BOUNDS.hold(variance) == variance;
    let good = [late.stored(), shown.fast, shown.slow, shown.paced]
        .into_iter()
        .all(held);
    inside.add(if good && late.due_at > end { 1.0 } else { 0.0 });
}
