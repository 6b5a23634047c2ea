//! Pages of made-up histories, and what is refused.

use std::collections::BTreeMap;

use fixed::WAD;
use risk::scenarios::{decode, Page, MISSING};

use super::*;

const START: u64 = 1_577_836_800;

/// A price that moves by `move_` (a factor in thousandths) and back again on alternate days.
fn zigzag(name: &str, days: u64, thousandths: u128) -> Series {
    let price = |number: u64| {
        if number.is_multiple_of(2) {
            WAD
        } else {
            WAD / 1_000 * thousandths
        }
    };
    Series {
        name: name.into(),
        prices: (0..days)
            .map(|number| (START + number * DAY, price(number)))
            .collect(),
        by_day: true,
    }
}

fn message(series: &[Series], setting: &Setting) -> String {
    format!("{:#}", build(series, setting).unwrap_err())
}

/// A price that always moves as far has residuals of one: the filter knows it.
#[test]
fn a_steady_volatility_has_residuals_of_one() {
    let seed = build(&[zigzag("A", 400, 1_020)], &Setting::default()).unwrap();
    let page = Page::decode(&seed.bytes).unwrap();
    assert_eq!((page.rows().len(), seed.available), (400 - 1 - BURN, 324));
    for row in page.rows() {
        let [first, others @ ..] = decode(row);
        assert!((1_022..=1_026).contains(&first.abs()), "{first}");
        assert!(others.iter().all(|residual| *residual == MISSING));
    }
    assert_eq!(page.header().last, START + 399 * DAY);
    assert_eq!((page.header().assets, page.header().period), (1, 86_400));
    assert_eq!(seed.hash, keccak256(&seed.bytes));
}

/// The same files give the same page; any other price another one.
#[test]
fn a_page_is_a_function_of_its_prices() {
    let series = [zigzag("A", 300, 1_020), zigzag("B", 300, 1_050)];
    let seed = build(&series, &Setting::default()).unwrap();
    assert_eq!(build(&series, &Setting::default()).unwrap(), seed);
    let mut other = series.clone();
    *other[1].prices.values_mut().last().unwrap() += WAD / 100;
    assert_ne!(build(&other, &Setting::default()).unwrap().hash, seed.hash);
    let short = Setting {
        rows: 100,
        ..Setting::default()
    };
    let last = build(&series, &short).unwrap();
    assert_eq!(last.bytes[32..], seed.bytes[seed.bytes.len() - 3_200..]);
    let fast = Setting {
        half_life: 3_600,
        ..Setting::default()
    };
    assert_eq!(build(&series, &fast).unwrap().available, seed.available);
}

/// A day without a price is marked, and the next residual spans it; an asset that begins later is missing until then.
#[test]
fn days_without_a_price_are_marked() {
    let mut gap = zigzag("B", 300, 1_020);
    gap.prices.remove(&(START + 200 * DAY));
    gap.prices.retain(|at, _| *at >= START + 50 * DAY);
    let seed = build(&[zigzag("A", 300, 1_020), gap], &Setting::default()).unwrap();
    let page = Page::decode(&seed.bytes).unwrap();
    let of = |number: usize| decode(&page.rows()[number - 1 - BURN])[1];
    assert_eq!((of(BURN + 50), of(200)), (MISSING, MISSING));
    assert_ne!(of(BURN + 51), MISSING);
    // Day 201 is where day 199 was: nothing moved in two days.
    assert_eq!(of(201), 0);
    assert_eq!(seed.assets, [("A".into(), 224), ("B".into(), 173)]);
}

#[test]
fn what_makes_no_page_is_named() {
    let good = zigzag("A", 300, 1_020);
    assert!(message(&[], &Setting::default()).contains("0 series"));
    assert!(message(&[good.clone(), good.clone()], &Setting::default()).contains("A comes twice"));
    assert!(message(&[zigzag("A", 76, 1_020)], &Setting::default()).contains("76 days"));
    assert!(message(&[zigzag("A", 300, 1_000)], &Setting::default()).contains("all alike"));
    for rows in [0, 768] {
        let setting = Setting {
            rows,
            ..Setting::default()
        };
        assert!(message(std::slice::from_ref(&good), &setting).contains("--rows is 1 to 767"));
    }
    let mut wild = good;
    let at = START + 100 * DAY;
    wild.prices.insert(at, 1_000 * WAD);
    assert!(
        message(&[wild.clone()], &Setting::default()).contains("2020-04-10: the price is over 148")
    );
    wild.prices = BTreeMap::from_iter(wild.prices.into_iter().map(|(at, price)| (at, price << 60)));
    assert!(message(&[wild], &Setting::default()).contains("112 bits"));
}
