//! Laws of Expected Shortfall, its components, and the stress rows.

use crate::shortfall_reference::{book, encoded, exposures};
use fixed::WAD;
use proptest::prelude::*;
use risk::scenarios::{encode, Scenarios, MISSING};
use risk::shortfall::stress::{rows, worst, Stressed, Volatility};
use risk::shortfall::tail::Largest;
use risk::shortfall::{simulate, Exposure, Linear};
use risk::RiskError;

const P95: u128 = 950_000_000_000_000_000;
const P97_5: u128 = 975_000_000_000_000_000;

/// How far a simulation may be above the exact value. What an exposure can lose or gain is it times `e^x`, with x the
/// farthest shock: 32 scales, at most 5. Of that the code states 2^-34 for the rows of the tail and 2^-50 for the largest
/// sum; and 2^-52 of the exposure for each of up to 2^15 units of a residual. All together less than 2^-33 of it. Two
/// units for what is brought back from lanes.
fn slack(exposures: &[Exposure]) -> u128 {
    let reach = |exposure: &Exposure| {
        let farthest = (exposure.scale as f64 / 1e18 * 32.0).min(5.0);
        (exposure.usd.unsigned_abs() as f64 * farthest.exp() / 2f64.powi(33)) as u128 + 2
    };
    exposures.iter().map(reach).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(60)) })]

    #[test]
    fn rsk_6_shortfall_is_coherent(rows in book(80, false), all in exposures(6, false), cut in 0usize..6, turn in 0usize..80) {
        let encoded_rows = encoded(&rows);
        let scenarios = Scenarios::of(&encoded_rows);
        let run = |exposures: &[Exposure], confidence| simulate(&scenarios, exposures, confidence).unwrap();
        let whole = run(&all, P97_5);
        prop_assert!(whole.shortfall >= whole.value_at_risk);
        prop_assert!(whole.shortfall >= run(&all, P95).shortfall);
        // The order of rows does not matter.
        let mut turned = encoded_rows.clone();
        turned.rotate_left(turn);
        prop_assert_eq!(simulate(&Scenarios::of(&turned), &all, P97_5).unwrap().shortfall, whole.shortfall);
        // Together never more than apart.
        let (left, right) = all.split_at(cut.min(all.len()));
        let apart = run(left, P97_5).shortfall + run(right, P97_5).shortfall;
        prop_assert!(whole.shortfall <= apart + slack(&all));
        // Twice as much is twice the loss.
        let double: Vec<Exposure> = all.iter().map(|one| Exposure { usd: 2 * one.usd, ..*one }).collect();
        let twice = run(&double, P97_5).shortfall;
        prop_assert!(twice.abs_diff(2 * whole.shortfall) <= 2 * slack(&all));
        // An exposure in two pieces, and nothing in an asset.
        let half = Exposure { usd: all[0].usd / 2, ..all[0] };
        let mut pieces = vec![half, Exposure { usd: all[0].usd - half.usd, ..half }];
        pieces.extend(&all[1..]);
        prop_assert!(run(&pieces, P97_5).shortfall.abs_diff(whole.shortfall) <= slack(&all));
        pieces = all.clone();
        pieces.push(Exposure { usd: 0, ..half });
        prop_assert_eq!(run(&pieces, P97_5).shortfall, whole.shortfall);
    }

    #[test]
    fn components_sum_to_the_shortfall(rows in book(80, true), all in exposures(6, true)) {
        let encoded = encoded(&rows);
        let scenarios = Scenarios::of(&encoded);
        let simulation = simulate(&scenarios, &all, P97_5).unwrap();
        let mut parts = vec![0; all.len()];
        simulation.components::<Linear>(&scenarios, &all, &[], &mut parts).unwrap();
        prop_assert_eq!(parts.iter().sum::<i128>(), simulation.shortfall as i128);
        prop_assert_eq!(simulation.tail().map(|(_, weight)| weight).sum::<u128>(), 2 * WAD);
    }
}

#[test]
fn a_missing_asset_costs_its_worst() {
    let mut book = [[0; 16]; 40];
    book[7][3] = MISSING;
    let rows: Vec<_> = book.iter().map(encode).collect();
    let one = |asset, usd| Exposure {
        asset,
        usd,
        scale: WAD / 20,
        missing: 900 * WAD,
    };
    let run = |exposure| simulate(&Scenarios::of(&rows), &[exposure], P97_5).unwrap();
    for usd in [1_000 * WAD as i128, -1_000 * WAD as i128] {
        let found = run(one(3, usd));
        assert!(found.shortfall.abs_diff(900 * WAD) < WAD / 1_000_000);
        assert_eq!(found.tail().next(), Some((7, WAD)));
        assert!(run(one(2, usd)).shortfall < WAD / 1_000_000);
    }
    assert_eq!(run(one(3, 0)).shortfall, 0);
    let beyond = simulate(&Scenarios::of(&rows), &[one(16, 1)], P97_5);
    assert_eq!(beyond.err(), Some(RiskError::UnknownAsset));
    for confidence in [0, WAD, WAD + 1] {
        let refused = simulate(&Scenarios::of(&rows), &[], confidence);
        assert_eq!(refused.err(), Some(RiskError::InvalidTerms));
    }
    assert_eq!(
        simulate(&Scenarios::of(&[]), &[], P97_5).err(),
        Some(RiskError::InvalidTerms)
    );
}

#[test]
fn stress_rows_are_those_of_the_table() {
    let volatilities = [Volatility::Down, Volatility::Same, Volatility::Up];
    let all: Vec<_> = rows(&volatilities).collect();
    assert_eq!(all.len(), 33);
    for (place, volatility) in volatilities.into_iter().enumerate() {
        let part = &all[place * 11..place * 11 + 11];
        assert!(part.iter().all(|stress| stress.volatility == volatility));
        let moves: Vec<_> = part
            .iter()
            .map(|s| (s.price_move / 10i128.pow(16), s.dampening / 10u128.pow(16)))
            .collect();
        assert_eq!(
            moves,
            [
                (0, 100),
                (-5, 100),
                (5, 100),
                (-10, 100),
                (10, 100),
                (-20, 55),
                (20, 55),
                (-40, 34),
                (40, 34),
                (-66, 21),
                (66, 21)
            ]
        );
    }
}

#[test]
fn stress_is_the_worst_dampened_loss() {
    let usd = |usd: i128| usd * WAD as i128;
    let one = |value, scale| Stressed {
        usd: usd(value),
        scale,
    };
    let same = [Volatility::Same];
    let linear = |exposures: &[Stressed]| worst(exposures, &same, |_| Ok(0)).unwrap().1;
    // 66 % x 0.21 = 13.86 %, 40 % x 0.34 = 13.6 %.
    assert_eq!(linear(&[one(1_000, WAD)]), 1_386 * WAD / 10);
    assert_eq!(linear(&[one(-1_000, WAD)]), 1_386 * WAD / 10);
    assert_eq!(linear(&[one(1_000, WAD), one(-1_000, WAD)]), 0);
    // At twice the move a long loses no more than all: 80 % x 0.34 counts for more than 100 % x 0.21.
    assert_eq!(linear(&[one(1_000, 2 * WAD)]), 272 * WAD);
    assert_eq!(linear(&[one(-1_000, 2 * WAD)]), 2_772 * WAD / 10);
    let both = [Volatility::Down, Volatility::Up];
    let (row, loss) = worst(&[one(1_000, WAD)], &both, |number| {
        Ok(usd(50) * i128::from(number >= 11))
    })
    .unwrap();
    // 40 % x 0.34 with 50 on top, x 0.34 too; 10 % and 50 in full are 150.
    assert_eq!(loss, 153 * WAD);
    let (number, stress) = row.unwrap();
    assert_eq!(
        (number, stress.volatility, stress.price_move),
        (18, Volatility::Up, -4 * 10i128.pow(17))
    );
    // Of equals the first: a hedge that loses 5 wherever prices are and as they are.
    let (row, _) = worst(&[], &both, |_| Ok(usd(5))).unwrap();
    assert_eq!(row.map(|(number, _)| number), Some(0));
    assert_eq!(worst(&[], &same, |_| Ok(usd(-5))), Ok((None, 0)));
    assert_eq!(
        worst(&[], &same, |_| Err(RiskError::InvalidTerms)),
        Err(RiskError::InvalidTerms)
    );
}

#[test]
fn a_mark_is_seen_wherever_it_stands() {
    for (short, place) in [(false, 99), (true, 99), (true, 50)] {
        // Losses that differ, so that the search passes over most rows.
        let mut book: Vec<[i16; 16]> = (0..100)
            .map(|row| [if short { 3_000 - row } else { row - 3_000 }; 16])
            .collect();
        book[place][9] = MISSING;
        let rows: Vec<_> = book.iter().map(encode).collect();
        let usd = if short { -1_000 } else { 1_000 } * WAD as i128;
        let exposure = Exposure {
            asset: 9,
            usd,
            scale: WAD / 1_000,
            missing: 500 * WAD,
        };
        let found = simulate(&Scenarios::of(&rows), &[exposure], P97_5).unwrap();
        assert_eq!(found.tail().next(), Some((place, WAD)));
    }
}

#[test]
fn of_equal_losses_the_first_is_kept() {
    let mut largest = Largest::<i64, 4>::new(3).unwrap();
    for (row, loss) in [-5, -7, -5, -5, -5].into_iter().enumerate() {
        largest.insert(loss, row);
    }
    assert_eq!(largest.entries(), [(-5, 0), (-5, 2), (-5, 3)]);
    assert_eq!(
        Largest::<i64, 4>::new(5).err(),
        Some(RiskError::InvalidTerms)
    );
    assert_eq!(
        Largest::<i64, 4>::new(0).err(),
        Some(RiskError::InvalidTerms)
    );
}
