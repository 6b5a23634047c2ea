//! What a judgement knows of an asset: the oracle's facts under the terms in force.

use super::{AssetRules, Rules};
use crate::forecast::used::used_up;
use crate::margin::{AssetFacts, Kind};
use crate::model::at;
use crate::{Market, RiskError, State, MAX_ASSETS};
use fixed::{isqrt_up_u128, mul_wad_up, WAD};

/// WAD of a hundredth.
const HUNDREDTH: u128 = 10_000_000_000_000_000;

/// The facts of the asset at a place of the market's lists.
///
/// Initial margin counts with what is true now: the variance of [`used_up`], with the long-run variance as its floor, and
/// the depth of this moment. Maintenance counts with the paced variance and the ramped depth, as far as they ask for
/// less (RSK-1): what volatility and depth do within hours reaches it at limited speed. A depth that nobody has measured
/// is the one that the terms assume.
///
/// # Errors
/// [`RiskError::UnknownAsset`] past the market's assets; overflow of a system's size past 128 bits.
pub fn facts(
    market: &Market,
    rules: &Rules,
    kind: Kind,
    place: usize,
) -> Result<AssetFacts, RiskError> {
    let initial = rule(&rules.initial.assets, place)?;
    let maintenance = rule(&rules.maintenance.assets, place)?;
    let own = match kind {
        Kind::Initial => initial,
        Kind::Maintenance => maintenance,
    };
    let price = at(&market.prices, place)?;
    let liability_price = at(&market.liability_prices, place)?;
    let measured = positive(market.covariance.get(place, place)?);
    let size = rules.sizes.get(place).ok_or(RiskError::UnknownAsset)?;
    let age = market
        .timestamp
        .saturating_sub(at(&market.updated_at, place)?);
    let surcharge = u128::from(at(&market.surcharges, place)?);
    Ok(AssetFacts {
        known: own.listed && price > 0 && measured > 0 && at(&market.states, place)? != State::Dead,
        deviation: isqrt_up_u128(variance(market, kind, place, measured)?),
        // At most 3.55.
        multiplier: WAD.saturating_add(surcharge.saturating_mul(HUNDREDTH)),
        age: age.saturating_sub(own.expected_age),
        dead_band: own.dead_band,
        depth: depth(market, kind, place, initial, maintenance)?,
        half_spread: own.half_spread,
        system_long: mul_wad_up(price, size.long)?,
        system_short: mul_wad_up(liability_price, size.short)?,
        uncertainty: own.uncertainty,
        quote: if own.policy.pegged { price } else { WAD },
    })
}

fn rule(rules: &[AssetRules; MAX_ASSETS], place: usize) -> Result<&AssetRules, RiskError> {
    rules.get(place).ok_or(RiskError::UnknownAsset)
}

fn variance(market: &Market, kind: Kind, place: usize, measured: u128) -> Result<u128, RiskError> {
    let forecast = positive(at(&market.forecasts, place)?);
    let used = used_up(measured, forecast, positive(at(&market.slow, place)?));
    let paced = positive(at(&market.paced, place)?);
    Ok(match kind {
        // A pace that nobody has set holds nothing back.
        Kind::Maintenance if paced > 0 => paced.min(used),
        _ => used,
    })
}

fn depth(
    market: &Market,
    kind: Kind,
    place: usize,
    initial: &AssetRules,
    maintenance: &AssetRules,
) -> Result<u128, RiskError> {
    let or_assumed = |measured: u128, assumed| if measured == 0 { assumed } else { measured };
    let now = or_assumed(at(&market.depths, place)?, initial.assumed_depth);
    Ok(match kind {
        Kind::Initial => now,
        Kind::Maintenance => {
            let kept = at(&market.maintenance_depths, place)?;
            or_assumed(kept, maintenance.assumed_depth).max(now)
        }
    })
}

fn positive(variance: i128) -> u128 {
    variance.max(0).unsigned_abs()
}
