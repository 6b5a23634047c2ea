//! Tail factors: the constants against their 50-digit values and against the code that computes any level.

use fixed::WAD;
use model::Exact;
use risk::tail::student::StudentT;
use risk::tail::{normal, t10, t3, t4, t5, t6, t8, TailFactor};
use risk::RiskError;
use serde_json::Value;
use vectors::{cases, text, Tally};

const LEVELS: [&str; 5] = ["0.95", "0.975", "0.99", "0.995", "0.999"];

/// Degrees of freedom, `None` for the normal, and the constants at each level.
fn carried() -> [(Option<u128>, [TailFactor; 5]); 7] {
    macro_rules! levels {
        ($of:ident) => {
            [$of::C95, $of::C97_5, $of::C99, $of::C99_5, $of::C99_9]
        };
    }
    [
        (None, levels!(normal)),
        (Some(3), levels!(t3)),
        (Some(4), levels!(t4)),
        (Some(5), levels!(t5)),
        (Some(6), levels!(t6)),
        (Some(8), levels!(t8)),
        (Some(10), levels!(t10)),
    ]
}

/// A decimal as WAD, exactly or rounded up.
fn wad_up(decimal: &str) -> u128 {
    let (whole, part) = decimal.split_once('.').unwrap_or((decimal, ""));
    let part = format!("{part:0<18}");
    let (kept, rest) = part.split_at(18);
    let value: u128 = format!("{whole}{kept}").parse().unwrap();
    value + u128::from(rest.bytes().any(|digit| digit != b'0'))
}

fn computed(freedom: Option<u128>, confidence: u128) -> TailFactor {
    match freedom {
        None => normal::factor_up(confidence),
        Some(freedom) => StudentT::new(freedom).unwrap().factor_up(confidence),
    }
    .unwrap()
}

fn freedom(case: &Value) -> Option<u128> {
    (text(&case["dist"]) == "t").then(|| wad_up(text(&case["nu"])))
}

#[test]
fn rsk_6_constants_are_their_values_rounded_up() {
    let cases = cases("tail_factors.json");
    let mut points = 0;
    for case in &cases {
        let of = freedom(case);
        let family = carried()
            .into_iter()
            .find(|(whole, _)| whole.map(|whole| whole * WAD) == of);
        let level = LEVELS
            .iter()
            .position(|level| *level == text(&case["conf"]));
        let (Some((_, factors)), Some(level)) = (family, level) else {
            continue;
        };
        assert_eq!(
            factors[level].value_at_risk,
            wad_up(text(&case["var_unit"]))
        );
        assert_eq!(
            factors[level].expected_shortfall,
            wad_up(text(&case["es_unit"]))
        );
        points += 2;
    }
    println!("tail constants: {points} points, exact after rounding up");
}

/// The second source: nothing here was read from a table.
#[test]
fn rsk_6_constants_are_what_the_code_computes() {
    for (whole, factors) in carried() {
        for (level, factor) in LEVELS.iter().zip(factors) {
            let freedom = whole.map(|whole| whole * WAD);
            assert_eq!(
                computed(freedom, wad_up(level)),
                factor,
                "{whole:?} {level}"
            );
        }
    }
}

/// Every level and every number of degrees of freedom, raw and of unit variance: never below, not one unit above.
#[test]
fn rsk_6_factors_of_any_level_are_rounded_up() {
    let cases = cases("tail_factors.json");
    if cases.is_empty() {
        return;
    }
    let (mut points, mut error) = (0, Tally::default());
    for case in &cases {
        let (freedom, level) = (freedom(case), wad_up(text(&case["conf"])));
        let unit = computed(freedom, level);
        let raw = match freedom {
            None => unit,
            Some(freedom) => StudentT::new(freedom)
                .unwrap()
                .raw_factor_up(level)
                .unwrap(),
        };
        for (got, field) in [
            (unit.value_at_risk, "var_unit"),
            (unit.expected_shortfall, "es_unit"),
            (raw.value_at_risk, "var_raw"),
            (raw.expected_shortfall, "es_raw"),
        ] {
            let value = text(&case[field]);
            assert_eq!(got, wad_up(value), "{field} of {case}");
            error.compare(Exact::unsigned(got, WAD), Exact::decimal(value));
            points += 1;
        }
    }
    println!("tail factors: {points} points, exact after rounding up");
    error.within("tail factors", 1e-18, 0.0);
}

/// ES above VaR, neither negative, and both rising with the level.
#[test]
fn rsk_6_shortfall_exceeds_value_at_risk() {
    for (_, factors) in carried() {
        assert!(factors
            .iter()
            .all(|factor| factor.expected_shortfall > factor.value_at_risk));
        assert!(factors
            .windows(2)
            .all(|pair| pair[0].value_at_risk < pair[1].value_at_risk));
        assert!(factors
            .windows(2)
            .all(|pair| pair[0].expected_shortfall < pair[1].expected_shortfall));
    }
}

/// The same for levels and degrees of freedom that no table has, through both methods of the quantile.
#[test]
fn rsk_6_computed_shortfall_exceeds_value_at_risk() {
    let freedoms = [
        None,
        Some(2_100),
        Some(3_000),
        Some(7_300),
        Some(60_000),
        Some(1_000_000),
    ];
    for freedom in freedoms {
        let mut last = TailFactor {
            value_at_risk: 0,
            expected_shortfall: 0,
        };
        for level in [500, 501, 700, 900, 971, 976, 990, 999] {
            let freedom = freedom.map(|thousandths: u128| thousandths * WAD / 1000);
            let factor = computed(freedom, level * WAD / 1000);
            assert!(factor.expected_shortfall > factor.value_at_risk);
            assert!(factor.value_at_risk > last.value_at_risk);
            assert!(factor.expected_shortfall > last.expected_shortfall);
            last = factor;
        }
    }
}

#[test]
fn levels_and_degrees_of_freedom_have_limits() {
    let four = StudentT::new(4 * WAD).unwrap();
    for outside in [0, WAD / 2 - 1, WAD, WAD + 1, u128::MAX] {
        assert_eq!(four.factor_up(outside), Err(RiskError::InvalidTerms));
        assert_eq!(four.raw_factor_up(outside), Err(RiskError::InvalidTerms));
        assert_eq!(normal::factor_up(outside), Err(RiskError::InvalidTerms));
    }
    for inside in [WAD / 2, WAD - 1] {
        assert!(four.factor_up(inside).is_ok());
        assert!(normal::factor_up(inside).is_ok());
    }
    // The median of losses is none, which rounds up to one unit; the mean beyond it is the mean deviation.
    let half = normal::factor_up(WAD / 2).unwrap();
    assert_eq!(half.value_at_risk, 1);
    assert_eq!(half.expected_shortfall, 797_884_560_802_865_356);
    for outside in [0, 2 * WAD, 1000 * WAD + 1, u128::MAX] {
        assert_eq!(StudentT::new(outside), Err(RiskError::InvalidTerms));
    }
    for inside in [2 * WAD + 1, 1000 * WAD] {
        assert!(StudentT::new(inside).is_ok());
    }
}
