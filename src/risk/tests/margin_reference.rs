//! The margin against the formula evaluated to 240 binary digits.

use crate::world::{world, Kind, World, TERMS};
use fixed::WAD;
use model::Exact;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::cell::RefCell;
use vectors::Tally;

struct Reference {
    equity: Exact,
    initial: Exact,
    maintenance: Exact,
    buffer: Exact,
}

/// Straight from the formula: exposures, three correlations, floor, convexity of shorts, add-ons.
fn reference(world: &World, cash: i128) -> Reference {
    let count = world.market.assets();
    let price = |asset: u8| Exact::unsigned(world.market.price(asset).unwrap(), WAD);
    let mut exposure = vec![Exact::ZERO; count];
    let mut equity = Exact::wad(cash);
    for holding in &world.holdings {
        let value = price(holding.asset) * Exact::unsigned(holding.amount, WAD);
        let place = world.market.place(holding.asset).unwrap();
        exposure[place] = exposure[place] + value;
        equity = equity + value;
    }
    for leg in &world.legs {
        let place = world.market.place(leg.asset).unwrap();
        exposure[place] = exposure[place] + price(leg.asset) * Exact::wad(leg.size);
        equity =
            equity + Exact::wad(leg.size) * (price(leg.asset) - Exact::unsigned(leg.strike, WAD));
    }
    let entry = |i: usize, j: usize| Exact::variance(world.market.covariance.get(i, j).unwrap());
    let mut form = Exact::ZERO;
    let (mut net, mut gross, mut squares) = (Exact::ZERO, Exact::ZERO, Exact::ZERO);
    for i in 0..count {
        for j in 0..count {
            form = form + exposure[i] * entry(i, j) * exposure[j];
        }
        let swing = exposure[i] * entry(i, i).sqrt();
        net = net + swing;
        gross = gross + swing.abs();
        squares = squares + swing * swing;
    }
    let constant = |value: u128| Exact::unsigned(value, WAD);
    let measured = form.max(Exact::ZERO).sqrt();
    let stress = measured.max(net.abs()).max(squares.sqrt());
    let deviation = measured + constant(TERMS.correlation_stress) * (stress - measured);
    let deviation = deviation.max(constant(TERMS.sigma_floor) * gross);
    let root = (Exact::unsigned(u128::from(TERMS.horizon), 86_400)).sqrt();
    let mut core =
        constant(TERMS.model_multiplier) * constant(TERMS.shortfall_factor) * deviation * root;
    let mut add_ons = Exact::ZERO;
    let members = (0..16usize).filter(|asset| world.market.mask >> asset & 1 == 1);
    for (place, asset) in members.enumerate() {
        let size = exposure[place].abs();
        add_ons = add_ons
            + size * (constant(world.assets[asset].exit_cost) + constant(world.assets[asset].jump));
        if exposure[place].is_negative() {
            let shock = constant(TERMS.shortfall_factor) * entry(place, place).sqrt() * root;
            core = core
                + constant(TERMS.model_multiplier) * size * (shock.exp() - Exact::one() - shock);
        }
    }
    let initial = core + add_ons;
    let maintenance = constant(TERMS.maintenance_ratio) * core + add_ons;
    let buffer =
        (maintenance + constant(TERMS.buffer_ratio) * maintenance).min(initial.max(maintenance));
    Reference {
        equity,
        initial,
        maintenance,
        buffer,
    }
}

/// RSK-11: never below the exact margin, and above it only by rounding.
#[test]
fn rsk_11_margin_is_the_formula_rounded_up() {
    let kinds = [
        (1, false, false),
        (3, false, false),
        (3, true, true),
        (8, true, true),
        (16, true, true),
    ];
    for (most, legs, hedges) in kinds {
        let (margins, dust) = (
            RefCell::new(Tally::default()),
            RefCell::new(Tally::default()),
        );
        let mut runner = TestRunner::new(Config {
            failure_persistence: None,
            ..Config::with_cases(400)
        });
        let drawn = (
            world(Kind { most, legs, hedges }),
            -1_000_000i128..1_000_000,
        );
        runner
            .run(&drawn, |(world, cash)| {
                let cash = cash * 1_000_000_007_000_000;
                let (got, exact) = (world.assess(cash), reference(&world, cash));
                let lists = (world.holdings.len() + 2 * world.legs.len()) as f64;
                let short = (exact.equity - Exact::wad(got.equity)).to_f64() * 1e18;
                prop_assert!((0.0..=lists).contains(&short), "equity {short} ulp");
                for (value, exact) in [
                    (got.initial, exact.initial),
                    (got.maintenance, exact.maintenance),
                    (got.buffer, exact.buffer),
                ] {
                    let value = Exact::unsigned(value, WAD);
                    // Below a cent the last digits are all there is.
                    if exact > Exact::decimal("0.01") {
                        margins.borrow_mut().compare(value, exact);
                    } else {
                        dust.borrow_mut().note((value - exact).to_f64());
                    }
                }
                Ok(())
            })
            .unwrap();
        margins
            .into_inner()
            .within(&format!("margin of up to {most} assets"), 1e-14, 0.0);
        let dust = dust.into_inner();
        dust.within(
            &format!("margin of up to {most} assets, below a cent (USD)"),
            1e-15,
            0.0,
        );
    }
}
