//! V9, V10 and ORC-9: correlations that no sequence of samples can break.

use crate::draws::Draws;
use crate::naive::OwnClocks;
use crate::ours::{variance_of, BOUNDS, MEMORY};
use crate::table::{Band, Level, Range, Row};
use crate::Effort;
use fixed::U256;
use risk::covariance::correlations::{Correlations, Share, ONE};
use risk::volatility::moments::{Interval, Moments};

/// Assets of the matrices tried.
pub const ASSETS: usize = 8;
const MASK: u16 = 0xff;

/// A square matrix of correlations in units of `2^-24`.
pub type Square = [[i64; ASSETS]; ASSETS];

/// The assets and their correlations as the oracle keeps them: stored and loaded at each step.
#[derive(Debug, Clone)]
pub struct Joint {
    /// Each asset.
    pub moments: [Moments; ASSETS],
    words: Vec<U256>,
}

impl Default for Joint {
    fn default() -> Self {
        let moments = Moments::listed(variance_of(0.04)).expect("in range");
        Self {
            moments: [moments; ASSETS],
            words: vec![U256::ZERO; Correlations::words_of(ASSETS)],
        }
    }
}

impl Joint {
    /// A joint sample of the returns (WAD) of those that have one.
    pub fn sample(&mut self, returns: &[Option<i128>; ASSETS], seconds: u64) {
        let interval = Interval::of(seconds, &MEMORY).expect("terms");
        let mut shares = [Share::MISSING; ASSETS];
        let places = self.moments.iter_mut().zip(&mut shares);
        for ((moments, share), log_return) in places.zip(returns) {
            let Some(log_return) = log_return else {
                continue;
            };
            let (next, learned) = moments
                .step(*log_return, &interval, &BOUNDS)
                .expect("in range");
            // As the contract does: what is stored is what counts.
            let bits = next.to_bits().expect("in range");
            *moments = Moments::from_bits(bits).expect("written by us");
            *share = learned;
        }
        let mut correlations = self.correlations();
        correlations.step(&shares).expect("one share each");
        self.words = correlations.words().collect();
    }

    fn correlations(&self) -> Correlations {
        Correlations::of(MASK, |word| self.words[word])
    }

    /// The correlations as stored, one on the diagonal.
    pub fn square(&self) -> Square {
        let mut square = [[ONE; ASSETS]; ASSETS];
        let correlations = self.correlations();
        let mut pairs = correlations.pairs().iter();
        for i in 0..ASSETS {
            for j in 0..i {
                let entry = i64::from(*pairs.next().expect("a pair"));
                (square[i][j], square[j][i]) = (entry, entry);
            }
        }
        square
    }
}

/// The lowest `w' C w` over all `w` in {-1, 0, 1}^8 but zero, in units of `2^-24`: each differs from the one before in
/// one place by one (a reflected ternary code), so that a form costs eight additions.
pub fn lowest_sign_form(square: &Square) -> i64 {
    let mut weights = [-1i64; ASSETS];
    let mut direction = [1i64; ASSETS];
    let mut images = [0i64; ASSETS];
    let mut form = 0;
    for (image, row) in images.iter_mut().zip(square) {
        *image = -row.iter().sum::<i64>();
        form -= *image;
    }
    let mut lowest = form;
    loop {
        let Some(place) =
            (0..ASSETS).find(|place| (weights[*place] + direction[*place]).abs() <= 1)
        else {
            return lowest;
        };
        for turned in 0..place {
            direction[turned] = -direction[turned];
        }
        let step = direction[place];
        weights[place] += step;
        form += 2 * step * images[place] + square[place][place];
        for (image, entry) in images.iter_mut().zip(&square[place]) {
            *image += step * entry;
        }
        if weights != [0; ASSETS] {
            lowest = lowest.min(form);
        }
    }
}

/// `w' C w` of an integer vector.
pub fn form(square: &Square, weights: &[i64; ASSETS]) -> i128 {
    let mut sum = 0;
    for (row, first) in square.iter().zip(weights) {
        for (entry, second) in row.iter().zip(weights) {
            sum += i128::from(*entry) * i128::from(*first) * i128::from(*second);
        }
    }
    sum
}

/// Eigenvalues and eigenvectors (columns) by cyclic rotations (Jacobi 1846).
pub fn eigen(square: &Square) -> ([f64; ASSETS], [[f64; ASSETS]; ASSETS]) {
    let mut a = square.map(|row| row.map(|entry| entry as f64 / ONE as f64));
    let mut v = [[0.0; ASSETS]; ASSETS];
    for (i, row) in v.iter_mut().enumerate() {
        row[i] = 1.0;
    }
    for _ in 0..30 {
        for p in 0..ASSETS {
            for q in p + 1..ASSETS {
                if a[p][q].abs() < 1e-300 {
                    continue;
                }
                let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
                let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
                let t = if theta == 0.0 { 1.0 } else { t };
                let c = 1.0 / (t * t + 1.0).sqrt();
                let s = t * c;
                for row in &mut a {
                    (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
                }
                for k in 0..ASSETS {
                    (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]);
                }
                for row in &mut v {
                    (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
                }
            }
        }
    }
    (core::array::from_fn(|i| a[i][i]), v)
}

/// The eigenvectors as integers, largest place about `2^30`.
fn integer_eigenvectors(square: &Square) -> [[i64; ASSETS]; ASSETS] {
    let (_, vectors) = eigen(square);
    core::array::from_fn(|column| {
        core::array::from_fn(|row| (vectors[row][column] * (1u64 << 30) as f64) as i64)
    })
}

/// The same recursion in floating point, each entry to the nearest unit and nothing shrunk: exact in the mean, and not
/// always a matrix of correlations.
#[derive(Debug, Clone)]
pub struct Nearest {
    square: Square,
    variances: [f64; ASSETS],
}

impl Default for Nearest {
    fn default() -> Self {
        let mut square = [[0; ASSETS]; ASSETS];
        for (i, row) in square.iter_mut().enumerate() {
            row[i] = ONE;
        }
        Self {
            square,
            variances: [0.04 * 0.04; ASSETS],
        }
    }
}

impl Nearest {
    /// As [`Joint::sample`].
    pub fn sample(&mut self, returns: &[Option<i128>; ASSETS], seconds: u64) {
        let weight = (-(seconds as f64) / MEMORY.fast as f64).exp2();
        let gain = (1.0 - weight) * 86_400.0 / seconds as f64;
        // What is kept of each deviation, and what is learned, over the new one.
        let mut shares = [(1.0, 0.0); ASSETS];
        let places = self.variances.iter_mut().zip(&mut shares).zip(returns);
        for ((variance, share), log_return) in places {
            let Some(log_return) = log_return else {
                continue;
            };
            let log_return = *log_return as f64 / 1e18;
            let after = (weight * *variance + gain * log_return * log_return).max(1e-12);
            *share = (
                (weight * *variance / after).sqrt(),
                log_return * (gain / after).sqrt(),
            );
            *variance = after;
        }
        for i in 0..ASSETS {
            for j in 0..i {
                let kept = shares[i].0 * shares[j].0 * self.square[i][j] as f64;
                let learned = shares[i].1 * shares[j].1 * ONE as f64;
                let entry = (kept + learned).round() as i64;
                (self.square[i][j], self.square[j][i]) = (entry, entry);
            }
        }
    }
}

/// Steps of one kind of returns: so long that nothing is left of the kind before.
const KIND: u64 = 1_000;

/// Returns of one step, of the kinds that are hard for a matrix, and the seconds that they take.
pub fn hard_returns(
    draws: &mut Draws,
    step: u64,
    square: &Square,
) -> ([Option<i128>; ASSETS], u64) {
    let wad = |value: f64| (value * 1e18) as i128;
    let any: [f64; ASSETS] = core::array::from_fn(|_| draws.normal());
    let [first, second] = [draws.normal(), draws.normal()];
    let kind = step / KIND;
    // Loadings that last as long as the kind does.
    let mut fixed = Draws::new(kind);
    let loadings: [[f64; 2]; ASSETS] = core::array::from_fn(|_| [fixed.normal(), fixed.normal()]);
    let moved: [f64; ASSETS] = match kind % 6 {
        // Two factors, and next to nothing else: six directions without variance.
        0 => core::array::from_fn(|i| {
            loadings[i][0] * first + loadings[i][1] * second + 1e-8 * any[i]
        }),
        // All the same, of either sign.
        1 => core::array::from_fn(|i| if loadings[i][0] < 0.0 { -first } else { first }),
        // The same and a digit.
        2 => core::array::from_fn(|i| first + 1e-7 * any[i]),
        // Along the direction in which the matrix is thinnest.
        3 => {
            let (values, vectors) = eigen(square);
            let thin = (0..ASSETS).min_by(|i, j| values[*i].total_cmp(&values[*j]));
            core::array::from_fn(|i| vectors[i][thin.unwrap_or(0)])
        }
        // Two groups, one asset far larger than the others.
        4 => core::array::from_fn(|i| match i {
            0 => 40.0 * first,
            1..4 => first,
            _ => second,
        }),
        // Independent.
        _ => any,
    };
    // In the last fifth assets go missing, all times are taken, and sizes go from a thousandth of a percent up.
    let mixed = step % KIND >= KIND * 4 / 5;
    let missing = if mixed && draws.below(2) == 0 {
        draws.bits()
    } else {
        0
    };
    let size = if mixed {
        10f64.powf(-3.0 * draws.share())
    } else {
        1.0
    };
    let seconds = if mixed {
        [60, 900, 3600, 14_400][draws.below(4) as usize]
    } else {
        14_400
    };
    let log_return = |i: usize| (missing >> i & 1 == 0).then(|| wad(0.01 * size * moved[i]));
    (core::array::from_fn(log_return), seconds)
}

/// V10: the lowest form of all that is tried, in units of `2^-24` per unit of weight squared.
pub fn semidefinite(effort: Effort) -> [Row; 2] {
    let (mut signs, mut eigenvectors) = (Range::default(), Range::default());
    let (mut naive_signs, mut naive_eigenvectors) = (Range::default(), Range::default());
    let mut draws = Draws::new(10);
    let (mut joint, mut nearest) = (Joint::default(), Nearest::default());
    for step in 0..effort.pick(20_000u64, 1_000_000) {
        let (returns, seconds) = hard_returns(&mut draws, step, &joint.square());
        joint.sample(&returns, seconds);
        nearest.sample(&returns, seconds);
        let square = joint.square();
        signs.add(lowest_sign_form(&square) as f64);
        naive_signs.add(lowest_sign_form(&nearest.square) as f64);
        if step % 10 == 0 {
            for (square, range) in [
                (&square, &mut eigenvectors),
                (&nearest.square, &mut naive_eigenvectors),
            ] {
                for vector in integer_eigenvectors(square) {
                    range.add(form(square, &vector) as f64 / (1u64 << 60) as f64);
                }
            }
        }
    }
    let row = |what: &str, ours: Range, naive: Range| Row {
        id: "V10",
        what: format!("8 assets, hard returns: lowest w'Cw, {what}"),
        level: Level::Native,
        ours,
        band: Band::Within(0.0, f64::INFINITY),
        naive,
        published: "",
    };
    [
        row("w in {-1,0,1}^8", signs, naive_signs),
        row("eigenvectors", eigenvectors, naive_eigenvectors),
    ]
}

/// V9: one asset sampled alone, twenty times, without a move: the correlation, and one unit long against one short
/// (variance, relative to one of them).
pub fn alone() -> [Row; 2] {
    let mut joint = Joint::default();
    let wad = |value: f64| (value * 1e18) as i128;
    // First a past in which the two are one.
    for step in 0..2_000 {
        let moved = Some(wad(if step % 2 == 0 { 0.01 } else { -0.01 }));
        let mut returns = [None; ASSETS];
        (returns[0], returns[1]) = (moved, moved);
        joint.sample(&returns, 3600);
    }
    let mut naive = OwnClocks {
        first: 1.0,
        second: 1.0,
        both: 1.0,
    };
    let [mut correlation, mut long_short, mut naive_rho, mut naive_spread] = [Range::default(); 4];
    for _ in 0..20 {
        let mut returns = [None; ASSETS];
        returns[0] = Some(0);
        joint.sample(&returns, 19_282); // 0.94 = 2^(-19,282 / 216,000)
        naive.poke_first(0.0);
        let rho = joint.square()[0][1] as f64 / ONE as f64;
        let [first, second] = [0, 1].map(|at| joint.moments[at].fast as f64);
        correlation.add(rho);
        long_short.add((first + second - 2.0 * rho * (first * second).sqrt()) / second);
        naive_rho.add(naive.correlation());
        naive_spread.add(naive.long_short());
    }
    let row = |what: &str, ours: Range, band: Band, naive: Range, published: &'static str| Row {
        id: "V9",
        what: what.to_owned(),
        level: Level::Native,
        ours,
        band,
        naive,
        published,
    };
    [
        row(
            "one of two sampled alone: correlation",
            correlation,
            Band::Within(-1.0, 1.0),
            naive_rho,
            "1.86",
        ),
        row(
            "one of two sampled alone: variance of long and short",
            long_short,
            Band::Within(0.0, f64::INFINITY),
            naive_spread,
            "-0.71",
        ),
    ]
}
