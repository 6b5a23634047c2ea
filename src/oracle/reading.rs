//! What readers get: prices with their states, volatilities with the moves that nobody has sampled yet.

use crate::abi::UnknownAsset;
use crate::error::OracleError;
use crate::feeds::{self, Fresh, Reading, BASIS_POINTS};
use crate::host::now;
use crate::sampling::{load_covariance, log_return_of, unclipped};
use crate::state::{self, Band, Clock, Feed, Pace, Sample};
use alloc::vec::Vec;
use alloy_primitives::{I256, U256};
use fixed::WAD;
use risk::{daily_variance_up, snapshot, Gate, Market, State, MAX_ASSETS};

/// Until an asset has this many samples, its volatility is not shown below the one it was listed with.
const SAMPLES_TO_TRUST: u16 = 30;

/// The price of an asset, or the error of the gate that stopped it.
pub(crate) fn live_price(asset: u8) -> Result<u128, OracleError> {
    match reading(asset)?.1 {
        Ok(fresh) => Ok(fresh.price),
        Err(fault) => Err(fault.error(asset)),
    }
}

/// The price, or where it is not live the last sampled one, with its state and the gate that stopped it.
pub(crate) fn status(asset: u8) -> Result<(Fresh, State, Gate), OracleError> {
    let (last, reading) = reading(asset)?;
    Ok(usable(reading, &last))
}

/// The last sample of an asset, and what its feed says now.
fn reading(asset: u8) -> Result<(Sample, Reading), OracleError> {
    let feed = listed(asset)?;
    let (now, last) = (now(), Sample::load(asset));
    let reading = match feeds::sequencer(Pace::load().sequencer, now)? {
        Some(fault) => Err(fault),
        None => feeds::read(&feed, &Band::load(asset), &last, now)?,
    };
    Ok((last, reading))
}

fn usable(reading: Reading, last: &Sample) -> (Fresh, State, Gate) {
    match reading {
        Ok(fresh) => (fresh, State::Live, Gate::None),
        Err(fault) => (
            Fresh {
                price: last.price,
                updated_at: last.updated_at,
            },
            fault.state(),
            fault.gate(),
        ),
    }
}

/// What judging a portfolio of the assets of a mask needs, in words: see [`risk::snapshot`].
#[inline(never)]
pub(crate) fn words(mask: u16) -> Result<Vec<U256>, OracleError> {
    let mut market = Market::new();
    fill(&mut market, mask)?;
    let mut words = vec![U256::ZERO; snapshot::length(market.assets())];
    snapshot::encode(&market, &mut words)?;
    Ok(words)
}

/// Volatility of an asset, annual WAD.
#[inline(never)]
pub(crate) fn volatility(asset: u8) -> Result<u128, OracleError> {
    let mut market = Market::new();
    fill(&mut market, bit(asset)?)?;
    Ok(market.covariance.volatility_annual_up(0)?)
}

/// Correlation of two assets, WAD.
#[inline(never)]
pub(crate) fn correlation(first: u8, second: u8) -> Result<I256, OracleError> {
    let mut market = Market::new();
    fill(&mut market, bit(first)? | bit(second)?)?;
    let last = market.assets().saturating_sub(1);
    let correlation = market.covariance.correlation(0, last)?;
    let size = U256::from(correlation.unsigned_abs());
    Ok(I256::from_raw(if correlation < 0 {
        size.wrapping_neg()
    } else {
        size
    }))
}

/// The market of the assets of a mask, ascending. In place: a matrix is 2 KB, and the stack 32.
#[inline(never)]
fn fill(market: &mut Market, mask: u16) -> Result<(), OracleError> {
    let clock = Clock::load();
    let pace = Pace::load();
    let now = now();
    let outage = feeds::sequencer(pace.sequencer, now)?;
    market.mask = mask;
    market.timestamp = now;
    market.due_at = clock.due_at;
    market.index_volatility = clock.index;

    let mut returns = [None; MAX_ASSETS];
    let mut floors = [0i128; MAX_ASSETS];
    let rows = market.prices.iter_mut().zip(&mut market.states);
    let rows = rows.zip(&mut market.gates).zip(&mut market.updated_at);
    let places = rows.zip(&mut returns).zip(&mut floors);
    for (asset, (((((price, state), gate), updated_at), log_return), floor)) in
        members(mask).zip(places)
    {
        let feed = listed(asset)?;
        let last = Sample::load(asset);
        let reading = match outage {
            Some(fault) => Err(fault),
            None => feeds::read(&feed, &Band::load(asset), &last, now)?,
        };
        *floor = daily_variance_up(floor_of(asset, &last))?;
        if let Ok(fresh) = reading {
            *log_return = Some(log_return_of(fresh.price, last.price)?);
        }
        let (shown, shown_state, stopped_by) = usable(reading, &last);
        (*price, *updated_at, *state, *gate) =
            (shown.price, shown.updated_at, shown_state, stopped_by);
    }

    load_covariance(&mut market.covariance, members(mask).map(usize::from))?;
    let assets = market.assets();
    let elapsed = now.saturating_sub(clock.sampled_at);
    let returns = returns.get(..assets).unwrap_or(&[]);
    market.covariance = market
        .covariance
        .pending(returns, elapsed, &unclipped(&pace))?;
    market.covariance.floor(floors.get(..assets).unwrap_or(&[]));
    Ok(())
}

/// An asset's feed.
///
/// # Errors
/// `UnknownAsset`.
pub(crate) fn listed(asset: u8) -> Result<Feed, OracleError> {
    bit(asset)?;
    let feed = Feed::load(asset);
    if feed.address.is_zero() {
        return Err(UnknownAsset { asset }.into());
    }
    Ok(feed)
}

/// The least volatility shown for an asset, annual WAD.
fn floor_of(asset: u8, last: &Sample) -> u128 {
    let floor = from_basis_points(last.floor);
    if last.count < SAMPLES_TO_TRUST {
        floor.max(state::start_volatility(asset))
    } else {
        floor
    }
}

/// WAD.
pub(crate) fn from_basis_points(points: u32) -> u128 {
    u128::from(points).saturating_mul(WAD / BASIS_POINTS)
}

fn bit(asset: u8) -> Result<u16, OracleError> {
    1u16.checked_shl(asset.into())
        .ok_or_else(|| UnknownAsset { asset }.into())
}

fn members(mask: u16) -> impl Iterator<Item = u8> + Clone {
    (0u8..16).filter(move |asset| bit(*asset).is_ok_and(|bit| mask & bit != 0))
}
