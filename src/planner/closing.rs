//! The plan of an account: whether to sell, what, how much.

use crate::abi::*;
use crate::asking::{self, Account, Seller};
use crate::error::PlannerError;
use alloy_primitives::{I256, U256};
use fixed::{mul_wad_down, WAD};
use risk::liquidation::planning::{choose, plan, Offer};
use risk::{ClosePlan as Plan, Market, Path, State, Verdict, MAX_ASSETS, NO_ASSET};

/// Largest discount: 10 %. A sale lifts health while `(1 + discount) * threshold < 1`, and the threshold moves with
/// volatility: each plan cuts the discount to what its account allows. This bound keeps the two apart before that.
const MAX_DISCOUNT: u128 = WAD / 10;
/// Steepest discount, WAD per unit of health: at 4 the largest discount is reached at health 0.975.
const MAX_SLOPE: u128 = 4 * WAD;

/// What is proposed for an account of a version.
pub(crate) fn close(
    version: u32,
    cash: I256,
    collateral: &[Holding],
    legs: &[Leg],
    terms: &CloseTerms,
) -> Result<ClosePlan, PlannerError> {
    if terms.assetUnits.len() != collateral.len() {
        return Err(InvalidTerms {}.into());
    }
    let named = named(collateral, terms.asset)?;
    let offer = Offer {
        asset: terms.asset,
        held: 0,
        price: 0,
        asset_unit: 1,
        cash_unit: within(terms.cashUnit, 1, WAD)?,
        debt: within(terms.maxRepay, 0, u128::MAX)?,
        discount_slope: within(terms.discountSlope, 0, MAX_SLOPE)?,
        max_discount: within(terms.maxDiscount, 0, MAX_DISCOUNT)?,
    };
    let mut mask = 0;
    for asset in assets(collateral, legs) {
        let bit = 1u16.checked_shl(asset.into());
        mask |= bit.ok_or(UnknownAsset { asset })?;
    }
    let mut market = Market::new();
    asking::market(mask, &mut market)?;
    let mut account = Account {
        version,
        favoured: false,
        cash,
        collateral,
        legs,
    };
    let mut before = whole(&account)?;
    // Only an account that is below maintenance under both prices of its suspect assets is sold from; at those that
    // favour it, the worse ones for the buyer.
    if before.health < WAD && market.has_suspects() {
        market.favour_suspects();
        account.favoured = true;
        before = whole(&account)?;
    }
    let done = if before.health >= WAD {
        idle(Path::Healthy, &before)
    } else if offer.debt < offer.cash_unit {
        idle(Path::Insolvent, &before)
    } else {
        sell(&account, &market, &before, &offer, named, terms)?
    };
    Ok(told(&done, &market))
}

/// The sale of the collateral named, or of the best.
fn sell(
    account: &Account<'_>,
    market: &Market,
    before: &Verdict,
    offer: &Offer,
    named: Option<usize>,
    terms: &CloseTerms,
) -> Result<Plan, PlannerError> {
    let place = match named {
        Some(place) => Some(place),
        None => best(account, market, before)?,
    };
    let nothing = || match named {
        Some(_) => Err(PlannerError::from(SaleWouldNotHelp { asset: terms.asset })),
        None => Ok(idle(Path::Insolvent, before)),
    };
    let Some(place) = place else {
        return nothing();
    };
    let holding = account.collateral.get(place).ok_or(ValueTooLarge {})?;
    let unit = terms.assetUnits.get(place).ok_or(InvalidTerms {})?;
    let offer = Offer {
        asset: holding.asset,
        held: within(holding.amount, 0, u128::MAX).map_err(|_| ValueTooLarge {})?,
        price: market.price(holding.asset)?,
        asset_unit: within(*unit, 1, WAD)?,
        ..*offer
    };
    match plan(before, &offer, &mut Seller { account, place })? {
        Some(plan) => Ok(plan),
        None => nothing(),
    }
}

/// The collateral that frees the most maintenance margin per USD sold, past those that are not held and those whose
/// price is dead. Where there is only one, the search itself says whether it helps.
fn best(
    account: &Account<'_>,
    market: &Market,
    before: &Verdict,
) -> Result<Option<usize>, PlannerError> {
    let mut worth = [0u128; MAX_ASSETS];
    let mut only = None;
    let mut candidates = 0u8;
    for ((place, holding), to) in account.collateral.iter().enumerate().zip(&mut worth) {
        let state = market.states.get(market.place(holding.asset)?);
        if holding.amount.is_zero() || state == Some(&State::Dead) {
            continue;
        }
        let amount = within(holding.amount, 0, u128::MAX).map_err(|_| ValueTooLarge {})?;
        let value = mul_wad_down(market.price(holding.asset)?, amount);
        *to = value.map_err(|_| ValueTooLarge {})?;
        only = Some(place);
        candidates = candidates.saturating_add(1);
    }
    if candidates <= 1 {
        return Ok(only);
    }
    let attribution = account.attribution()?;
    let candidates = attribution.iter().zip(worth);
    let candidates = candidates.map(|(margin, value)| (value > 0).then_some((*margin, value)));
    Ok(choose(candidates, before.equity > 0))
}

/// The verdict on an account as it is.
fn whole(account: &Account<'_>) -> Result<Verdict, PlannerError> {
    let mut verdicts = [Verdict::default()];
    account.verdicts(0, &[0], &mut verdicts)?;
    let [verdict] = verdicts;
    Ok(verdict)
}

/// The place of the asset that is named; none where the planner chooses.
fn named(collateral: &[Holding], asset: u8) -> Result<Option<usize>, PlannerError> {
    if asset == NO_ASSET {
        return Ok(None);
    }
    let mut held = collateral.iter();
    let place = held.position(|holding| holding.asset == asset && !holding.amount.is_zero());
    place.map(Some).ok_or(NotHeld { asset }.into())
}

fn assets<'a>(collateral: &'a [Holding], legs: &'a [Leg]) -> impl Iterator<Item = u8> + 'a {
    let legs = legs.iter().map(|leg| leg.asset);
    collateral.iter().map(|holding| holding.asset).chain(legs)
}

const fn idle(path: Path, before: &Verdict) -> Plan {
    Plan {
        path,
        asset: NO_ASSET,
        repay: 0,
        seized: 0,
        discount: 0,
        health_before: before.health,
        health_after: before.health,
    }
}

fn told(plan: &Plan, market: &Market) -> ClosePlan {
    let place = market.place(plan.asset).ok();
    let state = place.and_then(|place| market.states.get(place)).copied();
    ClosePlan {
        path: plan.path as u8,
        asset: plan.asset,
        repay: U256::from(plan.repay),
        seized: U256::from(plan.seized),
        discount: U256::from(plan.discount),
        healthBefore: U256::from(plan.health_before),
        healthAfter: U256::from(plan.health_after),
        state: state.unwrap_or_default().into(),
        notLive: market.not_live,
        states: market.packed_states(),
    }
}

fn within(value: U256, least: u128, most: u128) -> Result<u128, PlannerError> {
    match u128::try_from(value) {
        Ok(value) if (least..=most).contains(&value) => Ok(value),
        _ => Err(InvalidTerms {}.into()),
    }
}
