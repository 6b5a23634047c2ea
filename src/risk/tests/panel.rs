//! The panel of experts: what its parts are, how it learns, and that nobody can make it cheap.

use fixed::WAD;
use proptest::collection::vec;
use proptest::prelude::*;
use risk::forecast::experts::{learn, mix_up, Learning};
use risk::forecast::har::Har;
use risk::forecast::panel::{Panel, PanelTerms, EXPERTS, HALF_LIVES};
use risk::forecast::term::TermStructure;
use risk::forecast::used::used_up;
use risk::{step_up, Decay, DAY};
use vectors::runs;

/// 1e-4 per day: 1 % a day.
const UNIT: u128 = 100_000_000_000_000_000_000_000_000_000_000;

const TERMS: PanelTerms = PanelTerms {
    floor: UNIT / 100,
    horizon: DAY,
    reversion: 10 * DAY,
    har: Har::CRYPTO,
    learning: Learning {
        share: WAD / 100,
        ..Learning::STANDARD
    },
};

#[test]
fn experts_are_averages_a_curve_and_a_regression() {
    assert_eq!(HALF_LIVES, [6, 24, 72, 240, 960].map(|hours| hours * 3_600));
    let panel = Panel {
        averages: [1, 2, 3, 4, 5].map(|factor| factor * UNIT),
        ..Panel::new(UNIT).unwrap()
    };
    let forecasts = panel.forecasts(&TERMS).unwrap();
    assert_eq!(forecasts[..5], panel.averages);
    let curve = TermStructure {
        level: 5 * UNIT,
        half_life: TERMS.reversion,
    };
    assert_eq!(Ok(forecasts[5]), curve.mean_up(2 * UNIT, DAY));
    assert_eq!(
        Ok(forecasts[6]),
        Har::CRYPTO.forecast_up([UNIT, 3 * UNIT, 4 * UNIT], 0)
    );
    assert_eq!(
        panel.forecast_up(&TERMS),
        mix_up(&panel.weights, &forecasts)
    );
    // No forecast is below the floor.
    let terms = PanelTerms {
        floor: 20 * UNIT,
        ..TERMS
    };
    assert_eq!(panel.forecasts(&terms).unwrap(), [20 * UNIT; EXPERTS]);
}

/// First the forecasts are judged by the return, then the averages learn it.
#[test]
fn a_sample_judges_then_learns() {
    let mut panel = Panel {
        averages: [1, 2, 3, 4, 5].map(|factor| factor * UNIT),
        ..Panel::new(UNIT).unwrap()
    };
    let before = panel;
    let log_return = 20_000_000_000_000_000;
    panel.sample(log_return, DAY / 2, &TERMS).unwrap();
    let mut weights = before.weights;
    let learning = Learning {
        share: WAD / 200,
        ..Learning::STANDARD
    };
    // 2 % in half a day is 8e-4 per day.
    let forecasts = before.forecasts(&TERMS).unwrap();
    learn(&mut weights, &forecasts, 8 * UNIT, &learning).unwrap();
    assert_eq!(panel.weights, weights);
    for ((new, old), half_life) in panel.averages.iter().zip(before.averages).zip(HALF_LIVES) {
        let decay = Decay::over(DAY / 2, half_life).unwrap();
        let stepped = step_up(old as i128, log_return, &decay).unwrap();
        assert_eq!(*new, stepped as u128);
    }
    // No time, no lesson; an error leaves all as it was; a long silence shares all weight.
    let before = panel;
    panel.sample(log_return, 0, &TERMS).unwrap();
    assert_eq!(panel, before);
    assert!(panel.sample(i128::MAX, DAY, &TERMS).is_err());
    let broken = PanelTerms {
        reversion: 0,
        ..TERMS
    };
    assert!(panel.sample(log_return, DAY, &broken).is_err());
    assert_eq!(panel, before);
    panel.sample(log_return, 200 * DAY, &TERMS).unwrap();
    assert!(panel.weights.iter().max().unwrap() - panel.weights.iter().min().unwrap() < 10);
}

/// After a year of one regime, most weight is with those that fit it, and the forecast is near the truth.
#[test]
fn the_panel_finds_a_steady_variance() {
    let mut panel = Panel::new(25 * UNIT).unwrap();
    let learning = Learning {
        share: 0,
        ..TERMS.learning
    };
    let terms = PanelTerms { learning, ..TERMS };
    for day in 0..730i128 {
        let sign = 1 - 2 * (day & 1);
        panel
            .sample(sign * 30_000_000_000_000_000, DAY, &terms)
            .unwrap();
    }
    let forecast = panel.forecast_up(&terms).unwrap();
    assert!(forecast.abs_diff(9 * UNIT) < UNIT / 4, "{forecast}");
    let [hours, .., season, _, regression] = panel.weights;
    assert!(regression < hours && season < hours, "{:?}", panel.weights);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(runs(60)) })]

    /// Whatever returns an enemy feeds, at whatever times: the weights stay a distribution, no forecast is below the
    /// floor, and what a margin uses is never below the measured variance and the floor.
    #[test]
    fn an_enemy_cannot_make_the_panel_cheap(
        samples in vec((-5_000_000_000_000_000_000i128..5_000_000_000_000_000_000, 1u64..100 * DAY), 1..40),
        start in 1u128..1_000 * UNIT, measured in 1u128..1_000 * UNIT,
    ) {
        let mut panel = Panel::new(start).unwrap();
        for (log_return, dt) in samples {
            // A full swing within seconds does not fit; the panel says so and is as before.
            let before = panel;
            if panel.sample(log_return, dt, &TERMS).is_err() {
                prop_assert_eq!(panel, before);
            }
            prop_assert_eq!(panel.weights.iter().sum::<u128>(), WAD);
            let forecast = panel.forecast_up(&TERMS).unwrap();
            prop_assert!(forecast >= TERMS.floor);
            let used = used_up(measured, forecast, TERMS.floor);
            prop_assert!(used >= measured && used >= TERMS.floor);
            prop_assert!(used <= (measured * 9).div_ceil(4).max(TERMS.floor));
        }
    }
}
