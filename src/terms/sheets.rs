//! Between the structs of the ABI and the values of the sheets.

use crate::abi::*;
use alloy_primitives::U256;
use risk::terms::history::Refused;
use risk::terms::sheet::{values, Asset, Field, Shared, ASSET, CLASS, SHARED};

/// Words in their units, rounded towards more margin. What does not fit is out of bounds.
fn units<const N: usize>(fields: &[Field], words: [U256; N]) -> Result<[u64; N], Refused> {
    let mut values = [0; N];
    for ((place, to), (field, word)) in (0u8..).zip(&mut values).zip(fields.iter().zip(words)) {
        let unit = u128::try_from(word)
            .ok()
            .and_then(|value| field.unit_of(value).ok());
        *to = unit.ok_or(Refused::OutOfBounds(place))?;
    }
    Ok(values)
}

/// The shared terms in their units.
pub(crate) fn shared(terms: &PolicyTerms) -> Result<Shared, Refused> {
    units(
        &SHARED,
        [
            U256::from(terms.horizon),
            terms.shortfallFactor,
            terms.modelMultiplier,
            terms.maintenanceRatio,
            terms.bufferRatio,
            terms.correlationStress,
            terms.sigmaFloor,
            terms.confidence,
            U256::from(terms.minRows),
            terms.unwindRate,
            terms.maxUnwind,
            terms.crowding,
        ],
    )
}

/// The shared terms as they are told.
pub(crate) fn policy(of: &Shared) -> PolicyTerms {
    let [horizon, factor, multiplier, maintenance, buffer, correlation, floor, confidence, rows, rate, unwind, crowding] =
        values(&SHARED, of).map(U256::from);
    PolicyTerms {
        horizon: horizon.saturating_to(),
        shortfallFactor: factor,
        modelMultiplier: multiplier,
        maintenanceRatio: maintenance,
        bufferRatio: buffer,
        correlationStress: correlation,
        sigmaFloor: floor,
        confidence,
        minRows: rows.saturating_to(),
        unwindRate: rate,
        maxUnwind: unwind,
        crowding,
    }
}

/// Puts what an asset has from its class among its terms.
pub(crate) fn put_class(values: &mut Asset, terms: &ClassTerms) -> Result<(), Refused> {
    let [a, b, c, d] = units(
        &ASSET,
        [
            terms.jump,
            terms.stressScale,
            terms.tableInitial,
            terms.tableMaintenance,
        ],
    )?;
    let [_, _, _, _, rest @ ..] = *values;
    let [e, f, g, h, i, class] = rest;
    *values = [a, b, c, d, e, f, g, h, i, class];
    Ok(())
}

/// Puts what an asset has of its own among its terms.
pub(crate) fn put_own(values: &mut Asset, terms: &AssetTerms) -> Result<(), Refused> {
    let [a, b, c, d, .., class] = *values;
    let class_part = U256::ZERO;
    let [_, _, _, _, e, f, g, h, i] = units(
        &ASSET,
        [
            class_part,
            class_part,
            class_part,
            class_part,
            terms.halfSpread,
            terms.deadBand,
            terms.uncertainty,
            terms.assumedDepth,
            U256::from(terms.expectedAge),
        ],
    )?;
    *values = [a, b, c, d, e, f, g, h, i, class];
    Ok(())
}

/// The number of the class that terms name; none where there are none.
pub(crate) fn class_of(values: &Asset) -> Option<u8> {
    let class = values.get(CLASS)?.checked_sub(1)?;
    u8::try_from(class).ok()
}

/// The terms of an asset as they are told.
pub(crate) fn asset(of: &Asset) -> AssetSheet {
    let [jump, stress_scale, initial, maintenance, half_spread, dead_band, uncertainty, depth, age, _] =
        values(&ASSET, of).map(U256::from);
    AssetSheet {
        class: class_of(of).unwrap_or(u8::MAX),
        jump,
        stressScale: stress_scale,
        tableInitial: initial,
        tableMaintenance: maintenance,
        halfSpread: half_spread,
        deadBand: dead_band,
        uncertainty,
        assumedDepth: depth,
        expectedAge: age.saturating_to(),
    }
}

/// What an asset has from its class.
pub(crate) fn class(of: &Asset) -> ClassTerms {
    let sheet = asset(of);
    ClassTerms {
        jump: sheet.jump,
        stressScale: sheet.stressScale,
        tableInitial: sheet.tableInitial,
        tableMaintenance: sheet.tableMaintenance,
    }
}
