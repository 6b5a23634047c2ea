//! Every balance of the chain against that of the model.

use alloy::primitives::U256;
use e2e::abi::{IClearing, IInsurance, IPool, IVault};
use fuzz::action::{ASSETS, CASH};
use fuzz::books::clearing::{floor, wide};
use fuzz::books::ledger::Holder;
use fuzz::cast::{Account, ACTORS};

use crate::stage::{address, number, Stage};

fn equal(what: &str, chain: U256, model: u128) -> Result<(), String> {
    if chain == U256::from(model) {
        Ok(())
    } else {
        Err(format!(
            "{what}: {chain} on the chain, {model} in the model"
        ))
    }
}

/// What differs, if anything does.
pub fn same(stage: &Stage) -> Result<(), String> {
    tokens(stage)?;
    accounts(stage)?;
    lending(stage)
}

fn tokens(stage: &Stage) -> Result<(), String> {
    let (world, house) = (&stage.world, &stage.world.house);
    for place in 0..=ASSETS {
        let (name, token) = match place {
            ASSETS => (CASH, world.cash),
            place => (place as u8, world.assets[place].token),
        };
        for (holder, at) in [
            (Holder::Vault, house.vault),
            (Holder::Pool, house.pool),
            (Holder::Insurance, house.insurance),
        ] {
            let what = format!("token {name} of {holder:?}");
            equal(
                &what,
                world.balance(token, at),
                stage.house.ledger.of(name, holder),
            )?;
        }
    }
    Ok(())
}

fn accounts(stage: &Stage) -> Result<(), String> {
    let (world, house) = (&stage.world, &stage.world.house);
    for account in Account::all() {
        let (id, model) = (number(world, account), stage.house.of(account));
        let info = world.read(house.vault, IVault::accountCall { account: id });
        let owed = stage.house.owed(account).map_err(String::from)?;
        equal(&format!("debt of {account:?}"), info.debt, owed)?;
        equal(&format!("cash of {account:?}"), info.cash, model.cash)?;
        for (asset, held) in (0..).zip(model.held) {
            let call = IVault::collateralCall { account: id, asset };
            let what = format!("asset {asset} of {account:?}");
            equal(&what, world.read(house.vault, call), held)?;
        }
        let call = IClearing::legsOfCall { account: id };
        let carried = world.read(house.clearing, call);
        let variation = floor(model.variation, wide(fixed::WAD as i128));
        if carried.variation.to_string() != variation.to_string() {
            return Err(format!(
                "variation of {account:?}: {} on the chain, {variation} in the model",
                carried.variation
            ));
        }
        let mut sizes = [0; ASSETS];
        for leg in &carried.legs {
            sizes[usize::from(leg.asset)] += i128::try_from(leg.size).unwrap_or(i128::MAX);
        }
        if sizes != model.size {
            return Err(format!(
                "positions of {account:?}: {sizes:?} and {:?}",
                model.size
            ));
        }
        // What counts where risk rises, once a judgement has anything to say.
        if !model.idle() {
            let call = IVault::borrowingPortfolioCall { account: id };
            let counted = world.read(house.vault, call);
            let own = stage.house.portfolio(account, true).map_err(String::from)?;
            let amounts: Vec<(u8, u128)> = counted
                .collateral
                .iter()
                .filter(|held| !held.amount.is_zero())
                .map(|held| (held.asset, u128::try_from(held.amount).unwrap_or(u128::MAX)))
                .collect();
            let expected: Vec<(u8, u128)> = own
                .holdings
                .iter()
                .map(|held| (held.asset, held.amount))
                .collect();
            if amounts != expected || counted.cash.to_string() != own.cash.to_string() {
                return Err(format!(
                    "what counts of {account:?}: {amounts:?} {} and {expected:?} {}",
                    counted.cash, own.cash
                ));
            }
        }
    }
    Ok(())
}

fn lending(stage: &Stage) -> Result<(), String> {
    let (world, house) = (&stage.world, &stage.world.house);
    let mut pool = stage.house.pool.clone();
    pool.accrue(world.chain.now()).map_err(String::from)?;
    let model = &stage.house;
    equal(
        "cash of the pool",
        world.read(house.pool, IPool::cashCall {}),
        pool.cash,
    )?;
    equal(
        "index",
        world.read(house.pool, IPool::borrowIndexCall {}),
        pool.index,
    )?;
    let lent = world.read(house.pool, IPool::totalBorrowedCall {});
    equal("all debt", lent, pool.borrowed().map_err(String::from)?)?;
    let owned = world.read(house.pool, IPool::totalAssetsCall {});
    equal("total assets", owned, pool.total().map_err(String::from)?)?;
    let supply = world.read(house.pool, IPool::totalSupplyCall {});
    equal("shares of the pool", supply, pool.shares.supply)?;
    let deficit = world.read(house.pool, IPool::deficitCall {});
    equal("deficit", deficit, pool.deficit)?;
    let dues = world.read(house.pool, IPool::duesCall {});
    equal("due to the reserve", dues.reserve, pool.reserve)?;
    equal("due to the insurance", dues.insurance, pool.premium)?;
    let cash = world.read(house.insurance, IInsurance::cashCall {});
    equal("cash of the insurance", cash, model.insurance.cash)?;
    let supply = world.read(house.insurance, IInsurance::totalSupplyCall {});
    equal(
        "shares of the insurance",
        supply,
        model.insurance.shares.supply,
    )?;
    let known = world.read(house.insurance, IInsurance::insolvencyCall {});
    let now = world.chain.now();
    equal("known losses", known, model.insurance.known_loss(now))?;
    equal(
        "pot",
        world.read(house.vault, IVault::potCall {}),
        model.pot,
    )?;
    for actor in ACTORS {
        let (account, place) = (address(world, actor), actor.index());
        let held = world.read(house.pool, IPool::balanceOfCall { account });
        equal(
            &format!("pool shares of {actor:?}"),
            held,
            pool.shares.held[place],
        )?;
        let held = world.read(house.insurance, IInsurance::balanceOfCall { account });
        let own = model.insurance.shares.held[place];
        equal(&format!("insurance shares of {actor:?}"), held, own)?;
    }
    let mask = (1 << ASSETS) - 1;
    let totals = world.read(house.vault, IVault::totalsCall { mask });
    for (place, total) in totals.iter().enumerate() {
        let own = model.totals[place] * fuzz::books::vault::UNITS[place];
        equal(&format!("total of asset {place}"), *total, own)?;
    }
    Ok(())
}
