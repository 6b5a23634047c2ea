//! Backtests: published tables, the ring against a list, and the laws of the statistics.

use fixed::{MathError, U256, WAD};
use model::Exact;
use proptest::collection::vec;
use proptest::prelude::*;
use risk::backtest::acerbi_szekely::{z2, CRITICAL_0_01_PERCENT, CRITICAL_5_PERCENT};
use risk::backtest::binomial::at_most_up;
use risk::backtest::christoffersen::Transitions;
use risk::backtest::diebold_mariano::{lags, statistic};
use risk::backtest::kupiec::likelihood_ratio;
use risk::backtest::mcneil_frey::{residual, summary};
use risk::backtest::p_value::{chi_square_1, chi_square_2};
use risk::backtest::ring::{Ring, LENGTH};
use risk::backtest::zone::{multiplier_up, surcharge, zone, Zone};
use risk::backtest::Outcome;
use risk::RiskError;
use vectors::runs;

const ONE_PERCENT: u128 = WAD / 100;
const UNIT: i128 = 1_000_000_000_000_000_000;

fn near(own: u128, text: &str, bound: &str) {
    let gap = (Exact::unsigned(own, WAD) - Exact::decimal(text)).abs();
    assert!(gap < Exact::decimal(bound), "{own} is not {text}");
}

/// Basel's 250 days at 99 %: likelihood ratios, p-values, probabilities.
#[test]
fn kupiec_of_the_basel_year() {
    for (x, ratio, p, probability) in [
        (0, "5.025167926750721", "0.0249815030534", "0.0810585161622"),
        (4, "0.769138364385848", "0.380483738239", "0.892187626904"),
        (5, "1.956809788230630", "0.161854917196", "0.958816815930"),
        (7, "5.496990447792699", "0.0190492308905", "0.995974661288"),
        (
            10,
            "12.95549106235604",
            "0.000318984508213",
            "0.999946101371",
        ),
    ] {
        let own = likelihood_ratio(250, x, ONE_PERCENT).unwrap();
        near(own, ratio, "1e-14");
        near(chi_square_1(own).unwrap(), p, "1e-12");
        near(
            at_most_up(x as usize, 250, ONE_PERCENT).unwrap(),
            probability,
            "1e-12",
        );
    }
    // The counts that are accepted at 5 %.
    let critical = 3_841_458_820_694_125_958;
    for (days, tail, accepted) in [
        (250, 100, 1..=6),
        (500, 100, 2..=9),
        (1_000, 100, 5..=16),
        (2_000, 100, 12..=29),
        (250, 40, 3..=11),
        (500, 40, 7..=19),
        (1_000, 40, 16..=35),
        (2_000, 40, 37..=64),
    ] {
        for x in 0..100 {
            let own = likelihood_ratio(days, x, WAD / tail).unwrap();
            assert_eq!(own < critical, accepted.contains(&x), "{x} of {days}");
        }
    }
    near(chi_square_1(critical).unwrap(), "0.05", "3e-18");
    near(
        chi_square_1(6_634_896_601_021_213_485).unwrap(),
        "0.01",
        "1e-15",
    );
    near(
        chi_square_2(9_210_340_371_976_182_737).unwrap(),
        "0.01",
        "3e-18",
    );
    assert_eq!((chi_square_1(0), chi_square_2(0)), (Ok(WAD), Ok(WAD)));
    assert_eq!(chi_square_1(200 * WAD), Ok(0));
}

#[test]
fn counts_that_cannot_be() {
    let refused = Err(RiskError::InvalidTerms);
    assert_eq!(likelihood_ratio(4, 5, ONE_PERCENT), refused);
    for tail in [0, WAD, WAD + 1] {
        assert_eq!(likelihood_ratio(5, 1, tail), refused);
        assert_eq!(at_most_up(1, 5, tail), refused);
    }
    assert_eq!(likelihood_ratio(0, 0, ONE_PERCENT), Ok(0));
    assert_eq!(at_most_up(5, 5, ONE_PERCENT), Ok(WAD));
    assert_eq!(at_most_up(0, 0, ONE_PERCENT), Ok(WAD));
    assert!(at_most_up(1, 1 << 33, ONE_PERCENT).is_err());
}

/// `0.99^10`, and a fair coin.
#[test]
fn binomial_by_hand() {
    assert!(at_most_up(0, 10, ONE_PERCENT).unwrap() - 904_382_075_008_804_490 <= 3);
    assert!(at_most_up(4, 9, WAD / 2).unwrap() - WAD / 2 <= 3);
    assert!(at_most_up(8, 9, WAD / 2).unwrap() - (WAD - WAD / 512) <= 3);
    // The likeliest count is the last, or the first.
    assert!(at_most_up(4, 5, WAD / 100 * 99).unwrap() - 49_009_950_100_000_000 <= 3);
    assert!(at_most_up(0, 5, WAD / 1_000_000).unwrap() - 999_995_000_009_999_990 <= 3);
}

#[test]
fn christoffersen_of_an_example() {
    let table = Transitions {
        n00: 238,
        n01: 5,
        n10: 5,
        n11: 1,
    };
    near(
        table.likelihood_ratio().unwrap(),
        "2.423191167241934",
        "1e-14",
    );
    let bits = [0, 0, 1, 1, 1, 0, 1].map(|bit| bit == 1);
    let counted = Transitions {
        n00: 1,
        n01: 2,
        n10: 1,
        n11: 2,
    };
    assert_eq!(Transitions::of(bits), counted);
    assert_eq!(Transitions::of([true]), Transitions::default());
    assert_eq!(Transitions::default().likelihood_ratio(), Ok(0));
}

/// The committee's table, and where it begins.
#[test]
fn zones_of_the_basel_year() {
    let table = [0, 0, 0, 0, 0, 20, 26, 33, 38, 42, 50, 50];
    for (x, plus) in table.into_iter().enumerate() {
        assert_eq!(surcharge(LENGTH, x), Ok(plus));
        let colour = match x {
            0..=4 => Zone::Green,
            5..=9 => Zone::Yellow,
            _ => Zone::Red,
        };
        assert_eq!(zone(LENGTH, x), Ok(colour));
        let multiplier = multiplier_up(LENGTH, x).unwrap();
        assert_eq!(multiplier, WAD + (u128::from(plus) * WAD).div_ceil(150));
    }
    // A day earlier the same count was a little less likely: the next step.
    for (x, plus) in [0, 0, 0, 0, 0, 26, 33, 38, 42, 42, 50]
        .into_iter()
        .enumerate()
    {
        assert_eq!(surcharge(LENGTH - 1, x), Ok(plus));
    }
    assert_eq!(multiplier_up(LENGTH, 5), Ok(1_133_333_333_333_333_334));
    assert_eq!(multiplier_up(LENGTH, 9), Ok(WAD / 100 * 128));
    assert_eq!(multiplier_up(LENGTH, 99), Ok(1_333_333_333_333_333_334));
    assert!(Zone::Green < Zone::Yellow && Zone::Yellow < Zone::Red);
}

/// Shorter records: the colours by their definition, probabilities of 95 % and 99.99 %.
#[test]
fn zones_of_short_records() {
    for observed in 1..LENGTH {
        assert_eq!(zone(observed, 0), Ok(Zone::Green));
        let mut before = 0;
        for x in 1..=observed.min(12) {
            let probability = at_most_up(x, observed, ONE_PERCENT).unwrap();
            let colour = zone(observed, x).unwrap();
            assert_eq!(colour == Zone::Green, probability < WAD / 100 * 95);
            assert_eq!(colour == Zone::Red, probability >= WAD / 10_000 * 9_999);
            let plus = surcharge(observed, x).unwrap();
            assert!(plus >= before);
            // Fewer days never make the same count more harmless.
            assert!(plus >= surcharge(observed + 1, x).unwrap());
            before = plus;
        }
    }
    assert_eq!(zone(1, 1), Ok(Zone::Red));
    assert_eq!(zone(10, 1), Ok(Zone::Yellow));
    assert_eq!(zone(100, 2), Ok(Zone::Green));
}

fn day(loss: i128) -> Outcome {
    Outcome {
        loss,
        value_at_risk: 2 * WAD,
        expected_shortfall: 4 * WAD,
    }
}

/// `2 (7 ln 2.8 + 243 ln (243 / 247.5))` = 5.4969904477926993198...
#[test]
fn ratios_are_to_nearest() {
    assert_eq!(
        likelihood_ratio(250, 7, WAD / 100),
        Ok(5_496_990_447_792_699_320)
    );
}

#[test]
fn shortfall_statistics_by_hand() {
    // Losses of 3 and 8 of four days at one in ten: 1 - (3/4 + 8/4) / (4/10).
    let days = [day(-9 * UNIT), day(3 * UNIT), day(2 * UNIT), day(8 * UNIT)];
    assert_eq!(z2(days, WAD / 10), Ok(-5_875_000_000_000_000_000));
    assert_eq!(z2([day(0)], WAD / 10), Ok(UNIT));
    let by_zero = Err(RiskError::Math(MathError::DivisionByZero));
    assert_eq!(z2([], WAD / 10), by_zero);
    assert_eq!(z2([day(0)], 0), by_zero);
    assert!(day(2 * UNIT + 1).exceeds() && !day(2 * UNIT).exceeds() && !day(-3 * UNIT).exceeds());
    assert_eq!(
        (CRITICAL_5_PERCENT, CRITICAL_0_01_PERCENT),
        (-UNIT / 10 * 7, -UNIT / 10 * 18)
    );
    assert_eq!(residual(5 * UNIT, 3 * WAD, 4 * WAD), Ok(UNIT / 2));
    assert_eq!(residual(UNIT, 3 * WAD, 4 * WAD), Ok(-UNIT / 2));
    // Mean 2, deviations of sum 8 over 2: 2 / (2 / sqrt 3).
    let own = summary([0, 2 * UNIT, 4 * UNIT].into_iter()).unwrap();
    assert_eq!((own.count, own.mean), (3, 2 * UNIT));
    near(own.statistic as u128, "1.7320508075688772935", "1e-17");
    assert_eq!(
        summary([-UNIT, -3 * UNIT].into_iter()).unwrap().statistic,
        -2 * UNIT
    );
    for flat in [&[][..], &[UNIT], &[UNIT, UNIT]] {
        assert_eq!(summary(flat.iter().copied()).unwrap().statistic, 0);
    }
    // Differences 1, 3, 1, 3: mean 2, variance 1, autocovariance at one lag -3/4.
    let differences = [1, 3, 1, 3].map(|d| d * UNIT);
    assert_eq!(statistic(&differences, 0), Ok(4 * UNIT));
    assert_eq!(statistic(&differences, 1), Ok(8 * UNIT));
    assert_eq!(statistic(&differences.map(|d| -d), 1), Ok(-8 * UNIT));
    assert_eq!(statistic(&[], 0), by_zero.map(|_: i128| 0));
    assert_eq!(statistic(&[UNIT, UNIT], 0), by_zero.map(|_: i128| 0));
    for (count, expected) in [
        (1, 1),
        (100, 4),
        (250, 4),
        (273, 5),
        (500, 5),
        (2_000, 7),
        (50_943, 15),
    ] {
        assert_eq!(lags(count), expected, "{count}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(runs(60)) })]

    /// The ring is the last 250 bits of a list, from a storage slot never touched on.
    #[test]
    fn a_ring_is_the_end_of_a_list(bits in vec(any::<bool>(), 0..600)) {
        let mut ring = Ring::from_word(U256::ZERO).unwrap();
        for (count, bit) in bits.iter().enumerate() {
            let last = &bits[count.saturating_sub(LENGTH)..count];
            prop_assert_eq!(ring.observed(), last.len());
            prop_assert_eq!(ring.exceedances(), last.iter().filter(|bit| **bit).count());
            for (age, bit) in last.iter().rev().enumerate() {
                prop_assert_eq!(ring.word().bit(age), *bit);
            }
            prop_assert_eq!(Ring::from_word(ring.word()), Ok(ring));
            ring.push(*bit);
        }
    }

    /// Adding up the distribution: rising, and symmetric between exceedances and quiet days.
    #[test]
    fn the_binomial_is_a_distribution(observed in 1usize..400, tail in 1u128..WAD, at in 0usize..400) {
        let at = at.min(observed - 1);
        let own = at_most_up(at, observed, tail).unwrap();
        prop_assert!(own <= at_most_up(at + 1, observed, tail).unwrap());
        let mirrored = at_most_up(observed - 1 - at, observed, WAD - tail).unwrap();
        prop_assert!((own + mirrored).abs_diff(WAD) <= 6);
    }

    /// The ratio is least where the rate is met, and rises away from it.
    #[test]
    fn kupiec_is_least_at_the_rate(x in 1u64..100, more in 1u64..100) {
        let own = |x| likelihood_ratio(10_000, x, ONE_PERCENT).unwrap();
        prop_assert_eq!(own(100), 0);
        prop_assert!(own(x - 1) > own(x) && own(100 + more) > own(99 + more));
    }
}
