//! The weight that an observation keeps after some time.

use crate::exp::{power, Exponent, Short, Side};
use crate::{MathError, WAD};

fn decay(dt_seconds: u64, half_life_seconds: u64, side: Side) -> Result<u128, MathError> {
    let (Some(whole), Some(rest)) = (
        dt_seconds.checked_div(half_life_seconds),
        dt_seconds.checked_rem(half_life_seconds),
    ) else {
        return Err(MathError::DivisionByZero);
    };
    let exponent = Exponent::sum(
        true,
        u128::from(whole),
        u128::from(rest),
        u128::from(half_life_seconds),
    );
    power::<Short>(exponent, WAD, side).map(|(_, low)| low)
}

/// `2^(-dt/H)` in WAD, never above the true value (model 3.2): 1 at dt = 0, exact where dt is a multiple of H and the
/// result a whole number of ulp, 0 from dt = 60 H on. Less than 1.03 ulp from it. Error: `DivisionByZero` for H = 0.
pub fn decay_down(dt_seconds: u64, half_life_seconds: u64) -> Result<u128, MathError> {
    decay(dt_seconds, half_life_seconds, Side::Down)
}

/// `2^(-dt/H)` in WAD, never below the true value: never below one ulp, however long the time. Less than 1.03 ulp from it.
/// Error: `DivisionByZero` for H = 0.
pub fn decay_up(dt_seconds: u64, half_life_seconds: u64) -> Result<u128, MathError> {
    decay(dt_seconds, half_life_seconds, Side::Up)
}
