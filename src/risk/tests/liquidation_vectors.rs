//! Closed forms of liquidation against exact rationals.

use crate::units::above;
use fixed::WAD;
use model::Exact;
use risk::liquidation::auction::Curve;
use risk::liquidation::discount::drop_bound_down;
use risk::liquidation::portfolio_close::{close_fraction, CloseFraction};
use risk::quality::{composite_haircut_up, market_haircut_up, threshold_down};
use risk::tail::{normal, t4};
use risk::{close_amount, CloseAmount};
use serde_json::Value;
use vectors::{cases, exact, integer, natural, text};

fn of(form: &str) -> Vec<Value> {
    let cases = cases("liquidation.json").into_iter();
    cases.filter(|case| text(&case["f"]) == form).collect()
}

fn wad(case: &Value, field: &str) -> u128 {
    natural(&case[field])
}

#[test]
fn liq_6_close_amounts_are_exact() {
    for case in of("close_amount") {
        let (collateral, debt) = (wad(&case, "C"), wad(&case, "D"));
        let (threshold, target) = (wad(&case, "lt"), wad(&case, "h"));
        let plan = close_amount(collateral, debt, threshold, wad(&case, "b"), target).unwrap();
        match (text(&case["status"]), plan) {
            ("healthy", CloseAmount::Healthy) => {}
            (
                "toxic",
                CloseAmount::Toxic {
                    max_repay,
                    bad_debt,
                },
            ) => {
                assert_eq!(max_repay, wad(&case, "max_repay_floor"), "{case}");
                assert_eq!(bad_debt, wad(&case, "bad_debt_ceil"), "{case}");
            }
            ("ok", CloseAmount::Partial { repay, seized }) => {
                assert_eq!(repay, wad(&case, "repay_ceil"), "{case}");
                assert_eq!(seized, wad(&case, "seize_floor"), "{case}");
                let left = debt - repay;
                if left > 0 {
                    let health =
                        fixed::mul_div_down_u128(collateral - seized, threshold, left).unwrap();
                    assert_eq!(health, wad(&case, "health_after_floor"), "{case}");
                    assert!(health >= target);
                }
            }
            (_, plan) => panic!("{plan:?} {case}"),
        }
    }
}

#[test]
fn portfolio_fractions_are_exact() {
    for case in of("close_margin") {
        let plan = close_fraction(
            integer(&case["E"]),
            wad(&case, "M"),
            wad(&case, "G"),
            wad(&case, "c"),
            wad(&case, "k"),
        )
        .unwrap();
        let expected = match text(&case["status"]) {
            "healthy" => CloseFraction::Healthy,
            "toxic" => CloseFraction::Toxic {
                shortfall: wad(&case, "shortfall_ceil"),
            },
            _ => CloseFraction::Partial(wad(&case, "fraction_ceil")),
        };
        assert_eq!(plan, expected, "{case}");
    }
}

#[test]
fn liq_9_auction_prices_are_exact() {
    for case in of("auction") {
        let time = |field: &str| case[field].as_u64().unwrap();
        let curve = match text(&case["kind"]) {
            "step" => Curve::Steps {
                cut: wad(&case, "cut"),
                seconds: time("step"),
            },
            "linear" => Curve::Linear {
                seconds: time("tau"),
            },
            _ => Curve::HalfLife {
                seconds: time("half_life"),
            },
        };
        let price = curve.price_down(wad(&case, "top"), time("t")).unwrap();
        // Where the price is a whole number of units, the floor of a rounded one may be a unit less.
        let off = above(price, exact(&case["price"]));
        assert!((-1.0..1e-20).contains(&off), "{off} {case}");
        assert!(price - wad(&case, "price_floor") <= 1, "{case}");
    }
}

#[test]
fn drop_bounds_are_exact() {
    for case in of("drop_bound") {
        let bound = drop_bound_down(wad(&case, "C"), wad(&case, "D"), wad(&case, "b"));
        assert_eq!(bound, Ok(integer(&case["max_drop_floor"])), "{case}");
    }
}

#[test]
fn haircuts_lie_within_two_units() {
    let (mut worst, mut short) = (0.0f64, 0.0f64);
    for case in of("haircut") {
        let factor = if text(&case["factor"]).ends_with("t4") {
            t4::C97_5
        } else {
            normal::C97_5
        };
        let market = market_haircut_up(
            factor.expected_shortfall,
            wad(&case, "sigma_d"),
            wad(&case, "days"),
        );
        let haircut = composite_haircut_up(market.unwrap(), wad(&case, "lc"), wad(&case, "jump"));
        let off = above(haircut, exact(&case["haircut"]));
        assert!(off >= -1e-20, "{off} {case}");
        worst = worst.max(off);
        let threshold = threshold_down(haircut, wad(&case, "b")).unwrap();
        let floor = wad(&case, "threshold_floor");
        assert!(threshold <= floor, "{case}");
        short = short.max((floor - threshold) as f64);
    }
    println!("haircut: at most {worst} units above, threshold at most {short} below");
    // A unit of each rounding: the tail factor is a constant with 18 decimals, and the market's part has 18.
    assert!(worst < 2.5 && short <= 3.0);
}

/// The table of the model: four assets over six hours.
#[test]
fn examples_of_haircuts() {
    for (volatility, cost, jump, bonus, haircut, threshold) in [
        (40, 10, 0, 50, "0.0643630586182", "0.891082801316"),
        (50, 10, 0, 50, "0.0774808247908", "0.878589690675"),
        (70, 20, 0, 70, "0.1122261138520", "0.829695220699"),
        (1, 2, 130, 30, "0.132965062169", "0.841781493040"),
    ] {
        let wad = |thousandths: u128| thousandths * WAD / 1000;
        let factor = t4::C97_5.expected_shortfall;
        let market = market_haircut_up(factor, wad(volatility), WAD / 4).unwrap();
        let got = composite_haircut_up(market, wad(cost), wad(jump));
        let near = |got: u128, text: &str| {
            let off = Exact::unsigned(got, WAD) - Exact::decimal(text);
            assert!(off.abs() < Exact::decimal("1e-12"), "{got} {text}");
        };
        near(got, haircut);
        near(threshold_down(got, wad(bonus)).unwrap(), threshold);
    }
}
