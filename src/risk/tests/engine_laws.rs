//! Laws of the whole margin, each on random markets.

use crate::engine_world::{Account, Dice, Ground};
use crate::flat::Footing;
use fixed::WAD;
use risk::margin::{Kind, Requirement};
use risk::{Holding, Leg, LegKind, Verdict};

fn judge(context: &Footing, ground: &Ground, account: &Account) -> Verdict {
    let sums = context.accumulate(account.cash, &account.holdings, &account.legs);
    sums.unwrap().verdict(&ground.scenarios()).unwrap()
}

fn required(ground: &Ground, account: &Account, kind: Kind) -> Requirement {
    let context = ground.context();
    let sums = context.accumulate(account.cash, &account.holdings, &account.legs);
    sums.unwrap()
        .requirement(kind, &ground.scenarios())
        .unwrap()
}

fn one(asset: u8, size: i128) -> Account {
    let leg = Leg {
        asset,
        kind: LegKind::Linear,
        size,
        strike: 0,
        expiry: 0,
    };
    Account {
        cash: 0,
        holdings: Vec::new(),
        legs: vec![leg],
    }
}

/// A market without limits of depth: size then changes nothing but size.
fn deep(ground: &mut Ground) {
    for facts in &mut ground.facts {
        facts.depth = 10u128.pow(38);
        facts.maintenance_depth = facts.depth;
    }
}

fn together(a: &Account, b: &Account) -> Account {
    Account {
        cash: a.cash + b.cash,
        holdings: a.holdings.iter().chain(&b.holdings).copied().collect(),
        legs: a.legs.iter().chain(&b.legs).copied().collect(),
    }
}

fn scaled(account: &Account, by: u128) -> Account {
    let held = |held: &Holding| Holding {
        amount: held.amount * by,
        ..*held
    };
    let leg = |leg: &Leg| Leg {
        size: leg.size * by as i128,
        ..*leg
    };
    Account {
        cash: account.cash * by as i128,
        holdings: account.holdings.iter().map(held).collect(),
        legs: account.legs.iter().map(leg).collect(),
    }
}

/// At most `1e-9` apart, relative, and a billionth of a cent.
fn close(a: u128, b: u128) -> bool {
    a.abs_diff(b) <= a.max(b) / 1_000_000_000 + 10_000_000
}

/// RSK-1, where it is not so by itself: a limit that slows only the hedge's volatility lowers the hedge's gain in
/// maintenance and not in initial margin.
#[test]
fn rsk_1_initial_margin_is_never_below_maintenance() {
    let mut dice = Dice::new(1);
    let mut needed = 0;
    for _ in 0..vectors::runs(100) {
        let mut ground = twins(&mut dice);
        ground.policy.buffer = 0;
        ground.policy.margin.maintenance_ratio = WAD;
        ground.facts[1].limit = WAD / 2;
        ground.facts[0].limit = WAD;
        let account = hedged(&ground);
        let [initial, kept] =
            [Kind::Initial, Kind::Maintenance].map(|kind| required(&ground, &account, kind).total);
        needed += usize::from(initial < kept);
        let verdict = judge(&ground.context(), &ground, &account);
        assert_eq!(verdict.maintenance, kept);
        assert_eq!(verdict.initial, initial.max(kept));
        assert!(verdict.buffer <= verdict.initial);
    }
    assert!(needed > 0, "the maximum was never needed");
}

/// RSK-2: one asset, one side: a larger position, a higher volatility, a longer horizon or a higher confidence
/// never asks for less.
#[test]
fn rsk_2_requirements_rise_with_size_volatility_horizon_and_confidence() {
    let mut dice = Dice::new(2);
    for _ in 0..vectors::runs(150) {
        let mut ground = Ground::new(&mut dice, 1, 200);
        let asset = ground.indices[0];
        let price = ground.market.prices[0];
        let size = fixed::mul_div_down_u128(dice.wad(0.0, 7.0), WAD, price).unwrap() as i128;
        let side = if dice.one_in(2) { 1 } else { -1 };
        for kind in [Kind::Initial, Kind::Maintenance] {
            let plain = required(&ground, &one(asset, side * size), kind).total;
            let more = size + size / 7 + 1;
            assert!(required(&ground, &one(asset, side * more), kind).total >= plain);
            let variance = ground.market.covariance.get(0, 0).unwrap();
            ground
                .market
                .covariance
                .set(0, 0, variance + variance / 5)
                .unwrap();
            assert!(required(&ground, &one(asset, side * size), kind).total >= plain);
            ground.market.covariance.set(0, 0, variance).unwrap();
            ground.policy.margin.horizon += 7200;
            assert!(required(&ground, &one(asset, side * size), kind).total >= plain);
            ground.policy.margin.horizon -= 7200;
            ground.policy.confidence += WAD / 200;
            ground.policy.margin.shortfall_factor += WAD / 10;
            assert!(required(&ground, &one(asset, side * size), kind).total >= plain);
            ground.policy.confidence -= WAD / 200;
            ground.policy.margin.shortfall_factor -= WAD / 10;
        }
    }
}

/// RSK-3: in proportion to the portfolio where depth sets no limit, and faster where it does.
#[test]
fn rsk_3_requirements_are_homogeneous_and_never_less_with_depth() {
    let mut dice = Dice::new(3);
    for _ in 0..vectors::runs(150) {
        let mut ground = Ground::new(&mut dice, 5, 160);
        let account = Account::linear(&mut dice, &ground);
        let ninefold = scaled(&account, 9);
        for kind in [Kind::Initial, Kind::Maintenance] {
            let [small, large] =
                [&account, &ninefold].map(|account| required(&ground, account, kind));
            let tenth = large.add_ons.liquidity / 9 + 9;
            assert!(
                tenth >= small.add_ons.liquidity,
                "impact grows faster than size"
            );
        }
        deep(&mut ground);
        for kind in [Kind::Initial, Kind::Maintenance] {
            let [small, large] =
                [&account, &ninefold].map(|account| required(&ground, account, kind));
            assert!(close(large.core.value(), 9 * small.core.value()));
            assert!(close(large.add_ons.quality, 9 * small.add_ons.quality));
        }
    }
}

/// RSK-4 and RSK-9: two accounts never need less together than apart by being one, and being two saves nothing
/// but what depth charges for size.
#[test]
fn rsk_4_rsk_9_cores_are_sub_additive() {
    let mut dice = Dice::new(4);
    for _ in 0..vectors::runs(200) {
        let mut ground = Ground::new(&mut dice, 6, 160);
        deep(&mut ground);
        let [a, b] = [0, 1].map(|_| Account::linear(&mut dice, &ground));
        let both = together(&a, &b);
        for kind in [Kind::Initial, Kind::Maintenance] {
            let [a, b, both] = [&a, &b, &both].map(|account| required(&ground, account, kind));
            let but_size =
                |one: &Requirement| one.total - one.add_ons.liquidity - one.add_ons.crowding;
            let (apart, whole) = (but_size(&a) + but_size(&b), but_size(&both));
            let sums = [
                (a.core.simulation + b.core.simulation, both.core.simulation),
                (a.core.stress + b.core.stress, both.core.stress),
                (a.core.twin + b.core.twin, both.core.twin),
                (apart, whole),
            ];
            for (apart, both) in sums {
                assert!(
                    both <= apart || close(both, apart),
                    "{both} > {apart}: {sums:?}"
                );
            }
        }
    }
}

/// A market whose first two assets are the same but for their index, and move as one; the others apart.
fn twins(dice: &mut Dice) -> Ground {
    loop {
        let mut ground = Ground::new(dice, 3, 160);
        if ground.indices.len() < 2 {
            continue;
        }
        let variance = ground.market.covariance.get(0, 0).unwrap();
        ground.market.covariance.set(1, 1, variance).unwrap();
        ground.market.covariance.set(0, 1, variance).unwrap();
        for place in 2..ground.indices.len() {
            ground.market.covariance.set(0, place, 0).unwrap();
            ground.market.covariance.set(1, place, 0).unwrap();
        }
        ground.facts[0].known = true;
        ground.market.prices[1] = ground.market.prices[0];
        ground.facts[1] = ground.facts[0];
        ground.assets[1] = ground.assets[0];
        deep(&mut ground);
        return ground;
    }
}

/// One bought and the other sold.
fn hedged(ground: &Ground) -> Account {
    let amount = 1_000 * WAD;
    let mut account = one(ground.indices[1], -(amount as i128));
    account.holdings.push(Holding {
        asset: ground.indices[0],
        amount,
    });
    account
}

/// RSK-5: however well two exposures offset, the core is at least a tenth of the larger one's twin.
#[test]
fn rsk_5_diversification_is_bounded() {
    let mut dice = Dice::new(5);
    for _ in 0..vectors::runs(100) {
        let ground = twins(&mut dice);
        let account = hedged(&ground);
        let long = Account {
            legs: Vec::new(),
            ..hedged(&ground)
        };
        let [whole, alone] =
            [account, long].map(|account| required(&ground, &account, Kind::Maintenance).core);
        assert!(
            whole.value() >= alone.twin / 10,
            "{whole:?} below a tenth of {alone:?}"
        );
        assert!(whole.twin < alone.twin, "the offset counts for something");
    }
}

/// RSK-8: more collateral never leaves an account with less to spare, within what depth carries; collateral that
/// is worth nothing, or is charged in full, changes nothing.
#[test]
fn rsk_8_more_collateral_never_hurts() {
    let mut dice = Dice::new(8);
    for _ in 0..vectors::runs(200) {
        let mut ground = Ground::new(&mut dice, 4, 160);
        for (facts, terms) in ground.facts.iter_mut().zip(&mut ground.assets) {
            // Jump, spread, impact and shock of a long together below its value.
            facts.depth = facts.depth.max(10u128.pow(27));
            facts.maintenance_depth = facts.maintenance_depth.max(facts.depth);
            facts.multiplier = WAD;
            facts.age = 0;
            terms.jump = terms.jump.min(WAD / 10);
        }
        let account = Account {
            legs: Vec::new(),
            ..Account::linear(&mut dice, &ground)
        };
        let spare = |ground: &Ground, account: &Account| {
            let verdict = judge(&ground.context(), ground, account);
            verdict.equity - verdict.maintenance as i128
        };
        let place = dice.below(ground.indices.len());
        let variance = ground.market.covariance.get(place, place).unwrap();
        if fixed::isqrt_up_u128(variance.unsigned_abs()) > WAD / 8 {
            continue;
        }
        let added = Holding {
            asset: ground.indices[place],
            amount: fixed::mul_div_down_u128(dice.wad(0.0, 6.0), WAD, ground.market.prices[place])
                .unwrap(),
        };
        let more = together(
            &account,
            &Account {
                cash: 0,
                holdings: vec![added],
                legs: Vec::new(),
            },
        );
        let before = spare(&ground, &account);
        assert!(
            spare(&ground, &more) >= before,
            "{before} fell with {added:?}"
        );

        ground.facts[place].known = false;
        ground.assets[place].table_maintenance = WAD;
        ground.assets[place].table_initial = WAD;
        let [before, after] = [&account, &more].map(|account| spare(&ground, account));
        assert!(
            (-3..=3).contains(&(after - before)),
            "charged in full, yet {}",
            after - before
        );
        ground.market.prices[place] = 0;
        assert_eq!(spare(&ground, &account), spare(&ground, &more));
    }
}
