//! Experts, GARCH and the autoregression against 36-digit recursions on real series.

use fixed::WAD;
use model::Exact;
use risk::forecast::experts::{even, learn, mix_up, Learning};
use risk::forecast::garch::Garch;
use risk::forecast::har::{mean_up, Har};
use risk::forecast::{experts::capped, loss, qlike};
use risk::{step_up, Decay, RiskError, DAY};
use vectors::{cases, exact, integer, list, Tally};

/// The integer of scale `10^-digits` nearest to the value: what the decimal says, where it has no more digits.
pub(crate) fn scaled(value: Exact, digits: u32) -> i128 {
    let size = value.abs() * Exact::unsigned(10u128.pow(digits), 1);
    let size = i128::try_from((size + Exact::unsigned(1, 2)).floor()).unwrap();
    if value.is_negative() {
        -size
    } else {
        size
    }
}

/// A value that is not negative, as an unsigned integer of that scale.
pub(crate) fn unsigned(value: Exact, digits: u32) -> u128 {
    scaled(value, digits).try_into().unwrap()
}

fn square(log_return: i128) -> u128 {
    log_return.unsigned_abs().pow(2)
}

/// Relative error of a mixture over some hundred steps: that of its weights.
const MIXTURE: f64 = 1e-16;

#[test]
fn experts_weights_and_mixture_follow_the_reference() {
    let (mut weight, mut mixture, mut losses) =
        (Tally::default(), Tally::default(), Tally::default());
    // Two units of 1e-18 for each loss. The mixture's forecast is as good as the weights, and a loss `y / h + ln h`
    // moves by `1 - y / h` of a relative error of the forecast: the cap keeps that within cap - 1. Absolute: losses are
    // of either sign, and their sum may be near zero.
    const LOSS: f64 = 2e-18;
    for case in &cases("experts.json") {
        let lambdas: Vec<u128> = list(case, "experts_lambda")
            .iter()
            .map(|lambda| unsigned(exact(lambda), 18))
            .collect();
        let learning = Learning {
            rate: unsigned(exact(&case["eta"]), 18),
            cap: unsigned(exact(&case["zmax"]), 18),
            share: unsigned(exact(&case["share"]), 18),
        };
        let start = unsigned(exact(&case["init_var"]), 36);
        let mut forecasts = vec![start; lambdas.len()];
        let mut weights = vec![0; lambdas.len()];
        even(&mut weights).unwrap();
        let (mut of_mixture, mut of_experts) = (0, vec![0; lambdas.len()]);
        let returns = list(case, "r_wad");
        for (step, log_return) in returns.iter().enumerate() {
            for (own, expected) in weights
                .iter()
                .zip(list(case, "weights")[step].as_array().unwrap())
            {
                weight.note((Exact::unsigned(*own, WAD) - exact(expected)).to_f64());
            }
            assert_eq!(weights.iter().sum::<u128>(), WAD);
            let mixed = mix_up(&weights, &forecasts).unwrap();
            mixture.compare(Exact::variance(mixed as i128), exact(&case["h_mix"][step]));
            let realised = square(integer(log_return));
            let proxy = capped(realised, &forecasts, learning.cap);
            of_mixture += loss(proxy, mixed).unwrap();
            for (sum, forecast) in of_experts.iter_mut().zip(&forecasts) {
                *sum += loss(proxy, *forecast).unwrap();
            }
            learn(&mut weights, &forecasts, realised, &learning).unwrap();
            for (forecast, lambda) in forecasts.iter_mut().zip(&lambdas) {
                let decay = Decay::from_weight(*lambda, *lambda, DAY).unwrap();
                let next = step_up(*forecast as i128, integer(log_return), &decay).unwrap();
                *forecast = next as u128;
            }
        }
        for (own, expected) in weights.iter().zip(list(case, "weights_final")) {
            weight.note((Exact::unsigned(*own, WAD) - exact(expected)).to_f64());
        }
        let steps = returns.len() as f64;
        let beyond = learning.cap as f64 / 1e18 - 1.0;
        let above = (Exact::wad(of_mixture) - exact(&case["cum_loss_mix"])).to_f64();
        losses.note(above / (steps * (LOSS + beyond.max(1.0) * MIXTURE)));
        for (own, expected) in of_experts.iter().zip(list(case, "cum_loss_experts")) {
            let above = (Exact::wad(*own) - exact(expected)).to_f64();
            losses.note(above / (steps * LOSS));
        }
        if learning.share == 0 {
            let best = of_experts.iter().min().unwrap();
            let ln = fixed::ln_wad(lambdas.len() as u128 * WAD).unwrap() as u128;
            let allowed = fixed::div_wad_up(ln, learning.rate).unwrap() as i128;
            assert!(of_mixture <= best + allowed);
        }
    }
    if weight.points() > 0 {
        weight.within("experts weights (absolute)", 1e-16, 1e-16);
        mixture.within("experts mixture", MIXTURE, MIXTURE);
        losses.within("experts cumulative losses (share of the bound)", 1.0, 1.0);
    }
}

/// Parameters in percent squared are a ten-thousandth.
#[test]
fn garch_recursion_and_forecasts_follow_the_reference() {
    let (mut steps, mut ahead, mut slow) = (Tally::default(), Tally::default(), Tally::default());
    let percent = Exact::unsigned(1, 10_000);
    for case in &cases("garch.json") {
        let of = |name: &str| exact(&case["params"][name]);
        let garch = Garch {
            omega: unsigned(of("omega") * percent, 36),
            alpha: unsigned(of("alpha[1]"), 18),
            beta: unsigned(of("beta[1]"), 18),
        };
        let mut variance = unsigned(exact(&case["h_start"]) * percent, 36);
        let mut after = list(case, "h")[1..].to_vec();
        after.push(case["h_next"].clone());
        // Two units of 1e-36 per step, remembered for 1 / (1 - beta) steps; the files give 36 digits.
        let remembered = 2e-36 / (1.0 - of("beta[1]").to_f64());
        for (log_return, expected) in list(case, "r_wad").iter().zip(&after) {
            variance = garch.next_up(variance, integer(log_return)).unwrap();
            let above = Exact::variance(variance as i128) - exact(expected) * percent;
            steps.note(above.to_f64() / remembered);
        }
        let Some(ladder) = case["k_step"].as_object() else {
            assert_eq!(garch.long_run_up(), Err(RiskError::InvalidTerms));
            continue;
        };
        let long_run = garch.long_run_up().unwrap();
        ahead.compare(
            Exact::variance(long_run as i128),
            exact(&case["vbar"]) * percent,
        );
        for (step, expected) in ladder {
            let own = garch.ahead_up(variance, step.parse().unwrap()).unwrap();
            ahead.compare(Exact::variance(own as i128), exact(expected) * percent);
        }
        let half_life = Exact::unsigned(garch.half_life().unwrap(), WAD);
        slow.compare(half_life, exact(&case["half_life_days"]));
    }
    if steps.points() > 0 {
        steps.within("garch recursion (share of its bound)", 1.0, 0.0);
        // A power of 30 by squaring is 30 ulp off, of the difference to the long run.
        ahead.within("garch forecasts", 2e-16, 0.0);
        slow.within("garch half-life", 1e-15, 1e-15);
    }
}

#[test]
fn har_forecasts_follow_the_reference() {
    let (mut fitted, mut fit) = (Tally::default(), Tally::default());
    for case in &cases("har.json") {
        let series: Vec<u128> = list(case, "rv_e24")
            .iter()
            .map(|value| integer(value) as u128 * 10u128.pow(12))
            .collect();
        let windows: Vec<usize> = list(case, "windows")
            .iter()
            .map(|window| window.as_u64().unwrap() as usize)
            .collect();
        let beta: Vec<Exact> = list(case, "beta").iter().map(exact).collect();
        let coefficients = [1, 2, 3].map(|place| scaled(beta[place], 18));
        let har = Har::new(scaled(beta[0], 36), coefficients);
        if beta.iter().any(|beta| beta.is_negative()) {
            assert_eq!(har, Err(RiskError::InvalidTerms));
            continue;
        }
        let har = har.unwrap();
        let forecast = |days: usize, floor: u128| {
            let means =
                [0, 1, 2].map(|place| mean_up(&series[days - windows[place]..days]).unwrap());
            har.forecast_up(means, floor).unwrap()
        };
        let days = series.len();
        for (back, expected) in list(case, "fitted_last20").iter().rev().enumerate() {
            let own = Exact::variance(forecast(days - 1 - back, 0) as i128);
            fitted.compare(own, exact(expected));
        }
        fitted.compare(
            Exact::variance(forecast(days, 0) as i128),
            exact(&case["forecast_next"]),
        );
        let (mut sum, mut count) = (0, 0);
        for (day, realised) in series.iter().enumerate().skip(windows[2]) {
            sum += qlike(*realised, forecast(day, 10u128.pow(28))).unwrap();
            count += 1;
        }
        fit.compare(
            Exact::wad(sum) * Exact::unsigned(1, count),
            exact(&case["qlike_mean"]),
        );
    }
    if fitted.points() > 0 {
        // Coefficients were cut to 18 digits.
        fitted.within("har forecasts", 1e-17, 1e-17);
        fit.within("har mean QLIKE", 2e-17, 2e-17);
    }
}
