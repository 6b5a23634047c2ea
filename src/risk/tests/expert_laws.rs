//! Experts: an example by hand, the regret bound, and weights that stay a distribution.

use fixed::{MathError, WAD};
use model::Exact;
use proptest::collection::vec;
use proptest::prelude::*;
use risk::forecast::experts::{capped, even, learn, mix_up, Learning, MAX_EXPERTS};
use risk::forecast::loss;
use risk::RiskError;
use vectors::runs;

use crate::forecast_laws::{near, UNIT};

/// Three experts, the cap inactive: the model's example.
#[test]
fn one_step_of_three_experts() {
    let forecasts = [4 * UNIT, 9 * UNIT, 16 * UNIT];
    let mut weights = [0; 3];
    even(&mut weights).unwrap();
    let third = WAD / 3;
    let mut sorted = weights;
    sorted.sort_unstable();
    assert_eq!(sorted, [third, third, third + 1]);
    let rate = WAD / 2;
    let learning = Learning {
        rate,
        cap: 8 * WAD,
        share: 0,
    };
    near(
        mix_up(&weights, &forecasts).unwrap(),
        10u128.pow(36),
        "0.0007081967213114754098",
        1e-17,
    );
    learn(&mut weights, &forecasts, 25 * UNIT, &learning).unwrap();
    for (own, text) in weights.into_iter().zip([
        "0.1000639770625465",
        "0.3785907305753041",
        "0.5213452923621494",
    ]) {
        near(own, WAD, text, 1e-15);
    }
    assert_eq!(weights.iter().sum::<u128>(), WAD);
    // The proxy is cut at the cap, and only there.
    assert_eq!(capped(32 * UNIT, &forecasts, 8 * WAD), 32 * UNIT);
    assert_eq!(capped(32 * UNIT + 1, &forecasts, 8 * WAD), 32 * UNIT);
    assert_eq!(capped(u128::MAX, &forecasts, u128::MAX), u128::MAX);
    assert_eq!(Learning::STANDARD.rate * 49 / 10, WAD / 10 - 3);
    assert_eq!(
        (Learning::STANDARD.cap, Learning::STANDARD.share),
        (8 * WAD, 0)
    );
}

#[test]
fn experts_refuse_what_is_not_theirs() {
    let learning = Learning::STANDARD;
    assert_eq!(even(&mut []), Err(RiskError::InvalidTerms));
    assert_eq!(
        even(&mut [0; MAX_EXPERTS + 1]),
        Err(RiskError::InvalidTerms)
    );
    assert_eq!(even(&mut [0; MAX_EXPERTS]), Ok(()));
    assert_eq!(mix_up(&[WAD], &[UNIT; 2]), Err(RiskError::LengthMismatch));
    assert_eq!(
        mix_up(&[WAD], &[0]),
        Err(RiskError::Math(MathError::DivisionByZero))
    );
    let mut weights = [WAD / 2; 2];
    assert_eq!(
        learn(&mut weights, &[UNIT], 0, &learning),
        Err(RiskError::LengthMismatch)
    );
    let greedy = Learning {
        share: WAD + 1,
        ..learning
    };
    assert_eq!(
        learn(&mut weights, &[UNIT; 2], 0, &greedy),
        Err(RiskError::InvalidTerms)
    );
    let shared = Learning {
        share: WAD,
        ..learning
    };
    let mut weights = [WAD, 0];
    learn(&mut weights, &[UNIT; 2], 0, &shared).unwrap();
    assert_eq!(weights, [WAD / 2; 2]);
}

/// An expert without weight has none afterwards, however good it was; the others go on.
#[test]
fn a_dead_expert_stays_dead_without_a_share() {
    let mut weights = [0, WAD / 4, 3 * WAD / 4];
    learn(
        &mut weights,
        &[UNIT, 1_000 * UNIT, 4_000 * UNIT],
        UNIT,
        &Learning::STANDARD,
    )
    .unwrap();
    assert_eq!(weights[0], 0);
    assert!(weights[1] > WAD / 4);
    // Were losses counted from the dead one, all others would vanish at this rate.
    let fast = Learning {
        rate: WAD,
        ..Learning::STANDARD
    };
    let mut apart = [0, WAD / 2, WAD / 2];
    learn(&mut apart, &[1_000, UNIT, UNIT], 1_000, &fast).unwrap();
    assert_eq!(apart, [0, WAD / 2, WAD / 2]);
    let share = Learning {
        share: WAD / 100,
        ..Learning::STANDARD
    };
    learn(&mut weights, &[UNIT, UNIT, UNIT], UNIT, &share).unwrap();
    assert_eq!(weights[0], WAD / 300);
}

#[derive(Debug, Clone)]
struct Sequence {
    experts: usize,
    steps: Vec<(Vec<u64>, u64)>,
}

fn sequence() -> impl Strategy<Value = Sequence> {
    (1usize..=MAX_EXPERTS).prop_flat_map(|experts| {
        let forecast = prop_oneof![1u64..1_000_000, 1_000u64..2_000];
        let proxy = prop_oneof![Just(0u64), 1u64..1_000_000, Just(1_000_000_000)];
        vec((vec(forecast, experts), proxy), 1..60)
            .prop_map(move |steps| Sequence { experts, steps })
    })
}

/// Losses of the mixture and of the best expert over a sequence; an enemy chooses the proxy when `adverse`.
fn play(sequence: &Sequence, adverse: bool) -> (i128, i128) {
    let mut weights = vec![0; sequence.experts];
    even(&mut weights).unwrap();
    let (mut of_mixture, mut of_experts) = (0, vec![0i128; sequence.experts]);
    for (forecasts, realised) in &sequence.steps {
        let forecasts: Vec<u128> = forecasts
            .iter()
            .map(|f| u128::from(*f) * (UNIT / 1_000))
            .collect();
        let mixed = mix_up(&weights, &forecasts).unwrap();
        let mut realised = u128::from(*realised) * (UNIT / 1_000);
        if adverse {
            // Nothing, everything, or what the mixture is worst at relative to the best.
            let regret = |y: u128| {
                let proxy = capped(y, &forecasts, Learning::STANDARD.cap);
                let best = forecasts
                    .iter()
                    .map(|f| loss(proxy, *f).unwrap())
                    .min()
                    .unwrap();
                loss(proxy, mixed).unwrap() - best
            };
            realised = [0, realised, mixed, u128::MAX]
                .into_iter()
                .max_by_key(|y| regret(*y))
                .unwrap();
        }
        let proxy = capped(realised, &forecasts, Learning::STANDARD.cap);
        of_mixture += loss(proxy, mixed).unwrap();
        for (sum, forecast) in of_experts.iter_mut().zip(&forecasts) {
            *sum += loss(proxy, *forecast).unwrap();
        }
        learn(&mut weights, &forecasts, realised, &Learning::STANDARD).unwrap();
        assert_eq!(weights.iter().sum::<u128>(), WAD);
    }
    (of_mixture, of_experts.into_iter().min().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(runs(100)) })]

    /// `sum loss_mix <= min_i sum loss_i + ln N / eta`, for random sequences and for those of an enemy; the slack is
    /// that of rounding, some ulp per step.
    #[test]
    fn regret_is_bounded_for_every_sequence(sequence in sequence(), adverse: bool) {
        let (of_mixture, best) = play(&sequence, adverse);
        let ln = fixed::ln_wad(sequence.experts as u128 * WAD).unwrap();
        let slack = 2_000 * sequence.steps.len() as i128;
        prop_assert!(of_mixture <= best + 49 * ln + slack, "{} {}", of_mixture, best);
    }

    /// The mixture is between the forecasts, and with one weight it is that forecast.
    #[test]
    fn a_mixture_is_between_its_parts(forecasts in vec(1u128..u128::MAX / 2, 1..=MAX_EXPERTS), first in 0u128..=WAD) {
        let mut weights = vec![0; forecasts.len()];
        even(&mut weights).unwrap();
        let mixed = mix_up(&weights, &forecasts).unwrap();
        let (low, high) = (forecasts.iter().min().unwrap(), forecasts.iter().max().unwrap());
        prop_assert!(low <= &mixed && mixed <= high + high / (WAD / 10) + 1);
        weights.fill(0);
        weights[0] = WAD;
        let own = mix_up(&weights, &forecasts).unwrap();
        prop_assert!(forecasts[0] <= own && own - forecasts[0] <= forecasts[0] / (WAD / 2) + 1);
        if forecasts.len() > 1 {
            weights[0] = first;
            weights[1] = WAD - first;
            let exact = Exact::unsigned(first, WAD) / Exact::unsigned(forecasts[0], 1)
                + Exact::unsigned(WAD - first, WAD) / Exact::unsigned(forecasts[1], 1);
            // Below 1e-40 the reference has no digits left.
            prop_assume!(forecasts[..2].iter().all(|f| *f < 10u128.pow(20)));
            let own = Exact::unsigned(mix_up(&weights, &forecasts).unwrap(), 1);
            let gap = own * exact - Exact::one();
            prop_assert!(!(gap + Exact::decimal("1e-30")).is_negative() || first == 0);
            prop_assert!(own - Exact::one() <= (Exact::one() / exact) * Exact::decimal("1.00000000000000001"));
        }
    }

    /// Fixed share keeps every expert alive.
    #[test]
    fn a_share_keeps_every_weight(sequence in sequence(), share in 1u128..WAD / 10) {
        let learning = Learning { share, ..Learning::STANDARD };
        let mut weights = vec![0; sequence.experts];
        even(&mut weights).unwrap();
        for (forecasts, realised) in &sequence.steps {
            let forecasts: Vec<u128> = forecasts.iter().map(|f| u128::from(*f) << 80).collect();
            learn(&mut weights, &forecasts, u128::from(*realised) << 60, &learning).unwrap();
            prop_assert_eq!(weights.iter().sum::<u128>(), WAD);
            prop_assert!(weights.iter().all(|w| *w >= share / sequence.experts as u128));
        }
    }
}
