//! Expected Shortfall of a linear portfolio over all rows.

use crate::abi::*;
use crate::asking;
use crate::error::LensError;
use alloy_primitives::{Address, I256, U256};
use risk::scenarios::{Page, Scenarios};
use risk::shortfall::{linear_up, MIN_ROWS};
use risk::{MAX_ASSETS, YEAR};

/// Of values exposed (USD WAD) at the volatilities of the book's oracle over a horizon.
pub(crate) fn shortfall(
    book: Address,
    assets: &[u8],
    exposures: &[I256],
    horizon: u32,
) -> Result<U256, LensError> {
    if assets.len() != exposures.len() {
        return Err(LengthMismatch {
            assets: U256::from(assets.len()),
            exposures: U256::from(exposures.len()),
        }
        .into());
    }
    if horizon == 0 || u64::from(horizon) > YEAR {
        return Err(InvalidHorizon { horizon }.into());
    }
    if !crate::host::has_code(book) {
        return Err(NoCode { book }.into());
    }
    let (mut values, mut mask) = ([0_i128; MAX_ASSETS], 0_u16);
    for (asset, exposure) in assets.iter().zip(exposures) {
        let value = values.get_mut(usize::from(*asset));
        let value = value.ok_or(UnknownAsset { asset: *asset })?;
        let more = i128::try_from(*exposure).map_err(|_| MathFailed {})?;
        *value = value.checked_add(more).ok_or(MathFailed {})?;
    }
    for (asset, value) in values.iter().enumerate() {
        mask |= u16::from(*value != 0) << (asset & 15);
    }
    let variances = asking::variances(asking::oracle(book)?, mask)?;
    let (bytes, ring) = asking::scenarios(book)?;
    let page = match bytes.is_empty() {
        true => None,
        false => Some(Page::decode(&bytes).map_err(|_| MalformedAnswer { callee: book })?),
    };
    let scenarios = Scenarios::new(page, &ring, 0, ring.len())?;
    if scenarios.len() < MIN_ROWS {
        return Err(TooFewRows {
            rows: U256::from(scenarios.len()),
            needed: U256::from(MIN_ROWS),
        }
        .into());
    }
    let loss = linear_up(&scenarios, &values, &variances, horizon.into())?;
    Ok(U256::from(loss))
}
