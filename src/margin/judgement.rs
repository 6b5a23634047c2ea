//! The two questions, in the types of the model.

use crate::abi::{InvalidTerms, MarginError, NotHeld, SaleWouldNotHelp};
use crate::portfolio::Portfolio;
use crate::terms::{MAX_DISCOUNT, MAX_DISCOUNT_SLOPE, WAD};
use crate::{market, state, terms};
use alloc::vec::Vec;
use alloy_primitives::U256;
use risk::{
    AssetTerms, ClosePlan, CloseTerms, MarginTerms, Market, RiskError, State, Verdict, MAX_ASSETS,
    NO_ASSET,
};

/// The answer to the first.
pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    /// Maintenance margin of each holding, then each leg, USD WAD.
    pub(crate) attribution: Vec<i128>,
}

/// The answer to the second.
pub(crate) struct Proposal {
    pub(crate) plan: ClosePlan,
    /// Of the price of the asset sold.
    pub(crate) state: State,
    /// Assets of the portfolio whose price is not live.
    pub(crate) not_live: u16,
    /// Of all of them, four bits each.
    pub(crate) states: u64,
}

/// The terms of a sale, inside their bounds.
pub(crate) struct Sale {
    asset: Option<u8>,
    discount_slope: u128,
    max_discount: u128,
    cash_unit: u128,
    asset_units: Vec<u128>,
}

/// Equity, margins and their attribution.
pub(crate) fn judge(portfolio: &Portfolio) -> Result<Judgement, MarginError> {
    let mut market = Market::new();
    let (terms, assets) = conditions(portfolio.mask, &mut market)?;
    let (cash, holdings, legs) = (portfolio.cash, &portfolio.holdings, &portfolio.legs);
    let mut attribution = vec![0i128; holdings.len().saturating_add(legs.len())];
    let verdict = risk::assess(
        cash,
        holdings,
        legs,
        &market,
        &terms,
        &assets,
        &mut attribution,
    )?;
    Ok(Judgement {
        verdict,
        attribution,
    })
}

/// What to sell.
pub(crate) fn propose(portfolio: &Portfolio, sale: &Sale) -> Result<Proposal, MarginError> {
    let (cash, holdings, legs) = (portfolio.cash, &portfolio.holdings, &portfolio.legs);
    if sale.asset_units.len() != holdings.len() {
        return Err(InvalidTerms {}.into());
    }
    if let Some(asset) = sale.asset.filter(|asset| {
        !holdings
            .iter()
            .any(|held| held.asset == *asset && held.amount > 0)
    }) {
        return Err(NotHeld { asset }.into());
    }
    let close = CloseTerms {
        discount_slope: sale.discount_slope,
        max_discount: sale.max_discount,
        cash_unit: sale.cash_unit,
        asset_units: &sale.asset_units,
    };
    let mut market = Market::new();
    let (terms, assets) = conditions(portfolio.mask, &mut market)?;
    let plan = risk::close_under_both_prices(
        cash,
        holdings,
        legs,
        &mut market,
        &terms,
        &assets,
        sale.asset,
        &close,
    );
    let plan = plan.map_err(|error| match error {
        RiskError::WouldNotHelp => SaleWouldNotHelp {
            asset: sale.asset.unwrap_or(NO_ASSET),
        }
        .into(),
        other => MarginError::from(other),
    })?;
    let state = market
        .place(plan.asset)
        .ok()
        .and_then(|place| market.states.get(place))
        .copied();
    Ok(Proposal {
        plan,
        state: state.unwrap_or_default(),
        not_live: market.not_live,
        states: market.packed_states(),
    })
}

impl Sale {
    /// Checks the terms; whether there is a unit for each holding is for [`propose`] to see.
    pub(crate) fn new(
        asset: u8,
        discount_slope: &U256,
        max_discount: &U256,
        cash_unit: &U256,
        units: impl ExactSizeIterator<Item = U256>,
    ) -> Result<Self, MarginError> {
        let mut asset_units = Vec::with_capacity(units.len());
        for unit in units {
            asset_units.push(within(&unit, 1, WAD)?);
        }
        Ok(Self {
            asset: (asset != NO_ASSET).then_some(asset),
            discount_slope: within(discount_slope, 0, MAX_DISCOUNT_SLOPE)?,
            max_discount: within(max_discount, 0, MAX_DISCOUNT)?,
            cash_unit: within(cash_unit, 1, WAD)?,
            asset_units,
        })
    }
}

/// What a portfolio is judged under: the terms first, then the oracle's market, written where it lies.
#[inline(never)]
fn conditions(
    mask: u16,
    market: &mut Market,
) -> Result<(MarginTerms, [AssetTerms; MAX_ASSETS]), MarginError> {
    let assets = state::terms_of(mask)?;
    let terms = terms::unpack(state::shared_terms())?;
    market::read(state::oracle(), mask, market)?;
    Ok((terms, assets))
}

#[inline(never)]
fn within(value: &U256, least: u64, most: u64) -> Result<u128, MarginError> {
    match value.into_limbs() {
        [value, 0, 0, 0] if (least..=most).contains(&value) => Ok(u128::from(value)),
        _ => Err(InvalidTerms {}.into()),
    }
}
