//! Properties of any schedule on any path.

use proptest::collection::vec;
use proptest::prelude::*;
use redteam::feed::{answer, Rounds};
use redteam::ours::{Ours, Pace};

/// Rounds some seconds apart, with log returns of up to `size`.
fn rounds(gaps: &[u64], moves: &[f64]) -> Rounds {
    let (mut at, mut level) = (0, 2_500.0f64);
    let mut rounds = vec![(0, answer(level))];
    for (gap, moved) in gaps.iter().zip(moves) {
        at += gap;
        level *= moved.exp();
        rounds.push((at, answer(level)));
    }
    Rounds(rounds)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// ORC-8: as long as the clock is never 32 intervals behind, any pokes at all and then a catch-up leave, to the bit,
    /// what a poke at each due time leaves.
    #[test]
    fn orc_8_the_state_is_a_function_of_the_rounds(
        gaps in vec(1u64..4_000, 60), moves in vec(-0.1f64..0.1, 60),
        pokes in vec(1u64..28_000, 0..40), daily in 0.005f64..0.3,
    ) {
        let rounds = rounds(&gaps, &moves);
        let start = Ours::settled(0, rounds.price_at(0), daily, Pace::STANDARD);
        let (mut full, mut chosen) = (start.clone(), start);
        full.punctual(28_000, &rounds);
        let mut pokes = pokes;
        pokes.sort_unstable();
        for now in pokes {
            chosen.poke(now, &rounds);
        }
        chosen.catch_up(28_000, &rounds);
        prop_assert_eq!(chosen, full);
    }

    /// ORC-5: between two due times a poke changes nothing.
    #[test]
    fn orc_5_an_early_poke_changes_nothing(
        gaps in vec(1u64..300, 60), moves in vec(-0.05f64..0.05, 60), pokes in vec(0u64..3_600, 1..60),
    ) {
        let rounds = rounds(&gaps, &moves);
        let start = Ours::settled(0, rounds.price_at(0), 0.04, Pace::HOURLY);
        let mut poked = start.clone();
        for now in pokes {
            poked.poke(now.min(start.due_at - 1), &rounds);
        }
        prop_assert_eq!(poked, start);
    }

    /// ORC-7: at every second a reader sees at least what is stored and at least what a sample of that second stores,
    /// of all three variances.
    #[test]
    fn orc_7_a_reader_sees_the_larger(
        gaps in vec(1u64..4_000, 30), moves in vec(-0.3f64..0.3, 30), now in 0u64..100_000, daily in 0.005f64..0.3,
    ) {
        let rounds = rounds(&gaps, &moves);
        let ours = Ours::settled(0, rounds.price_at(0), daily, Pace::STANDARD);
        let [shown, stored, sampled] =
            [ours.shown(now, &rounds), ours.reading(), ours.if_sampled(now, &rounds)];
        prop_assert!(shown.fast >= stored.fast.max(sampled.fast));
        prop_assert!(shown.slow >= stored.slow.max(sampled.slow));
        prop_assert!(shown.paced >= stored.paced.max(sampled.paced));
    }

    /// ORC-6: one sample moves the estimate by its decay at the least and by its clip at the most, and the paced
    /// variance by its speed.
    #[test]
    fn orc_6_a_sample_moves_no_further_than_its_limits(
        moved in -5.0f64..5.0, daily in 0.005f64..0.3, gap in 60u64..14_400,
    ) {
        let pace = Pace { least: gap, most: gap, ..Pace::STANDARD };
        let rounds = rounds(&[1], &[moved]);
        let mut ours = Ours::settled(0, rounds.price_at(0), daily, pace);
        let before = ours.moments;
        ours.poke(gap, &rounds);
        let ratio = ours.moments.fast as f64 / before.fast as f64;
        let weight = (-(gap as f64) / 216_000.0).exp2();
        prop_assert!(ratio >= weight - 1e-12, "{} {}", ratio, weight);
        prop_assert!(ratio <= weight + (1.0 - weight) * 25.0 + 1e-7, "{} {}", ratio, weight);
        let paced = ours.moments.paced as f64 / before.paced as f64;
        let hours = gap as f64 / 3_600.0;
        prop_assert!(paced <= 1.0404f64.powf(hours) + 1e-9, "{}", paced);
        prop_assert!(paced >= 0.9604f64.powf(hours / 24.0) - 1e-5, "{}", paced);
    }
}
