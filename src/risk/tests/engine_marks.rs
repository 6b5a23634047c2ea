//! Marks of a judgement: the assets of an account that are not live, and terms for which no margin is defined.

use crate::engine_world::{Account, Dice, Ground};
use fixed::WAD;
use risk::margin::{Kind, Policy};
use risk::scenarios::{decode, encode, MISSING};
use risk::{Holding, Leg, LegKind, RiskError};

/// A ground of three assets or more, no price live.
fn dark() -> Ground {
    let mut dice = Dice::new(5);
    loop {
        let mut ground = Ground::new(&mut dice, 8, 120);
        if ground.indices.len() >= 3 {
            ground.facts.iter_mut().for_each(|facts| facts.known = true);
            ground.market.not_live = ground.market.mask;
            return ground;
        }
    }
}

/// Collateral, a linear leg and an option mark their assets; nothing else does, and no asset that is live.
#[test]
fn assets_that_are_not_live_are_named() {
    let mut ground = dark();
    let [first, second, third] = [0, 1, 2].map(|place| ground.indices[place]);
    let price = |asset: u8| ground.market.price(asset).unwrap();
    let leg = |asset: u8, kind: LegKind, size: i128| Leg {
        asset,
        kind,
        size,
        strike: price(asset),
        expiry: ground.market.timestamp + 86_400,
    };
    let held = |amount: u128| {
        vec![Holding {
            asset: first,
            amount,
        }]
    };
    let one = WAD as i128;
    let cases = [
        (held(WAD), vec![], 1u16 << first),
        (
            held(0),
            vec![leg(second, LegKind::Linear, -one)],
            1 << second,
        ),
        (held(0), vec![leg(third, LegKind::Call, one)], 1 << third),
        (
            held(WAD),
            vec![
                leg(second, LegKind::Linear, 0),
                leg(third, LegKind::Put, -one),
                leg(third, LegKind::Call, -one),
            ],
            1 << first | 1 << third,
        ),
    ];
    let marks = |ground: &Ground, account: &Account| {
        let context = ground.context();
        let sums = context
            .accumulate(account.cash, &account.holdings, &account.legs)
            .unwrap();
        sums.verdict(&ground.scenarios()).unwrap().not_live
    };
    let accounts = cases.map(|(holdings, legs, marked)| {
        let cash = 0;
        (
            Account {
                cash,
                holdings,
                legs,
            },
            marked,
        )
    });
    for (account, marked) in &accounts {
        assert_eq!(marks(&ground, account), *marked);
    }
    ground.market.not_live = 1 << third;
    for (account, marked) in &accounts {
        assert_eq!(marks(&ground, account), marked & 1 << third);
    }
}

#[test]
fn a_confidence_lies_between_nothing_and_one() {
    let with = |confidence: u128| {
        Policy {
            confidence,
            ..Policy::standard()
        }
        .check()
    };
    assert_eq!((with(1), with(WAD - 1)), (Ok(()), Ok(())));
    for confidence in [0, WAD, u128::MAX] {
        assert_eq!(with(confidence), Err(RiskError::InvalidTerms));
    }
}

/// An option alone is shocked by the same residuals as beside a linear leg of a unit: here they are twice too wide, and
/// are brought back.
#[test]
fn an_option_alone_is_simulated_by_corrected_residuals() {
    let mut ground = dark();
    for row in &mut ground.rows {
        let wide = decode(row).map(|residual| match residual {
            MISSING => MISSING,
            residual => residual.clamp(-10_000, 10_000) * 3,
        });
        *row = encode(&wide);
    }
    ground.policy.min_rows = ground.rows.len();
    let asset = ground.indices[0];
    let leg = |kind: LegKind, size: i128| Leg {
        asset,
        kind,
        size,
        strike: ground.market.price(asset).unwrap(),
        expiry: ground.market.timestamp + 2_592_000,
    };
    let simulated = |legs: &[Leg]| {
        let context = ground.context();
        let sums = context.accumulate(0, &[], legs).unwrap();
        let required = sums.requirement(Kind::Initial, &ground.scenarios());
        required.unwrap().core.simulation
    };
    let size = -100 * WAD as i128;
    let alone = simulated(&[leg(LegKind::Call, size)]);
    let beside = simulated(&[leg(LegKind::Call, size), leg(LegKind::Linear, 1_000_000)]);
    assert!(alone > 0);
    assert!(
        alone.abs_diff(beside) < alone / 1_000_000 + 10_000_000,
        "{alone} {beside}"
    );
}
