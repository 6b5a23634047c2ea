//! One joint sample of all assets, on the common clock.

use crate::abi::{Sampled, VolatilitySampled};
use crate::error::OracleError;
use crate::feeds::{self, Fresh};
use crate::host::{emit, now};
use crate::state::{self, Band, Clock, Feed, Pace, Sample};
use alloy_primitives::U256;
use risk::{Covariance, EwmaTerms, MAX_ASSETS};

/// Silence erases no more of a variance than this many half-lives do.
const HALF_LIVES_REMEMBERED: u64 = 2;

/// Takes a sample where one is due and at least one asset is live. `false` has written nothing.
///
/// An asset that is not live is missing from the sample: it keeps its variance and its last price, and its
/// next return spans the gap.
pub(crate) fn poke() -> Result<bool, OracleError> {
    let mut clock = Clock::load();
    let now = now();
    if now < clock.due_at {
        return Ok(false);
    }
    let pace = Pace::load();
    if feeds::sequencer(pace.sequencer, now)?.is_some() {
        return Ok(false);
    }

    let assets = usize::from(clock.assets);
    let mut samples: [Option<(Sample, Fresh)>; MAX_ASSETS] = [None; MAX_ASSETS];
    let mut returns = [None; MAX_ASSETS];
    let mut weights = [0u128; MAX_ASSETS];
    let places = samples.iter_mut().zip(&mut returns).zip(&mut weights);
    for (asset, ((sample, log_return), weight)) in (0..clock.assets).zip(places) {
        let (band, last) = (Band::load(asset), Sample::load(asset));
        *weight = u128::from(band.weight);
        if let Ok(fresh) = feeds::read(&Feed::load(asset), &band, &last, now)? {
            *log_return = Some(log_return_of(fresh.price, last.price)?);
            *sample = Some((last, fresh));
        }
    }
    if returns.iter().all(Option::is_none) {
        return Ok(false);
    }

    let (reference, clip) = state::filter();
    let mut covariance = Covariance::new();
    load_covariance(&mut covariance, (0..MAX_ASSETS).take(assets))?;
    let elapsed = now.saturating_sub(clock.sampled_at);
    let terms = EwmaTerms {
        clip,
        ..unclipped(&pace)
    };
    covariance.update(returns.get(..assets).unwrap_or(&[]), elapsed, &terms)?;

    let mut volatilities = [0u128; MAX_ASSETS];
    for (asset, volatility) in volatilities.iter_mut().enumerate().take(assets) {
        *volatility = covariance.volatility_annual_up(asset)?;
    }
    clock.index = risk::index_volatility_up(&volatilities, &weights)?;
    clock.sampled_at = now;
    clock.due_at = now.saturating_add(interval(&pace, clock.index, reference)?);

    clock.store();
    state::set_covariances(&covariance);
    for ((asset, sample), volatility) in (0..clock.assets).zip(&samples).zip(&volatilities) {
        if let Some((last, fresh)) = sample {
            let count = last.count.saturating_add(1);
            Sample {
                price: fresh.price,
                updated_at: fresh.updated_at,
                taken_at: now,
                count,
                ..*last
            }
            .store(asset);
            emit(&VolatilitySampled {
                asset,
                price: U256::from(fresh.price),
                volatility: U256::from(*volatility),
            });
        }
    }
    emit(&Sampled {
        at: now,
        dueAt: clock.due_at,
        index: U256::from(clock.index),
    });
    Ok(true)
}

/// How the estimate forgets, without winsorising: what a reader is shown is the whole move.
pub(crate) fn unclipped(pace: &Pace) -> EwmaTerms {
    let half_life = u64::from(pace.half_life);
    EwmaTerms {
        half_life,
        clip: 0,
        max_dt: half_life.saturating_mul(HALF_LIVES_REMEMBERED),
    }
}

/// `ln(price / last)`, WAD, to the nearest: each logarithm is within one unit.
pub(crate) fn log_return_of(price: u128, last: u128) -> Result<i128, OracleError> {
    Ok(fixed::ln_wad(price)?.saturating_sub(fixed::ln_wad(last)?))
}

/// Adds the given assets to an empty matrix, in their order, which must ascend, as they are stored.
pub(crate) fn load_covariance(
    matrix: &mut Covariance,
    assets: impl Iterator<Item = usize> + Clone,
) -> Result<(), OracleError> {
    let entry = |row, column| Covariance::entry(row, column).map_or(0, state::covariance);
    for row in assets.clone() {
        let place = matrix.add_asset(entry(row, row))?;
        for (other, column) in (0..place).zip(assets.clone()) {
            matrix.set(place, other, entry(row, column))?;
        }
    }
    Ok(())
}

fn interval(pace: &Pace, index: u128, reference: u128) -> Result<u64, OracleError> {
    let (base, shortest, longest) = (pace.interval, pace.shortest, pace.longest);
    Ok(risk::next_interval(
        index,
        reference,
        base.into(),
        shortest.into(),
        longest.into(),
    )?)
}
