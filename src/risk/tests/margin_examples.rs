//! The margin of portfolios that can be checked by hand, and what is refused.

use crate::world::{covariance, usd, World, TERMS};
use fixed::WAD;
use risk::{
    assess, AssetTerms, Holding, Leg, LegKind, MarginTerms, Market, RiskError, State, MAX_ASSETS,
};

fn single(variance_root: i128, price: u128) -> World {
    let mut market = Market::new();
    market.mask = 1;
    market.prices[0] = price;
    market.liability_prices = market.prices;
    market.covariance = covariance(&[vec![variance_root]]);
    World {
        market,
        assets: [AssetTerms::default(); MAX_ASSETS],
        holdings: vec![],
        legs: vec![],
    }
}

/// 4 % a day, 1,000 USD long, exit 1 %, jump 2 %: 1.2 * 2.8238712518... * 40 = 135.5458..., and 30.
#[test]
fn one_holding_by_hand() {
    let mut world = single(40_000_000_000_000_000, 2000 * WAD);
    world.assets[0] = AssetTerms {
        exit_cost: WAD / 100,
        jump: WAD / 50,
    };
    world.holdings = vec![Holding {
        asset: 0,
        amount: WAD / 2,
    }];
    let verdict = world.assess(-usd(860));
    assert_eq!(verdict.equity, usd(140));
    assert_eq!(
        verdict.initial,
        135_545_820_087_139_977_360 + usd(30) as u128
    );
    assert_eq!(
        verdict.maintenance,
        108_436_656_069_711_981_888 + usd(30) as u128
    );
    assert_eq!(
        verdict.buffer,
        (138_436_656_069_711_981_888u128 * 115).div_ceil(100)
    );
    assert_eq!(
        verdict.health,
        140 * WAD * WAD / 138_436_656_069_711_981_888
    );
}

/// A short loses `e^x - 1`: with x = 2.82387 * 0.25 the linear form would be 30 % too low.
#[test]
fn short_pays_for_its_convexity() {
    let mut world = single(250_000_000_000_000_000, WAD);
    world.legs = vec![Leg {
        asset: 0,
        kind: LegKind::Linear,
        size: -usd(1000),
        strike: WAD,
        expiry: 0,
    }];
    let short = world.assess(0).initial as f64 / 1e18;
    let shock: f64 = 2.823_871_251_815_416 * 0.25;
    assert!((short / (1200.0 * shock.exp_m1()) - 1.0).abs() < 1e-12);
    world.legs[0].size = usd(1000);
    let long = world.assess(0).initial as f64 / 1e18;
    assert!((long / (1200.0 * shock) - 1.0).abs() < 1e-12);
}

/// Sixteen assets that move as one, half long and half short: nothing is measured, the three correlations say
/// a quarter of `4 e`, and the floor says a tenth of `16 e`.
#[test]
fn rsk_5_perfect_hedges_meet_the_floor() {
    let deviation = WAD as i128 / 20;
    let mut market = Market::new();
    market.mask = u16::MAX;
    market.prices = [WAD; MAX_ASSETS];
    market.liability_prices = market.prices;
    market.covariance = covariance(&vec![vec![deviation]; 16]);
    let size = |asset: u8| usd(if asset < 8 { 100 } else { -100 });
    let legs: Vec<Leg> = (0..16)
        .map(|asset| Leg {
            asset,
            kind: LegKind::Linear,
            size: size(asset),
            strike: WAD,
            expiry: 0,
        })
        .collect();
    let world = World {
        market,
        assets: [AssetTerms::default(); MAX_ASSETS],
        holdings: vec![],
        legs,
    };
    let initial = world.assess(0).initial as f64 / 1e18;
    let shock: f64 = 2.823_871_251_815_416 * 0.05;
    let convexity = 8.0 * 100.0 * (shock.exp_m1() - shock);
    let expected = 1.2 * (2.823_871_251_815_416 * 1.6 * 5.0 + convexity);
    assert!(
        (initial / expected - 1.0).abs() < 1e-12,
        "{initial} {expected}"
    );
    let mut parts = [0; 16];
    let verdict = assess(
        0,
        &[],
        &world.legs,
        &world.market,
        &TERMS,
        &world.assets,
        &mut parts,
    )
    .unwrap();
    assert_eq!(parts.iter().sum::<i128>(), verdict.maintenance as i128);
    assert!(
        parts[..8].iter().all(|part| part.abs_diff(parts[0]) < 100),
        "{parts:?}"
    );
    assert!(parts[8] > parts[0], "a short carries its convexity");
}

/// One and a half wei of USD is two: at 100 % a day and a factor of 3.39, seven wei of margin, not four.
#[test]
fn rsk_11_a_wei_of_exposure_rounds_up() {
    let mut world = single(WAD as i128, 3 * WAD / 2);
    world.holdings = vec![Holding {
        asset: 0,
        amount: 1,
    }];
    assert_eq!(world.assess(0).initial, 7);
    assert_eq!(world.assess(0).equity, 1);
}

#[test]
fn health_at_its_ends() {
    let mut world = single(40_000_000_000_000_000, WAD);
    assert_eq!(
        world.assess(0).health,
        u128::MAX,
        "nothing owned, nothing owed"
    );
    assert_eq!(world.assess(-1).health, 0, "a debt against nothing");
    world.holdings = vec![Holding {
        asset: 0,
        amount: WAD,
    }];
    assert_eq!(world.assess(-usd(1)).health, 0, "no equity");
    assert_eq!(world.assess(-usd(1)).equity, 0);
}

#[test]
fn not_live_names_only_assets_of_the_portfolio() {
    let mut market = Market::new();
    market.mask = 0b1010_0001;
    market.not_live = 0b1010_0000;
    market.states = [State::Stale; MAX_ASSETS];
    market.prices = [WAD; MAX_ASSETS];
    market.liability_prices = market.prices;
    market.covariance = covariance(&[
        vec![WAD as i128 / 50],
        vec![WAD as i128 / 50],
        vec![WAD as i128 / 50],
    ]);
    let assets = [AssetTerms::default(); MAX_ASSETS];
    let mask = |holdings: &[Holding]| {
        assess(0, holdings, &[], &market, &TERMS, &assets, &mut [])
            .unwrap()
            .not_live
    };
    assert_eq!(
        mask(&[Holding {
            asset: 0,
            amount: WAD
        }]),
        0
    );
    assert_eq!(
        mask(&[
            Holding {
                asset: 7,
                amount: 1
            },
            Holding {
                asset: 5,
                amount: 0
            }
        ]),
        0b1000_0000
    );
}

#[test]
fn what_cannot_be_judged_is_refused() {
    let world = single(40_000_000_000_000_000, WAD);
    let judge = |holdings: &[Holding], legs: &[Leg], parts: &mut [i128]| {
        assess(
            0,
            holdings,
            legs,
            &world.market,
            &TERMS,
            &world.assets,
            parts,
        )
    };
    let leg = Leg {
        asset: 0,
        kind: LegKind::Put,
        size: 1,
        strike: WAD,
        expiry: 1,
    };
    assert_eq!(judge(&[], &[leg], &mut []), Err(RiskError::UnsupportedLeg));
    assert_eq!(
        judge(
            &[Holding {
                asset: 1,
                amount: 1
            }],
            &[],
            &mut []
        ),
        Err(RiskError::UnknownAsset)
    );
    assert_eq!(
        judge(
            &[Holding {
                asset: 200,
                amount: 1
            }],
            &[],
            &mut []
        ),
        Err(RiskError::UnknownAsset)
    );
    assert_eq!(
        judge(
            &[Holding {
                asset: 0,
                amount: 1
            }],
            &[],
            &mut [0, 0]
        ),
        Err(RiskError::LengthMismatch)
    );
    let huge = [Holding {
        asset: 0,
        amount: u128::MAX,
    }];
    assert!(matches!(
        judge(&huge, &[], &mut []),
        Err(RiskError::Math(_))
    ));
    assert_eq!(
        MarginTerms {
            horizon: 0,
            ..TERMS
        }
        .check(),
        Err(RiskError::InvalidTerms)
    );
    assert_eq!(
        MarginTerms {
            maintenance_ratio: WAD + 1,
            ..TERMS
        }
        .check(),
        Err(RiskError::InvalidTerms)
    );
    assert_eq!(
        MarginTerms {
            shortfall_factor: 0,
            ..TERMS
        }
        .check(),
        Err(RiskError::InvalidTerms)
    );
    assert_eq!(TERMS.check(), Ok(()));
    for number in 0..5u8 {
        assert_eq!(LegKind::try_from(number).unwrap() as u8, number);
    }
    assert_eq!(LegKind::try_from(5), Err(RiskError::UnsupportedLeg));
}
