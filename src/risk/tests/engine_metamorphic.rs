//! What must change nothing in a judgement, or change it in proportion: no expected value is needed to see it.

use crate::engine_world::{Account, Dice, Ground};
use crate::flat::Facts;
use fixed::WAD;
use risk::margin::AssetPolicy;
use risk::scenarios::{decode, encode, MISSING};
use risk::{Covariance, Holding, Leg, LegKind, Verdict, MAX_ASSETS};

fn judge(ground: &Ground, account: &Account) -> Verdict {
    let context = ground.context();
    let sums = context.accumulate(account.cash, &account.holdings, &account.legs);
    sums.unwrap().verdict(&ground.scenarios()).unwrap()
}

/// What an account holds and owes, USD WAD: what rounding is a share of. A leg counts at its strike too.
fn gross(ground: &Ground, account: &Account) -> u128 {
    let price = |asset: u8| {
        let place = ground.market.place(asset).unwrap();
        ground.facts[place].liability_price.max(WAD)
    };
    let held = account
        .holdings
        .iter()
        .map(|held| (held.amount, price(held.asset)));
    let legs = account.legs.iter();
    let legs = legs.map(|leg| (leg.size.unsigned_abs(), price(leg.asset).max(leg.strike)));
    held.chain(legs)
        .map(|(size, price)| fixed::mul_wad_up(size, price).unwrap())
        .sum()
}

/// Equity and requirements apart by rounding only. A unit for each position and a few for each part of a requirement;
/// and the simulation's lanes: 2^-34 of the losses and 2^-50 of the largest sum that can occur, which is e^5 < 2^8
/// times the gross value. With the buffer and a reserve of three: 2^-31. `times` is by what the units were multiplied.
fn same(ground: &Ground, account: &Account, got: &Verdict, expected: &Verdict, times: u128) {
    let allowed = (gross(ground, account) >> 31) + 100_000 * times;
    let equity = got.equity.abs_diff(expected.equity);
    assert!(equity <= allowed, "equity {equity}");
    for (got, expected) in [
        (got.initial, expected.initial),
        (got.maintenance, expected.maintenance),
        (got.buffer, expected.buffer),
    ] {
        let apart = got.abs_diff(expected);
        assert!(apart <= allowed, "{got} {expected}, {apart} > {allowed}");
    }
    assert_eq!(got.not_live.count_ones(), expected.not_live.count_ones());
}

/// Worlds with and without options, both with assets of which something is missing.
fn worlds(seed: u64, mut each: impl FnMut(&mut Dice, Ground, Account)) {
    let mut dice = Dice::new(seed);
    for number in 0..vectors::runs(60) {
        let mut ground = Ground::new(&mut dice, 6, 160);
        ground.market.not_live = 1 << ground.indices[0];
        let account = if number % 3 == 0 {
            Account::optional(&mut dice, &ground)
        } else {
            Account::linear(&mut dice, &ground)
        };
        each(&mut dice, ground, account);
    }
}

/// The same world with its assets under other indices: `to[k]` is that of the asset at place `k`.
fn renamed(ground: &Ground, account: &Account, to: &[u8]) -> (Ground, Account) {
    let mut other = ground.clone();
    other.indices = to.to_vec();
    other.indices.sort_unstable();
    other.market.mask = to.iter().map(|asset| 1 << asset).sum();
    other.market.not_live = 1 << to[0];
    other.facts = [Facts::plain(0, 0); MAX_ASSETS];
    other.assets = [AssetPolicy::default(); MAX_ASSETS];
    let place = |asset: u8| other.indices.iter().position(|own| *own == asset).unwrap();
    let places: Vec<usize> = to.iter().map(|asset| place(*asset)).collect();
    let (mut prices, mut triangle) = ([0; MAX_ASSETS], Vec::new());
    for (from, to) in places.iter().enumerate() {
        prices[*to] = ground.market.prices[from];
        other.facts[*to] = ground.facts[from];
        other.assets[*to] = ground.assets[from];
    }
    let from = |to: usize| places.iter().position(|place| *place == to).unwrap();
    for i in 0..to.len() {
        for j in 0..=i {
            triangle.push(ground.market.covariance.get(from(i), from(j)).unwrap());
        }
    }
    other.market.prices = prices;
    other.market.covariance = Covariance::from_triangle(to.len(), &triangle).unwrap();
    let row = |row: &_| {
        let (before, mut after) = (decode(row), [MISSING; MAX_ASSETS]);
        for (from, to) in ground.indices.iter().zip(to) {
            after[usize::from(*to)] = before[usize::from(*from)];
        }
        encode(&after)
    };
    other.rows = ground.rows.iter().map(row).collect();
    let name = |asset: u8| to[ground.market.place(asset).unwrap()];
    let mut account = account.clone();
    account
        .holdings
        .iter_mut()
        .for_each(|held| held.asset = name(held.asset));
    account
        .legs
        .iter_mut()
        .for_each(|leg| leg.asset = name(leg.asset));
    (other, account)
}

#[test]
fn names_and_order_of_assets_do_not_matter() {
    worlds(31, |dice, ground, account| {
        let before = judge(&ground, &account);
        let count = ground.indices.len();
        let mut names: Vec<u8> = Vec::new();
        while names.len() < count {
            let name = u8::try_from(dice.below(16)).unwrap();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let (other, moved) = renamed(&ground, &account, &names);
        same(&ground, &account, &judge(&other, &moved), &before, 1);
        // In the same order nothing is rounded otherwise.
        names.sort_unstable();
        let (other, moved) = renamed(&ground, &account, &names);
        let after = judge(&other, &moved);
        assert_eq!(
            Verdict {
                not_live: before.not_live,
                ..after
            },
            before
        );
    });
}

#[test]
fn the_order_of_positions_and_of_scenarios_does_not_matter() {
    worlds(32, |dice, mut ground, mut account| {
        let before = judge(&ground, &account);
        account.holdings.reverse();
        account.legs.reverse();
        let turn = dice.below(ground.rows.len());
        ground.rows.rotate_left(turn);
        same(&ground, &account, &judge(&ground, &account), &before, 1);
    });
}

/// A market with a hundred times the depth and the positions carries a hundred times the account at a hundred times
/// the margin.
#[test]
fn a_world_scales() {
    worlds(33, |_, mut ground, mut account| {
        let before = judge(&ground, &account);
        for facts in &mut ground.facts {
            facts.depth *= 100;
            facts.maintenance_depth *= 100;
            facts.system_long *= 100;
            facts.system_short *= 100;
        }
        account.cash *= 100;
        account
            .holdings
            .iter_mut()
            .for_each(|held| held.amount *= 100);
        account.legs.iter_mut().for_each(|leg| leg.size *= 100);
        let after = judge(&ground, &account);
        let expected = Verdict {
            equity: before.equity * 100,
            initial: before.initial * 100,
            maintenance: before.maintenance * 100,
            buffer: before.buffer * 100,
            ..before
        };
        // What was rounded before counts a hundredfold: in the gross value it does.
        same(&ground, &account, &after, &expected, 100);
    });
}

/// Cut in two, and so on until every position is in pieces; the way back is a merger.
#[test]
fn positions_may_be_cut_and_merged() {
    worlds(34, |dice, ground, account| {
        let before = judge(&ground, &account);
        let mut cut = account.clone();
        for held in &mut cut.holdings {
            let part = held.amount / (2 + dice.below(5) as u128);
            held.amount -= part;
        }
        for (left, whole) in cut.holdings.clone().iter().zip(&account.holdings) {
            let amount = whole.amount - left.amount;
            cut.holdings.push(Holding { amount, ..*whole });
        }
        for leg in &mut cut.legs {
            leg.size -= leg.size / (2 + dice.below(5) as i128);
        }
        for (left, whole) in cut.legs.clone().iter().zip(&account.legs) {
            let size = whole.size - left.size;
            cut.legs.push(Leg { size, ..*whole });
        }
        same(&ground, &account, &judge(&ground, &cut), &before, 1);
    });
}

#[test]
fn only_the_time_left_matters() {
    worlds(35, |dice, mut ground, mut account| {
        let before = judge(&ground, &account);
        let later = 1 + dice.below(100_000_000) as u64;
        ground.market.timestamp += later;
        ground.market.due_at = ground.market.timestamp;
        for leg in account.legs.iter_mut().filter(|leg| leg.expiry > 0) {
            leg.expiry += later;
        }
        assert_eq!(judge(&ground, &account), before);
    });
}

#[test]
fn positions_of_nothing_change_nothing() {
    worlds(36, |dice, ground, account| {
        let before = judge(&ground, &account);
        let asset = ground.indices[dice.below(ground.indices.len())];
        let mut more = account.clone();
        more.holdings.insert(0, Holding { asset, amount: 0 });
        for kind in [
            LegKind::Linear,
            LegKind::Call,
            LegKind::Put,
            LegKind::EverlastingCall,
        ] {
            let leg = Leg {
                asset,
                kind,
                size: 0,
                strike: WAD,
                expiry: 0,
            };
            more.legs.push(leg);
        }
        assert_eq!(judge(&ground, &more), before);
        let attribute = |account: &Account| {
            let mut parts = vec![0; account.holdings.len() + account.legs.len()];
            let context = ground.context();
            let sums = context.accumulate(account.cash, &account.holdings, &account.legs);
            sums.unwrap()
                .attribute(&ground.scenarios(), &mut parts)
                .unwrap();
            parts
        };
        let parts = attribute(&more);
        assert_eq!(parts[0], 0);
        let last = parts.len() - 4;
        assert_eq!(parts[last..], [0; 4]);
        assert_eq!(parts[1..last], attribute(&account));
    });
}

/// Cash is worth what it is, and nothing depends on it.
#[test]
fn cash_adds_to_equity_only() {
    worlds(37, |dice, ground, mut account| {
        let before = judge(&ground, &account);
        let more = dice.wad(0.0, 6.0) as i128;
        account.cash += more;
        let after = judge(&ground, &account);
        assert_eq!(after.equity, before.equity + more);
        assert_eq!(
            Verdict {
                equity: before.equity,
                health: before.health,
                ..after
            },
            before
        );
    });
}
