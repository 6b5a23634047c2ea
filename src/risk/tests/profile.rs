//! Profiles against full revaluation: never below the true loss, and above it by no more than is stated.

use fixed::lane::ONE;
use fixed::WAD;
use proptest::prelude::*;
use risk::options::black76::European;
use risk::options::everlasting::{Everlasting, FUNDING_PERIOD};
use risk::options::volatility_shock::volatility_shock;
use risk::options::Payoff::{self, Call, Put};
use risk::profile::{Grid, Underlying, NODES};
use risk::{Leg, LegKind, DAY};

const NOW: u64 = 1_750_000_000;
/// A lane unit, 2^43 of 1e-18: about a thousandth of a cent.
const EXPONENT: i32 = 43;
const UNIT: u128 = 1 << EXPONENT;
/// A finer one, 2^20, in USD.
const FINE: f64 = 1.048_576e-12;

const KINDS: [LegKind; 4] = [
    LegKind::Call,
    LegKind::Put,
    LegKind::EverlastingCall,
    LegKind::EverlastingPut,
];

#[derive(Debug, Clone)]
struct Book {
    legs: Vec<Leg>,
    underlying: Underlying,
    grid: Grid,
}

fn leg() -> impl Strategy<Value = Leg> {
    let size = prop_oneof![-100_000i128..100_000, Just(100), Just(-100)];
    (
        0..4usize,
        size,
        100u128..4_000,
        prop_oneof![0..3 * DAY, 0..400 * DAY],
    )
        .prop_map(|(kind, size, ratio, time)| Leg {
            asset: 3,
            kind: KINDS[kind],
            size: size * 1_000_000_007_000_000,
            strike: ratio,
            expiry: NOW + time,
        })
}

fn book() -> impl Strategy<Value = Book> {
    let price = prop_oneof![3_000u128..100_000, 1u128..10]
        .prop_map(|price| price * 777_777_777_777_777_777);
    let volatility = 20_000_000_000_000_000u128..2 * WAD;
    let step = 1i64 << 46..1 << 52;
    (
        prop::collection::vec(leg(), 1..6),
        price,
        volatility,
        step,
        0..5 * ONE,
    )
        .prop_map(|(mut legs, price, volatility, step, reach)| {
            for leg in &mut legs {
                leg.strike *= price / 1_000;
            }
            let funding_period = FUNDING_PERIOD;
            Book {
                legs,
                underlying: Underlying {
                    asset: 3,
                    price,
                    volatility,
                    now: NOW,
                    funding_period,
                },
                grid: Grid::new(step, reach),
            }
        })
}

/// Down and up values of a unit, and price times delta of its call, at a price and a factor on volatility.
fn unit(leg: &Leg, book: &Book, price: u128, up: Option<bool>) -> (u128, u128, f64) {
    let (payoff, everlasting) = payoff(leg.kind);
    let time = if everlasting {
        FUNDING_PERIOD
    } else {
        leg.expiry - NOW
    };
    let shock = volatility_shock(time).unwrap();
    let volatility = match up {
        None => book.underlying.volatility,
        Some(true) => fixed::mul_wad_up(book.underlying.volatility, shock.up).unwrap(),
        Some(false) => fixed::mul_wad_down(book.underlying.volatility, shock.down).unwrap(),
    };
    let (down, up, delta) = if everlasting {
        let option = Everlasting {
            price,
            strike: leg.strike,
            period: time,
            volatility,
        };
        (
            option.value_down(payoff),
            option.value_up(payoff),
            option.delta(Call).unwrap(),
        )
    } else {
        let option = European {
            forward: price,
            strike: leg.strike,
            seconds: time,
            volatility,
        };
        (
            option.value_down(payoff),
            option.value_up(payoff),
            option.greeks(Call).unwrap().delta,
        )
    };
    (
        down.unwrap(),
        up.unwrap(),
        price as f64 * (delta as f64 / 1e18),
    )
}

fn payoff(kind: LegKind) -> (Payoff, bool) {
    match kind {
        LegKind::Call => (Call, false),
        LegKind::Put => (Put, false),
        LegKind::EverlastingCall => (Call, true),
        _ => (Put, true),
    }
}

fn shocked(price: u128, shock: i64) -> u128 {
    let wad = i128::from(shock) * WAD as i128 / i128::from(ONE);
    let factor = u128::try_from(fixed::exp_wad_down(wad).unwrap()).unwrap();
    fixed::mul_wad_down(price, factor).unwrap()
}

/// The true loss at a shock, from below and from above, USD.
fn loss(book: &Book, shock: i64, up: bool) -> (f64, f64) {
    let price = shocked(book.underlying.price, shock);
    let (mut least, mut most) = (0.0, 0.0);
    for leg in &book.legs {
        let (before, after) = (
            unit(leg, book, book.underlying.price, None),
            unit(leg, book, price, Some(up)),
        );
        let size = leg.size.unsigned_abs() as f64 / 1e36;
        let (low, high) = if leg.size > 0 {
            (
                before.0 as f64 - after.1 as f64,
                before.1 as f64 - after.0 as f64,
            )
        } else {
            (
                after.0 as f64 - before.1 as f64,
                after.1 as f64 - before.0 as f64,
            )
        };
        least += size * low;
        most += size * high;
    }
    (least, most)
}

fn gross(book: &Book) -> f64 {
    let of = |leg: &Leg| {
        leg.size.unsigned_abs() as f64 * leg.strike.max(book.underlying.price) as f64 / 1e36
    };
    book.legs.iter().map(of).sum()
}

/// Lift of an interval and the gap of its convex part, USD: what the documentation promises.
fn gaps(book: &Book, interval: usize, up: bool) -> (f64, f64) {
    let (left, right) = (book.grid.node(interval), book.grid.node(interval + 1));
    let width = (right - left) as f64 / ONE as f64;
    let [a, b] = [left, right].map(|shock| shocked(book.underlying.price, shock));
    let (mut lift, mut convex) = (0.0, 0.0);
    for leg in &book.legs {
        let size = leg.size.unsigned_abs() as f64 / 1e36;
        let (at_a, at_b) = (
            unit(leg, book, a, Some(up)).2,
            unit(leg, book, b, Some(up)).2,
        );
        let corner = size * width / 4.0 * (at_b - at_a);
        let put = payoff(leg.kind).0 == Put;
        match (leg.size > 0, put) {
            (true, false) => lift += corner,
            (true, true) => {
                lift += corner;
                convex += size * width / 4.0 * (b - a) as f64;
            }
            (false, false) => convex += corner,
            (false, true) => {
                lift += size * width * width / 8.0 * width.exp() * (a as f64 - at_a);
                convex += corner;
            }
        }
    }
    (lift, convex)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(100)) })]

    #[test]
    fn a_profile_is_never_below_the_true_loss(book in book(), shocks in prop::collection::vec((0..NODES - 1, 0..=1_000i64), 6)) {
        let gross = gross(&book);
        let [up, down] = book.underlying.losses(&book.legs, &book.grid).unwrap();
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
                let near = interval.saturating_sub(1)..=(interval + 1).min(NODES - 2);
                let lift = near.map(|near| gaps(&book, near, is_up).0).fold(0.0, f64::max);
                let excess = lift + gaps(&book, *interval, is_up).1;
                let price = shocked(book.underlying.price, right) as f64 / book.underlying.price as f64;
                // Below a deviation of 1e-6 the short side pays 2^-21; lanes are good to 2^-44; a few units of the lane.
                let slack = gross * (1.0 + price) * 6e-7 + 20.0 * UNIT as f64 / 1e18;
                prop_assert!(got <= most + excess * 1.000_001 + slack, "{got} {most} + {excess} at {shock} of {is_up}");
            }
        }
    }

    #[test]
    fn beyond_the_ends_a_profile_is_never_below_the_true_loss(book in book(), beyond in 0..=1_000i64, above: bool) {
        let [up, down] = book.underlying.losses(&book.legs, &book.grid).unwrap();
        let (low, high) = (book.grid.node(0), book.grid.node(NODES - 1));
        let shock = if above { high + (5 * ONE - high).max(0) / 1_000 * beyond } else { low - (5 * ONE + low).max(0) / 1_000 * beyond };
        for (losses, is_up) in [(up, true), (down, false)] {
            let profile = losses.scaled(EXPONENT).unwrap();
            let got = profile.loss(shock) as f64 * (UNIT as f64 / 1e18);
            let (least, _) = loss(&book, shock, is_up);
            let doubt = 1e-13 * gross(&book) * (shock.max(0) as f64 / ONE as f64).exp() + 1e-14;
            prop_assert!(got >= least - doubt, "{got} {least} at {shock} of {is_up}");
        }
    }

    #[test]
    fn nodes_rise_and_reach_as_far_as_asked(step in 0i64..1 << 54, reach in 0..6 * ONE) {
        let grid = Grid::new(step, reach);
        for number in 1..NODES {
            prop_assert!(grid.node(number - 1) < grid.node(number));
        }
        prop_assert_eq!(grid.node(16), 0);
        prop_assert_eq!(grid.node(4), -grid.node(28));
        let (low, high) = (grid.node(0) as f64 / ONE as f64, grid.node(32) as f64 / ONE as f64);
        prop_assert!(low <= 0.34f64.ln() && high >= 1.66f64.ln());
        let reach = reach.min(5 * ONE);
        prop_assert!(grid.node(0) <= -reach && grid.node(32) >= reach);
        prop_assert!(grid.node(32) <= 5 * ONE + (1 << 12));
        let wanted = step.clamp(1 << 46, 1 << 53);
        prop_assert!((grid.node(17) - wanted).abs() <= 128);
    }
}

fn one(kind: LegKind, size: i128, strike: u128, days: u64) -> Book {
    Book {
        legs: vec![Leg {
            asset: 3,
            kind,
            size,
            strike,
            expiry: NOW + days * DAY,
        }],
        underlying: Underlying {
            asset: 3,
            price: 3_000 * WAD,
            volatility: WAD * 6 / 10,
            now: NOW,
            funding_period: FUNDING_PERIOD,
        },
        grid: Grid::new(ONE / 80, 0),
    }
}

/// At a node a short option has no lift: the loss is the difference of two values, to 1e-11 of the position.
#[test]
fn short_calls_are_exact_at_the_nodes() {
    for (kind, sign) in [(LegKind::Call, -1), (LegKind::EverlastingCall, -1)] {
        let book = one(kind, sign * 10 * WAD as i128, 3_100 * WAD, 30);
        let [up, down] = book.underlying.losses(&book.legs, &book.grid).unwrap();
        for (losses, is_up) in [(up, true), (down, false)] {
            let profile = losses.scaled(20).unwrap();
            for number in 0..NODES {
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
        let [up, _] = book.underlying.losses(&book.legs, &book.grid).unwrap();
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
    let [losses, _] = book.underlying.losses(&book.legs, &book.grid).unwrap();
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
        (most as f64) < 2.0 * 31_000e18 && most as f64 > 20_000e18,
        "{most}"
    );
    assert!(losses.scaled(-20).is_err());
}

#[test]
fn other_legs_are_passed_over() {
    let mut book = one(LegKind::Call, WAD as i128, 3_000 * WAD, 30);
    let expected = book.underlying.losses(&book.legs, &book.grid).unwrap()[0]
        .scaled(EXPONENT)
        .unwrap();
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
    let got = book.underlying.losses(&book.legs, &book.grid).unwrap()[0]
        .scaled(EXPONENT)
        .unwrap();
    let none = book.underlying.losses(&book.legs[1..], &book.grid).unwrap()[1]
        .scaled(EXPONENT)
        .unwrap();
    for number in 0..NODES {
        let shock = book.grid.node(number);
        assert_eq!(got.loss(shock), expected.loss(shock));
        assert!((0..=10).contains(&none.loss(shock)), "{}", none.loss(shock));
    }
    assert_eq!(got.grid(), &book.grid);
    book.underlying.price = 0;
    assert!(book.underlying.losses(&book.legs, &book.grid).is_err());
    book.underlying.price = 1;
    book.legs[0].strike = 0;
    assert!(book.underlying.losses(&book.legs[..1], &book.grid).is_ok());
}
