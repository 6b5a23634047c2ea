//! One asset's variance against 40-digit recursions on real returns.

use crate::naive::TickMean;
use fixed::WAD;
use model::Exact;
use risk::{
    annual_volatility_up, clip_return, daily_variance_up, step_up, Covariance, Decay, EwmaTerms,
    Kernel, RiskError, DAY,
};
use vectors::{cases, exact, integer, list, text, variance, Tally};

/// A decimal in WAD, which it must be exactly.
pub(crate) fn wad(value: &serde_json::Value) -> u128 {
    let (whole, part) = text(value).split_once('.').unwrap_or((text(value), ""));
    assert!(part.len() <= 18, "{value}");
    format!("{whole}{part:0<18}").parse().unwrap()
}

#[test]
fn regular_series_follow_riskmetrics() {
    let cases = cases("ewma_regular.json");
    if cases.is_empty() {
        return;
    }
    let (mut steps, mut volatility) = (Tally::default(), Tally::default());
    for case in &cases {
        let lambda = wad(&case["lambda"]);
        let decay = Decay::from_weight(lambda, lambda, DAY).unwrap();
        assert_eq!(decay.gain, WAD - lambda);
        let mut value = variance(&case["init_var"]);
        // One rounding of 1e-36 per step, remembered for 1 / (1 - lambda) steps.
        let bound = Exact::unsigned(WAD - lambda, WAD) * Exact::decimal("1e36");
        let mut after = list(case, "var_forecast")[1..].to_vec();
        after.push(case["var_next"].clone());
        for (log_return, expected) in list(case, "r_wad").iter().zip(&after) {
            value = step_up(value, integer(log_return), &decay).unwrap();
            let error = Exact::variance(value) - Exact::decimal(text(expected));
            steps.note((error * bound).to_f64());
        }
        let annual = Exact::unsigned(annual_volatility_up(value).unwrap(), WAD);
        volatility.note((annual - Exact::decimal(text(&case["vol_next_annual_365"]))).to_f64());
    }
    steps.within("ewma_regular variance (share of its bound)", 1.0, 0.0);
    // The root is exact and rounded up to a unit of 1e-18, whatever its size; the variance under it is 1e-34 above at
    // most, which a root of 1 % a year or more carries on as 365e-34 / 0.02 = 2e-30.
    volatility.within(
        "ewma_regular annual volatility (absolute)",
        1.0000001e-18,
        0.0,
    );
}

/// By how much a recursion on irregular samples may be above the exact one, followed step by step from its code, in
/// floats. Weight and gain are rounded up, and so is what they make.
struct Drift {
    weight: f64,
    gain: f64,
}

impl Drift {
    /// A weight is known to 1.02 units of 1e-18 from either side, and the gain is `(1 - w) / dt` of the one below,
    /// rounded up.
    const WEIGHT: f64 = 1.02e-18;
    /// What a variance is rounded up by: a unit of 1e-36, and another that pads a diagonal of one asset.
    const UNITS: f64 = 2e-36;

    fn over(weight: f64, dt: u64) -> Self {
        let gain = (1.0 - weight) * DAY as f64 / dt as f64;
        Self { weight, gain }
    }

    fn gain_error(dt: u64) -> f64 {
        Self::WEIGHT * DAY as f64 / dt as f64 + 1e-18
    }

    /// After a step that learns the square `square` without changing it.
    fn free(&self, before: f64, variance: f64, square: f64, dt: u64) -> f64 {
        let coefficients = Self::WEIGHT * (variance + before) + Self::gain_error(dt) * square;
        self.weight * before + coefficients + Self::UNITS
    }

    /// After a step that learns `k^2 v dt` in place of a larger square. The limit `k sqrt(v dt)` is rounded up to a
    /// unit of 1e-18 of a return, which is much of a small limit: after nine half-lives of silence the deviation of a
    /// minute may be 1e-5, and the square of its limit is then known to 1e-13 only. And the variance that it is taken
    /// of is itself high by `before`.
    fn held(&self, before: f64, variance: f64, multiple: f64, dt: u64) -> f64 {
        let square = multiple * multiple * dt as f64 / DAY as f64;
        let limit = (square * (variance + before)).sqrt();
        let rounded = (2.0 * limit + 1e-18) * 1e-18 + (multiple * multiple + 1.0) * 1e-36;
        let learned = self.gain * (square * before + rounded);
        self.free(before, variance, limit * limit + rounded, dt) + learned
    }
}

fn one_asset(initial: i128) -> Covariance {
    let mut matrix = Covariance::new();
    matrix.add_asset(initial).unwrap();
    matrix
}

#[test]
fn irregular_series_decay_by_elapsed_time() {
    let cases = cases("ewma_irregular.json");
    if cases.is_empty() {
        return;
    }
    let (mut weights, mut ticks) = (Tally::default(), Tally::default());
    let (mut recursive, mut clipped, mut kernel) =
        (Tally::default(), Tally::default(), Tally::default());
    for case in &cases {
        let half_life = case["half_life_s"].as_u64().unwrap();
        let plain = EwmaTerms {
            half_life,
            clip: 0,
            max_dt: 0,
        };
        let clip = u128::from(case["clip_k"].as_u64().unwrap()) * WAD;
        let winsorised = EwmaTerms { clip, ..plain };
        let initial = variance(&case["init_var_per_day"]);
        let (mut free, mut held, mut mean) =
            (one_asset(initial), one_asset(initial), Kernel::default());
        let mut burst = TickMean::default();
        let (mut free_drift, mut held_drift) = (0.0, 0.0);
        let (mut squares_drift, mut days_drift, mut squares, mut days) = (0.0, 0.0, 0.0, 0.0);
        let [mut free_before, mut held_before] = [exact(&case["init_var_per_day"]).to_f64(); 2];
        let times: Vec<u64> = list(case, "t")
            .iter()
            .map(|t| t.as_u64().unwrap())
            .collect();
        for (step, log_return) in list(case, "r_wad").iter().enumerate() {
            let (log_return, dt) = (integer(log_return), times[step + 1] - times[step]);
            let expected = |field: &str| Exact::decimal(text(&case[field][step]));
            let square = (log_return as f64 / 1e18).powi(2);
            let drift = Drift::over(expected("weight").to_f64(), dt);
            free.update(&[Some(log_return)], dt, &plain).unwrap();
            free_drift = drift.free(free_drift, free_before, square, dt);
            free_before = expected("recursive").to_f64();
            let above = Exact::variance(free.get(0, 0).unwrap()) - expected("recursive");
            recursive.note(above.to_f64() / free_drift);
            let limited = clip_return(log_return, held.get(0, 0).unwrap(), dt, clip).unwrap();
            let hit = case["clip_hit"][step].as_u64().unwrap() == 1;
            assert_eq!(limited != log_return, hit, "step {step}");
            held.update(&[Some(log_return)], dt, &winsorised).unwrap();
            held_drift = if hit {
                drift.held(held_drift, held_before, clip as f64 / 1e18, dt)
            } else {
                drift.free(held_drift, held_before, square, dt)
            };
            held_before = expected("clipped").to_f64();
            let above = Exact::variance(held.get(0, 0).unwrap()) - expected("clipped");
            clipped.note(above.to_f64() / held_drift);
            mean.sample(log_return, dt, half_life).unwrap();
            // Squares by the weight from above and a unit of 1e-36, days by the weight from below and two units of
            // 1e-18; then their quotient, rounded up.
            squares_drift =
                drift.weight * squares_drift + Drift::WEIGHT * (squares + squares_drift) + 1e-36;
            days_drift = drift.weight * days_drift + Drift::WEIGHT * days + 2e-18;
            squares = drift.weight * squares + square;
            days = drift.weight * days + dt as f64 / DAY as f64;
            let bound = (squares_drift + squares / days * days_drift) / (days - days_drift) + 1e-36;
            let above = Exact::variance(mean.variance_up().unwrap()) - expected("kernel");
            kernel.note(above.to_f64() / bound);
            burst.sample(log_return as f64 / 1e18, dt, half_life);
            let rate = exact(&case["tick_mean"][step]).to_f64();
            ticks.note(burst.variance() / rate - 1.0);
            let weight = Decay::over(dt, half_life).unwrap().weight;
            weights.note((Exact::unsigned(weight, WAD) - expected("weight")).to_f64());
        }
    }
    weights.within("ewma_irregular weight (absolute)", 1.02e-18, 0.0);
    recursive.within("ewma_irregular recursive (share of its bound)", 1.0, 0.0);
    clipped.within("ewma_irregular clipped (share of its bound)", 1.0, 0.0);
    kernel.within("ewma_irregular kernel (share of its bound)", 1.0, 0.0);
    ticks.within(
        "ewma_irregular tick_mean (the twin that must not be used)",
        1e-9,
        1e-9,
    );
}

/// Why a mean over ticks must not be used: an hour's fall, then sixty ticks of one price in a minute.
#[test]
fn orc_8_a_burst_of_ticks_erases_a_mean_over_ticks_only() {
    let (mut naive, mut kernel) = (TickMean::default(), Kernel::default());
    let mut sample = |log_return: i128, dt: u64| {
        naive.sample(log_return as f64 / 1e18, dt, DAY);
        kernel.sample(log_return, dt, DAY).unwrap();
        (
            naive.variance(),
            kernel.variance_up().unwrap() as f64 / 1e36,
        )
    };
    let (before, ours_before) = sample(-50_000_000_000_000_000, 3600);
    let mut last = (before, ours_before);
    for _ in 0..60 {
        last = sample(0, 1);
    }
    assert!(last.0 < before / 50.0, "{} {before}", last.0);
    assert!(last.1 > ours_before * 0.98, "{} {ours_before}", last.1);
}

/// The worked example of the model: half-life two days, four prices within 67 minutes.
#[test]
fn worked_example_of_two_days() {
    let terms = EwmaTerms {
        half_life: 2 * DAY,
        clip: 0,
        max_dt: 0,
    };
    let mut matrix = one_asset(1_600_000_000_000_000_000_000_000_000_000_000);
    let steps = [
        (60, 4_987_541_511_039_074i128, "0.0016082351429097810876"),
        (300, -1_659_751_418_364_404, "0.0016072551460198838403"),
        (3600, -20_134_908_409_055_903, "0.0017237085925817424970"),
        (30, 1_693_480_506_333_064, "0.0017244950476858888135"),
    ];
    let mut tally = Tally::default();
    for (dt, log_return, expected) in steps {
        matrix.update(&[Some(log_return)], dt, &terms).unwrap();
        tally.compare(
            Exact::variance(matrix.get(0, 0).unwrap()),
            Exact::decimal(expected),
        );
    }
    tally.within("worked example", 1e-14, 1e-15);
    let annual = Exact::unsigned(matrix.volatility_annual_up(0).unwrap(), WAD);
    assert!(annual.relative_to(Exact::decimal("0.793372984419")).abs() < 1e-12);
}

#[test]
fn coefficients_and_units_at_their_edges() {
    let whole = Decay {
        weight: WAD,
        gain: 0,
    };
    assert_eq!(Decay::over(0, DAY), Ok(whole));
    assert_eq!(Decay::over(1, 0), Err(RiskError::InvalidTerms));
    assert_eq!(Decay::over(0, 0), Err(RiskError::InvalidTerms));
    // After 60 half-lives nothing is left but a unit.
    let gone = Decay {
        weight: 1,
        gain: WAD.div_ceil(120),
    };
    assert_eq!(Decay::over(120 * DAY, DAY), Ok(gone));
    assert_eq!(
        Decay::from_weight(WAD, WAD + 1, DAY),
        Err(RiskError::InvalidTerms)
    );
    assert_eq!(
        Decay::from_weight(WAD, WAD, 0),
        Err(RiskError::InvalidTerms)
    );
    assert_eq!(Decay::from_weight(WAD, WAD, DAY), Ok(whole));
    // ln 2 / H from above: 0.34657... a day for two days.
    let gain = Decay::over(1, 2 * DAY).unwrap().gain;
    assert!(
        gain.abs_diff(346_573_590_279_972_655) < 1_000_000_000_000,
        "{gain}"
    );

    // 60 % a year is 9.8630...e-4 a day; one unit of a variance is a unit of 19.1 in a volatility.
    let daily = daily_variance_up(6 * WAD / 10).unwrap();
    assert_eq!(daily, 986_301_369_863_013_698_630_136_986_301_370);
    assert_eq!(annual_volatility_up(daily), Ok(600_000_000_000_000_001));
    assert_eq!(annual_volatility_up(1), Ok(20));
    assert_eq!(annual_volatility_up(0), Ok(0));
    assert_eq!(annual_volatility_up(-1), Ok(0));
    assert_eq!(daily_variance_up(1), Ok(1));
    assert!(daily_variance_up(249 * WAD).is_ok());
    assert!(daily_variance_up(250 * WAD).is_err());

    // Five deviations of 4 % a day over a quarter of a day: 10 %, either sign, the limit itself allowed.
    let limit = WAD as i128 / 10;
    let clip =
        |log_return: i128| clip_return(log_return, 16 * 10i128.pow(32), DAY / 4, 5 * WAD).unwrap();
    assert_eq!(clip(limit + 1), limit);
    assert_eq!(clip(-limit - 1), -limit);
    assert_eq!(
        [limit, limit - 1, -limit, 0].map(clip),
        [limit, limit - 1, -limit, 0]
    );
    assert_eq!(clip_return(7, 0, 1, WAD), Ok(0));
    assert_eq!(clip_return(7, -1, 1, 0), Ok(7), "0 = never");
    assert!(clip_return(7, -1, 1, WAD).is_err());
    assert!(Kernel::default().variance_up().is_err());
    // Squares by the weight from above, time by the weight from below.
    let mut kernel = Kernel {
        squares: 10i128.pow(18),
        days: WAD,
    };
    kernel.sample(0, 1, 2 * DAY).unwrap();
    let (below, above) = (
        fixed::decay_down(1, 2 * DAY).unwrap(),
        fixed::decay_up(1, 2 * DAY).unwrap(),
    );
    assert_eq!(kernel.squares.unsigned_abs(), above);
    assert_eq!(kernel.days, below + WAD / u128::from(DAY));
    assert_eq!(above, below + 1);
    assert!(Kernel::prior(i128::MAX, 2 * DAY).is_err());
}
