//! The traffic light of the Basel committee (1996; today MAR32): how many exceedances of a 99 % forecast are too many.
//!
//! Yellow begins where fewer or as many exceedances have a probability of 95 % under a right model, red at 99.99 %. For
//! 250 days that is 5 and 10; shorter records get thresholds of the same probabilities.

use super::binomial::at_most_up;
use super::ring::LENGTH;
use crate::RiskError;
use fixed::WAD;

/// Colour of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zone {
    /// What a right model gives.
    Green,
    /// Between chance and error.
    Yellow,
    /// The model is wrong: nothing may be eased.
    Red,
}

/// Probability of an exceedance, WAD.
const TAIL: u128 = WAD / 100;
/// Hundredths that MAR32 adds, and below which `P(X <= x)` they are all: 95 %, then the probabilities of 5, 6, 7 and 8
/// among 250 days, rounded up with room for what [`at_most_up`] adds, then 99.99 %.
const LADDER: [(u128, u8); 6] = [
    (WAD / 100 * 95, 0),
    (958_816_815_930_151_646, 20),
    (986_298_552_144_796_356, 26),
    (995_974_661_288_192_185, 33),
    (998_943_467_502_643_178, 38),
    (WAD / 10_000 * 9_999, 42),
];

/// Zone of `exceedances` among `observed` days of a 99 % forecast. No exceedance is green, however short the record;
/// the probability is rounded up, towards red.
///
/// # Errors
/// Overflow past 2^32 days.
pub fn zone(observed: usize, exceedances: usize) -> Result<Zone, RiskError> {
    Ok(match surcharge(observed, exceedances)? {
        0 => Zone::Green,
        50 => Zone::Red,
        _ => Zone::Yellow,
    })
}

/// Multiplier of margins, WAD, rounded up: 1 in the green zone, 1.13 to 1.28 in the yellow one, 1.33 in the red one
/// (the multipliers of MAR32 over their 1.5).
///
/// # Errors
/// As [`zone`].
pub fn multiplier_up(observed: usize, exceedances: usize) -> Result<u128, RiskError> {
    let surcharge = u128::from(surcharge(observed, exceedances)?);
    // 1 + surcharge / 150.
    let above = surcharge.wrapping_mul(WAD).div_ceil(150);
    Ok(WAD.wrapping_add(above))
}

/// Hundredths that MAR32 adds to a multiplier of 1.5; for records of another length, those of 250 days with the same
/// probability.
///
/// # Errors
/// As [`zone`].
pub fn surcharge(observed: usize, exceedances: usize) -> Result<u8, RiskError> {
    if exceedances == 0 {
        return Ok(0);
    }
    if observed == LENGTH {
        return Ok(of_full_ring(exceedances));
    }
    let probability = at_most_up(exceedances, observed, TAIL)?;
    let step = LADDER.iter().find(|(below, _)| probability < *below);
    Ok(step.map_or(50, |(_, surcharge)| *surcharge))
}

/// MAR32.9, table 1.
const fn of_full_ring(exceedances: usize) -> u8 {
    match exceedances {
        0..=4 => 0,
        5 => 20,
        6 => 26,
        7 => 33,
        8 => 38,
        9 => 42,
        _ => 50,
    }
}
