//! What readers get: prices with their states, and how prices move, with the moves that nobody has sampled yet.

use crate::abi::{AssetInfo, UnknownAsset};
use crate::clock::now;
use crate::error::OracleError;
use crate::prices;
use crate::state::{self, Clock, Pace};
use alloc::vec::Vec;
use alloy_primitives::{I256, U256};
use fixed::WAD;
use risk::covariance::correlations::{Correlations, Share};
use risk::volatility::moments::Interval;
use risk::{annual_volatility_up, snapshot, Market, MAX_ASSETS};

/// What a surcharge counts in.
const HUNDREDTH: u128 = WAD / 100;

/// What judging a portfolio of the assets of a mask needs, in words: see [`risk::snapshot`].
#[inline(never)]
pub(crate) fn words(mask: u16) -> Result<Vec<U256>, OracleError> {
    let market = market(mask)?;
    let mut words = vec![U256::ZERO; snapshot::length(market.assets())];
    snapshot::encode(&market, &mut words)?;
    Ok(words)
}

/// The lower triangle of the covariance, per day, scale 1e-36.
#[inline(never)]
pub(crate) fn matrix(mask: u16) -> Result<Vec<I256>, OracleError> {
    let market = market(mask)?;
    let entries = market.covariance.triangle().iter();
    Ok(entries.map(|entry| signed(*entry)).collect())
}

/// Correlation of two assets, WAD.
#[inline(never)]
pub(crate) fn correlation(first: u8, second: u8) -> Result<I256, OracleError> {
    let mask = bit(first)? | bit(second)?;
    let correlations = fill(&mut Market::new(), mask)?;
    Ok(signed(correlations.of_ends()))
}

/// Assets of a mask, as people read them.
#[inline(never)]
pub(crate) fn infos(mask: u16) -> Result<Vec<AssetInfo>, OracleError> {
    let market = market(mask)?;
    let mut infos = Vec::with_capacity(market.assets());
    for asset in members(mask) {
        infos.push(info(&market, asset, infos.len())?);
    }
    Ok(infos)
}

/// One of them.
#[inline(never)]
pub(crate) fn asset_info(asset: u8) -> Result<AssetInfo, OracleError> {
    info(&market(bit(asset)?)?, asset, 0)
}

#[inline(never)]
fn info(market: &Market, asset: u8, place: usize) -> Result<AssetInfo, OracleError> {
    let annual = |variances: &[i128; MAX_ASSETS]| annual_volatility_up(at(variances, place));
    Ok(AssetInfo {
        asset,
        state: at(&market.states, place).into(),
        gate: at(&market.gates, place).into(),
        samples: at(&market.samples, place),
        updatedAt: at(&market.updated_at, place),
        collateralPrice: at(&market.prices, place),
        liabilityPrice: at(&market.liability_prices, place),
        volatility: market.covariance.volatility_annual_up(place)?,
        slowVolatility: annual(&market.slow)?,
        pacedVolatility: annual(&market.paced)?,
        forecastVolatility: annual(&market.forecasts)?,
        depth: at(&market.depths, place),
        maintenanceDepth: at(&market.maintenance_depths, place),
        surcharge: u128::from(at(&market.surcharges, place)).wrapping_mul(HUNDREDTH),
    })
}

#[inline(never)]
fn market(mask: u16) -> Result<Market, OracleError> {
    let mut market = Market::new();
    fill(&mut market, mask)?;
    Ok(market)
}

/// The market of the assets of a mask, ascending, and their correlations. In place: a matrix is 2 KB, and the
/// stack 32.
#[inline(never)]
fn fill(market: &mut Market, mask: u16) -> Result<Correlations, OracleError> {
    let clock = Clock::load();
    let now = now();
    market.mask = mask;
    market.timestamp = now;
    market.due_at = clock.due_at;
    market.sampled_at = clock.sampled_at;
    market.index_volatility = clock.index;
    if let Some(last) = members(mask).last() {
        listed(&clock, last)?;
    }

    let observed = prices::observe(Pace::load().prices, mask)?;
    let elapsed = now.saturating_sub(clock.sampled_at);
    let interval = Interval::of(elapsed, &clock.memory().unclipped())?;
    let mut shares = [Share::MISSING; MAX_ASSETS];
    let mut variances = [0i128; MAX_ASSETS];
    for (place, asset) in (0..MAX_ASSETS).zip(members(mask)) {
        let price = observed.observed(place)?;
        put(&mut market.prices, place, price.collateral);
        put(&mut market.liability_prices, place, price.liability);
        put(&mut market.states, place, price.state);
        put(&mut market.gates, place, price.gate);
        put(&mut market.updated_at, place, price.updated_at);
        if !price.state.is_live() {
            market.not_live |= bit(asset)?;
        }

        let moments = state::moments(asset)?;
        let start = state::start_variance(asset, &moments)?;
        let bounds = state::bounds(state::terms(asset).0)?;
        let (shown, share) = moments.pending(price.pending, &interval, start, &bounds)?;
        put(&mut variances, place, shown.fast);
        put(&mut shares, place, share);
        put(&mut market.slow, place, shown.slow);
        put(&mut market.paced, place, shown.paced);
        put(&mut market.samples, place, moments.samples);

        let note = state::note(asset);
        put(&mut market.forecasts, place, note.forecast);
        put(&mut market.depths, place, note.depth);
        put(
            &mut market.maintenance_depths,
            place,
            note.maintenance_depth,
        );
        put(&mut market.surcharges, place, note.surcharge);
    }
    let count = market.assets();
    let mut correlations = state::correlations(mask);
    correlations.step(shares.get(..count).unwrap_or(&[]))?;
    correlations.covariance(
        variances.get(..count).unwrap_or(&[]),
        &mut market.covariance,
    )?;
    Ok(correlations)
}

/// # Errors
/// `UnknownAsset`.
pub(crate) fn listed(clock: &Clock, asset: u8) -> Result<(), OracleError> {
    if asset < clock.assets {
        Ok(())
    } else {
        Err(UnknownAsset { asset }.into())
    }
}

fn bit(asset: u8) -> Result<u16, OracleError> {
    1u16.checked_shl(asset.into())
        .ok_or_else(|| UnknownAsset { asset }.into())
}

fn members(mask: u16) -> impl Iterator<Item = u8> + Clone {
    (0u8..16).filter(move |asset| mask.wrapping_shr((*asset).into()) & 1 == 1)
}

#[allow(clippy::cast_possible_truncation)] // the halves, exactly
const fn signed(value: i128) -> I256 {
    let bits = value.cast_unsigned();
    let sign = if value < 0 { u64::MAX } else { 0 };
    I256::from_raw(U256::from_limbs([
        bits as u64,
        (bits >> 64) as u64,
        sign,
        sign,
    ]))
}

fn at<T: Copy + Default>(list: &[T; MAX_ASSETS], place: usize) -> T {
    list.get(place).copied().unwrap_or_default()
}

fn put<T>(list: &mut [T; MAX_ASSETS], place: usize, value: T) {
    if let Some(to) = list.get_mut(place) {
        *to = value;
    }
}
