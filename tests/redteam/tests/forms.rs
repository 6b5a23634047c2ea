//! The measures of a matrix are themselves right.

use redteam::draws::Draws;
use redteam::matrix::{eigen, form, lowest_sign_form, Square, ASSETS};

fn any_square(draws: &mut Draws) -> Square {
    let mut square = [[1i64 << 31; ASSETS]; ASSETS];
    for i in 0..ASSETS {
        for j in 0..i {
            let entry = draws.below(1 << 32) as i64 - (1 << 31);
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
            let found = form(&square, &weights) as f64 / (1u64 << 31) as f64 / 1e18;
            assert!((found - value).abs() < 1e-7, "{found} {value}");
        }
    }
}

/// One correlation a unit past one is a negative form.
#[test]
fn v10_a_unit_too_much_is_noticed() {
    let mut square = [[0; ASSETS]; ASSETS];
    for (i, row) in square.iter_mut().enumerate() {
        row[i] = 1i64 << 31;
    }
    (square[1][0], square[0][1]) = ((1 << 31) + 1, (1 << 31) + 1);
    assert_eq!(lowest_sign_form(&square), -2);
}
