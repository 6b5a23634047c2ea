//! Margins small enough to follow by hand. The numbers are from an independent calculation with forty digits.

use crate::flat::{Facts, Footing};
use fixed::WAD;
use risk::margin::{AssetPolicy, Kind, Policy, Requirement};
use risk::scenarios::Scenarios;
use risk::{Covariance, Holding, Leg, LegKind, Market, Verdict, MAX_ASSETS};

use model::Exact;

/// One asset, index 4.
struct World {
    market: Market,
    facts: Facts,
    terms: AssetPolicy,
    policy: Policy,
}

const ASSET: u8 = 4;
/// 50 million USD within 2 %.
const DEPTH: u128 = 50_000_000 * WAD;

/// At 60,000 USD, 3 % a day, half a spread of 2 hundredths of a percent.
fn coin() -> World {
    let mut market = Market::new();
    market.mask = 1 << ASSET;
    market.prices[0] = 60_000 * WAD;
    market.covariance = Covariance::from_triangle(1, &[9 * 10i128.pow(32)]).unwrap();
    let mut facts = Facts::plain(60_000 * WAD, DEPTH);
    facts.half_spread = WAD / 5_000;
    let terms = AssetPolicy {
        stress_scale: WAD,
        // No scenario: the table would be the least.
        ..AssetPolicy::default()
    };
    World {
        market,
        facts,
        terms,
        policy: Policy::standard(),
    }
}

/// A dollar at 97 cents, 0.2 % a day, a twentieth of the stress moves, a jump of 1 %.
fn dollar() -> World {
    let mut world = coin();
    world.market.prices[0] = WAD * 97 / 100;
    world.market.covariance = Covariance::from_triangle(1, &[4 * 10i128.pow(30)]).unwrap();
    world.facts.liability_price = WAD * 975 / 1_000;
    world.facts.quote = WAD * 97 / 100;
    world.terms.pegged = true;
    world.terms.stress_scale = WAD / 20;
    world.terms.jump = WAD / 100;
    world
}

/// The coin with a table of 60 % and 30 %.
fn with_table() -> World {
    let mut world = coin();
    world.terms.table_initial = WAD * 6 / 10;
    world.terms.table_maintenance = WAD * 3 / 10;
    world
}

/// Two coins on 20,000 of debt where no scenario speaks: the table of 60 % and 30 % is the least, and each position
/// carries its own.
#[test]
fn the_table_is_the_least_without_scenarios() {
    let (verdict, [initial, maintenance]) = with_table().hold(-20_000 * WAD as i128, 2 * WAD);
    is(initial.least, "72000");
    is(maintenance.least, "36000");
    is(verdict.initial, "72000");
    is(verdict.maintenance, "36000");
    is(initial.core.stress, "16632");
}

impl World {
    fn judge(&self, cash: i128, holdings: &[Holding], legs: &[Leg]) -> (Verdict, [Requirement; 2]) {
        let (mut facts, mut assets) = ([self.facts; MAX_ASSETS], [self.terms; MAX_ASSETS]);
        // What lies past the last asset must not be read.
        facts[1].limit = 0;
        assets[1].jump = WAD;
        let context = Footing::new(&self.market, &facts, &assets, &self.policy);
        let sums = context.accumulate(cash, holdings, legs).unwrap();
        let none = Scenarios::of(&[]);
        let required = |kind| sums.requirement(kind, &none).unwrap();
        let requirements = [required(Kind::Initial), required(Kind::Maintenance)];
        (sums.verdict(&none).unwrap(), requirements)
    }

    fn hold(&self, cash: i128, amount: u128) -> (Verdict, [Requirement; 2]) {
        let asset = ASSET;
        self.judge(cash, &[Holding { asset, amount }], &[])
    }
}

fn short(size: u128, strike: u128) -> Leg {
    Leg {
        asset: ASSET,
        kind: LegKind::Linear,
        size: -(size as i128),
        strike,
        expiry: 0,
    }
}

/// Not below, and above by no more than the core adds for rounding: 2^-46 of the gross exposure, of which there are
/// 120,000 USD or less, with the buffer 5 / 4 of that; an exposure is a unit or two too large.
fn is(got: u128, expected: &str) {
    let (got, expected) = (Exact::unsigned(got, WAD), Exact::decimal(expected));
    let above = (got - expected).to_f64();
    let most = 150_000.0 / 2f64.powi(46) + 2e-14;
    assert!((0.0..=most).contains(&above), "{expected:?}: {above:e}");
}

/// Two coins on 20,000 of debt. T = 120,000 / (10 * 50e6) days and s = 3 % sqrt(1 + T / 3); the twin is
/// 1.2 * 2.8239 * 120,000 s, and the stress row of -66 % at 0.21 is more. Leaving costs
/// 120,000 (0.0002 + 0.02 sqrt(120,000 / 50e6)). No scenario, so the simulation says nothing.
#[test]
fn two_coins() {
    let (verdict, [initial, maintenance]) = coin().hold(-20_000 * WAD as i128, 2 * WAD);
    assert_eq!(verdict.equity, 100_000 * WAD as i128);
    assert_eq!(initial.core.simulation, 0);
    is(initial.core.twin, TWIN);
    is(initial.core.stress, "16632");
    is(initial.add_ons.liquidity, LIQUIDITY);
    assert_eq!(initial.core, maintenance.core);
    assert_eq!(initial.add_ons, maintenance.add_ons);
    is(verdict.initial, INITIAL);
    is(verdict.maintenance, MAINTENANCE);
    is(verdict.buffer, RESTORED);
    assert_eq!(verdict.health / 10u128.pow(12), HEALTH);
}
const TWIN: &str = "12199.61176303600297248876";
const LIQUIDITY: &str = "141.5755076535925487134696";
const INITIAL: &str = "16773.57550765359254871347";
const MAINTENANCE: &str = "13447.17550765359254871347";
const RESTORED: &str = "15464.25183380163143102049";
const HEALTH: u128 = 7436505;

/// The same coins sold: the twin adds 1.2 * 120,000 (e^x - 1 - x) at x = 2.8239 s. The stress row is that of +66 %.
#[test]
fn two_coins_short() {
    let leg = short(2 * WAD, 60_000 * WAD);
    let (verdict, [initial, _]) = coin().judge(20_000 * WAD as i128, &[], &[leg]);
    assert_eq!(verdict.equity, 20_000 * WAD as i128);
    is(initial.core.twin, "12731.29240752549370154033");
    is(initial.core.stress, "16632");
}

/// Without depth leaving costs everything and takes ten days: s = 3 % sqrt(1 + 10 / 3), and the twin is above stress.
#[test]
fn no_depth() {
    let mut world = coin();
    (world.facts.depth, world.facts.maintenance_depth) = (0, 0);
    let (verdict, [initial, _]) = world.hold(0, 2 * WAD);
    is(initial.add_ons.liquidity, "120000");
    assert_eq!(initial.add_ons.crowding, 0);
    is(initial.core.twin, "25394.50125406375667075183");
    is(verdict.initial, "145394.5012540637566707518");
    // Depth that is still counted for maintenance.
    world.facts.maintenance_depth = DEPTH;
    let (_, [_, maintenance]) = world.hold(0, 2 * WAD);
    is(maintenance.core.twin, TWIN);
    is(maintenance.add_ons.liquidity, LIQUIDITY);
}

/// A price half an hour late, a dead band of 0.5 %, a multiplier of 1.33; for maintenance half of the volatility:
/// s = 1.33 sqrt((l 3 %)^2 (1 + 1800 / 86400 + T / 3) + 0.005^2).
#[test]
fn late_and_limited() {
    let mut world = coin();
    world.facts.age = 1_800;
    world.facts.dead_band = WAD / 200;
    world.facts.multiplier = WAD * 133 / 100;
    world.facts.limit = WAD / 2;
    let (_, [initial, maintenance]) = world.hold(0, 2 * WAD);
    is(initial.core.twin, "16615.14261409741645224228");
    is(maintenance.core.twin, "8631.339251203601805455007");
}

/// A sample a day late beyond the patience: initial margin looks two days ahead, maintenance one, and the asset is named.
#[test]
fn a_late_clock() {
    let mut world = coin();
    (world.market.timestamp, world.market.due_at) = (1_000_000, 1_000_000);
    let (before, _) = world.hold(0, 2 * WAD);
    world.market.due_at -= 600 + 86_400;
    let (late, [initial, maintenance]) = world.hold(0, 2 * WAD);
    let ratio = initial.core.twin as f64 / maintenance.core.twin as f64;
    assert!((ratio / 2f64.sqrt() - 1.0).abs() < 1e-4, "{ratio}");
    assert_eq!(late.maintenance, before.maintenance);
    assert_eq!((before.not_live, late.not_live), (0, 1 << ASSET));
}

/// A quarter of buffer counts on the initial core only.
#[test]
fn a_buffer() {
    let mut world = coin();
    world.policy.buffer = WAD / 4;
    let (verdict, _) = world.hold(0, 2 * WAD);
    is(verdict.initial, "20931.57550765359254871347");
    is(verdict.maintenance, MAINTENANCE);
}

/// 20 million are long in all: a quarter of what leaving costs more beside them, and only for longs, and only initially.
/// An uncertainty of 1 % is charged beside it.
#[test]
fn a_crowd() {
    let mut world = coin();
    world.facts.system_long = 20_000_000 * WAD;
    let (verdict, [initial, maintenance]) = world.hold(0, 2 * WAD);
    is(initial.add_ons.crowding, "350.0794423068073826614998");
    is(verdict.initial, "17123.65494996039993137497");
    assert_eq!(maintenance.add_ons.crowding, 0);
    let sold = world.judge(0, &[], &[short(2 * WAD, 0)]).1;
    assert_eq!(sold[0].add_ons.crowding, 0);
    world.facts.uncertainty = WAD / 100;
    let [initial, maintenance] = world.hold(0, 2 * WAD).1;
    is(initial.add_ons.oracle, "1200");
    assert_eq!(maintenance.add_ons.oracle, 0);
}

/// 100,000 dollars at 97 cents count 97,000; two cents below 0.99 cost eight, and the jump one: 9 % of it. Sold, they
/// are owed at a dollar each.
#[test]
fn a_lost_peg() {
    let world = dollar();
    let (verdict, [initial, _]) = world.hold(0, 100_000 * WAD);
    assert_eq!(verdict.equity, 97_000 * WAD as i128);
    is(initial.add_ons.quality, "8730");
    is(initial.core.twin, "657.4184829226905260485006");
    is(initial.core.stress, "672.21");
    is(verdict.initial, "9507.058136316715533149203");
    is(verdict.maintenance, "9372.616136316715533149203");
    let (verdict, [initial, _]) = world.judge(0, &[], &[short(100_000 * WAD, WAD)]);
    assert_eq!(verdict.equity, 0);
    is(initial.add_ons.quality, "9000");
    // Above its dollar it counts for no more than that.
    let mut above = dollar();
    above.market.prices[0] = WAD * 102 / 100;
    above.facts.liability_price = WAD * 103 / 100;
    assert_eq!(above.hold(0, WAD).0.equity, WAD as i128);
    let sold = above.judge(0, &[], &[short(WAD, WAD)]).0;
    assert_eq!(sold.equity, -3 * WAD as i128 / 100);
}

/// Without a variance the table speaks: 60 % and 30 %, no core and nothing else.
#[test]
fn an_unknown_asset() {
    let mut world = with_table();
    let check = |world: &World| {
        let (verdict, [initial, maintenance]) = world.hold(0, 2 * WAD);
        assert_eq!(verdict.equity, 120_000 * WAD as i128);
        is(verdict.initial, "72000");
        is(initial.add_ons.table, "72000");
        is(verdict.maintenance, "36000");
        assert_eq!(maintenance.core.value(), 0);
        is(verdict.buffer, "41400");
    };
    world.facts.known = false;
    check(&world);
    world.facts.known = true;
    world.market.covariance.set(0, 0, 0).unwrap();
    check(&world);
}

/// There a long option is worth nothing; a short call owes the price and a short put its strike, and both are charged.
#[test]
fn options_on_an_unknown_asset() {
    let mut world = with_table();
    world.facts.known = false;
    world.facts.liability_price = 61_000 * WAD;
    let option = |kind, size: i128| Leg {
        asset: ASSET,
        kind,
        size: size * WAD as i128,
        strike: 50_000 * WAD,
        expiry: 1_000,
    };
    let judge = |kind, size| {
        let verdict = world.judge(0, &[], &[option(kind, size)]).0;
        (verdict.equity / WAD as i128, verdict.initial / WAD)
    };
    assert_eq!(judge(LegKind::Call, 2), (0, 0));
    assert_eq!(judge(LegKind::EverlastingPut, 2), (0, 0));
    assert_eq!(judge(LegKind::EverlastingCall, -2), (-122_000, 73_200));
    assert_eq!(judge(LegKind::Put, -2), (-100_000, 72_000));
}

/// Who has no position needs nothing, to the unit; debt is then unhealthy and cash is not.
#[test]
fn nothing_needs_nothing() {
    for cash in [-1, 0, 1] {
        let (verdict, _) = coin().hold(cash, 0);
        assert_eq!(
            (verdict.initial, verdict.maintenance, verdict.buffer),
            (0, 0, 0)
        );
        assert_eq!(verdict.equity, cash);
        assert_eq!(verdict.health, if cash < 0 { 0 } else { u128::MAX });
    }
}

/// A call so far away that its delta rounds to nothing is still shocked: a volatility of 2.66 times as much makes
/// something of it.
#[test]
fn a_delta_of_nothing_is_still_exposed() {
    let world = coin();
    let far = Leg {
        kind: LegKind::Call,
        strike: 240_000 * WAD,
        expiry: 86_400,
        ..short(2_000 * WAD, 0)
    };
    let (verdict, [initial, _]) = world.judge(0, &[], &[far]);
    assert!(verdict.equity.unsigned_abs() < WAD);
    assert!(
        initial.core.stress > 0 && initial.core.twin > 0,
        "{initial:?}"
    );
}
