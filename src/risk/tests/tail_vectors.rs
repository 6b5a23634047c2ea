//! Every tail factor of the crate against its 50-digit value, rounded up.

use risk::tail::{normal, t10, t3, t4, t5, t6, t8, TailFactor};
use vectors::{cases, text};

fn rounded_up(decimal: &str) -> u128 {
    let (whole, part) = decimal.split_once('.').unwrap();
    let (kept, rest) = part.split_at(18);
    let value: u128 = format!("{whole}{kept}").parse().unwrap();
    value + u128::from(rest.bytes().any(|digit| digit != b'0'))
}

#[test]
fn rsk_6_factors_are_their_values_rounded_up() {
    let cases = cases("tail_factors.json");
    if cases.is_empty() {
        return;
    }
    let levels = ["0.95", "0.975", "0.99", "0.995", "0.999"];
    let carried: [(&str, &str, [TailFactor; 5]); 7] = [
        (
            "normal",
            "",
            [
                normal::C95,
                normal::C97_5,
                normal::C99,
                normal::C99_5,
                normal::C99_9,
            ],
        ),
        (
            "t",
            "3",
            [t3::C95, t3::C97_5, t3::C99, t3::C99_5, t3::C99_9],
        ),
        (
            "t",
            "4",
            [t4::C95, t4::C97_5, t4::C99, t4::C99_5, t4::C99_9],
        ),
        (
            "t",
            "5",
            [t5::C95, t5::C97_5, t5::C99, t5::C99_5, t5::C99_9],
        ),
        (
            "t",
            "6",
            [t6::C95, t6::C97_5, t6::C99, t6::C99_5, t6::C99_9],
        ),
        (
            "t",
            "8",
            [t8::C95, t8::C97_5, t8::C99, t8::C99_5, t8::C99_9],
        ),
        (
            "t",
            "10",
            [t10::C95, t10::C97_5, t10::C99, t10::C99_5, t10::C99_9],
        ),
    ];
    let mut points = 0;
    for (family, freedom, factors) in carried {
        for (level, factor) in levels.iter().zip(factors) {
            let case = cases
                .iter()
                .find(|case| {
                    text(&case["dist"]) == family
                        && text(&case["conf"]) == *level
                        && case["nu"].as_str().unwrap_or("") == freedom
                })
                .unwrap();
            assert_eq!(factor.value_at_risk, rounded_up(text(&case["var_unit"])));
            assert_eq!(
                factor.expected_shortfall,
                rounded_up(text(&case["es_unit"]))
            );
            points += 2;
        }
    }
    println!("tail_factors: {points} points, exact after rounding up");
}

/// ES above VaR, and both rising with the level (RSK-6).
#[test]
fn rsk_6_shortfall_exceeds_value_at_risk() {
    for family in [
        [
            normal::C95,
            normal::C97_5,
            normal::C99,
            normal::C99_5,
            normal::C99_9,
        ],
        [t3::C95, t3::C97_5, t3::C99, t3::C99_5, t3::C99_9],
        [t4::C95, t4::C97_5, t4::C99, t4::C99_5, t4::C99_9],
        [t10::C95, t10::C97_5, t10::C99, t10::C99_5, t10::C99_9],
    ] {
        assert!(family
            .iter()
            .all(|factor| factor.expected_shortfall > factor.value_at_risk));
        assert!(family
            .windows(2)
            .all(|pair| pair[0].value_at_risk < pair[1].value_at_risk));
        assert!(family
            .windows(2)
            .all(|pair| pair[0].expected_shortfall < pair[1].expected_shortfall));
    }
}
