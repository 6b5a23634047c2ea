//! How much of which collateral to sell, and at what discount.

use crate::covariance::members;
use crate::error::OVERFLOW;
use crate::liquidation::sale::{Sale, Sold};
use crate::model::Model;
use crate::portfolio::Book;
use crate::wide::{product, signed, Wide};
use crate::{AssetTerms, Holding, Leg, MarginTerms, Market, RiskError, State, Verdict, MAX_ASSETS};
use fixed::{U256, WAD};

/// [`ClosePlan::asset`] where there is nothing to sell.
pub const NO_ASSET: u8 = 255;

/// The terms of a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CloseTerms<'a> {
    /// Discount per unit of health below 1, WAD.
    pub discount_slope: u128,
    /// Largest discount, WAD.
    pub max_discount: u128,
    /// Smallest unit of cash as WAD: 1e12 for 6 decimals.
    pub cash_unit: u128,
    /// Smallest unit of each holding's token at 18 decimals, `10^(18 - decimals)`: one per holding, in their order.
    pub asset_units: &'a [u128],
}

/// What a liquidation does to the account. The numbers are part of the ABI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Path {
    /// Equity is not below maintenance: nothing to do.
    Healthy = 0,
    /// The smallest sale that restores the buffer.
    Restore = 1,
    /// The whole holding, or as much as the debt takes: the buffer is not reached, health still rises.
    Exhaust = 2,
    /// Every partial sale would lower health: the whole holding at once.
    Insolvent = 3,
}

/// One sale of one collateral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosePlan {
    /// What it achieves.
    pub path: Path,
    /// The asset sold; [`NO_ASSET`] where nothing is.
    pub asset: u8,
    /// Cash paid for it, WAD, a multiple of the cash unit, never above the debt.
    pub repay: u128,
    /// Amount sold, 18 decimals, a multiple of the asset's unit, never above the holding.
    pub seized: u128,
    /// Discount `b`: one USD of cash buys `1 + b` USD of collateral, WAD.
    pub discount: u128,
    /// Health before, as in [`crate::Verdict`].
    pub health_before: u128,
    /// Health after.
    pub health_after: u128,
}

/// Plans the liquidation of an account by selling one of its collaterals for cash.
///
/// The discount is `min(max_discount, discount_slope * (1 - health))`, capped by the toxic bound: a sale at
/// discount `b` raises health only while `b / (1 + b) <= equity * m / MM`, `m` being the maintenance margin
/// freed per USD sold. (For one collateral `C` against debt `D` that is `C >= (1 + b) D`.)
/// With no equity left no sale can raise health: the whole holding is then sold at once, uncapped.
///
/// The amount is the smallest one, in whole cash units, at which the margin itself says that equity has
/// reached BM; one unit less does not reach it. Cash is rounded up and collateral down.
///
/// `asset = None` chooses the collateral that frees the most maintenance margin per USD of exit cost, passing
/// over those whose price is dead. A plan with [`NO_ASSET`] says that no sale of collateral helps: there is
/// no debt, no collateral, or every collateral hedges the legs.
///
/// # Errors
/// As [`crate::assess`]; [`RiskError::UnknownAsset`] where the account holds none of the asset named;
/// [`RiskError::WouldNotHelp`] where the asset named hedges the rest of an account that still has equity, or
/// has no price; [`RiskError::LengthMismatch`] where there is not one unit per holding;
/// [`RiskError::InvalidTerms`] for a unit of zero.
#[allow(clippy::too_many_arguments)] // the portfolio, the market and their terms, as in `assess`
pub fn close(
    cash: i128,
    holdings: &[Holding],
    legs: &[Leg],
    market: &Market,
    terms: &MarginTerms,
    assets: &[AssetTerms; MAX_ASSETS],
    asset: Option<u8>,
    close: &CloseTerms<'_>,
) -> Result<ClosePlan, RiskError> {
    if close.asset_units.len() != holdings.len() {
        return Err(RiskError::LengthMismatch);
    }
    if close.cash_unit == 0 || close.asset_units.contains(&0) {
        return Err(RiskError::InvalidTerms);
    }
    let book = Book::new(cash, holdings, legs, market)?;
    let model = Model::new(market, terms, assets)?;
    let measure = model.measure(&book)?;
    let before = model.verdict(&measure, &book)?;
    if before.health >= WAD {
        return Ok(ClosePlan::idle(Path::Healthy, &before));
    }
    let debt = cash.min(0).unsigned_abs();
    if debt < close.cash_unit {
        return Ok(ClosePlan::idle(Path::Insolvent, &before));
    }
    let split = model.split(&measure, before.maintenance)?;
    let carried = Carried {
        book: &book,
        market,
        exposure: &measure.exposure,
        split: &split,
    };
    let chosen = match asset {
        Some(asset) => {
            if !holdings
                .iter()
                .any(|holding| holding.asset == asset && holding.amount > 0)
            {
                return Err(RiskError::UnknownAsset);
            }
            carried
                .collateral(market.place(asset)?, asset, before.equity)?
                .ok_or(RiskError::WouldNotHelp)?
        }
        None => match carried.choose(assets, before.equity)? {
            Some(collateral) => collateral,
            None => return Ok(ClosePlan::idle(Path::Insolvent, &before)),
        },
    };
    let unit = holdings
        .iter()
        .zip(close.asset_units)
        .find(|(holding, _)| holding.asset == chosen.asset);
    let (_, asset_unit) = unit.ok_or(RiskError::UnknownAsset)?;
    let mut discount = wanted_discount(&before, close);
    let mut sale = Sale {
        model: &model,
        book: &book,
        place: chosen.place,
        price: chosen.price,
        markup: WAD.checked_add(discount).ok_or(OVERFLOW)?,
        cash_unit: close.cash_unit,
        asset_unit: *asset_unit,
        debt,
    };
    let mut largest = sale.largest()?;
    let cap = toxic_bound(&before, &largest, &chosen)?;
    let outcome = if cap == 0 {
        Some((Path::Insolvent, largest))
    } else {
        if cap < discount {
            discount = cap;
            sale.markup = WAD.checked_add(cap).ok_or(OVERFLOW)?;
            largest = sale.largest()?;
        }
        sale.smallest_restoring(&before, largest)?
    };
    let Some((path, sold)) = outcome else {
        return match asset {
            Some(_) => Err(RiskError::WouldNotHelp),
            None => Ok(ClosePlan::idle(Path::Insolvent, &before)),
        };
    };
    Ok(ClosePlan {
        path,
        asset: chosen.asset,
        repay: sold.repay,
        seized: sold.seized,
        discount,
        health_before: before.health,
        health_after: sold.verdict.health,
    })
}

/// [`close`] where prices may be suspect: only an account that is below maintenance under both prices of its suspect
/// assets is sold from. The plan is then made at those that favour it, the worse ones for the buyer, and `market`
/// is left with them; so are the healths it states, but for one that is not below 1 under the others.
///
/// # Errors
/// As [`close`].
#[allow(clippy::too_many_arguments)] // as in `close`
pub fn close_under_both_prices(
    cash: i128,
    holdings: &[Holding],
    legs: &[Leg],
    market: &mut Market,
    terms: &MarginTerms,
    assets: &[AssetTerms; MAX_ASSETS],
    asset: Option<u8>,
    close_terms: &CloseTerms<'_>,
) -> Result<ClosePlan, RiskError> {
    if market.has_suspects() {
        let before = crate::assess(cash, holdings, legs, market, terms, assets, &mut [])?;
        if before.health >= WAD {
            return Ok(ClosePlan::idle(Path::Healthy, &before));
        }
        market.favour_suspects();
    }
    close(
        cash,
        holdings,
        legs,
        market,
        terms,
        assets,
        asset,
        close_terms,
    )
}

/// What the account's distress offers, rounded down.
fn wanted_discount(before: &Verdict, close: &CloseTerms<'_>) -> u128 {
    let distress = WAD.saturating_sub(before.health);
    let wanted = fixed::mul_wad_down(close.discount_slope, distress);
    wanted.unwrap_or(u128::MAX).min(close.max_discount)
}

/// The largest discount at which a sale of any size raises health, rounded down; 0 where there is none.
///
/// Margin is convex in what is sold, so the margin freed per USD is least over the largest sale. Where that
/// one frees nothing (it would cut into a hedge) the margin of the first USD counts, and the search decides.
fn toxic_bound(before: &Verdict, largest: &Sold, chosen: &Collateral) -> Result<u128, RiskError> {
    let Ok(equity) = u128::try_from(before.equity) else {
        return Ok(0);
    };
    let freed = before
        .maintenance
        .saturating_sub(largest.verdict.maintenance);
    let (freed, sold) = if freed > 0 {
        (freed, fixed::mul_wad_up(chosen.price, largest.seized)?)
    } else {
        (u128::try_from(chosen.rate).unwrap_or(0), WAD)
    };
    let carried = product(before.maintenance, sold);
    let bound = fixed::mul_div_down(product(equity, freed), U256::from(WAD), carried)?;
    let bound = u128::try_from(bound).unwrap_or(u128::MAX);
    // b / (1 + b) <= bound is b <= bound / (1 - bound); a thousandth less, so that health rises, not stays.
    let cap = match WAD.checked_sub(bound) {
        Some(rest) => fixed::mul_div_down_u128(bound, WAD, rest).unwrap_or(u128::MAX),
        None => u128::MAX,
    };
    Ok(cap.saturating_sub(cap.div_ceil(1000)))
}

/// One collateral that may be sold.
#[derive(Clone, Copy)]
struct Collateral {
    asset: u8,
    place: usize,
    price: u128,
    /// Maintenance margin carried by one USD of it, WAD, towards zero.
    rate: i128,
}

/// What each asset carries of the account's margin.
struct Carried<'a> {
    book: &'a Book,
    market: &'a Market,
    exposure: &'a [i128; MAX_ASSETS],
    split: &'a [i128; MAX_ASSETS],
}

impl Carried<'_> {
    /// The collateral at a place; `None` where it has no price, or where selling it raises the margin of an
    /// account that still has equity.
    fn collateral(
        &self,
        place: usize,
        asset: u8,
        equity: i128,
    ) -> Result<Option<Collateral>, RiskError> {
        let price = self.market.prices.get(place).copied().unwrap_or(0);
        let exposure = self.exposure.get(place).copied().unwrap_or(0);
        let margin = self.split.get(place).copied().unwrap_or(0);
        if price == 0 {
            return Ok(None);
        }
        let rate = if exposure > 0 {
            Wide::product(margin, signed(false, WAD)?).div_trunc(exposure.unsigned_abs())?
        } else {
            0
        };
        Ok((rate > 0 || equity <= 0).then_some(Collateral {
            asset,
            place,
            price,
            rate,
        }))
    }

    fn choose(
        &self,
        assets: &[AssetTerms; MAX_ASSETS],
        equity: i128,
    ) -> Result<Option<Collateral>, RiskError> {
        let mut best: Option<(Collateral, u128)> = None;
        for (place, index) in members(self.market.mask).enumerate() {
            let held = self.book.held.get(place).copied().unwrap_or(0);
            let dead = self.market.states.get(place) == Some(&State::Dead);
            if held == 0 || dead {
                continue;
            }
            let asset = u8::try_from(index).map_err(|_| OVERFLOW)?;
            let Some(found) = self.collateral(place, asset, equity)? else {
                continue;
            };
            // An asset that costs nothing to leave counts as costing the least there is.
            let cost = assets.get(index).map_or(1, |terms| terms.exit_cost.max(1));
            let better = best.is_none_or(|(other, other_cost)| {
                let own = product(found.rate.max(0).unsigned_abs(), other_cost);
                own > product(other.rate.max(0).unsigned_abs(), cost)
            });
            if better {
                best = Some((found, cost));
            }
        }
        Ok(best.map(|(collateral, _)| collateral))
    }
}

impl ClosePlan {
    const fn idle(path: Path, before: &Verdict) -> Self {
        Self {
            path,
            asset: NO_ASSET,
            repay: 0,
            seized: 0,
            discount: 0,
            health_before: before.health,
            health_after: before.health,
        }
    }
}
