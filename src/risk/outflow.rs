//! How much may leave within a time: a leaky bucket of what left net of what came.
//!
//! It slows a run, and a thief, without stopping anybody for long. Only the net counts: whoever brings cash and takes it
//! away again uses nothing up, so nobody can fill the bucket for others with money that is borrowed for a moment.

use crate::error::OVERFLOW;
use crate::RiskError;
use fixed::{mul_div_down_u128, mul_div_up_u128, mul_wad_down};

/// What may leave. Amounts in one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutflowLimit {
    /// Part (WAD) of all that was there before it began to leave.
    pub share: u128,
    /// Seconds in which that part of what is still there fades; zero for no limit.
    pub window: u64,
    /// The bucket holds, and fades by, at least this much: a small pool, and the last one in it, need no limit.
    pub floor: u128,
}

/// What left net of what came, as it fades. Negative where more came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outflow {
    /// The amount.
    pub net: i128,
    /// As of this time, seconds.
    pub at: u64,
}

impl OutflowLimit {
    /// Whether there is any.
    #[must_use]
    pub const fn is_off(&self) -> bool {
        self.window == 0
    }

    /// What the bucket holds where `total` is there now, rounded down.
    ///
    /// # Errors
    /// Overflow.
    pub fn capacity_down(&self, total: u128, outflow: Outflow) -> Result<u128, RiskError> {
        let gone = u128::try_from(outflow.net).unwrap_or(0);
        let before = total.checked_add(gone).ok_or(OVERFLOW)?;
        Ok(mul_wad_down(before, self.share)?.max(self.floor))
    }

    /// The outflow as it has faded by `now`, by the share of what is there in every window. The speed does not depend on the
    /// outflow: it does not matter how often somebody looks. What left fades a little late, what came a little early.
    ///
    /// # Errors
    /// Overflow.
    pub fn faded(&self, outflow: Outflow, total: u128, now: u64) -> Result<Outflow, RiskError> {
        let elapsed = u128::from(now.saturating_sub(outflow.at));
        let at = outflow.at.max(now);
        if self.window == 0 {
            return Ok(Outflow { net: 0, at });
        }
        let pace = mul_wad_down(total, self.share)?.max(self.floor);
        let window = u128::from(self.window);
        let size = outflow.net.unsigned_abs();
        let left = outflow.net > 0;
        let faded = if left {
            mul_div_down_u128(pace, elapsed, window)
        } else {
            mul_div_up_u128(pace, elapsed, window)
        };
        // More than the type holds is all of it: time must never lock anybody in.
        let faded = faded.unwrap_or(u128::MAX);
        let rest = i128::try_from(size.saturating_sub(faded)).map_err(|_| OVERFLOW)?;
        let net = if left { rest } else { rest.saturating_neg() };
        Ok(Outflow { net, at })
    }

    /// What may leave now, of an outflow that has [faded](Self::faded), rounded down.
    ///
    /// # Errors
    /// Overflow.
    pub fn room_down(&self, outflow: Outflow, total: u128) -> Result<u128, RiskError> {
        if self.is_off() {
            return Ok(u128::MAX);
        }
        let capacity = self.capacity_down(total, outflow)?;
        let size = outflow.net.unsigned_abs();
        Ok(if outflow.net > 0 {
            capacity.saturating_sub(size)
        } else {
            capacity.saturating_add(size)
        })
    }
}

impl Outflow {
    /// With what has left now.
    ///
    /// # Errors
    /// Overflow.
    pub fn with_left(self, amount: u128) -> Result<Self, RiskError> {
        let amount = i128::try_from(amount).map_err(|_| OVERFLOW)?;
        let net = self.net.checked_add(amount).ok_or(OVERFLOW)?;
        Ok(Self { net, ..self })
    }

    /// With what has come now.
    ///
    /// # Errors
    /// Overflow.
    pub fn with_come(self, amount: u128) -> Result<Self, RiskError> {
        let amount = i128::try_from(amount).map_err(|_| OVERFLOW)?;
        let net = self.net.checked_sub(amount).ok_or(OVERFLOW)?;
        Ok(Self { net, ..self })
    }
}
