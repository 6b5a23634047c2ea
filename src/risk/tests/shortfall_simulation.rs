//! Critical values of Z2 by simulation: 250 days under the null, thousands of times.

use fixed::WAD;
use risk::backtest::acerbi_szekely::z2;
use risk::backtest::Outcome;
use vectors::{cases, exact, runs, text};

/// A generator of uniform numbers (Vigna 2014, splitmix64).
struct Uniform(u64);

impl Uniform {
    /// Within (-1, 1).
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bits = (z ^ (z >> 31)) >> 11;
        bits as f64 / (1u64 << 52) as f64 - 1.0
    }

    /// A Student-t variable, normal for none (Bailey 1994; the polar method of Box, Muller and Marsaglia).
    fn student(&mut self, freedom: Option<f64>) -> f64 {
        loop {
            let (u, v) = (self.next(), self.next());
            let w = u * u + v * v;
            if w > 0.0 && w <= 1.0 {
                let square = freedom.map_or_else(
                    || -2.0 * w.ln() / w,
                    |nu| nu * (w.powf(-2.0 / nu) - 1.0) / w,
                );
                return u * square.sqrt();
            }
        }
    }
}

/// Density of a t variable up to a constant, `e^(-x^2/2)` for none.
fn density(x: f64, freedom: Option<f64>) -> f64 {
    freedom.map_or_else(
        || (-x * x / 2.0).exp(),
        |nu| (1.0 + x * x / nu).powf(-(nu + 1.0) / 2.0),
    )
}

/// Quantile and Expected Shortfall by Simpson's rule in `y = 1/x` beyond, which needs no table of factors.
fn tail(freedom: Option<f64>, outside: f64) -> (f64, f64) {
    let simpson = |from: f64, to: f64, f: &dyn Fn(f64) -> f64| {
        let step = (to - from) / 4_000.0;
        let weight = |i: i32| match i {
            0 | 4_000 => 1.0,
            i if i % 2 == 1 => 4.0,
            _ => 2.0,
        };
        (0..=4_000)
            .map(|i| weight(i) * f(from + step * f64::from(i)))
            .sum::<f64>()
            * step
            / 3.0
    };
    let p = |x: f64| density(x, freedom);
    let beyond = |x: f64| simpson(1e-6, 1.0 / x, &|y| p(1.0 / y) / (y * y));
    let whole = 2.0 * (simpson(0.0, 1.0, &p) + beyond(1.0));
    let (mut low, mut high) = (0.5, 20.0);
    for _ in 0..50 {
        let middle = f64::midpoint(low, high);
        if beyond(middle) > outside * whole {
            low = middle;
        } else {
            high = middle;
        }
    }
    let mean = simpson(1e-6, 1.0 / low, &|y| p(1.0 / y) / (y * y * y));
    (low, mean / (outside * whole))
}

#[test]
fn critical_values_of_z2() {
    let replications = runs(1_000) as usize;
    for case in &cases("z2_mc.json") {
        let freedom = case["nu"].as_f64();
        let confidence = exact(&case["conf"]).to_f64();
        let (quantile, shortfall) = tail(freedom, 1.0 - confidence);
        let wad = |x: f64| (x * 1e18) as i128;
        let days = case["T"].as_u64().unwrap();
        let outside = wad(1.0 - confidence) as u128;
        let mut uniform = Uniform(11);
        let mut statistics: Vec<i128> = (0..replications)
            .map(|_| {
                let outcomes = (0..days).map(|_| Outcome {
                    loss: wad(uniform.student(freedom)),
                    value_at_risk: wad(quantile) as u128,
                    expected_shortfall: wad(shortfall) as u128,
                });
                z2(outcomes, outside).unwrap()
            })
            .collect();
        statistics.sort_unstable();
        let at =
            |share: f64| statistics[(replications as f64 * share) as usize] as f64 / WAD as f64;
        let mean = statistics.iter().sum::<i128>() as f64 / WAD as f64 / replications as f64;
        let own = at(0.05);
        let expected = exact(&case["crit_5pct"]).to_f64();
        // 0.01 for the 20,000 replications of the file, with theirs for ours; four of them.
        let sampling = 0.01 * (1.0 + 20_000.0 / replications as f64).sqrt();
        let name = format!("{} {freedom:?} at {confidence}", text(&case["dist"]));
        println!("Z2 of {name}: {own:.3} for {expected:.3}, mean {mean:.4}");
        assert!(
            (own - expected).abs() < 4.0 * sampling,
            "{name}: {own} {expected}"
        );
        let theirs = exact(&case["mean"]).to_f64();
        assert!(
            (mean - theirs).abs() < 4.0 * sampling,
            "{name}: {mean} {theirs}"
        );
        if replications >= 20_000 {
            let (own, expected) = (at(0.0001), exact(&case["crit_0.01pct"]).to_f64());
            // Two of 20,000 decide: a tenth to a fifth of it, and more in heavy tails.
            assert!(
                (own - expected).abs() < 0.25 * expected.abs(),
                "{name}: {own} {expected}"
            );
        }
    }
}
