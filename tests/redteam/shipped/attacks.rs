//! The attacks that tell most, on the shipped programs.

use crate::stage::{before, Stage, BEFORE};
use redteam::draws::Draws;
use redteam::feed::{Feed, Rounds};
use redteam::ours::deviation;
use redteam::paths::{Character, Path};
use redteam::table::{Band, Level, Range, Row};
use redteam::window::{Freedom, Strategy, Window};
use redteam::Effort;
use risk::DAY;

const HOUR: u64 = 3_600;
/// What a paced volatility may rise by in an hour.
const HOURLY: f64 = 1.02 + 1e-5;

/// A path after an ordinary time, as a push feed tells it; the first round is what the feed is deployed with.
fn rounds_of(path: &Path) -> Rounds {
    let mut prices = before(path.prices[0], path.step);
    prices.extend(&path.prices);
    Feed::PUSH.rounds(0, path.step, &prices)
}

/// A stage that is about to play these rounds, punctual until the path begins, and what has been told by then.
fn settled(rounds: &Rounds) -> Stage {
    let mut stage = Stage::new(rounds.0[0].1);
    stage.punctual(BEFORE, rounds);
    stage
}

/// The ordinary time alone, and a stage at its last sample.
fn ordinary() -> (Stage, Rounds) {
    let mut rounds = Feed::PUSH.rounds(0, 60, &before(2_500.0, 60));
    let stage = settled(&rounds);
    rounds.0.retain(|(at, _)| *at <= stage.now());
    (stage, rounds)
}

/// What the windows of one path leave.
#[derive(Debug, Default)]
struct Found {
    /// Stored variance after an attack over the full grid's.
    strategies: Range,
    searched: Range,
    hour: Range,
    starved: Range,
    /// The program's stored variance over the native one's, punctual.
    native: Range,
    /// What a reader sees over what a poke would leave him.
    allowed: Range,
    /// The same where new risk is refused until somebody pokes.
    refused: Range,
    paced: Range,
}

fn row(id: &'static str, what: String, ours: Range, band: Band) -> Row {
    Row {
        id,
        what,
        level: Level::Wasm,
        ours,
        band,
        naive: Range::default(),
        published: "",
    }
}

/// V3, ORC-5, ORC-7 and ORC-8 along one path.
pub fn along(path: &Path, effort: Effort) -> Vec<Row> {
    let rounds = rounds_of(path);
    let first = rounds.0[0].1;
    let end = BEFORE + path.step * (path.prices.len() as u64 - 1);
    let mut stage = Stage::new(first);
    let mut twin = Stage::twin(first);
    let mut draws = Draws::new(33);
    let mut found = Found::default();
    let wanted = effort.pick(12, 60);
    let every = ((end - BEFORE) / (wanted + 1)).max(HOUR);
    let mut next = BEFORE + DAY / 2;
    while twin.due_at + DAY <= end {
        let due = twin.due_at;
        stage.reach(due, &rounds);
        stage.poke();
        twin.punctual(due, &rounds);
        found
            .native
            .add(stage.moments().fast as f64 / twin.stored() as f64);
        if due >= next {
            next = due + every;
            let window = Window::new(&rounds, &twin, DAY);
            attack(&mut stage, &window, &rounds, &mut draws, effort, &mut found);
        }
    }
    let name = &path.name;
    let within = |share: f64| Band::Within(1.0 - share, 1.0 + share);
    vec![
        row(
            "ORC-8",
            format!("WASM over native, punctual: {name}"),
            found.native,
            within(1e-6),
        ),
        row(
            "V3",
            format!("alone for 60 min: {name}"),
            found.hour,
            within(0.03),
        ),
        row(
            "V3",
            format!("alone for 24 h: {name}"),
            found.strategies,
            within(0.10),
        ),
        row(
            "V3",
            format!("alone for 24 h, the worst found natively: {name}"),
            found.searched,
            within(0.10),
        ),
        row(
            "ORC-8",
            format!("pokes short of gas for 12 h: {name}"),
            found.starved,
            within(0.03),
        ),
        row(
            "V7",
            format!("shown over a poke now, new risk allowed: {name}"),
            found.allowed,
            Band::None,
        ),
        row(
            "V7",
            format!("shown over a poke now, new risk refused: {name}"),
            found.refused,
            Band::None,
        ),
        row(
            "V6",
            format!("a late catch-up, maintenance, over its hours' share: {name}"),
            found.paced,
            Band::Within(0.0, 1.0 + 1e-5),
        ),
    ]
}

fn attack(
    stage: &mut Stage,
    window: &Window<'_>,
    rounds: &Rounds,
    draws: &mut Draws,
    effort: Effort,
    found: &mut Found,
) {
    let day = Freedom {
        apart: 1,
        most: 1_440,
    };
    let hour = Freedom { apart: 1, most: 60 };
    // The full grid, by the program itself.
    let (grid, kept) = stage.tentatively(|stage| {
        stage.punctual(window.time(window.minutes()), rounds);
        (stage.moments().fast as f64, stage.storage())
    });
    let play = |stage: &mut Stage, schedule: &[usize]| {
        stage.tentatively(|stage| {
            for minute in schedule {
                stage.reach(window.time(*minute), rounds);
                stage.poke();
            }
            stage.reach(window.time(window.minutes()), rounds);
            stage.catch_up();
            let ratio = stage.moments().fast as f64 / grid;
            if ratio == 1.0 && stage.storage() != kept {
                1.0 + f64::EPSILON
            } else {
                ratio
            }
        })
    };
    // Often is the grid itself, once a minute: the pokes between change nothing.
    for strategy in [Strategy::Never, Strategy::Return, Strategy::PastJumps] {
        let schedule = thinned(window.schedule(strategy, day));
        found.strategies.add(play(stage, &schedule));
    }
    let schedule = thinned(window.schedule(Strategy::Small, hour));
    found.hour.add(play(stage, &schedule));
    for down in [true, false] {
        let start = window.any_schedule(draws, 2, day);
        let tries = effort.pick(40, 200);
        let (_, worst) = window.search(draws, &start, (tries, day, down), |pokes| {
            window.ours(pokes)
        });
        found.searched.add(play(stage, &thinned(worst)));
    }
    found.starved.add(starved(stage, window, rounds, draws));
    // A reader while nobody pokes, each of two hours.
    let sampled_at = window.time(0);
    stage.tentatively(|stage| {
        for minute in (60..=window.minutes()).step_by(60) {
            stage.reach(window.time(minute), rounds);
            let (due, now) = (stage.due_at(), stage.now());
            if due > now {
                continue;
            }
            let (shown, paced) = stage.shown();
            let (after, paced_after) = stage.tentatively(|stage| {
                stage.catch_up();
                stage.shown()
            });
            let seen = (shown / after).powi(2);
            if now > due + risk::CLOCK_PATIENCE {
                found.refused.add(seen);
            } else {
                found.allowed.add(seen);
            }
            let hours = now.saturating_sub(sampled_at) as f64 / 3_600.0;
            found.paced.add(paced_after / (paced * HOURLY.powf(hours)));
        }
    });
}

/// Not more than sixty pokes of a schedule.
fn thinned(schedule: Vec<usize>) -> Vec<usize> {
    let step = schedule.len().div_ceil(60).max(1);
    schedule.into_iter().step_by(step).collect()
}

/// Twelve hours of pokes with any gas, most of them too little for all that is due, over a punctual twelve hours.
fn starved(stage: &mut Stage, window: &Window<'_>, rounds: &Rounds, draws: &mut Draws) -> f64 {
    let end = window.time(720);
    let full = stage.tentatively(|stage| {
        stage.punctual(end, rounds);
        stage.moments().fast as f64
    });
    stage.tentatively(|stage| {
        for minute in (45..720).step_by(45) {
            stage.reach(window.time(minute), rounds);
            stage.poke_with(60_000 + draws.below(1_500_000));
        }
        stage.reach(end, rounds);
        stage.catch_up();
        stage.moments().fast as f64 / full
    })
}

/// V1 and V2: fifty pokes at one price and a hundred alternating rounds, against one poke at the end of the hour: one
/// where every word of the oracle's storage is the same.
pub fn between_due_times() -> [Row; 2] {
    let (mut stage, rounds) = ordinary();
    let (start, due) = (stage.now(), stage.due_at());
    let last = rounds.0[rounds.0.len() - 1].1;
    let mut alternating = rounds.0.clone();
    let step = (due - start) / 101;
    for round in 1..=100u64 {
        let price = if round.is_multiple_of(2) {
            last
        } else {
            last / 2_000 * 2_001
        };
        alternating.push((start + round * step, price));
    }
    let mut same = |rounds: &Rounds, step: u64| {
        let alone = stage.tentatively(|stage| {
            stage.reach(due, rounds);
            stage.poke();
            stage.storage()
        });
        let attacked = stage.tentatively(|stage| {
            for poke in 1..=(due - start) / step {
                stage.reach((start + poke * step).min(due), rounds);
                stage.poke();
            }
            stage.reach(due, rounds);
            stage.poke();
            stage.storage()
        });
        let mut range = Range::default();
        range.add(if alone == attacked { 1.0 } else { 0.0 });
        range
    };
    let still = same(&rounds, (due - start) / 50);
    let moving = same(&Rounds(alternating), step);
    [
        row(
            "V1",
            "50 pokes at one price: every word of storage".to_owned(),
            still,
            Band::SAME,
        ),
        row(
            "V2",
            "100 rounds of +-0.05 %, each poked: every word".to_owned(),
            moving,
            Band::SAME,
        ),
    ]
}

/// V7 and V4: a fall of 15 % since the last sample that nobody has poked, at once and through the interval, over what
/// the sample then leaves; and what would be shown were only the stored estimate read.
pub fn unpoked_fall() -> Row {
    let (mut stage, mut rounds) = ordinary();
    let (start, due) = (stage.now(), stage.due_at());
    let last = rounds.0[rounds.0.len() - 1].1;
    rounds.0.push((start + 12, last / 100 * 85));
    let (stored, _) = stage.shown();
    let (mut ours, mut naive) = (Range::default(), Range::default());
    let (after, _) = stage.tentatively(|stage| {
        stage.reach(due, &rounds);
        stage.poke();
        stage.shown()
    });
    for now in [start + 12, start + 60, start + 600, due - 1] {
        let (shown, _) = stage.tentatively(|stage| {
            stage.reach(now, &rounds);
            stage.shown()
        });
        ours.add(shown / after);
        naive.add(stored / after);
    }
    Row {
        naive,
        ..row(
            "V7",
            "-15 % un-poked: volatility shown over stored after".to_owned(),
            ours,
            Band::Within(1.0 - 1e-6, f64::INFINITY),
        )
    }
}

/// A feed whose aggregator is replaced while nobody pokes: the rounds of the old phase cannot be walked, so their due
/// times are missing. Over the full grid of a feed that was poked in time.
pub fn phase_change(effort: Effort) -> Row {
    let mut range = Range::default();
    for seed in 0..effort.pick(3, 12) {
        let path = Character::Calm.path(seed, 1_440);
        let rounds = rounds_of(&path);
        let mut stage = settled(&rounds);
        let (change, end) = (BEFORE + 12 * HOUR, BEFORE + DAY);
        let mut play = |punctual: bool| {
            stage.tentatively(|stage| {
                let mut changed = false;
                while stage.due_at() <= end && punctual {
                    let due = stage.due_at();
                    if due > change && !changed {
                        stage.next_phase();
                        changed = true;
                    }
                    stage.reach(due, &rounds);
                    stage.poke();
                }
                stage.reach(change.max(stage.now()), &rounds);
                if !changed {
                    stage.next_phase();
                }
                stage.reach(end, &rounds);
                stage.catch_up();
                stage.moments().fast as f64
            })
        };
        let full = play(true);
        range.add(play(false) / full);
    }
    row(
        "V3",
        "un-poked for 24 h over a change of phase: calm".to_owned(),
        range,
        Band::Within(0.9, 1.1),
    )
}

/// V8: nobody pokes for so many days; the pokes that it then takes, and the most gas of one.
pub fn silence() -> Vec<Row> {
    let (mut pokes, mut gas, mut native) = (Range::default(), Range::default(), Range::default());
    for days in &[30u64, 366] {
        let mut path = Character::Wild.path(*days, *days as usize * 24);
        path.step = HOUR;
        let rounds = rounds_of(&path);
        let mut twin = Stage::twin(rounds.0[0].1);
        twin.punctual(BEFORE, &rounds);
        let mut stage = settled(&rounds);
        let end = BEFORE + days * DAY;
        stage.reach(end, &rounds);
        if *days >= 365 {
            stage.renew();
        }
        stage.most_gas = 0;
        pokes.add(stage.catch_up().into());
        gas.add(stage.most_gas as f64);
        // Eight samples a call, all of one moment: the grid is that of the native catch-up.
        twin.catch_up(end, &rounds);
        native.add(deviation(stage.moments().fast) / deviation(twin.stored()));
    }
    let within = Band::Within(1.0 - 1e-6, 1.0 + 1e-6);
    vec![
        row(
            "V8",
            "30 d and 366 d un-poked: WASM over native".to_owned(),
            native,
            within,
        ),
        row(
            "V8",
            "pokes to catch up".to_owned(),
            pokes,
            Band::Within(1.0, 200.0),
        ),
        row(
            "V8",
            "most gas of one of them, one asset".to_owned(),
            gas,
            Band::Within(0.0, 32e6),
        ),
    ]
}

/// All rows, each told as soon as it is known.
pub fn rows(effort: Effort, paths: &[Path], tell: &mut dyn FnMut(Row)) {
    between_due_times().into_iter().for_each(&mut *tell);
    tell(unpoked_fall());
    for path in paths.iter().filter(|path| path.step == 60) {
        // A few days of each.
        let mut path = path.clone();
        path.prices.truncate(effort.pick(8, 34) * 1_440);
        along(&path, effort).into_iter().for_each(&mut *tell);
    }
    tell(phase_change(effort));
    silence().into_iter().for_each(&mut *tell);
}
