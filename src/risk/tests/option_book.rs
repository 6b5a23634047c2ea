//! Random books of options on one underlying, their true losses, and what a profile may add to them.

use fixed::lane::ONE;
use fixed::WAD;
use proptest::prelude::*;
use risk::options::black76::European;
use risk::options::everlasting::{Everlasting, FUNDING_PERIOD};
use risk::options::volatility_shock::volatility_shock;
use risk::options::Payoff::{self, Call, Put};
use risk::profile::{Grid, Underlying};
use risk::{Leg, LegKind, DAY};

pub(crate) const NOW: u64 = 1_750_000_000;
/// A lane unit, 2^43 of 1e-18: about a thousandth of a cent.
pub(crate) const EXPONENT: i32 = 43;
pub(crate) const UNIT: u128 = 1 << EXPONENT;
/// A finer one, 2^20, in USD.
pub(crate) const FINE: f64 = 1.048_576e-12;

pub(crate) const KINDS: [LegKind; 4] = [
    LegKind::Call,
    LegKind::Put,
    LegKind::EverlastingCall,
    LegKind::EverlastingPut,
];

#[derive(Debug, Clone)]
pub(crate) struct Book {
    pub(crate) legs: Vec<Leg>,
    pub(crate) underlying: Underlying,
    pub(crate) grid: Grid,
}

pub(crate) fn leg() -> impl Strategy<Value = Leg> {
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

pub(crate) fn book() -> impl Strategy<Value = Book> {
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
                    liability_price: price,
                    volatility,
                    now: NOW,
                    funding_period,
                },
                grid: Grid::new(step, reach),
            }
        })
}

/// Down and up values of a unit, and price times delta of its call, at a price and a factor on volatility.
pub(crate) fn unit(leg: &Leg, book: &Book, price: u128, up: Option<bool>) -> (u128, u128, f64) {
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

pub(crate) fn payoff(kind: LegKind) -> (Payoff, bool) {
    match kind {
        LegKind::Call => (Call, false),
        LegKind::Put => (Put, false),
        LegKind::EverlastingCall => (Call, true),
        _ => (Put, true),
    }
}

pub(crate) fn shocked(price: u128, shock: i64) -> u128 {
    let wad = i128::from(shock) * WAD as i128 / i128::from(ONE);
    let factor = u128::try_from(fixed::exp_wad_down(wad).unwrap()).unwrap();
    fixed::mul_wad_down(price, factor).unwrap()
}

/// The true loss at a shock, from below and from above, USD.
pub(crate) fn loss(book: &Book, shock: i64, up: bool) -> (f64, f64) {
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

pub(crate) fn gross(book: &Book) -> f64 {
    let of = |leg: &Leg| {
        leg.size.unsigned_abs() as f64 * leg.strike.max(book.underlying.price) as f64 / 1e36
    };
    book.legs.iter().map(of).sum()
}

/// What lines may be above the true loss between two nodes, USD: what the documentation promises. A quarter of the width
/// in growth, times the change of delta over it.
pub(crate) fn gap(book: &Book, interval: usize, up: bool) -> f64 {
    let [left, right] =
        [interval, interval + 1].map(|node| shocked(book.underlying.price, book.grid.node(node)));
    let mut gap = 0.0;
    for leg in &book.legs {
        let size = leg.size.unsigned_abs() as f64 / 1e36;
        let delta = |price: u128| unit(leg, book, price, Some(up)).2 / price as f64;
        gap += size / 4.0 * (right - left) as f64 * (delta(right) - delta(left)).max(0.0);
    }
    gap
}

pub(crate) fn one(kind: LegKind, size: i128, strike: u128, days: u64) -> Book {
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
            liability_price: 3_000 * WAD,
            volatility: WAD * 6 / 10,
            now: NOW,
            funding_period: FUNDING_PERIOD,
        },
        grid: Grid::new(ONE / 80, 0),
    }
}
