//! Curves beside linear exposures, components to their values, and rows in three stretches.

use crate::shortfall_reference::{book, encoded, exposures};
use fixed::lane::{growth, multiply, ONE};
use fixed::WAD;
use model::Exact;
use proptest::prelude::*;
use risk::scenarios::{residual_of, Header, Page, Row, Scenarios};
use risk::shortfall::{simulate, simulate_with, Curve, Exposure, Linear, MAX_SCALE};

const P97_5: u128 = 975_000_000_000_000_000;
/// Lanes of a curve are in units of 2^24 of 1e-18 USD.
const EXPONENT: i32 = 24;

/// A bought straddle, sold: loses as the price moves either way, in proportion to the move.
#[derive(Debug, Clone)]
struct Straddle {
    exposure: Exposure,
    /// USD WAD, at most 1e5: the lanes have room for 148 times that.
    usd: u128,
}

impl Curve for Straddle {
    fn exposure(&self) -> Exposure {
        self.exposure
    }

    fn exponent(&self) -> i32 {
        EXPONENT
    }

    /// Shocks end at +-5, which is 148 times the price.
    fn most(&self) -> u128 {
        self.usd * 148
    }

    fn loss_up(&self, shock: i64) -> i64 {
        let size = i64::try_from(self.usd >> EXPONENT).unwrap();
        // A lane is good to 2^-37 of itself. The shock is a residual of up to 2^15 times a step that is rounded to a unit
        // of 2^-55: a curve answers for what it may lose within 2^-40 of the shock that it is asked for.
        let (moved, price) = (growth(shock).abs(), growth(shock) + ONE);
        multiply(size, moved + (moved >> 36) + (price >> 39) + 32) + 3
    }
}

/// What the straddle loses for a residual, exactly.
fn lost(curve: &Straddle, residual: Option<i16>) -> Exact {
    let Some(residual) = residual else {
        return Exact::unsigned(curve.exposure.missing, WAD);
    };
    let grown = shock(&curve.exposure, residual).exp() - Exact::one();
    Exact::unsigned(curve.usd, WAD) * grown.abs()
}

fn shock(exposure: &Exposure, residual: i16) -> Exact {
    let limit = Exact::ratio(5, 1);
    let scale = Exact::unsigned(exposure.scale.min(MAX_SCALE), WAD);
    let shock = Exact::ratio(residual.into(), 1024) * scale;
    shock.min(limit).max(-limit)
}

/// What an exposure loses in a row, exactly.
fn linear(exposure: &Exposure, row: &Row) -> Exact {
    match residual_of(row, usize::from(exposure.asset)).unwrap() {
        None if exposure.usd != 0 => Exact::unsigned(exposure.missing, WAD),
        None => Exact::ZERO,
        Some(residual) => {
            -(Exact::wad(exposure.usd) * (shock(exposure, residual).exp() - Exact::one()))
        }
    }
}

fn straddles() -> impl Strategy<Value = Vec<Straddle>> {
    let one = (0u8..16, 0.0f64..5.0, -4.0f64..-0.5, 0u128..1_000);
    let one = one.prop_map(|(asset, size, scale, missing)| Straddle {
        exposure: Exposure {
            asset,
            usd: 0,
            scale: (10f64.powf(scale) * 1e18) as u128,
            missing: missing * WAD,
        },
        usd: ((10f64.powf(size) * 1e18) as u128 >> EXPONENT) << EXPONENT,
    });
    prop::collection::vec(one, 1..4)
}

/// What the reach of the sums allows for rounding, USD: 2^-34 of what assets lose or gain on average over the tail,
/// which their reach is above; its fortieth part at most matters where two rows are the tail.
fn slack(linear: &[Exposure], curves: &[Straddle]) -> f64 {
    let reach = |exposure: &Exposure| {
        let furthest = (exposure.scale as f64 / 1e18 * 32.0).min(5.0).exp();
        exposure.usd.unsigned_abs() as f64 / 1e18 * furthest + exposure.missing as f64 / 1e18
    };
    let curve = |curve: &Straddle| {
        reach(&Exposure {
            usd: curve.usd as i128,
            ..curve.exposure
        })
    };
    let sum = linear.iter().map(reach).sum::<f64>() + curves.iter().map(curve).sum::<f64>();
    // A unit of a curve's lanes, 2^24 of 1e-18, for each; twice, as each is brought to the lanes of the whole.
    sum / 2f64.powi(33) + 64.0 * 2f64.powi(EXPONENT) * 1e-18 * curves.len() as f64 + 1e-17
}

fn page_of(rows: &[Row]) -> Vec<u8> {
    let header = Header {
        assets: u16::MAX,
        period: 86_400,
        last: 1_763_845_200,
        previous: [7; 16],
    };
    let front = header.encode(rows.len().max(1)).unwrap();
    [&front[..], rows.as_flattened()].concat()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(60)) })]

    #[test]
    fn shortfall_with_curves_is_exact_from_above(rows in book(60, true), all in exposures(4, true), curves in straddles()) {
        let rows = encoded(&rows);
        let scenarios = Scenarios::of(&rows);
        let got = simulate_with(&scenarios, &all, curves.iter(), P97_5).unwrap();
        let of = |row: &Row| {
            let curve = |curve: &Straddle| lost(curve, residual_of(row, usize::from(curve.exposure.asset)).unwrap());
            let lines = all.iter().map(|one| linear(one, row));
            let mut parts: Vec<Exact> = lines.collect();
            parts.extend(curves.iter().map(curve));
            let whole = parts.iter().fold(Exact::ZERO, |sum, part| sum + *part);
            (whole, parts)
        };
        let mut losses: Vec<_> = rows.iter().map(of).collect();
        losses.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap());
        // 2.5 % of 60 rows: the worst, and half of the next.
        let mean = |first: Exact, second: Exact| (first + second * Exact::ratio(1, 2)) * Exact::ratio(2, 3);
        let exact = mean(losses[0].0, losses[1].0);
        let allowed = slack(&all, &curves);
        let above = (Exact::unsigned(got.shortfall, WAD) - exact.max(Exact::ZERO)).to_f64();
        prop_assert!((0.0..=allowed).contains(&above), "{above:e} above, {allowed:e} allowed");

        // Components: exact ones too, unless rounding chose another row or nothing is lost.
        let mut parts = vec![0; all.len() + curves.len()];
        got.components(&scenarios, &all, &curves, &mut parts).unwrap();
        prop_assert_eq!(parts.iter().sum::<i128>(), got.shortfall as i128);
        let apart = |i: usize| (losses[i].0 - losses[i + 1].0).to_f64();
        if got.shortfall > 0 && !exact.is_negative() && apart(0) > 2.0 * allowed && apart(1) > 2.0 * allowed {
            for (place, part) in parts.iter().enumerate() {
                let exact = mean(losses[0].1[place], losses[1].1[place]);
                let apart = (Exact::wad(*part) - exact).to_f64().abs();
                // The largest takes what all the others were rounded by.
                prop_assert!(apart <= allowed * (parts.len() + 1) as f64, "{place}: {apart:e}, {allowed:e} allowed");
            }
        }
    }

    /// Without a linear exposure in it, a curve that is a line is that exposure.
    #[test]
    fn no_curve_is_no_difference(rows in book(80, true), all in exposures(6, true)) {
        let rows = encoded(&rows);
        let scenarios = Scenarios::of(&rows);
        let none: [Straddle; 0] = [];
        let with = simulate_with(&scenarios, &all, none.iter(), P97_5).unwrap();
        let without = simulate(&scenarios, &all, P97_5).unwrap();
        prop_assert_eq!(with.shortfall, without.shortfall);
        prop_assert!(with.tail().eq(without.tail()));
        // A curve of nothing is looked at in every row, and the search must have found the same.
        let nothing = Straddle { exposure: Exposure { asset: 3, usd: 0, scale: 0, missing: 0 }, usd: 0 };
        let looked = simulate_with(&scenarios, &all, [nothing].iter(), P97_5).unwrap();
        let rounded = looked.shortfall.abs_diff(without.shortfall) as f64 / 1e18;
        let allowed = slack(&all, &[Straddle { exposure: all[0], usd: 0 }]);
        prop_assert!(rounded <= allowed);
    }

    /// An old page, then a ring that has wrapped, are one book: in value, and in the rows' numbers.
    #[test]
    fn stretches_are_one_book(rows in book(90, true), all in exposures(5, true), page in 0usize..60, head in 0usize..90, cut in straddles()) {
        let rows = encoded(&rows);
        let (old, new) = rows.split_at(page);
        let head = head % new.len();
        // The ring holds the newest rows; its oldest is at `head`.
        let mut ring = new.to_vec();
        ring.rotate_right(head);
        let bytes = page_of(old);
        let page = (!old.is_empty()).then(|| Page::decode(&bytes).unwrap());
        let apart = Scenarios::new(page, &ring, head, ring.len()).unwrap();
        let whole = Scenarios::of(&rows);
        let (a, b) = (simulate(&apart, &all, P97_5).unwrap(), simulate(&whole, &all, P97_5).unwrap());
        prop_assert_eq!((a.shortfall, a.value_at_risk), (b.shortfall, b.value_at_risk));
        prop_assert!(a.tail().eq(b.tail()));
        let [mut left, mut right] = [0; 2].map(|_| vec![0; all.len()]);
        a.components::<Linear>(&apart, &all, &[], &mut left).unwrap();
        b.components::<Linear>(&whole, &all, &[], &mut right).unwrap();
        prop_assert_eq!(left, right);
        let [a, b] = [&apart, &whole].map(|book| simulate_with(book, &all, cut.iter(), P97_5).unwrap());
        prop_assert_eq!(a.shortfall, b.shortfall);
        prop_assert!(a.tail().eq(b.tail()));
    }

    /// A certain loss in every scenario is added to Expected Shortfall as it is, and any factor scales it; exposures
    /// need not be in the order of their assets.
    #[test]
    fn rsk_6_shortfall_is_translated_and_scaled(rows in book(60, false), all in exposures(5, false), certain in 1u128..1_000_000, factor in 1i128..1_000) {
        let mut rows = rows;
        // An asset that no row knows costs the same in each.
        let own = (0..16u8).find(|asset| all.iter().all(|one| one.asset != *asset)).unwrap();
        for row in &mut rows {
            row[usize::from(own)] = i16::MIN;
        }
        let rows = encoded(&rows);
        let scenarios = Scenarios::of(&rows);
        let mut more = all.clone();
        more.push(Exposure { asset: own, usd: WAD as i128, scale: WAD / 10, missing: certain * WAD });
        let allowed = slack(&more, &[]);
        let [before, after] = [&all, &more].map(|all| simulate(&scenarios, all, P97_5).unwrap());
        if before.shortfall > 0 {
            let added = (after.shortfall - before.shortfall).abs_diff(certain * WAD) as f64 / 1e18;
            prop_assert!(added <= allowed, "{added:e} > {allowed:e}");
        }
        let scaled: Vec<Exposure> = all.iter().map(|one| Exposure { usd: one.usd * factor, ..*one }).collect();
        let after = simulate(&scenarios, &scaled, P97_5).unwrap();
        let expected = before.shortfall * factor as u128;
        let apart = after.shortfall.abs_diff(expected) as f64 / 1e18;
        prop_assert!(apart <= slack(&scaled, &[]) * 2.0, "{apart:e}");
    }
}
