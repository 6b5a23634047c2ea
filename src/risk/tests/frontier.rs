//! The search for an edge against closed forms, and its bounds against judges of any shape.

use proptest::prelude::*;
use risk::frontier::{most, nearest, tolerance, Judge, BATCH, MAX_ROUNDS, REFUSED};

const WAD: i128 = 1_000_000_000_000_000_000;

/// A headroom as a function, and how often it was asked.
struct Asked<F> {
    headroom: F,
    questions: usize,
    candidates: usize,
}

impl<F: FnMut(u128) -> i128> Judge for Asked<F> {
    type Error = core::convert::Infallible;

    fn judge(&mut self, candidates: &[u128], headrooms: &mut [i128]) -> Result<(), Self::Error> {
        assert!(candidates.len() <= BATCH && candidates.len() == headrooms.len());
        assert!(candidates.is_sorted());
        self.questions += 1;
        self.candidates += candidates.len();
        for (candidate, headroom) in candidates.iter().zip(headrooms) {
            *headroom = (self.headroom)(*candidate);
        }
        Ok(())
    }
}

fn asked<F: FnMut(u128) -> i128>(headroom: F) -> Asked<F> {
    Asked {
        headroom,
        questions: 0,
        candidates: 0,
    }
}

/// 10 ETH at 2,000 with initial margin a quarter of the value, 12,000 owed: `(10 - x) 1,500 = 12,000`, two ETH may go.
#[test]
fn of_a_linear_requirement_the_answer_is_exact() {
    let headroom = |x: u128| (10 * WAD - x.cast_signed()) * 1_500 - 12_000 * WAD;
    let mut judge = asked(headroom);
    let limit = 10 * WAD.cast_unsigned();
    let found = most(&mut judge, limit, 1).unwrap().unwrap();
    assert_eq!(found, 2 * WAD.cast_unsigned());
    assert!(headroom(found + tolerance(limit, 1)) < 0);
    assert_eq!(judge.questions, 2, "the chord is the function");
}

/// Two uncorrelated assets, margin k sqrt((a - x)^2 + b^2), as of a simple model; the root of the quadratic by hand:
/// equity 100 - x, k = 1, a = 60, b = 40: (100 - x)^2 = (60 - x)^2 + 40^2, so 80 x = 4,800: x = 60.
/// With equity 90: (90 - x)^2 = (60 - x)^2 + 1,600: 60 x = 2,900: x = 48.333...
#[test]
fn of_a_square_root_it_is_the_root_of_the_quadratic() {
    let margin = |x: u128| {
        let left = (60 * WAD - x.cast_signed()).unsigned_abs();
        let scaled = left / 1_000_000_000;
        let other = 40_000_000_000_u128;
        let square = scaled * scaled + other * other;
        fixed::isqrt_up_u128(square) * 1_000_000_000
    };
    let headroom = |x: u128| 90 * WAD - x.cast_signed() - margin(x).cast_signed();
    let mut judge = asked(headroom);
    let limit = 60 * WAD.cast_unsigned();
    let found = most(&mut judge, limit, 1).unwrap().unwrap();
    let exact = 48_333_333_333_333_333_333_u128;
    let step = tolerance(limit, 1);
    // The square root above is good to 1e-9.
    assert!(found <= exact + 2_000_000_000 && found + step + 2_000_000_000 >= exact);
    assert!(headroom(found) >= 0 && headroom(found + step) < 0);
    assert!(judge.questions <= 5, "{} questions", judge.questions);
}

#[test]
fn everything_nothing_and_one() {
    let all = most(&mut asked(|_| 0), 77, 1).unwrap();
    assert_eq!(all, Some(77), "headroom of zero is accepted");
    let none = most(&mut asked(|_| -1), 77, 1).unwrap();
    assert_eq!(none, None);
    // What is refused now may still leave as a whole: the last of an asset takes its price along.
    let last = |x: u128| if x == 77 { 0 } else { REFUSED };
    assert_eq!(most(&mut asked(last), 77, 1).unwrap(), Some(77));
    assert_eq!(most(&mut asked(|_| 0), 0, 1).unwrap(), Some(0));
    for edge in 0..20_u128 {
        let wall = |x: u128| if x <= edge { 5 } else { REFUSED };
        assert_eq!(most(&mut asked(wall), 20, 1).unwrap(), Some(edge), "{edge}");
    }
}

/// 10 ETH at 2,000, 12,000 owed, maintenance a fifth of the value: p 10 (1 - 1/5) = 12,000 at 1,500.
#[test]
fn the_price_of_a_liquidation_is_the_one_of_the_closed_form() {
    let price = 2_000 * WAD.cast_unsigned();
    let stops = [5, 10, 20, 50, 100, 200, 400, 700, 990];
    let down = |distance: u128| {
        let at = (price - distance).cast_signed();
        at * 8 - 12_000 * WAD
    };
    let found = nearest(&mut asked(down), price, &stops).unwrap().unwrap();
    assert_eq!(price - found, 1_500 * WAD.cast_unsigned());
    assert!(down(found + tolerance(price, 1)) < 0);
    // A short of 10 at 2,000 with cash of 25,000: 25,000 - 10 p (1 + 1/5) = 0 at 2,083.33.
    let up = |distance: u128| {
        let at = (price + distance).cast_signed();
        25_000 * WAD - 12 * at
    };
    let found = nearest(&mut asked(up), price, &stops).unwrap().unwrap();
    let exact = 25_000 * WAD.cast_unsigned() / 12;
    assert!((price + found).abs_diff(exact) <= 1, "{found}");
    assert_eq!(nearest(&mut asked(|_| 1), price, &stops).unwrap(), None);
    assert_eq!(nearest(&mut asked(|_| -1), price, &stops).unwrap(), Some(0));
}

/// Of two edges the nearer one is found: refused between 150 and 300, and again from 600 on.
#[test]
fn the_nearer_of_two_edges_is_found() {
    let island = |x: u128| {
        if (150..300).contains(&x) || x >= 600 {
            -1
        } else {
            1
        }
    };
    let stops = [100, 200, 400, 800];
    let found = nearest(&mut asked(island), 1_000, &stops).unwrap();
    assert_eq!(found, Some(149));
}

proptest! {
    /// Whatever the shape, the answer is accepted, a tolerance more is refused, and the questions are bounded.
    #[test]
    fn any_falling_judge_is_answered_within_the_bound(
        limit in 1_u128..1 << 100, edge in any::<u128>(), shape in 0_u8..4, unit in 1_u128..1_000,
    ) {
        let edge = edge % limit;
        let headroom = move |x: u128| {
            let sign = if x <= edge { 1 } else { -1 };
            let far = x.abs_diff(edge).cast_signed();
            sign * match shape {
                0 => far,
                1 => 1,
                // So steep beside the edge, and so flat, that chords do not help.
                2 => far.unsigned_abs().isqrt().cast_signed() + 1,
                _ => if x <= edge { 1 } else { i128::MAX },
            }
        };
        let headroom = move |x: u128| {
            // The edge itself is accepted.
            let value = headroom(x);
            if x > edge && value == 0 { -1 } else { value }
        };
        let mut judge = asked(headroom);
        let found = most(&mut judge, limit, unit).unwrap().unwrap();
        prop_assert!(headroom(found) >= 0);
        prop_assert!(found == limit || headroom(found + tolerance(limit, unit)) < 0);
        prop_assert!(judge.questions <= MAX_ROUNDS + 1);
        prop_assert!(judge.candidates <= MAX_ROUNDS * BATCH + 2);
    }

    /// Concave headrooms, as of convex margins, cost few questions: quadratic here, a x + b x^2 against equity.
    #[test]
    fn a_convex_margin_costs_few_questions(
        equity in 1_000_000_u128..1 << 60, slope in 1_u128..1_000, bend in 0_u128..1_000,
    ) {
        let limit = equity;
        let headroom = move |x: u128| {
            let quadratic = fixed::mul_div_up_u128(x * bend, x, limit * 1_000).unwrap();
            let linear = fixed::mul_div_up_u128(x, slope, 100).unwrap();
            equity.cast_signed() - linear.cast_signed() - quadratic.cast_signed()
        };
        let mut judge = asked(headroom);
        let found = most(&mut judge, limit, 1).unwrap().unwrap();
        prop_assert!(headroom(found) >= 0);
        prop_assert!(found == limit || headroom(found + tolerance(limit, 1)) < 0);
        prop_assert!(judge.questions <= 6, "{}", judge.questions);
    }
}
