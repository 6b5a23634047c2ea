//! V10: eight assets under adversarial returns, and every long-short portfolio of them.

use crate::sampler::draws;
use fixed::WAD;
use risk::{Covariance, EwmaTerms, DAY};
use ruint::Uint;

const ASSETS: usize = 8;
type Wide = Uint<512, 8>;

fn table(matrix: &Covariance) -> [[i128; ASSETS]; ASSETS] {
    std::array::from_fn(|i| std::array::from_fn(|j| matrix.get(i, j).unwrap()))
}

/// The smallest `w' S w` over all `w` of {-1, 0, 1}^8 but zero: a weight at a time, with the sums that its
/// change moves. Entries are below 1e36, sums of 64 of them below 1e38.
fn least_form(entries: &[[i128; ASSETS]; ASSETS]) -> i128 {
    fn walk(
        entries: &[[i128; ASSETS]; ASSETS],
        rows: [i128; ASSETS],
        form: i128,
        asset: usize,
        empty: bool,
    ) -> i128 {
        if asset == ASSETS {
            return if empty { i128::MAX } else { form };
        }
        [-1, 0, 1]
            .into_iter()
            .map(|weight| {
                let grown = form + weight * (2 * rows[asset] + weight * entries[asset][asset]);
                let next = std::array::from_fn(|to| rows[to] + weight * entries[asset][to]);
                walk(entries, next, grown, asset + 1, empty && weight == 0)
            })
            .min()
            .unwrap()
    }
    walk(entries, [0; ASSETS], 0, 0, true)
}

/// Whether `w' S w >= 0`, for weights of any size.
fn form_is_not_negative(entries: &[[i128; ASSETS]; ASSETS], weights: &[i128; ASSETS]) -> bool {
    let (mut above, mut below) = (Wide::ZERO, Wide::ZERO);
    for (row, a) in entries.iter().zip(weights) {
        for (entry, b) in row.iter().zip(weights) {
            let sizes = [*a, *b, *entry].map(|value| Wide::from(value.unsigned_abs()));
            let negative = (*a < 0) ^ (*b < 0) ^ (*entry < 0);
            *(if negative { &mut below } else { &mut above }) += sizes[0] * sizes[1] * sizes[2];
        }
    }
    above >= below
}

/// Weights near the direction of least variance: inverse iteration in floats, scaled to integers.
fn flattest(entries: &[[i128; ASSETS]; ASSETS], start: [f64; ASSETS]) -> [i128; ASSETS] {
    let largest = (0..ASSETS).map(|i| entries[i][i]).max().unwrap() as f64;
    let mut weights = start;
    for _ in 0..8 {
        let mut rows: Vec<Vec<f64>> = (0..ASSETS)
            .map(|i| {
                let mut row: Vec<f64> = entries[i].iter().map(|x| *x as f64 / largest).collect();
                row[i] += 1e-15;
                row.push(weights[i]);
                row
            })
            .collect();
        for pivot in 0..ASSETS {
            let best = (pivot..ASSETS)
                .max_by(|a, b| rows[*a][pivot].abs().total_cmp(&rows[*b][pivot].abs()))
                .unwrap();
            rows.swap(pivot, best);
            let lead = rows[pivot].clone();
            for (place, row) in rows.iter_mut().enumerate() {
                if place != pivot && lead[pivot] != 0.0 {
                    let times = row[pivot] / lead[pivot];
                    row.iter_mut().zip(&lead).for_each(|(x, y)| *x -= times * y);
                }
            }
        }
        let solved: [f64; ASSETS] = std::array::from_fn(|i| rows[i][ASSETS] / rows[i][i]);
        let norm = solved.iter().fold(0.0f64, |most, x| most.max(x.abs()));
        if !norm.is_normal() {
            break;
        }
        weights = solved.map(|x| x / norm);
    }
    weights.map(|x| (x * 1e15) as i128)
}

/// RSK-7: a hundred thousand joint samples of every kind that has ever broken a matrix: all on one axis,
/// on two, dust of a few units, jumps, missing assets, no time and years between samples.
#[test]
fn rsk_7_v10_no_portfolio_of_eight_has_negative_variance() {
    let steps = vectors::runs(50_000);
    let mut draw = draws(0x2545_f491_4f6c_dd1d);
    let axes: [[i128; ASSETS]; 2] =
        std::array::from_fn(|_| std::array::from_fn(|_| i128::from(draw() % 2001) - 1000));
    let mut checked = 0;
    let mut least_seen = i128::MAX;
    for (start, clip) in [(0, 0), (16 * 10i128.pow(32), 5 * WAD)] {
        let mut matrix = Covariance::new();
        for _ in 0..ASSETS {
            matrix.add_asset(start).unwrap();
        }
        for step in 0..steps {
            let scale = 10i128.pow((draw() % 15) as u32);
            let (first, second) = (i128::from(draw() % 199) - 99, i128::from(draw() % 3) - 1);
            let kind = draw() % 8;
            let mut sample: [Option<i128>; ASSETS] = std::array::from_fn(|asset| {
                Some(match kind {
                    0..=3 => axes[0][asset] * first * scale / 100,
                    4 => (axes[0][asset] * first + axes[1][asset] * second) * scale / 100,
                    5 => i128::from(draw() % 7) - 3,
                    6 => (i128::from(draw() % 2001) - 1000) * scale,
                    _ => 0,
                })
            });
            if draw().is_multiple_of(4) {
                sample.iter_mut().for_each(|log_return| {
                    if draw().is_multiple_of(3) {
                        *log_return = None;
                    }
                });
            }
            let dt = [1, 60, 3600, 3600, 3600, DAY, 30 * DAY, 12][(draw() % 8) as usize];
            let half_life = if draw().is_multiple_of(2) {
                2 * DAY
            } else {
                3600
            };
            let terms = EwmaTerms {
                half_life,
                clip,
                max_dt: 4 * DAY,
            };
            matrix.update(&sample, dt, &terms).unwrap();
            // Often while it is young, then now and then.
            if step < 20 || step.is_multiple_of(1000) {
                let entries = table(&matrix);
                let least = least_form(&entries);
                assert!(least >= 0, "step {step}: {least} {entries:?}");
                least_seen = least_seen.min(least);
                for _ in 0..20 {
                    let around = std::array::from_fn(|_| (draw() % 2001) as f64 / 1e3 - 1.0);
                    let flattest = flattest(&entries, around);
                    let random =
                        std::array::from_fn(|_| i128::from(draw().cast_signed()) << (draw() % 60));
                    assert!(
                        form_is_not_negative(&entries, &flattest),
                        "{flattest:?} {entries:?}"
                    );
                    assert!(
                        form_is_not_negative(&entries, &random),
                        "{random:?} {entries:?}"
                    );
                }
                checked += 1;
            }
        }
    }
    println!(
        "v10: {} samples, {checked} matrices x 6560 portfolios, least {least_seen}",
        2 * steps
    );
}
