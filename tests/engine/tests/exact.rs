//! The chain against the exact model: never below it, and above it by rounding only.

use model::{Life, Real, Right};
use risk::margin::Kind;
use risk::scenarios::{decode, MISSING};
use risk::terms::facts::facts;
use risk::{Leg, LegKind};
use vectors::Tally;

use crate::draws::{account, market, rows, rules, Dice, Purpose};
use crate::world::{Account, Ground, World};

const PER_MARKET: usize = 10;
/// The exact model's own error is below this, in units of the last digit, and relative.
const REFERENCE: f64 = 1e-25;

/// The market in real numbers: initial margin at the measured volatility, maintenance at the share that is paced.
fn exact(ground: &Ground) -> model::Model {
    let wad = Real::unsigned_wad;
    let (market, rules) = (&ground.market, &ground.rules);
    let count = market.assets();
    let asset = |place: usize| {
        let initial = facts(market, rules, Kind::Initial, place).unwrap();
        let kept = facts(market, rules, Kind::Maintenance, place).unwrap();
        let terms = &rules.initial.assets[place].policy;
        let measured = Real::variance(market.covariance.get(place, place).unwrap());
        let paced = Real::variance(market.paced[place]);
        model::Asset {
            collateral_price: wad(market.prices[place]),
            liability_price: wad(market.liability_prices[place]),
            maintenance_volatility: paced.sqrt() / measured.sqrt(),
            multiplier: wad(initial.multiplier),
            age: initial.age,
            dead_band: wad(initial.dead_band),
            depth: wad(initial.depth),
            maintenance_depth: wad(kept.depth),
            half_spread: wad(initial.half_spread),
            system_long: wad(initial.system_long),
            system_short: wad(initial.system_short),
            uncertainty: wad(initial.uncertainty),
            quote: terms.pegged.then(|| wad(initial.quote)),
            known: initial.known,
            jump: wad(terms.jump),
            stress_scale: wad(terms.stress_scale),
            table_initial: wad(terms.table_initial),
            table_maintenance: wad(terms.table_maintenance),
        }
    };
    let entry = |i, j| Real::variance(market.covariance.get(i, j).unwrap());
    let indices: Vec<usize> = (0..16)
        .filter(|asset| market.mask >> asset & 1 == 1)
        .collect();
    let row = |row| {
        let all = decode(row);
        let residuals = indices.iter().map(|asset| all[*asset]);
        residuals
            .map(|residual| (residual != MISSING).then_some(residual))
            .collect()
    };
    let mut terms = model::Terms::standard();
    terms.buffer = wad(rules.initial.policy.buffer);
    // As the words of the terms have it: rounded up to nine decimals.
    terms.shortfall_factor = wad(rules.initial.policy.margin.shortfall_factor);
    let market = model::Market {
        assets: (0..count).map(asset).collect(),
        covariance: (0..count)
            .map(|i| (0..count).map(|j| entry(i, j)).collect())
            .collect(),
        rows: ground.rows.iter().map(row).collect(),
    };
    model::Model::new(market, terms)
}

fn portfolio(account: &Account, ground: &Ground) -> model::Portfolio {
    let place = |asset: u8| ground.market.place(asset).unwrap();
    let leg = |leg: &Leg| {
        let dated = Life::Dated(leg.expiry.saturating_sub(ground.market.timestamp));
        let everlasting = Life::Everlasting(ground.rules.maintenance.policy.funding_period);
        model::Leg {
            asset: place(leg.asset),
            size: Real::wad(leg.size),
            strike: Real::unsigned_wad(leg.strike),
            option: match leg.kind {
                LegKind::Linear => None,
                LegKind::Call => Some((Right::Call, dated)),
                LegKind::Put => Some((Right::Put, dated)),
                LegKind::EverlastingCall => Some((Right::Call, everlasting)),
                LegKind::EverlastingPut => Some((Right::Put, everlasting)),
            },
        }
    };
    let holdings = account.holdings.iter();
    model::Portfolio {
        cash: Real::wad(account.cash),
        holdings: holdings
            .map(|held| (place(held.asset), Real::unsigned_wad(held.amount)))
            .collect(),
        legs: account.legs.iter().map(leg).collect(),
    }
}

/// RSK-11 on the chain, for linear accounts: never below the exact model, at most 1e-6 above it.
#[test]
fn rsk_11_the_chain_is_never_below_the_exact_model() {
    let (mut world, mut dice) = (World::new(), Dice::new(6));
    let mut tallies: [(Tally, Tally); 3] = Default::default();
    for number in 0..crate::same::portfolios() / PER_MARKET {
        let drawn = market(&mut dice, [1, 3, 8, 16][number % 4], Purpose::Exact);
        let count = [160, 90, 200, 767][number % 4];
        let (rules, rows) = (rules(&mut dice, Purpose::Exact), rows(&mut dice, count));
        let ground = world.show(&drawn, &rules, &rows);
        let model = exact(&ground);
        for _ in 0..PER_MARKET {
            let account = account(&mut dice, &ground, false);
            let expected = model.assess(&portfolio(&account, &ground));
            let got = world.assess(&account).0;
            let equity: i128 = got.equity.try_into().unwrap();
            let short = (expected.equity - Real::wad(equity)).to_f64() * 1e18;
            assert!((-REFERENCE..=50.0).contains(&short), "equity {short} below");
            let figures = [
                (got.initialMargin, expected.initial),
                (got.maintenanceMargin, expected.maintenance),
                (got.bufferMargin, expected.restored),
            ];
            for ((tally, dust), (got, exact)) in tallies.iter_mut().zip(figures) {
                let above = Real::unsigned_wad(got.to::<u128>()) - exact;
                if exact > Real::decimal("0.01") {
                    tally.note((above / exact).to_f64());
                } else {
                    dust.note(above.to_f64());
                }
            }
        }
    }
    for ((tally, dust), name) in tallies
        .into_iter()
        .zip(["initial", "maintenance", "buffer"])
    {
        tally.within(&format!("{name} margin on the chain"), 1e-6, REFERENCE);
        if dust.points() > 0 {
            dust.within(
                &format!("{name} margin below a cent, USD"),
                1e-12,
                REFERENCE,
            );
        }
    }
}
