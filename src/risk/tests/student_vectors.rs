//! Student's t against 50-digit values and against the closed forms of whole degrees of freedom.

use fixed::WAD;
use model::Exact;
use proptest::prelude::*;
use risk::tail::student::StudentT;
use risk::RiskError;
use vectors::{cases, exact, integer, natural, runs, text, Tally};

/// Every function rounds the true value to nearest; a quantile past 10^6 keeps 24 digits.
#[test]
fn t_functions_are_nearest() {
    let cases = cases("t_functions.json");
    if cases.is_empty() {
        return;
    }
    let mut tallies = [Tally::default(), Tally::default(), Tally::default()];
    for case in &cases {
        let of = StudentT::new(u128::from(case["nu"].as_u64().unwrap()) * WAD).unwrap();
        let (place, got) = match text(&case["f"]) {
            "t_cdf" => (0, of.probability(integer(&case["x"])).unwrap() as i128),
            "t_pdf" => (1, of.density(integer(&case["x"])).unwrap() as i128),
            "t_inv" => (2, of.quantile(natural(&case["x"])).unwrap()),
            other => panic!("{other}"),
        };
        let units = (Exact::wad(got) - exact(&case["y"])) * Exact::decimal("1e18");
        tallies[place].note(units.to_f64());
        assert_eq!(got, integer(&case["y_nearest"]), "{case}");
    }
    for (tally, name) in tallies
        .into_iter()
        .zip(["probability", "density", "quantile"])
    {
        if tally.points() > 0 {
            tally.within(&format!("Student-t {name} (units of 1e-18)"), 0.5, 0.5);
        }
    }
}

/// Arctangent by halving the angle eight times and Gregory's series.
fn arctangent(x: Exact) -> Exact {
    let one = Exact::one();
    let halved = (0..8).fold(x, |x, _| x / (one + (one + x * x).sqrt()));
    let square = halved * halved;
    let mut power = halved;
    let mut sum = Exact::ZERO;
    for order in 0..20u128 {
        let term = power / Exact::unsigned(2 * order + 1, 1);
        sum = if order % 2 == 0 {
            sum + term
        } else {
            sum - term
        };
        power = power * square;
    }
    sum * Exact::unsigned(256, 1)
}

/// `F(t) - 1/2` for whole degrees of freedom (Abramowitz, Stegun 26.7.3 and 26.7.4).
fn closed_form(freedom: u128, t: Exact) -> Exact {
    let one = Exact::one();
    let n = Exact::unsigned(freedom, 1);
    let cosine_squared = n / (n + t * t);
    let sine = t / (n + t * t).sqrt();
    // Products of odd over even, or of even over odd numbers.
    let odd = freedom % 2;
    let (mut term, mut sum) = (one, one);
    for k in 1..(freedom - odd) / 2 {
        let top = 2 * k - 1 + odd;
        term = term * cosine_squared * Exact::unsigned(top, top + 1);
        sum = sum + term;
    }
    if odd == 0 {
        return sine * sum * Exact::unsigned(1, 2);
    }
    let angle = arctangent(t / n.sqrt());
    let pi = arctangent(one) * Exact::unsigned(4, 1);
    (angle + sine * cosine_squared.sqrt() * sum) / pi
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(runs(60)) })]

    #[test]
    fn probability_is_the_closed_form(
        freedom in 3u128..=31,
        x in prop_oneof![0i128..2_500_000_000_000_000_000, 0i128..60_000_000_000_000_000_000],
    ) {
        let of = StudentT::new(freedom * WAD).unwrap();
        let true_value = Exact::unsigned(1, 2) + closed_form(freedom, Exact::wad(x));
        let got = Exact::unsigned(of.probability(x).unwrap(), WAD);
        prop_assert!(((got - true_value).to_f64() * 1e18).abs() <= 0.500_001);
        let mirrored = Exact::unsigned(of.probability(-x).unwrap(), WAD);
        prop_assert!(((mirrored - (Exact::one() - true_value)).to_f64() * 1e18).abs() <= 0.500_001);
    }

    /// The quantile is the inverse of the closed form, to the last digit of the probability and of the quantile.
    #[test]
    fn quantile_inverts_the_closed_form(
        freedom in 3u128..=20,
        probability in prop_oneof![1u128..WAD / 2, 1u128..1_000_000_000, 1u128..1_000],
    ) {
        let of = StudentT::new(freedom * WAD).unwrap();
        let got = of.quantile(probability).unwrap();
        prop_assert_eq!(of.quantile(WAD - probability).unwrap(), -got);
        let half = Exact::decimal("0.5");
        let beyond = |t: i128| half - closed_form(freedom, Exact::wad(-t));
        // Half a unit of the quantile either way, and the 24 digits that a far one has.
        let reach = 1 + got / 1_000_000_000_000_000_000_000_000;
        prop_assert!(beyond(got - reach) < Exact::unsigned(probability, WAD));
        prop_assert!(beyond(got + reach) > Exact::unsigned(probability, WAD));
    }

    /// Monotone in the argument, through the place where the sums change.
    #[test]
    fn probability_and_quantile_are_monotone(
        thousandths in 2_001u128..40_000,
        x in prop_oneof![Just(2_000_000_000_000_000_000i128), 0i128..9_000_000_000_000_000_000],
        step in prop_oneof![1i128..100, 1i128..1_000_000_000_000_000],
        probability in 2u128..WAD / 2,
    ) {
        let of = StudentT::new(thousandths * WAD / 1000).unwrap();
        let [before, at, after] = [x - step, x, x + step].map(|x| of.probability(x).unwrap());
        prop_assert!(before <= at && at <= after);
        prop_assert!(of.density(x).unwrap() <= of.density((x - step).abs()).unwrap() || x < step);
        prop_assert!(of.quantile(probability - 1).unwrap() <= of.quantile(probability).unwrap());
    }
}

#[test]
fn quantiles_have_limits() {
    let of = StudentT::new(4 * WAD).unwrap();
    for outside in [0, WAD, WAD + 1] {
        assert_eq!(of.quantile(outside), Err(RiskError::InvalidTerms));
    }
    assert_eq!(of.quantile(WAD / 2), Ok(0));
    assert_eq!(of.probability(0), Ok(WAD / 2));
    // At 4 degrees of freedom the density in the middle is 3/8, and a unit of probability is 8/3 units.
    assert_eq!(of.density(0), Ok(3 * WAD / 8));
    assert_eq!(of.quantile(WAD / 2 + 1), Ok(3));
    assert_eq!(of.quantile(WAD / 2 - 1), Ok(-3));
    assert_eq!(of.density(i128::MAX), Ok(0));
    assert_eq!(of.probability(i128::MAX), Ok(WAD));
    assert_eq!(of.probability(i128::MIN), Ok(0));
    // Far out at either end of the degrees of freedom. At 2 the quantile is (2p - 1) / sqrt(2p (1 - p)).
    let least = StudentT::new(2 * WAD + 1).unwrap();
    for (probability, exact) in [
        (WAD / 100, "-6.964556734283274187145"),
        (1, "-707106781.186547523340"),
    ] {
        let got = Exact::wad(least.quantile(probability).unwrap());
        assert!(got.relative_to(Exact::decimal(exact)).abs() < 1e-16);
    }
    // Beside the normal quantile, -8.757, at 1,000.
    let most = StudentT::new(1000 * WAD).unwrap().quantile(1).unwrap();
    assert!((-9_000_000_000_000_000_000..-8_757_290_348_782_315_064).contains(&most));
}
