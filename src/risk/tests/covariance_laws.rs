//! The matrix stays positive semi-definite in integers, whatever is done to it.

use proptest::collection::vec;
use proptest::prelude::*;
use risk::{Covariance, EwmaTerms, RiskError, DAY, MAX_ASSETS};
use ruint::Uint;

type Wide = Uint<1024, 16>;

/// Whether every principal minor is at least zero: exactly what positive semi-definite means, for all real
/// weights, not for those that a test happens to try. By permutations, in integers.
fn minors_are_not_negative(matrix: &Covariance) -> bool {
    let count = matrix.assets();
    (1u16..1 << count).all(|subset| {
        let members: Vec<usize> = (0..count)
            .filter(|asset| subset >> asset & 1 == 1)
            .collect();
        let (mut above, mut below) = (Wide::ZERO, Wide::ZERO);
        let mut order = members.clone();
        permutations(&mut order, 0, false, &mut |columns, odd| {
            let mut negative = odd;
            let mut size = Wide::from(1u8);
            for (row, column) in members.iter().zip(columns) {
                let entry = matrix.get(*row, *column).unwrap();
                negative ^= entry < 0;
                size *= Wide::from(entry.unsigned_abs());
            }
            *(if negative { &mut below } else { &mut above }) += size;
        });
        above >= below
    })
}

fn permutations(
    list: &mut [usize],
    from: usize,
    odd: bool,
    visit: &mut impl FnMut(&[usize], bool),
) {
    if from == list.len() {
        return visit(list, odd);
    }
    for place in from..list.len() {
        list.swap(from, place);
        permutations(list, from + 1, odd ^ (place != from), visit);
        list.swap(from, place);
    }
}

/// Positive semi-definite, and no correlation past one.
fn check(matrix: &Covariance) {
    assert!(minors_are_not_negative(matrix), "{:?}", matrix.triangle());
    for i in 0..matrix.assets() {
        for j in 0..i {
            assert!(matrix.correlation(i, j).unwrap().unsigned_abs() <= fixed::WAD);
        }
    }
}

#[derive(Debug, Clone)]
enum Action {
    /// A multiple of the axis: everything moves together.
    Together(i64, u64),
    /// Any returns, some missing.
    Any(Vec<Option<i64>>, u64),
    /// One asset only, no move: what a clock per asset would do.
    Alone(usize, u64),
    Pending(Vec<Option<i64>>, u64),
    Floor(Vec<u64>),
    Raise(Vec<u64>),
    Shrink(u64),
}

fn action() -> impl Strategy<Value = Action> {
    let log_return = || -300_000_000_000_000_000i64..300_000_000_000_000_000;
    let dt = || prop_oneof![Just(0u64), 1u64..60, 60u64..100_000, 0u64..1_000_000_000];
    prop_oneof![
        3 => (-1000i64..1000, dt()).prop_map(|(times, dt)| Action::Together(times, dt)),
        3 => (vec(prop::option::of(log_return()), 8), dt()).prop_map(|(list, dt)| Action::Any(list, dt)),
        1 => (0usize..8, dt()).prop_map(|(asset, dt)| Action::Alone(asset, dt)),
        2 => (vec(prop::option::of(log_return()), 8), dt()).prop_map(|(list, dt)| Action::Pending(list, dt)),
        1 => vec(0u64..1 << 60, 8).prop_map(Action::Floor),
        1 => vec(prop_oneof![0u64..100, 0u64..1 << 60], 8).prop_map(Action::Raise),
        1 => (0u64..=1_000_000_000_000_000_000).prop_map(Action::Shrink),
    ]
}

/// Returns per unit of a common move: large, or so small that a variance is a handful of units.
fn axis() -> impl Strategy<Value = i64> {
    prop_oneof![
        1_000_000_000i64..50_000_000_000_000,
        -50_000_000_000_000i64..-1_000_000_000,
        -40i64..40,
    ]
}

fn wide(list: &[Option<i64>], count: usize) -> Vec<Option<i128>> {
    list.iter()
        .take(count)
        .map(|log_return| log_return.map(i128::from))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1500) })]

    /// RSK-7, ORC-9, V9 and V10: from nothing, where every unit of rounding shows, and from a variance.
    #[test]
    fn rsk_7_orc_9_no_portfolio_has_negative_variance(
        count in 2usize..=5,
        axis in vec(axis(), 5),
        start in prop_oneof![Just(0i128), 0i128..10i128.pow(33)],
        clip in prop_oneof![Just(0u128), Just(5 * fixed::WAD)],
        half_life in prop_oneof![Just(3600u64), Just(2 * DAY), 1800u64..30 * DAY],
        actions in vec(action(), 1..25),
    ) {
        let terms = EwmaTerms { half_life, clip, max_dt: 30 * DAY };
        let axis: Vec<i128> = axis.into_iter().take(count).map(i128::from).collect();
        let mut matrix = Covariance::new();
        for _ in 0..count {
            matrix.add_asset(start).unwrap();
        }
        for action in actions {
            match action {
                Action::Together(times, dt) => {
                    let sample: Vec<_> = axis.iter().map(|part| Some(part * i128::from(times))).collect();
                    matrix.update(&sample, dt, &terms).unwrap();
                }
                Action::Any(list, dt) => matrix.update(&wide(&list, count), dt, &terms).unwrap(),
                Action::Alone(asset, dt) => {
                    let sample: Vec<_> = (0..count).map(|other| (other == asset).then_some(0)).collect();
                    matrix.update(&sample, dt, &terms).unwrap();
                }
                Action::Pending(list, dt) => {
                    let seen = matrix.pending(&wide(&list, count), dt, &terms).unwrap();
                    check(&seen);
                    check(&seen.sub(0b1_1010 & ((1 << count) - 1)).unwrap());
                }
                Action::Floor(list) => {
                    let floors: Vec<_> = list.into_iter().take(count).map(|root| i128::from(root) << 40).collect();
                    matrix.floor(&floors);
                }
                Action::Raise(list) => {
                    let least: Vec<_> = list.into_iter().take(count).map(|root| i128::from(root) << 40).collect();
                    matrix.raise(&least).unwrap();
                }
                Action::Shrink(share) => matrix.shrink(share.into()).unwrap(),
            }
            check(&matrix);
        }
    }
}

/// `w' S w` in integers.
fn exact_form(matrix: &Covariance, weights: &[i128]) -> Wide {
    let (mut above, mut below) = (Wide::ZERO, Wide::ZERO);
    for (i, a) in weights.iter().enumerate() {
        for (j, b) in weights.iter().enumerate() {
            let entry = matrix.get(i, j).unwrap();
            let sizes = [*a, *b, entry].map(|value| Wide::from(value.unsigned_abs()));
            let negative = (*a < 0) ^ (*b < 0) ^ (entry < 0);
            *(if negative { &mut below } else { &mut above }) += sizes[0] * sizes[1] * sizes[2];
        }
    }
    above - below
}

fn form_is_exact_to_a_unit_per_asset(matrix: &Covariance, weights: &[i128]) {
    let unit = Wide::from(10u128.pow(36));
    let exact = exact_form(matrix, weights);
    let got = Wide::from(matrix.quadratic_form_up(weights).unwrap()) * unit;
    assert!(got >= exact, "below {weights:?} {:?}", matrix.triangle());
    assert!(got - exact < Wide::from(3u8) * unit);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn rsk_11_quadratic_form_is_never_below_the_exact_one(
        loadings in vec(vec(-10i128.pow(17)..10i128.pow(17), 3), 1..8),
        weights in vec((-10i128.pow(30)..10i128.pow(30), 0u32..100), 8),
    ) {
        let matrix = crate::world::covariance(&loadings);
        let weights: Vec<i128> = weights.iter().take(loadings.len()).map(|(weight, shift)| weight >> shift).collect();
        form_is_exact_to_a_unit_per_asset(&matrix, &weights);
    }
}

/// Powers of two, whose products end in 128 zero bits.
#[test]
fn rsk_11_quadratic_form_of_round_binary_numbers() {
    let matrix = Covariance::from_triangle(2, &[1 << 110, 1 << 100, 1 << 112]).unwrap();
    for weights in [
        [1 << 60, -(1 << 60)],
        [-(1 << 60), 1 << 58],
        [1 << 28, 1 << 90],
    ] {
        form_is_exact_to_a_unit_per_asset(&matrix, &weights);
    }
}

/// V9: an asset sampled alone, twenty times, without a move. Decaying only its own row would leave a
/// correlation of 1.86.
#[test]
fn orc_9_samples_of_one_asset_alone_cannot_pass_full_correlation() {
    let scale = 10i128.pow(32);
    let mut matrix = Covariance::from_triangle(2, &[16 * scale, 19 * scale, 25 * scale]).unwrap();
    let before = matrix.correlation(0, 1).unwrap();
    let terms = EwmaTerms {
        half_life: DAY,
        clip: 0,
        max_dt: 0,
    };
    for _ in 0..20 {
        matrix.update(&[Some(0), None], 3600, &terms).unwrap();
    }
    let after = matrix.correlation(0, 1).unwrap();
    assert!(after <= before && after > before - 1000, "{before} {after}");
    assert!(
        matrix.get(1, 1).unwrap() >= 25 * scale,
        "a missing asset keeps its variance"
    );
    check(&matrix);
}

#[test]
fn entries_stay_where_they_are_when_an_asset_is_added() {
    let mut matrix = Covariance::new();
    for asset in 0..MAX_ASSETS {
        assert_eq!(matrix.add_asset(1000 + asset as i128), Ok(asset));
        if asset > 0 {
            matrix.set(asset, asset - 1, asset as i128).unwrap();
        }
    }
    assert_eq!(matrix.add_asset(1), Err(RiskError::TooManyAssets));
    let mut places: Vec<usize> = Vec::new();
    for i in 0..MAX_ASSETS {
        for j in 0..=i {
            places.push(Covariance::entry(i, j).unwrap());
            assert_eq!(Covariance::entry(i, j), Covariance::entry(j, i));
        }
    }
    assert_eq!(places, (0..136).collect::<Vec<_>>());
    assert_eq!(Covariance::entry(16, 0), None);
    assert_eq!(matrix.get(3, 2), Ok(3));
    assert_eq!(matrix.get(2, 3), Ok(3));
    let part = matrix.sub(0b1100).unwrap();
    assert_eq!(part.triangle(), &[1002, 3, 1003]);
    assert_eq!(
        Covariance::from_triangle(2, &[1002, 3, 1003]),
        Ok(part.clone())
    );
    assert_eq!(part.sub(0b100), Err(RiskError::UnknownAsset));
    for (i, j) in [(2, 0), (0, 2), (2, 2)] {
        assert_eq!(part.get(i, j), Err(RiskError::UnknownAsset));
        assert_eq!(part.clone().set(i, j, 1), Err(RiskError::UnknownAsset));
    }
    assert_eq!(
        Covariance::from_triangle(2, &[1, 2]),
        Err(RiskError::LengthMismatch)
    );
}

/// V8: years of silence, an absurd print, and a variance at the top of its type are answers or errors.
#[test]
fn orc_6_extremes_neither_panic_nor_erase() {
    let terms = EwmaTerms {
        half_life: 2 * DAY,
        clip: 0,
        max_dt: 30 * DAY,
    };
    let start = 10i128.pow(33);
    let mut matrix = Covariance::from_triangle(1, &[start]).unwrap();
    matrix.update(&[Some(0)], u64::MAX, &terms).unwrap();
    // 30 days are 15 half-lives.
    assert_eq!(matrix.get(0, 0).unwrap() >> 3, (start >> 15) >> 3);
    matrix.update(&[Some(i128::MAX)], 1, &terms).unwrap();
    matrix
        .update(
            &[Some(i128::MIN)],
            u64::MAX,
            &EwmaTerms { max_dt: 0, ..terms },
        )
        .unwrap();
    let mut full = Covariance::from_triangle(1, &[i128::MAX]).unwrap();
    let before = full.clone();
    assert!(full.update(&[Some(fixed::WAD as i128)], 1, &terms).is_err());
    assert_eq!(full, before, "unchanged on error");
    let never = EwmaTerms {
        half_life: 0,
        ..terms
    };
    assert_eq!(
        matrix.update(&[Some(0)], 1, &never),
        Err(RiskError::InvalidTerms)
    );
    assert_eq!(
        matrix.update(&[], 1, &terms),
        Err(RiskError::LengthMismatch)
    );
}

#[test]
fn correlations_by_hand() {
    let of = |triangle: &[i128; 3]| Covariance::from_triangle(2, triangle).unwrap();
    let one = fixed::WAD as i128;
    assert_eq!(of(&[4, -3, 9]).correlation(0, 1), Ok(-one / 2));
    assert_eq!(of(&[4, 3, 9]).correlation(1, 0), Ok(one / 2));
    assert_eq!(of(&[4, 3, 9]).correlation(1, 1), Ok(one));
    assert_eq!(
        of(&[1, 5, 1]).correlation(0, 1),
        Ok(one),
        "never more than 1"
    );
    assert_eq!(of(&[1, -5, 1]).correlation(0, 1), Ok(-one));
    assert_eq!(of(&[0, 0, 9]).correlation(0, 1), Ok(0));
    assert_eq!(of(&[9, 0, 0]).correlation(0, 1), Ok(0));
    assert_eq!(of(&[0, 0, 9]).correlation(0, 0), Ok(0));
}

#[test]
fn floors_raise_variances_and_nothing_else() {
    let mut matrix = Covariance::from_triangle(2, &[4, -3, 9]).unwrap();
    matrix.floor(&[5, 8, 100]);
    assert_eq!(matrix.triangle(), &[5, -3, 9]);
    matrix.floor(&[6]);
    assert_eq!(matrix.triangle(), &[6, -3, 9]);
}
