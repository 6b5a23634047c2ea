//! The whole margin against the same formulas in another language, with forty digits.

use crate::values::{cases, near, number, wad};
use model::{Asset, Breakdown, Leg, Life, Market, Model, Portfolio, Real, Right, Terms};
use serde_json::Value;

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn place(value: &Value) -> usize {
    value.as_u64().unwrap() as usize
}

fn asset(facts: &Value) -> Asset {
    let of = |field: &str| wad(&facts[field]);
    Asset {
        collateral_price: of("collateral_price"),
        liability_price: of("liability_price"),
        maintenance_volatility: of("maintenance_volatility"),
        multiplier: of("multiplier"),
        age: facts["age"].as_u64().unwrap(),
        dead_band: of("dead_band"),
        depth: of("depth"),
        maintenance_depth: of("maintenance_depth"),
        half_spread: of("half_spread"),
        system_long: of("system_long"),
        system_short: of("system_short"),
        uncertainty: of("uncertainty"),
        quote: (!facts["quote"].is_null()).then(|| of("quote")),
        known: facts["known"].as_bool().unwrap(),
        jump: of("jump"),
        stress_scale: of("stress_scale"),
        table_initial: of("table_initial"),
        table_maintenance: of("table_maintenance"),
    }
}

fn market(case: &Value) -> Market {
    let unit = Real::decimal("1e36");
    let entries = |row: &Value| list(row).iter().map(|entry| number(entry) / unit).collect();
    let residual = |entry: &Value| {
        entry
            .as_i64()
            .map(|residual| i16::try_from(residual).unwrap())
    };
    Market {
        assets: list(&case["assets"]).iter().map(asset).collect(),
        covariance: list(&case["covariance"]).iter().map(entries).collect(),
        rows: list(&case["rows"])
            .iter()
            .map(|row| list(row).iter().map(residual).collect())
            .collect(),
    }
}

fn leg(written: &Value) -> Leg {
    let seconds = written["seconds"].as_u64().unwrap();
    let option = match written["kind"].as_str().unwrap() {
        "linear" => None,
        "call" => Some((Right::Call, Life::Dated(seconds))),
        "put" => Some((Right::Put, Life::Dated(seconds))),
        "everlasting_call" => Some((Right::Call, Life::Everlasting(seconds))),
        "everlasting_put" => Some((Right::Put, Life::Everlasting(seconds))),
        other => panic!("{other}"),
    };
    Leg {
        asset: place(&written["asset"]),
        size: wad(&written["size"]),
        strike: wad(&written["strike"]),
        option,
    }
}

fn portfolio(written: &Value) -> Portfolio {
    let holding = |holding: &Value| (place(&holding[0]), wad(&holding[1]));
    Portfolio {
        cash: wad(&written["cash"]),
        holdings: list(&written["holdings"]).iter().map(holding).collect(),
        legs: list(&written["legs"]).iter().map(leg).collect(),
    }
}

#[test]
fn margins_are_those_of_the_other_language() {
    let mut compared = 0;
    for case in cases("margin.json") {
        let terms = Terms {
            buffer: wad(&case["buffer"]),
            ..Terms::standard()
        };
        let model = Model::new(market(&case), terms);
        for written in list(&case["portfolios"]) {
            let (got, expected) = (model.assess(&portfolio(written)), &written["expected"]);
            let mut check = |value: Real, text: &Value, what: &str| {
                near(
                    value,
                    number(text),
                    "5e-37",
                    &format!("{what} of {written}"),
                );
                compared += 1;
            };
            check(got.equity, &expected["equity"], "equity");
            check(got.initial, &expected["initial"], "initial");
            check(got.maintenance, &expected["maintenance"], "maintenance");
            check(got.restored, &expected["restored"], "restored");
            match got.health {
                Some(health) => check(health, &expected["health"], "health"),
                None => assert!(expected["health"].is_null()),
            }
            let mut parts = |made: &Breakdown, expected: &Value| {
                check(made.simulation, &expected["simulation"], "simulation");
                check(made.stress, &expected["stress"], "stress");
                check(made.twin, &expected["twin"], "twin");
                check(made.liquidity, &expected["liquidity"], "liquidity");
                check(made.crowding, &expected["crowding"], "crowding");
                check(made.quality, &expected["quality"], "quality");
                check(made.oracle, &expected["oracle"], "oracle");
                check(made.table, &expected["table"], "table");
            };
            parts(&got.initial_parts, &expected["initial_parts"]);
            parts(&got.maintenance_parts, &expected["maintenance_parts"]);
            let total = got.attribution.iter().map(|(_, part)| *part).sum::<Real>();
            near(total, got.maintenance, "1e-60", "attribution");
        }
    }
    assert!(compared > 600, "{compared}");
}
