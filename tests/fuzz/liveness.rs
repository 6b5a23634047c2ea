//! LIV-1: from every state, with feeds that answer, everybody gets out.

use crate::action::{Action, ASSETS};
use crate::amount::Amount;
use crate::books::vault::House;
use crate::cast::{Account, ACTORS};
use crate::invariants::Broken;
use crate::judge::Judge;

/// Most cash that may stay behind when all shares are gone: what rounding has left to nobody.
const DUST: u128 = 1_000;

/// Closes every position, pays every debt, takes everything out, redeems every share.
///
/// # Errors
/// Who is locked in, and by what.
pub fn unwind(house: &House, judge: &impl Judge) -> Result<(), Broken> {
    let mut house = house.clone();
    // Pauses end by themselves.
    house.pauses = Default::default();
    let locked = |what: String| ("LIV-1", what);
    for account in Account::all() {
        let payer = account.owner();
        if house.of(account).scaled > 0 {
            house
                .step(
                    &Action::Repay {
                        payer: crate::cast::Actor::Owner,
                        account,
                        amount: Amount::Max,
                    },
                    judge,
                )
                .map_err(|why| locked(format!("{account:?} cannot repay: {why}")))?;
        }
        if house.of(account).carries() {
            continue;
        }
        for asset in 0..ASSETS as u8 {
            if house.of(account).held[usize::from(asset)] > 0 {
                let out = Action::Withdraw {
                    by: payer,
                    account,
                    asset,
                    amount: Amount::All(0),
                };
                house
                    .step(&out, judge)
                    .map_err(|why| locked(format!("{account:?} cannot withdraw {asset}: {why}")))?;
            }
        }
    }
    if house.pool.scaled > 0 {
        return Err(locked(format!("{} of debt stays", house.pool.scaled)));
    }
    house
        .step(&Action::Distribute, judge)
        .map_err(|why| locked(why.into()))?;
    for account in Account::all() {
        if house.insurance.lacks[account.0 as usize] > 0 {
            house
                .step(&Action::NoteLoss { account }, judge)
                .map_err(|why| locked(why.into()))?;
        }
    }
    // Where an open position has lost more than the insurance has, lenders wait for it: at most for as long as the loss is
    // remembered.
    if !house.insurance.exits_open(house.now) {
        return Ok(());
    }
    for actor in ACTORS {
        let shares = Amount::All(0);
        if house.pool.shares.held[actor.index()] > 0 {
            let redeemed = house.step(&Action::Redeem { by: actor, shares }, judge);
            let dust = house.pool.shares.worth(
                house.pool.shares.held[actor.index()],
                house.pool.total().unwrap_or(0),
            );
            if dust != Ok(0) {
                redeemed.map_err(|why| locked(format!("{actor:?} cannot redeem: {why}")))?;
            }
        }
    }
    let left = house.pool.total().map_err(|why| locked(why.into()))?;
    // Virtual shares own what donations and rounding have left them.
    let virtual_worth = house
        .pool
        .shares
        .worth(crate::books::shares::VIRTUAL_SHARES, left);
    if left > virtual_worth.unwrap_or(0) + DUST {
        return Err(locked(format!("{left} of cash stays")));
    }
    Ok(())
}
