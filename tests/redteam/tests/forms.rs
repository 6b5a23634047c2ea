//! The measures of a matrix are themselves right.

use fixed::U256;
use redteam::draws::Draws;
use redteam::matrix::{eigen, form, lowest_sign_form, Square, ASSETS};
use risk::covariance::correlations::{Correlations, Share, ONE};
use risk::{step_up, Decay};

fn any_square(draws: &mut Draws) -> Square {
    let mut square = [[ONE; ASSETS]; ASSETS];
    for i in 0..ASSETS {
        for j in 0..i {
            let entry = draws.below(2 * ONE as u64) as i64 - ONE;
            (square[i][j], square[j][i]) = (entry, entry);
        }
    }
    square
}

/// The short cut visits every vector: its lowest form is that of all 6,560 one by one.
#[test]
fn v10_every_sign_vector_is_tried() {
    let mut draws = Draws::new(1);
    for _ in 0..20 {
        let square = any_square(&mut draws);
        let all = (0..3u32.pow(ASSETS as u32)).map(|code| {
            let digit = |place: usize| i64::from(code / 3u32.pow(place as u32) % 3) - 1;
            core::array::from_fn::<i64, ASSETS, _>(digit)
        });
        let lowest = all
            .filter(|weights| *weights != [0; ASSETS])
            .map(|weights| form(&square, &weights))
            .min();
        assert_eq!(Some(i128::from(lowest_sign_form(&square))), lowest);
    }
}

/// Eigenvalues sum to the trace, and each vector's form is its value.
#[test]
fn v10_eigenvectors_are_eigenvectors() {
    let mut draws = Draws::new(2);
    for _ in 0..20 {
        let square = any_square(&mut draws);
        let (values, vectors) = eigen(&square);
        assert!((values.iter().sum::<f64>() - ASSETS as f64).abs() < 1e-9);
        for (column, value) in values.iter().enumerate() {
            let weights = core::array::from_fn(|row| (vectors[row][column] * 1e9) as i64);
            let found = form(&square, &weights) as f64 / ONE as f64 / 1e18;
            assert!((found - value).abs() < 1e-7, "{found} {value}");
        }
    }
}

/// One correlation a unit past one is a negative form.
#[test]
fn v10_a_unit_too_much_is_noticed() {
    let mut square = [[0; ASSETS]; ASSETS];
    for (i, row) in square.iter_mut().enumerate() {
        row[i] = ONE;
    }
    (square[1][0], square[0][1]) = (ONE + 1, ONE + 1);
    assert_eq!(lowest_sign_form(&square), -2);
}

/// V10, ORC-9: also where variances are not rounded up as they are stored, so that the shares of a sample fill the whole,
/// shrinking alone makes good what the cuts take: returns of two factors leave six directions without variance.
#[test]
fn orc_9_v10_shrinking_makes_good_the_cuts() {
    let mut draws = Draws::new(3);
    let decay = Decay::over(14_400, 216_000).unwrap();
    let mut words = vec![U256::ZERO; Correlations::words_of(ASSETS)];
    let mut variances = [16 * 10i128.pow(32); ASSETS];
    let loadings: [[f64; 2]; ASSETS] = core::array::from_fn(|_| [draws.normal(), draws.normal()]);
    let mut lowest = f64::INFINITY;
    for step in 0..4_000 {
        let factors = [0.02 * draws.normal(), 0.02 * draws.normal()];
        let shares: [Share; ASSETS] = core::array::from_fn(|i| {
            let moved = loadings[i][0] * factors[0] + loadings[i][1] * factors[1];
            let moved = (moved * 1e18) as i128;
            let after = step_up(variances[i], moved, &decay).unwrap();
            let share = Share::of(variances[i], moved, &decay, after).unwrap();
            variances[i] = after;
            share
        });
        let mut correlations = Correlations::of(0xff, |word| words[word]);
        correlations.step(&shares).unwrap();
        words = correlations.words().collect();
        if step < 1_000 {
            // What there was at the start is not forgotten yet.
            continue;
        }
        let mut square = [[ONE; ASSETS]; ASSETS];
        let mut pairs = correlations.pairs().iter();
        for i in 0..ASSETS {
            for j in 0..i {
                let entry = i64::from(*pairs.next().unwrap());
                (square[i][j], square[j][i]) = (entry, entry);
            }
        }
        let (_, vectors) = eigen(&square);
        for column in 0..ASSETS {
            let unit = (1u64 << 30) as f64;
            let weights = core::array::from_fn(|row| (vectors[row][column] * unit) as i64);
            lowest = lowest.min(form(&square, &weights) as f64 / unit / unit);
        }
    }
    // Thin, or nothing was tried: a ten-thousandth of one at the most.
    assert!((0.0..2_000.0).contains(&lowest), "{lowest} units of 2^-24");
}
