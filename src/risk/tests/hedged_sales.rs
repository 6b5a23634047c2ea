//! Sales out of a hedge: past its peak a larger sale is worse. One collateral of 1,000 USD against a short of 600.

use crate::closing::{sound, Account, CASH_UNIT};
use crate::world::{covariance, usd, World};
use fixed::WAD;
use risk::{
    AssetTerms, ClosePlan, Holding, Leg, LegKind, Market, Path, RiskError, MAX_ASSETS, NO_ASSET,
};

/// Two independent assets at 1 USD, 4 % a day.
fn world(holdings: &[u128], legs: &[(u8, i128, u128)]) -> World {
    let mut market = Market::new();
    market.mask = 0b11;
    market.prices[..2].fill(WAD);
    market.liability_prices = market.prices;
    let four = 40_000_000_000_000_000;
    market.covariance = covariance(&[vec![four, 0], vec![0, four]]);
    let holding = |(asset, dollars): (usize, &u128)| Holding {
        asset: asset as u8,
        amount: dollars * WAD,
    };
    let leg = |(asset, dollars, strike): &(u8, i128, u128)| Leg {
        asset: *asset,
        kind: LegKind::Linear,
        size: usd(*dollars),
        strike: *strike,
        expiry: 0,
    };
    World {
        market,
        assets: [AssetTerms {
            exit_cost: WAD / 100,
            jump: 0,
        }; MAX_ASSETS],
        holdings: holdings.iter().enumerate().map(holding).collect(),
        legs: legs.iter().map(leg).collect(),
    }
}

fn account(world: World, cash: i128) -> Account {
    Account {
        units: vec![1; world.holdings.len()],
        world,
        cash,
        slope: 0,
        max_discount: 0,
    }
}

/// The plan for the first asset, sound.
fn plan(account: &Account) -> ClosePlan {
    let plan = account.plan(Some(0)).unwrap();
    sound(account, &plan).unwrap();
    plan
}

/// The largest sale would leave 560 short, half of it restores, and the least is where a margin of 40 / 1.15 is left.
#[test]
fn liq_4_a_part_restores_where_the_whole_does_not() {
    let account = account(world(&[1000], &[(0, -600, WAD)]), -usd(960));
    let plan = plan(&account);
    assert_eq!((plan.path, plan.discount), (Path::Restore, 0));
    // 0.8 * 1.2 * 2.82387 * 0.04 and 0.01 of what is left: 0.11844.
    assert!(
        plan.repay > 106 * WAD && plan.repay < 107 * WAD,
        "{}",
        plan.repay
    );
}

/// Five USD carry 36 net: neither the largest sale, 957 short at the end, nor its halves hit that; of the halves the
/// first is best.
#[test]
fn liq_4_the_best_part_is_sold_where_none_restores() {
    let account = account(world(&[1000], &[(0, -600, WAD)]), -usd(995));
    let plan = plan(&account);
    assert_eq!(plan.path, Path::Exhaust);
    assert_eq!(plan.repay, (usd(995) as u128 / 2) / CASH_UNIT * CASH_UNIT);
}

/// A short that has lost 299 leaves one USD of equity. The largest sale, 700, raises health, and so it is made, though
/// its half would raise it more.
#[test]
fn liq_4_the_largest_sale_is_made_where_it_helps() {
    let strike = WAD - 299 * WAD / 600;
    let account = account(world(&[1000], &[(0, -600, strike)]), -usd(700));
    let plan = plan(&account);
    assert_eq!((plan.path, plan.repay), (Path::Exhaust, usd(700) as u128));
    // Where other assets keep their margin, all of the first goes.
    let account = self::account(world(&[1000, 1000], &[]), -usd(1999));
    let plan = self::plan(&account);
    assert_eq!((plan.path, plan.seized), (Path::Exhaust, 1000 * WAD));
}

/// Half of a cash unit is no debt to repay, one unit is.
#[test]
fn the_least_debt_is_a_unit() {
    // 1,000 long at a loss of 990: ten USD of equity.
    let of = |cash: u128| {
        account(
            world(&[1000], &[(1, 1000, WAD * 199 / 100)]),
            -(cash as i128),
        )
    };
    let none = of(CASH_UNIT / 2).plan(Some(0)).unwrap();
    assert_eq!(
        (none.path, none.asset, none.repay),
        (Path::Insolvent, NO_ASSET, 0)
    );
    let one = plan(&of(CASH_UNIT));
    assert_eq!((one.path, one.repay), (Path::Exhaust, CASH_UNIT));
}

/// What is hedged to zero carries no margin: selling it would not help.
#[test]
fn what_carries_nothing_is_not_sold() {
    let hedged = world(&[1000, 1000], &[(0, -1000, WAD)]);
    let hedged = account(hedged, -usd(1950));
    assert_eq!(hedged.plan(Some(0)), Err(RiskError::WouldNotHelp));
    assert_eq!(hedged.plan(None).unwrap().asset, 1);
}
