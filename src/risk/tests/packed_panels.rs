//! Panels in two words: nothing is lost that matters, and nothing drifts.

use fixed::{U256, WAD};
use proptest::prelude::*;
use risk::forecast::panel::{Panel, EXPERTS};
use risk::RiskError;
use vectors::runs;

/// Weights that sum to 1 WAD, from parts of any size.
fn weights(parts: [u64; EXPERTS]) -> [u128; EXPERTS] {
    let sum: u128 = parts
        .iter()
        .map(|part| u128::from(*part))
        .sum::<u128>()
        .max(1);
    let mut weights = parts.map(|part| u128::from(part) * WAD / sum);
    let rest = WAD - weights.iter().sum::<u128>();
    *weights.iter_mut().max().unwrap() += rest;
    weights
}

fn read(words: [U256; 2]) -> Panel {
    Panel::from_words(words).unwrap().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(runs(2_000)))]

    /// Averages are never below what was written and 2^-56 above it at most; weights within 2^-23 each (but for the
    /// largest, which takes the rest), none zero, and they sum to 1; and what was read is written as the same words.
    #[test]
    fn a_panel_survives_its_words(
        averages: [u128; 5],
        shifts in proptest::array::uniform5(1_u32..128),
        parts: [u64; EXPERTS],
        thin in proptest::array::uniform7(0_u32..64),
    ) {
        let mut panel = Panel { averages, weights: weights(parts) };
        for (average, shift) in panel.averages.iter_mut().zip(shifts) {
            *average >>= shift;
        }
        let thinned: Vec<u64> = parts.iter().zip(thin).map(|(part, thin)| part >> thin).collect();
        panel.weights = weights(thinned.try_into().unwrap());
        let words = panel.to_words_up().unwrap();
        let back = read(words);
        for (got, written) in back.averages.iter().zip(panel.averages) {
            prop_assert!(*got >= written && got - written <= written >> 56);
        }
        prop_assert_eq!(back.weights.iter().sum::<u128>(), WAD);
        let largest = *panel.weights.iter().max().unwrap();
        for (got, written) in back.weights.iter().zip(panel.weights) {
            let units = if written == largest { 8 } else { 1 };
            prop_assert!(*got > 0 && got.abs_diff(written) <= units * (WAD >> 24) + 8);
        }
        prop_assert_eq!(back.to_words_up().unwrap(), words);
    }

    /// Words that are not those of a panel are refused, or read as the words of the same panel.
    #[test]
    fn words_are_a_panel_or_refused(a: [u64; 4], b: [u64; 4]) {
        let words = [U256::from_limbs(a), U256::from_limbs(b)];
        match Panel::from_words(words) {
            Ok(Some(panel)) => prop_assert_eq!(panel.weights.iter().sum::<u128>(), WAD),
            Ok(None) => prop_assert!(words[0].is_zero()),
            Err(error) => prop_assert_eq!(error, RiskError::Malformed),
        }
    }
}

#[test]
fn slots_never_written_hold_no_panel() {
    assert_eq!(Panel::from_words([U256::ZERO; 2]), Ok(None));
    let mut words = Panel::new(WAD).unwrap().to_words_up().unwrap();
    assert!(!words[0].is_zero());
    let good = words;
    // A weight more, a bit above the first average, an exponent of no number.
    words[0] += U256::from(1);
    assert_eq!(Panel::from_words(words), Err(RiskError::Malformed));
    words[0] = good[0] | U256::from(1) << 232;
    assert_eq!(Panel::from_words(words), Err(RiskError::Malformed));
    words = [good[0], U256::MAX];
    assert_eq!(Panel::from_words(words), Err(RiskError::Malformed));
}

/// One that has all the weight leaves a unit to each of the others.
#[test]
fn no_weight_is_lost() {
    let mut panel = Panel::new(1 << 100).unwrap();
    panel.weights = [0; EXPERTS];
    panel.weights[4] = WAD;
    let back = read(panel.to_words_up().unwrap());
    let unit = (WAD + (1 << 23)) >> 24;
    for (place, weight) in back.weights.into_iter().enumerate() {
        if place != 4 {
            assert_eq!(weight, unit);
        }
    }
    assert_eq!(back.averages, panel.averages);
    panel.weights = [u128::MAX; EXPERTS];
    assert!(panel.to_words_up().is_err());
}
