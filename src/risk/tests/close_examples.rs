//! Liquidations that can be checked by hand, and accounts that no sale helps.

use crate::closing::Account;
use crate::world::{covariance, usd, World};
use fixed::WAD;
use risk::{AssetTerms, Holding, Leg, LegKind, Market, Path, RiskError, MAX_ASSETS, NO_ASSET};

fn plain(prices: &[u128], roots: &[i128], amounts: &[u128]) -> World {
    let mut market = Market::new();
    market.mask = (1 << prices.len()) - 1;
    market.prices[..prices.len()].copy_from_slice(prices);
    market.liability_prices = market.prices;
    let loadings: Vec<Vec<i128>> = (0..roots.len())
        .map(|i| {
            (0..roots.len())
                .map(|j| if i == j { roots[i] } else { 0 })
                .collect()
        })
        .collect();
    market.covariance = covariance(&loadings);
    let holdings = amounts
        .iter()
        .enumerate()
        .map(|(asset, amount)| Holding {
            asset: asset as u8,
            amount: *amount,
        })
        .collect();
    World {
        market,
        assets: [AssetTerms {
            exit_cost: WAD / 100,
            jump: 0,
        }; MAX_ASSETS],
        holdings,
        legs: vec![],
    }
}

/// The discount falls to what the collateral can bear, and with no equity the whole holding goes at once.
#[test]
fn liq_4_discount_ends_at_the_toxic_bound() {
    let world = plain(&[WAD], &[40_000_000_000_000_000], &[1000 * WAD]);
    let at = |debt: i128| Account {
        world: world.clone(),
        cash: -usd(debt),
        units: vec![1],
        slope: WAD,
        max_discount: WAD / 10,
    };
    let near = at(980).plan(None).unwrap();
    // C / D - 1 = 2.0408 %, less a thousandth, though the slope would give ten. Nearly all is sold.
    assert_eq!(near.path, Path::Restore);
    assert_eq!(near.discount, 20_387_755_102_040_815);
    assert!(near.repay > 970 * WAD && near.health_after > WAD);
    let gone = at(1000).plan(None).unwrap();
    assert_eq!(
        (gone.path, gone.discount, gone.seized),
        (Path::Insolvent, WAD / 10, 1000 * WAD)
    );
    assert_eq!(gone.repay, 909_090_910_000_000_000_000);
}

#[test]
fn chooses_the_collateral_that_frees_most_margin_per_cost() {
    let mut world = plain(
        &[WAD, 2 * WAD],
        &[10_000_000_000_000_000, 80_000_000_000_000_000],
        &[1000 * WAD, 500 * WAD],
    );
    let plan = |world: &World| {
        Account::new(world.clone(), 900_000, &[0, 0], WAD / 2, WAD / 20)
            .plan(None)
            .unwrap()
    };
    assert_eq!(plan(&world).asset, 1, "the volatile one");
    world.assets[1].exit_cost = WAD / 2;
    world.assets[0].exit_cost = WAD / 10_000;
    assert_eq!(plan(&world).asset, 0, "unless it costs too much to leave");
    world.market.states[0] = risk::State::Dead;
    assert_eq!(plan(&world).asset, 1, "a dead price cannot be sold at");
}

#[test]
fn what_cannot_be_sold_is_said() {
    let mut world = plain(
        &[WAD, WAD],
        &[WAD as i128 / 25, WAD as i128 / 25],
        &[1000 * WAD, 0],
    );
    let account = |world: &World, cash: i128, units: Vec<u128>| Account {
        world: world.clone(),
        cash,
        units,
        slope: WAD,
        max_discount: 0,
    };
    let sick = account(&world, -usd(950), vec![1, 1]);
    assert_eq!(
        sick.plan(Some(1)),
        Err(RiskError::UnknownAsset),
        "none held"
    );
    assert_eq!(sick.plan(Some(9)), Err(RiskError::UnknownAsset));
    assert_eq!(
        account(&world, -usd(950), vec![1]).plan(None),
        Err(RiskError::LengthMismatch)
    );
    assert_eq!(
        account(&world, -usd(950), vec![0, 1]).plan(None),
        Err(RiskError::InvalidTerms)
    );
    assert_eq!(
        account(&world, usd(950), vec![0, 1]).plan(None),
        Err(RiskError::InvalidTerms),
        "healthy or not"
    );
    let bare = plain(&[WAD], &[WAD as i128 / 25], &[]);
    let plan = account(&bare, -usd(10), vec![]).plan(None).unwrap();
    assert_eq!(
        (plan.path, plan.asset, plan.repay),
        (Path::Insolvent, NO_ASSET, 0)
    );
    // The collateral hedges a larger short: selling it would raise the margin.
    world.legs = vec![Leg {
        asset: 0,
        kind: LegKind::Linear,
        size: -usd(3000),
        strike: WAD,
        expiry: 0,
    }];
    let hedged = account(&world, -usd(900), vec![1, 1]);
    assert_eq!(hedged.plan(Some(0)), Err(RiskError::WouldNotHelp));
    assert_eq!(hedged.plan(None).unwrap().asset, NO_ASSET);
}
