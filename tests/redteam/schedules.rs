//! V3 and ORC-8: the attacker is the only one to poke, for an hour and for a day. ORC-7: nobody pokes.

use crate::draws::Draws;
use crate::feed::Feed;
use crate::ours::Pace;
use crate::paths::Path;
use crate::table::{Band, Level, Range, Row};
use crate::window::{Freedom, Strategy, Track, Window};
use crate::Effort;
use risk::DAY;

/// How long the attacker is alone.
#[derive(Debug, Clone, Copy)]
struct Game {
    name: &'static str,
    /// Of ours: nothing keeps him from poking often.
    ours: Freedom,
    /// The naive design takes one poke an hour.
    naive: Freedom,
    band: f64,
    published: &'static str,
}

const GAMES: [Game; 2] = [
    Game {
        name: "60 min",
        ours: Freedom { apart: 1, most: 60 },
        naive: Freedom {
            apart: 60,
            most: 119,
        },
        band: 0.03,
        published: "0.73 .. 1.30",
    },
    Game {
        name: "24 h",
        ours: Freedom {
            apart: 1,
            most: 1440,
        },
        naive: Freedom {
            apart: 60,
            most: 1440,
        },
        band: 0.10,
        published: "0.24",
    },
];

/// What the windows of one track leave.
#[derive(Debug, Default)]
struct Found {
    ours: Range,
    naive: Range,
}

/// Strategies that look at the past only.
fn online(window: &Window<'_>, game: &Game, found: &mut Found) {
    for strategy in Strategy::ALL {
        let schedule = window.schedule(strategy, game.ours);
        found.ours.add(window.ours(&schedule));
        let schedule = window.schedule(strategy, game.naive);
        found.naive.add(window.naive(&schedule));
    }
}

/// Searches by somebody who knows the path.
fn offline(window: &Window<'_>, game: &Game, draws: &mut Draws, tries: usize, found: &mut Found) {
    for down in [true, false] {
        // The naive design costs little to search, and is searched longer.
        let strategy = if down {
            Strategy::Return
        } else {
            Strategy::Large
        };
        let start = window.schedule(strategy, game.naive);
        let terms = (16 * tries, game.naive, down);
        let (value, _) = window.search(draws, &start, terms, |pokes| window.naive(pokes));
        found.naive.add(value);

        let pokes = 1 + draws.below(6) as usize;
        let start = window.any_schedule(draws, pokes, game.ours);
        let terms = (tries, game.ours, down);
        let (value, _) = window.search(draws, &start, terms, |pokes| window.ours(pokes));
        found.ours.add(value);
    }
}

/// V3 on one path: the worst schedules for the state at the end of a day.
pub fn alone(path: &Path, feed: (&str, Feed), effort: Effort) -> Vec<Row> {
    let track = Track::new(path, feed.1, Pace::STANDARD);
    let mut draws = Draws::new(3);
    let mut rows = Vec::new();
    for game in &GAMES {
        let (mut past, mut known) = (Found::default(), Found::default());
        let windows = track.windows(DAY, effort.pick(72, 600));
        for (number, window) in windows.enumerate() {
            online(&window, game, &mut past);
            if number % 4 == 0 {
                offline(&window, game, &mut draws, effort.pick(24, 200), &mut known);
            }
        }
        for (kind, found, published) in [("", past, game.published), (", knowing", known, "")] {
            rows.push(Row {
                id: "V3",
                what: format!("alone for {}{kind}: {}, {}", game.name, path.name, feed.0),
                level: Level::Native,
                ours: found.ours,
                band: Band::Within(1.0 - game.band, 1.0 + game.band),
                naive: found.naive,
                published,
            });
        }
    }
    rows
}

/// V7 on one path: for a day nobody pokes, and a reader looks again and again.
pub fn unpoked(path: &Path, feed: (&str, Feed), effort: Effort) -> Vec<Row> {
    let track = Track::new(path, feed.1, Pace::STANDARD);
    let mut found = [Range::default(); 4];
    for window in track.windows(DAY, effort.pick(20, 400)) {
        for (range, lowest) in found.iter_mut().zip(window.hidden(effort.pick(7, 1))) {
            if lowest.is_finite() {
                range.add(lowest);
            }
        }
    }
    let [allowed, sampled, naive, refused] = found;
    let row = |what: &str, ours: Range, band: Band| Row {
        id: "V7",
        what: format!("{what}: {}, {}", path.name, feed.0),
        level: Level::Native,
        ours,
        band,
        naive,
        published: "",
    };
    vec![
        row(
            "shown over a sample now",
            sampled,
            Band::Within(1.0, f64::INFINITY),
        ),
        row(
            "shown over a poke now, new risk allowed",
            allowed,
            Band::Within(0.97, f64::INFINITY),
        ),
        row(
            "shown over a poke now, new risk refused",
            refused,
            Band::None,
        ),
    ]
}
