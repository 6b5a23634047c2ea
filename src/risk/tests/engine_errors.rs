//! What the engine refuses: each thing that is wrong, alone, with the error that names it.

use crate::engine_world::{Account, Dice, Ground};
use fixed::{MathError, WAD};
use risk::{Holding, Leg, LegKind, RiskError, Verdict};

const OVERFLOW: RiskError = RiskError::Math(MathError::Overflow);

/// Two assets, of which one is held and the other is sold, with an option on the first.
fn sound() -> (Ground, Account) {
    let mut dice = Dice::new(21);
    let ground = loop {
        let ground = Ground::new(&mut dice, 3, 160);
        let known = ground.facts.iter().take(2).all(|facts| facts.known);
        if ground.indices.len() == 2 && known && ground.rows.len() >= 100 {
            break ground;
        }
    };
    let leg = |place: usize, kind, size: i128, expiry| Leg {
        asset: ground.indices[place],
        kind,
        size,
        strike: ground.market.prices[place],
        expiry,
    };
    let account = Account {
        cash: -5 * WAD as i128,
        holdings: vec![Holding {
            asset: ground.indices[0],
            amount: WAD,
        }],
        legs: vec![
            leg(1, LegKind::Linear, -(WAD as i128), 0),
            leg(
                0,
                LegKind::Call,
                WAD as i128,
                ground.market.timestamp + 86_400,
            ),
        ],
    };
    (ground, account)
}

fn judge(ground: &Ground, account: &Account) -> Result<Verdict, RiskError> {
    let context = ground.context();
    let sums = context.accumulate(account.cash, &account.holdings, &account.legs)?;
    sums.verdict(&ground.scenarios())
}

type Spoil = fn(&mut Ground, &mut Account);

fn refuse(name: &str, error: RiskError, spoil: Spoil) {
    let (mut ground, mut account) = sound();
    judge(&ground, &account).unwrap();
    spoil(&mut ground, &mut account);
    assert_eq!(judge(&ground, &account).err(), Some(error), "{name}");
}

fn accept(name: &str, change: Spoil) {
    let (mut ground, mut account) = sound();
    change(&mut ground, &mut account);
    assert!(judge(&ground, &account).is_ok(), "{name}");
}

#[test]
fn facts_and_terms_outside_of_the_model_are_refused() {
    let cases: [(&str, Spoil); 16] = [
        ("a multiplier below one", |g, _| {
            g.facts[0].multiplier = WAD - 1
        }),
        ("a confidence of nothing", |g, _| g.policy.confidence = 0),
        ("a confidence of all", |g, _| g.policy.confidence = WAD),
        ("more than all", |g, _| g.policy.confidence = WAD + 1),
        ("more crowding than all", |g, _| g.policy.crowding = WAD + 1),
        ("a buffer above a quarter", |g, _| {
            g.policy.buffer = WAD / 4 + 1
        }),
        ("nothing is ever sold", |g, _| g.policy.unwind_rate = 0),
        ("no funding period", |g, _| g.policy.funding_period = 0),
        ("no horizon", |g, _| g.policy.margin.horizon = 0),
        ("no factor", |g, _| g.policy.margin.shortfall_factor = 0),
        ("a model multiplier below one", |g, _| {
            g.policy.margin.model_multiplier = WAD - 1;
        }),
        ("maintenance above initial", |g, _| {
            g.policy.margin.maintenance_ratio = WAD + 1;
        }),
        ("more correlation stress than all", |g, _| {
            g.policy.margin.correlation_stress = WAD + 1;
        }),
        ("a floor above all", |g, _| {
            g.policy.margin.sigma_floor = WAD + 1
        }),
        ("a tail of too many rows", |g, _| {
            g.policy.confidence = WAD / 10
        }),
        ("a tail of no row", |g, _| {
            g.rows.clear();
            g.policy.min_rows = 0;
        }),
    ];
    for (name, spoil) in cases {
        refuse(name, RiskError::InvalidTerms, spoil);
    }
}

/// The last values that are allowed.
#[test]
fn edges_of_the_model_are_accepted() {
    let cases: [(&str, Spoil); 9] = [
        ("all of the volatility", |g, _| g.facts[0].limit = WAD),
        ("a unit of it", |g, _| g.facts[0].limit = 1),
        ("a multiplier of one", |g, _| g.facts[0].multiplier = WAD),
        ("the same depth", |g, _| {
            g.facts[0].maintenance_depth = g.facts[0].depth
        }),
        ("the same price", |g, _| {
            g.facts[1].liability_price = g.market.prices[1]
        }),
        ("all of crowding", |g, _| g.policy.crowding = WAD),
        ("a quarter of buffer", |g, _| g.policy.buffer = WAD / 4),
        ("all for maintenance", |g, _| {
            g.policy.margin.maintenance_ratio = WAD;
            g.policy.margin.correlation_stress = WAD;
            g.policy.margin.sigma_floor = WAD;
            g.policy.margin.model_multiplier = WAD;
        }),
        ("few rows", |g, _| g.rows.truncate(99)),
    ];
    for (name, change) in cases {
        accept(name, change);
    }
}

#[test]
fn unknown_assets_are_refused() {
    let cases: [(&str, Spoil); 5] = [
        ("held", |g, a| a.holdings[0].asset = missing(g)),
        ("sold", |g, a| a.legs[0].asset = missing(g)),
        ("written on", |g, a| a.legs[1].asset = missing(g)),
        ("past the last", |_, a| a.holdings[0].asset = 16),
        ("without a variance", |g, _| {
            g.market.covariance = risk::Covariance::new();
        }),
    ];
    for (name, spoil) in cases {
        refuse(name, RiskError::UnknownAsset, spoil);
    }
}

/// An index that the market does not hold.
fn missing(ground: &Ground) -> u8 {
    (0..16)
        .find(|asset| !ground.indices.contains(asset))
        .unwrap()
}

#[test]
fn sizes_past_the_type_are_refused() {
    let cases: [(&str, Spoil); 8] = [
        ("a holding", |_, a| a.holdings[0].amount = u128::MAX),
        ("a long", |_, a| a.legs[0].size = i128::MAX),
        ("a short", |_, a| a.legs[0].size = i128::MIN),
        ("an entry price", |_, a| a.legs[0].strike = u128::MAX),
        ("an option", |_, a| a.legs[1].size = i128::MAX),
        ("a price", |g, _| {
            g.market.prices[1] = u128::MAX;
            g.facts[1].liability_price = u128::MAX;
        }),
        ("all the cash there is", |_, a| a.cash = i128::MAX),
        ("an older price than time", |g, _| g.facts[0].age = u64::MAX),
    ];
    for (name, spoil) in cases {
        refuse(name, OVERFLOW, spoil);
    }
}

#[test]
fn attribution_needs_a_place_for_each_position() {
    let (ground, account) = sound();
    let context = ground.context();
    let sums = context
        .accumulate(account.cash, &account.holdings, &account.legs)
        .unwrap();
    for places in [0, 2, 4] {
        let refused = sums.attribute(&ground.scenarios(), &mut vec![0; places]);
        assert_eq!(refused, Err(RiskError::LengthMismatch), "{places}");
    }
    assert_eq!(sums.attribute(&ground.scenarios(), &mut [0; 3]), Ok(()));
}
