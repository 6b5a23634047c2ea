//! V1, V2, V4 and V12: pokes between due times, rounds between due times, a fall in pieces, a new asset.

use crate::feed::{answer, Rounds};
use crate::naive::{PerPoke, PerUpdate, KEPT};
use crate::ours::{deviation, Ours, Pace};
use crate::table::{Band, Level, Range, Row};
use risk::volatility::asset::SAMPLES_TO_TRUST;

const START: f64 = 2_500.0;
const HOUR: u64 = 3600;

fn settled(deviation: f64) -> Ours {
    Ours::settled(0, answer(START), deviation, Pace::HOURLY)
}

fn row(id: &'static str, what: &str, ours: Range, band: Band) -> Row {
    Row {
        id,
        what: what.to_owned(),
        level: Level::Native,
        ours,
        band,
        naive: Range::default(),
        published: "",
    }
}

fn of(value: f64) -> Range {
    let mut range = Range::default();
    range.add(value);
    range
}

/// One where the states are the same to the bit; else the ratio of their deviations, or next to one.
fn same(attacked: &Ours, alone: &Ours) -> f64 {
    let ratio = deviation(attacked.stored()) / deviation(alone.stored());
    if ratio == 1.0 && attacked != alone {
        return 1.0 + f64::EPSILON;
    }
    ratio
}

/// V1: fifty pokes at one price within an hour. Deviations.
pub fn same_price() -> Row {
    let rounds = Rounds(vec![(0, answer(START))]);
    let mut attacked = settled(0.04);
    let alone = attacked.clone();
    let mut naive = PerUpdate { variance: 1.0 };
    for poke in 0..50 {
        attacked.poke(70 * (poke + 1), &rounds);
        naive.poke(0.0);
    }
    let ours = of(same(&attacked, &alone));
    Row {
        naive: of(naive.variance.sqrt()),
        published: "0.21",
        ..row(
            "V1",
            "50 pokes at one price in an hour: volatility",
            ours,
            Band::SAME,
        )
    }
}

/// V2: a hundred alternating rounds of 0.05 % in an hour, each poked, against one poke at its end. Deviations.
pub fn alternating() -> Row {
    let told = |round: u64| START * if round.is_multiple_of(2) { 1.0 } else { 1.0005 };
    let rounds = Rounds(
        (0..=100)
            .map(|round| (36 * round, answer(told(round))))
            .collect(),
    );
    let (mut attacked, mut alone) = (settled(0.04), settled(0.04));
    let mut naive = PerPoke {
        variance: 1e-5,
        at: 0,
        price: START,
    };
    for poke in 1..=100 {
        attacked.poke(36 * poke, &rounds);
        naive.poke(36 * poke, told(poke));
    }
    alone.poke(HOUR, &rounds);
    let ours = of(same(&attacked, &alone));
    Row {
        naive: of((naive.variance / 1e-5).sqrt()),
        ..row(
            "V2",
            "100 rounds of +-0.05 % in an hour: volatility",
            ours,
            Band::SAME,
        )
    }
}

/// V4: 10 % down in ten minutes, at once or in pieces that are each poked: what the fall adds to the variance, as
/// deviations, pieces over whole; and what a reader sees before the due time over what is stored after it.
pub fn fall_in_pieces() -> [Row; 2] {
    let (mut split, mut naive, mut seen) = (Range::default(), Range::default(), Range::default());
    let fallen = |pieces: u64| {
        let told = |piece: u64| START * 0.9f64.powf(piece as f64 / pieces as f64);
        let rounds = (0..=pieces).map(|piece| (600 * piece / pieces, answer(told(piece))));
        Rounds(rounds.collect())
    };
    let whole = fallen(1);
    let mut at_once = settled(0.04);
    at_once.poke(HOUR, &whole);
    for pieces in [20, 100, 200] {
        let rounds = fallen(pieces);
        let mut attacked = settled(0.04);
        let mut squares = PerUpdate { variance: 0.0 };
        for (now, _) in &rounds.0 {
            attacked.poke(*now, &rounds);
        }
        for _ in 0..pieces {
            squares.poke(0.9f64.ln() / pieces as f64);
        }
        // Nothing decays of the naive sum here: what is left is the splitting alone.
        let lost: f64 = (0..pieces)
            .map(|age| (1.0 - KEPT) * KEPT.powf(age as f64))
            .sum();
        let square = squares.variance / lost * pieces as f64;
        if pieces == 20 {
            naive.add((square / 0.9f64.ln().powi(2)).sqrt());
        }
        let shown = attacked.shown(600, &rounds).fast;
        attacked.poke(HOUR, &rounds);
        split.add(same(&attacked, &at_once));
        seen.add(deviation(shown) / deviation(attacked.reading().fast));
    }
    let what = "a fall of 10 % in 20 to 200 pieces: over one piece";
    let before = "the same: shown at once over stored after";
    [
        Row {
            naive,
            published: "0.22 (4.5x less)",
            ..row("V4", what, split, Band::SAME)
        },
        row("V4", before, seen, Band::Within(1.0, f64::INFINITY)),
    ]
}

/// V12: a new asset in a still market, until it is trusted: what is shown over 12.8 % a day.
pub fn new_asset() -> [Row; 2] {
    let rounds = Rounds(vec![(0, answer(START))]);
    let mut ours = Ours::listed(0, answer(START), 0.01, Pace::HOURLY);
    let (mut cold, mut settled) = (Range::default(), Range::default());
    let mut naive = Range::default();
    for count in 0..=40 {
        let shown = ours.shown(ours.due_at - 1, &rounds);
        let range = if count < u64::from(SAMPLES_TO_TRUST) {
            &mut cold
        } else {
            &mut settled
        };
        for variance in [shown.fast, shown.slow, shown.paced] {
            range.add(deviation(variance) / 0.128);
        }
        ours.poke(ours.due_at, &rounds);
        naive.add(0.0);
    }
    let few = "shown of a new asset before 30 samples, over 12.8 % a day";
    let enough = "the same after 30 samples of a still price";
    [
        Row {
            naive,
            ..row("V12", few, cold, Band::Within(1.0, f64::INFINITY))
        },
        row(
            "V12",
            enough,
            settled,
            Band::Within(f64::MIN_POSITIVE, f64::INFINITY),
        ),
    ]
}
