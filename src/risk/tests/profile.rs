//! Profiles against full revaluation: never below the true loss, and above it by no more than is stated.

use crate::option_book::*;
use fixed::lane::ONE;
use fixed::WAD;
use proptest::prelude::*;
use risk::profile::{Grid, Losses, NODES};
use risk::{Leg, LegKind};

fn both(book: &Book) -> [Losses; 2] {
    [true, false].map(|rises| {
        book.underlying
            .losses(&book.legs, &book.grid, rises)
            .unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(100)) })]

    #[test]
    fn a_profile_is_never_below_the_true_loss(book in book(), shocks in prop::collection::vec((0..NODES - 1, 0..=1_000i64), 6)) {
        let gross = gross(&book);
        let [up, down] = both(&book);
        for (losses, is_up) in [(up, true), (down, false)] {
            let profile = losses.scaled(EXPONENT).unwrap();
            for (interval, part) in &shocks {
                let (left, right) = (book.grid.node(*interval), book.grid.node(interval + 1));
                let shock = left + (right - left) / 1_000 * part;
                let got = profile.loss(shock) as f64 * (UNIT as f64 / 1e18);
                let (least, most) = loss(&book, shock, is_up);
                // What doubles, and a price in ulp, cannot tell.
                let doubt = 1e-13 * gross * (shock.max(0) as f64 / ONE as f64).exp() + 1e-14;
                prop_assert!(got >= least - doubt, "{got} {least} at {shock} of {is_up}");
                let excess = gap(&book, *interval, is_up);
                let price = shocked(book.underlying.price, right) as f64 / book.underlying.price as f64;
                // Below a deviation of 1e-6 the short side pays 2^-21; lanes are good to 2^-44; a few units of the lane.
                let slack = gross * (1.0 + price) * 6e-7 + (20.0 + price) * UNIT as f64 / 1e18;
                prop_assert!(got <= most + excess * 1.000_001 + slack, "{got} {most} + {excess} at {shock} of {is_up}");
            }
        }
    }

    #[test]
    fn beyond_the_ends_a_profile_is_never_below_the_true_loss(book in book(), beyond in 0..=1_000i64, above: bool) {
        let [up, down] = both(&book);
        let (low, high) = (book.grid.node(0), book.grid.node(NODES - 1));
        let shock = if above { high + (5 * ONE - high).max(0) / 1_000 * beyond } else { low - (5 * ONE + low).max(0) / 1_000 * beyond };
        for (losses, is_up) in [(up, true), (down, false)] {
            let profile = losses.scaled(EXPONENT).unwrap();
            let got = profile.loss(shock) as f64 * (UNIT as f64 / 1e18);
            let (least, _) = loss(&book, shock, is_up);
            let grown = gross(&book) * (shock.max(0) as f64 / ONE as f64).exp();
            prop_assert!(got >= least - 1e-13 * grown - 1e-14, "{got} {least} at {shock} of {is_up}");
            // Nothing loses more than it is worth, or than the price that it owes.
            prop_assert!(got <= 1.01 * grown + 1e-6, "{got} {grown} at {shock} of {is_up}");
        }
    }

    #[test]
    fn nodes_rise_and_reach_as_far_as_asked(step in 0i64..1 << 54, reach in 0..6 * ONE) {
        let grid = Grid::new(step, reach);
        for number in 1..NODES {
            prop_assert!(grid.node(number - 1) < grid.node(number));
        }
        prop_assert_eq!(grid.node(16), 0);
        for number in 0..NODES {
            prop_assert_eq!(grid.node(number), -grid.node(32 - number));
        }
        let reach = reach.min(5 * ONE);
        prop_assert!(grid.node(0) <= -reach && grid.node(32) >= reach);
        prop_assert!(grid.node(32) <= 5 * ONE + (1 << 12));
        let wanted = step.clamp(1 << 46, 1 << 53);
        prop_assert!((grid.node(17) - wanted).abs() <= 128);
    }
}

/// At a node a short option has no lift: the loss is the difference of two values, to 1e-11 of the position.
#[test]
fn short_calls_are_exact_at_the_nodes() {
    for (kind, sign) in [(LegKind::Call, -1), (LegKind::EverlastingCall, -1)] {
        let book = one(kind, sign * 10 * WAD as i128, 3_100 * WAD, 30);
        let [up, down] = both(&book);
        for (losses, is_up) in [(up, true), (down, false)] {
            let profile = losses.scaled(20).unwrap();
            for number in 0..NODES - 1 {
                let shock = book.grid.node(number);
                let got = profile.loss(shock) as f64 * FINE;
                let (least, most) = loss(&book, shock, is_up);
                let slack = 1e-11 * gross(&book);
                assert!(
                    got >= least - 1e-12 && got <= most + slack,
                    "{number}: {got} {most}"
                );
            }
        }
    }
}

/// A long option is lifted by less than a hundredth of its value near the money.
#[test]
fn lifts_are_small_where_the_grid_is_dense() {
    for kind in [LegKind::Call, LegKind::Put] {
        let book = one(kind, 10 * WAD as i128, 3_000 * WAD, 30);
        let [up, _] = both(&book);
        let profile = up.scaled(20).unwrap();
        let value = unit(&book.legs[0], &book, 3_000 * WAD, None).1 as f64 / 1e17;
        for thousandth in -130..130 {
            let shock = ONE / 1_000 * thousandth;
            let got = profile.loss(shock) as f64 * FINE;
            let (least, most) = loss(&book, shock, true);
            assert!(got >= least && got <= most + value / 100.0, "{thousandth}");
        }
    }
}

/// In any unit the same losses, rounded up; and none beyond the most.
#[test]
fn units_change_the_digits_only() {
    let book = one(LegKind::Put, -10 * WAD as i128, 3_100 * WAD, 30);
    let [losses, _] = both(&book);
    let fine = losses.scaled(20).unwrap();
    let most = losses.most().unwrap();
    for exponent in [17, 21, 43, 60] {
        let profile = losses.scaled(exponent).unwrap();
        for shock in [-6 * ONE, -ONE, -ONE / 50, 0, ONE / 7, 6 * ONE] {
            let (got, wanted) = (
                profile.loss(shock) as f64 * 2f64.powi(exponent),
                fine.loss(shock) as f64 * 2f64.powi(20),
            );
            let unit = 2f64.powi(exponent.max(20));
            assert!(
                got - wanted < 160.0 * unit && wanted - got < 160.0 * unit,
                "{exponent} {shock} {got} {wanted}"
            );
            assert!(got.abs() <= most as f64 + 160.0 * unit);
        }
    }
    assert!(
        (most as f64) < 150.0 * 31_000e18 && most as f64 > 20_000e18,
        "{most}"
    );
    assert!(losses.scaled(-20).is_err());
}

#[test]
fn other_legs_are_passed_over() {
    let mut book = one(LegKind::Call, WAD as i128, 3_000 * WAD, 30);
    let expected = both(&book)[0].scaled(EXPONENT).unwrap();
    let leg = book.legs[0];
    book.legs.push(Leg { asset: 4, ..leg });
    book.legs.push(Leg {
        kind: LegKind::Linear,
        ..leg
    });
    book.legs.push(Leg {
        size: 0,
        strike: u128::MAX,
        ..leg
    });
    let got = both(&book)[0].scaled(EXPONENT).unwrap();
    let none = book
        .underlying
        .losses(&book.legs[1..], &book.grid, false)
        .unwrap()
        .scaled(EXPONENT)
        .unwrap();
    for number in 0..NODES {
        let shock = book.grid.node(number);
        assert_eq!(got.loss(shock), expected.loss(shock));
        assert!((0..=10).contains(&none.loss(shock)), "{}", none.loss(shock));
    }
    assert_eq!(got.grid(), &book.grid);
    book.underlying.price = 0;
    assert!(book
        .underlying
        .losses(&book.legs, &book.grid, true)
        .is_err());
    book.underlying.price = 1;
    book.legs[0].strike = 0;
    assert!(book
        .underlying
        .losses(&book.legs[..1], &book.grid, true)
        .is_ok());
}

/// Each kind, long and short, beyond either end: a deep call or put has a slope of its whole size there.
#[test]
fn beyond_the_ends_every_kind_is_bounded() {
    for kind in KINDS {
        for size in [-10, 10] {
            for strike in [100, 3_000, 60_000] {
                let book = one(kind, size * WAD as i128, strike * WAD, 30);
                let [up, down] = both(&book);
                for (losses, is_up) in [(up, true), (down, false)] {
                    let profile = losses.scaled(20).unwrap();
                    for tenth in [-30, -20, -12, 6, 10, 20, 30] {
                        let shock = ONE / 10 * tenth;
                        let got = profile.loss(shock) as f64 * FINE;
                        let (least, most) = loss(&book, shock, is_up);
                        assert!(
                            got >= least - 1e-9,
                            "{kind:?} {size} {strike} {tenth}: {got} {least}"
                        );
                        // A bound, not a guess: at most what the units can lose.
                        let end = book.grid.node(if tenth < 0 { 0 } else { NODES - 1 });
                        let [a, b] =
                            [end, shock].map(|shock| shocked(book.underlying.price, shock) as f64);
                        let more = 10.0 * (a - b).abs() / 1e18;
                        let at_end = loss(&book, end, is_up).1;
                        let bound =
                            at_end + more + 1e-9 * gross(&book) + 1e-6 * most.abs().max(1.0);
                        assert!(
                            got <= bound,
                            "{kind:?} {size} {strike} {tenth}: {got} {bound}"
                        );
                    }
                }
            }
        }
    }
}
