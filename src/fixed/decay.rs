//! The weight that an observation keeps after some time.

use crate::exp::{power, Exponent, Side, SHORT};
use crate::{MathError, WAD};

fn decay(dt_seconds: u64, half_life_seconds: u64, side: Side) -> Result<u128, MathError> {
    if half_life_seconds == 0 {
        return Err(MathError::DivisionByZero);
    }
    let exponent = Exponent::ratio(true, u128::from(dt_seconds), u128::from(half_life_seconds));
    power(exponent, WAD, &SHORT, side).map(|(_, low)| low)
}

/// `2^(-dt/H)` in WAD, never above the true value (model 3.2): 1 at dt = 0, exact where dt is a multiple of H and the
/// result a whole number of ulp, 0 from dt = 60 H on. Within one ulp. Error: `DivisionByZero` for H = 0.
pub fn decay_down(dt_seconds: u64, half_life_seconds: u64) -> Result<u128, MathError> {
    decay(dt_seconds, half_life_seconds, Side::Down)
}

/// `2^(-dt/H)` in WAD, never below the true value: never below one ulp, however long the time. Within one ulp. Error:
/// `DivisionByZero` for H = 0.
pub fn decay_up(dt_seconds: u64, half_life_seconds: u64) -> Result<u128, MathError> {
    decay(dt_seconds, half_life_seconds, Side::Up)
}
