//! Scans of portfolios against full revaluation in 110 digits.

use model::Exact;
use risk::options::scan::{grid, scan, Outcome, Position};
use risk::options::volatility_shock::volatility_shock;
use risk::{LegKind, DAY};
use serde_json::Value;
use vectors::{cases, exact, integer, list, natural, text, Tally};

fn position(value: &Value) -> Position {
    let kind = match text(&value["kind"]) {
        "spot" => LegKind::Linear,
        "call" => LegKind::Call,
        "put" => LegKind::Put,
        "everlasting_call" => LegKind::EverlastingCall,
        "everlasting_put" => LegKind::EverlastingPut,
        other => panic!("{other}"),
    };
    let optional = |field: &str| {
        value[field]
            .as_str()
            .map_or(0, |text| text.parse().unwrap())
    };
    Position {
        kind,
        size: integer(&value["qty"]),
        strike: optional("K"),
        seconds: value["t_seconds"].as_u64().unwrap_or(0),
        volatility: optional("sigma"),
    }
}

/// Profits differ from the true ones by roundings only: ulp per USD of the positions.
fn compare<const N: usize>(
    got: &Outcome<N>,
    case: &Value,
    names: [&str; 3],
    units: f64,
    tally: &mut Tally,
) {
    let wanted = list(case, names[0]);
    assert_eq!(wanted.len(), N);
    for (profit, value) in got.profits.iter().zip(wanted) {
        tally.note((Exact::wad(*profit) - exact(value)).to_f64() * 1e18 / units);
    }
    let loss = Exact::unsigned(got.loss, fixed::WAD) - exact(&case[names[2]]);
    tally.note(-(loss.to_f64() * 1e18 / units));
    // Which is the worst, unless two of them are as bad.
    let (worst, named) = (got.worst, case[names[1]].as_u64().unwrap() as usize);
    let difference = exact(&wanted[worst]) - exact(&wanted[named]);
    assert!(
        worst == named || difference.to_f64() * 1e18 <= units,
        "{case}"
    );
}

#[test]
fn scans_match_full_revaluation() {
    let mut tally = Tally::default();
    let cases = cases("scenario_grid.json");
    for case in &cases {
        let positions: Vec<Position> = list(case, "positions").iter().map(position).collect();
        let price = natural(&case["S"]);
        let units: f64 = positions
            .iter()
            .map(|position| position.size.unsigned_abs() as f64 / 1e18 + 1.0)
            .sum();
        let units = units * (price as f64 / 1e18);
        let scanned = scan(
            &positions,
            price,
            natural(&case["psr"]),
            natural(&case["vsr"]),
        )
        .unwrap();
        compare(
            &scanned,
            case,
            ["span_pnl", "span_worst", "span_scan_risk"],
            units,
            &mut tally,
        );
        let shocked = grid(&positions, price).unwrap();
        compare(
            &shocked,
            case,
            ["grid_pnl", "grid_worst", "grid_loss"],
            units,
            &mut tally,
        );
    }
    if !cases.is_empty() {
        // A shocked volatility is rounded, which moves a value by vega: less than the price.
        tally.within("scans (ulp per USD)", 1.0, 1.0);
    }
}

#[test]
fn volatility_moves_more_for_short_dates() {
    let near = |got: u128, wanted: &str| {
        let difference = Exact::unsigned(got, fixed::WAD) - Exact::decimal(wanted);
        assert!(difference.abs() < Exact::decimal("3e-18"), "{got} {wanted}");
    };
    let month = volatility_shock(30 * DAY).unwrap();
    near(month.up, "1.6");
    near(month.down, "0.7");
    // 30^0.3 = 2.774191114672...; a day, and less than a day, alike.
    let day = volatility_shock(DAY).unwrap();
    near(day.up, "2.664514668803308652");
    near(day.down, "0.167742665598345674");
    assert_eq!(volatility_shock(60).unwrap(), day);
    assert!(volatility_shock(DAY + 1).unwrap().up < day.up);
    // Twelve months: (30/360)^0.13.
    let later = volatility_shock(30 * DAY + 1).unwrap();
    assert!(later.up <= month.up && later.down >= month.down);
    near(
        volatility_shock(360 * DAY).unwrap().up,
        "1.434367865199303999",
    );
}

/// Losses only: a portfolio that gains everywhere has none, and the first of equals is the worst.
#[test]
fn a_position_of_nothing_loses_nothing() {
    let nothing = grid(&[], fixed::WAD).unwrap();
    assert_eq!((nothing.worst, nothing.loss), (0, 0));
    let one = Position {
        kind: LegKind::Linear,
        size: fixed::WAD as i128,
        strike: 0,
        seconds: 0,
        volatility: 0,
    };
    let long = grid(&[one], 100 * fixed::WAD).unwrap();
    assert_eq!((long.worst, long.loss), (22, 20 * fixed::WAD));
    let far = scan(&[one], 100 * fixed::WAD, fixed::WAD / 2, fixed::WAD).unwrap();
    // Half down against a third of everything: a price does not fall below zero.
    assert_eq!((far.worst, far.loss), (12, 50 * fixed::WAD));
    assert_eq!(far.profits[15], -33 * fixed::WAD as i128);
}

/// What is owned is valued low after the shock and high before it, what is owed the other way.
#[test]
fn a_scan_values_against_the_account() {
    use risk::options::black76::European;
    use risk::options::Payoff::Put;
    let at = |forward| European {
        forward,
        strike: 3_000 * fixed::WAD,
        seconds: 7 * DAY,
        volatility: fixed::WAD,
    };
    let (before, after) = (at(3_000 * fixed::WAD), at(3_150 * fixed::WAD));
    let signed = |value: Result<u128, _>| value.unwrap() as i128;
    let loss = signed(before.value_up(Put)) - signed(after.value_down(Put));
    let gain = signed(before.value_down(Put)) - signed(after.value_up(Put));
    for (size, wanted) in [(1, -loss), (-1, gain)] {
        let position = Position {
            kind: LegKind::Put,
            size: size * fixed::WAD as i128,
            strike: before.strike,
            seconds: before.seconds,
            volatility: before.volatility,
        };
        let outcome = scan(&[position], before.forward, fixed::WAD * 15 / 100, 0).unwrap();
        assert_eq!(outcome.profits[2], wanted);
    }
}
