//! The whole margin against a file of portfolios judged in another language, formula by formula.

use crate::engine_exact::note;
use crate::engine_world::{Account, Ground};
use crate::flat::Facts;
use model::{Exact, Real};
use risk::margin::{AssetPolicy, Kind, Policy, Requirement};
use risk::scenarios::{encode, Row, MISSING};
use risk::{Covariance, Holding, Leg, LegKind, Market, MAX_ASSETS};
use serde_json::Value;
use vectors::{exact, files, integer, list, natural, text, Tally};

const NOW: u64 = 1_700_000_000;

/// Index of the asset at a place of the file: any that rise, to tell indices from places.
fn index(place: usize) -> u8 {
    u8::try_from(2 * place + 1).unwrap()
}

fn row(residuals: &Value) -> Row {
    let mut all = [MISSING; MAX_ASSETS];
    for (place, residual) in residuals.as_array().unwrap().iter().enumerate() {
        if let Some(residual) = residual.as_i64() {
            all[usize::from(index(place))] = i16::try_from(residual).unwrap();
        }
    }
    encode(&all)
}

fn ground(case: &Value) -> Ground {
    let assets = list(case, "assets");
    let mut market = Market::new();
    market.timestamp = NOW;
    market.due_at = NOW;
    let mut facts = [Facts::plain(0, 0); MAX_ASSETS];
    let mut policies = [AssetPolicy::default(); MAX_ASSETS];
    let mut triangle = Vec::new();
    for (place, asset) in assets.iter().enumerate() {
        let of = |field: &str| natural(&asset[field]);
        market.mask |= 1 << index(place);
        market.prices[place] = of("collateral_price");
        let pegged = !asset["quote"].is_null();
        facts[place] = Facts {
            known: asset["known"].as_bool().unwrap(),
            liability_price: of("liability_price"),
            limit: of("maintenance_volatility"),
            multiplier: of("multiplier"),
            age: asset["age"].as_u64().unwrap(),
            dead_band: of("dead_band"),
            depth: of("depth"),
            maintenance_depth: of("maintenance_depth"),
            half_spread: of("half_spread"),
            system_long: of("system_long"),
            system_short: of("system_short"),
            uncertainty: of("uncertainty"),
            quote: if pegged { of("quote") } else { 0 },
        };
        policies[place] = AssetPolicy {
            jump: of("jump"),
            pegged,
            stress_scale: of("stress_scale"),
            table_initial: of("table_initial"),
            table_maintenance: of("table_maintenance"),
        };
        let entries = case["covariance"][place].as_array().unwrap();
        triangle.extend(entries.iter().take(place + 1).map(integer));
    }
    market.covariance = Covariance::from_triangle(assets.len(), &triangle).unwrap();
    let mut policy = Policy::standard();
    policy.buffer = natural(&case["buffer"]);
    Ground {
        market,
        facts,
        assets: policies,
        policy,
        rows: list(case, "rows").iter().map(row).collect(),
        indices: (0..assets.len()).map(index).collect(),
    }
}

/// The portfolio, and the period of its everlasting legs: here they all share one.
fn account(written: &Value) -> (Account, Option<u64>) {
    let place = |value: &Value| index(usize::try_from(value.as_u64().unwrap()).unwrap());
    let mut period = None;
    let legs = list(written, "legs").iter().map(|leg| {
        let seconds = leg["seconds"].as_u64().unwrap();
        let kind = match text(&leg["kind"]) {
            "linear" => LegKind::Linear,
            "call" => LegKind::Call,
            "put" => LegKind::Put,
            "everlasting_call" => LegKind::EverlastingCall,
            "everlasting_put" => LegKind::EverlastingPut,
            other => panic!("{other}"),
        };
        let expiry = match kind {
            LegKind::Call | LegKind::Put => NOW + seconds,
            LegKind::Linear => 0,
            _ => {
                assert!(period.is_none_or(|period| period == seconds), "two periods");
                period = Some(seconds);
                0
            }
        };
        Leg {
            asset: place(&leg["asset"]),
            kind,
            size: integer(&leg["size"]),
            strike: natural(&leg["strike"]),
            expiry,
        }
    });
    let holding = |held: &Value| Holding {
        asset: place(&held[0]),
        amount: natural(&held[1]),
    };
    let account = Account {
        cash: integer(&written["cash"]),
        legs: legs.collect(),
        holdings: list(written, "holdings").iter().map(holding).collect(),
    };
    (account, period)
}

/// Every part of a requirement with the name that the file gives it. Crowding is what a cost that is rounded up has
/// above another one, so that only the sum of both is never below: alone it may be so by a quarter of a unit.
fn parts(required: &Requirement) -> [(&'static str, u128); 8] {
    let (core, add_ons) = (&required.core, &required.add_ons);
    [
        ("simulation", core.simulation),
        ("stress", core.stress),
        ("twin", core.twin),
        ("liquidity", add_ons.liquidity),
        ("crowding", add_ons.crowding),
        ("quality", add_ons.quality),
        ("oracle", add_ons.oracle),
        ("table", add_ons.table),
    ]
}

/// RSK-11 against other hands: every figure and every part of it, never below; above by rounding where all is linear,
/// by the lines of the profiles where there are options.
///
/// The file and the engine differ on options in an asset of which something is missing. The file counts them at their
/// value and charges that value; the engine counts a long at nothing and a short at all that it can owe. What an
/// account has to spare is then the figure that must not be above.
#[test]
fn rsk_11_margins_are_those_of_the_other_language() {
    let [mut linear, mut small, mut optional] = [(); 3].map(|()| Tally::default());
    let mut dust = Tally::default();
    for file in files("margin.json") {
        for case in file.cases() {
            let plain = ground(case);
            for written in list(case, "portfolios") {
                let (account, period) = account(written);
                let mut ground = plain.clone();
                ground.policy.funding_period = period.unwrap_or(ground.policy.funding_period);
                let (context, scenarios) = (ground.context(), ground.scenarios());
                let sums = context
                    .accumulate(account.cash, &account.holdings, &account.legs)
                    .unwrap();
                let verdict = sums.verdict(&scenarios).unwrap();
                let expected = &written["expected"];
                let real = |value: &Value| Real::decimal(text(value));
                let is_option = |leg: &&Leg| leg.kind != LegKind::Linear;
                let has_options = account.legs.iter().any(|leg| is_option(&leg));
                let blind = account
                    .legs
                    .iter()
                    .filter(is_option)
                    .any(|leg| !ground.facts[ground.market.place(leg.asset).unwrap()].known);
                for (got, field) in [
                    (verdict.initial, "initial"),
                    (verdict.maintenance, "maintenance"),
                ] {
                    let spare = Exact::wad(verdict.equity) - Exact::unsigned(got, fixed::WAD);
                    let theirs = exact(&expected["equity"]) - exact(&expected[field]);
                    assert!((spare - theirs).to_f64() <= 1e-25, "{field} of {written}");
                }
                if blind {
                    continue;
                }
                let equity = (exact(&expected["equity"]) - Exact::wad(verdict.equity)).to_f64();
                let most = if has_options { 1e-9 } else { 1e-16 };
                assert!((-1e-25..=most).contains(&equity), "equity {equity} below");
                if let Some(health) = expected["health"].as_str() {
                    let above = Exact::unsigned(verdict.health, fixed::WAD)
                        - Exact::decimal(health).max(Exact::ZERO);
                    assert!(above.to_f64() <= 1e-25, "health of {written}");
                }
                let (tally, dust) = if has_options {
                    (&mut optional, &mut dust)
                } else {
                    (&mut linear, &mut small)
                };
                note(tally, dust, verdict.initial, real(&expected["initial"]));
                note(
                    tally,
                    dust,
                    verdict.maintenance,
                    real(&expected["maintenance"]),
                );
                note(tally, dust, verdict.buffer, real(&expected["restored"]));
                for (kind, made) in [
                    (Kind::Initial, "initial_parts"),
                    (Kind::Maintenance, "maintenance_parts"),
                ] {
                    let required = sums.requirement(kind, &scenarios).unwrap();
                    for (name, part) in parts(&required) {
                        let part = part + u128::from(name == "crowding");
                        note(tally, dust, part, real(&expected[made][name]));
                    }
                }
            }
        }
    }
    // The file has 40 digits.
    linear.within("margins of linear accounts", 1e-6, 1e-25);
    small.within("their parts below a cent, USD", 1e-9, 1e-25);
    // An account of long options needs next to nothing: then the lines of the profiles are most of it.
    optional.within("margins of accounts with options", 1.0, 1e-25);
    dust.within(
        "their parts of accounts with options below a cent, USD",
        1e-9,
        1e-25,
    );
}
