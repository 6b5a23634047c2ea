//! The search for the tail against the revaluation of every row: the same rows in the same order, the same numbers.

use crate::shortfall_reference::exposures;
use fixed::WAD;
use proptest::collection::vec;
use proptest::prelude::*;
use risk::scenarios::{encode, Row, Scenarios, MISSING};
use risk::shortfall::{simulate, simulate_with, Curve, Exposure};

const P97_5: u128 = 975_000_000_000_000_000;

/// No loss wherever the price goes, and nothing said about it: every row must be revalued.
struct Nothing;

impl Curve for Nothing {
    fn exposure(&self) -> Exposure {
        Exposure::default()
    }
    fn exponent(&self) -> i32 {
        0
    }
    fn most(&self) -> u128 {
        0
    }
    fn loss_up(&self, _: i64) -> i64 {
        0
    }
}

/// A residual: often one of few, so that losses are equal; at the edge of what the bounds hold for; far out; missing.
fn residual() -> impl Strategy<Value = i16> {
    prop_oneof![
        30 => -3_000_i16..3_000,
        5 => prop::sample::select(vec![-2_500_i16, 0, 2_500]),
        1 => (8_185_i16..8_200, any::<bool>()).prop_map(|(z, short)| if short { -z } else { z }),
        1 => prop::sample::select(vec![MISSING, -i16::MAX, i16::MAX, -8_192, -8_193, 8_191, 8_192]),
    ]
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = || vec(residual(), 16).prop_map(|row| encode(&<[i16; 16]>::try_from(row).unwrap()));
    prop_oneof![vec(row(), 1..60), vec(row(), 700..900)]
}

fn same(scenarios: &Scenarios<'_>, exposures: &[Exposure], confidence: u128) {
    let found = simulate(scenarios, exposures, confidence).unwrap();
    let whole = simulate_with(scenarios, exposures, [&Nothing].into_iter(), confidence).unwrap();
    assert_eq!(found.shortfall, whole.shortfall);
    assert_eq!(found.value_at_risk, whole.value_at_risk);
    assert!(found.tail().eq(whole.tail()));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(150)) })]

    #[test]
    fn no_row_of_the_tail_is_missed(
        rows in rows(),
        all in prop_oneof![exposures(5, true), exposures(16, true)].prop_shuffle(),
        ring in 0usize..50,
        head in 0usize..50,
        wide in any::<bool>(),
    ) {
        let mut all = all;
        if wide {
            all.iter_mut().for_each(|one| one.scale = one.scale.max(WAD / 5));
        }
        same(&Scenarios::of(&rows), &all, P97_5);
        // A ring whose oldest row is somewhere in it.
        let ring = &rows[..ring.min(rows.len())];
        let head = head.min(ring.len());
        if let Ok(scenarios) = Scenarios::new(None, ring, head, ring.len()) {
            if !ring.is_empty() {
                same(&scenarios, &all, P97_5);
            }
        }
    }
}

#[test]
fn a_tail_of_equal_losses_is_that_of_the_first_rows() {
    for count in [40, 41, 767, 800] {
        let rows: Vec<Row> = (0..count).map(|_| encode(&[-1_000; 16])).collect();
        for assets in [1, 4, 5, 9, 16] {
            let exposures: Vec<_> = (0..assets)
                .map(|asset| Exposure {
                    asset,
                    usd: 1_000 * WAD as i128,
                    scale: WAD / 20,
                    missing: 0,
                })
                .collect();
            let found = simulate(&Scenarios::of(&rows), &exposures, P97_5).unwrap();
            let tail: Vec<usize> = found.tail().map(|(row, _)| row).collect();
            let first: Vec<usize> = (0..tail.len()).collect();
            assert_eq!(tail, first);
        }
    }
}
