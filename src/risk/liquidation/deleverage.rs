//! Taking a deficit out of profits, pro rata and to the unit.

use crate::error::OVERFLOW;
use crate::RiskError;
use fixed::mul_div_down_u128;

/// A deficit being shared, one account after another: the state between two of them, so that many accounts may be
/// settled over several transactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deleveraging {
    /// What all together lose.
    deficit: u128,
    /// The profit of all together.
    profits: u128,
    /// The profit of those already settled.
    seen: u128,
    /// What those lose.
    taken: u128,
}

impl Deleveraging {
    /// Shares `deficit` among accounts whose profits sum to `profits`; what exceeds them is not shared, see
    /// [`Deleveraging::deficit`].
    #[must_use]
    pub fn new(deficit: u128, profits: u128) -> Self {
        Self {
            deficit: deficit.min(profits),
            profits,
            seen: 0,
            taken: 0,
        }
    }

    /// What is shared: the deficit, or all profits where it is larger.
    #[must_use]
    pub const fn deficit(&self) -> u128 {
        self.deficit
    }

    /// What the next account loses: the share of the running total of profits, less what was taken before. Never more
    /// than its profit, and within a unit of `deficit * profit / profits`; the sum over all accounts is the deficit
    /// exactly, whatever their order.
    ///
    /// # Errors
    /// [`RiskError::InvalidTerms`] where the profits exceed the sum that was announced.
    pub fn take(&mut self, profit: u128) -> Result<u128, RiskError> {
        if profit == 0 {
            return Ok(0);
        }
        let seen = self.seen.checked_add(profit).ok_or(OVERFLOW)?;
        if seen > self.profits {
            return Err(RiskError::InvalidTerms);
        }
        let due = mul_div_down_u128(self.deficit, seen, self.profits)?;
        let loss = due.saturating_sub(self.taken);
        (self.seen, self.taken) = (seen, due);
        Ok(loss)
    }
}

/// The same for accounts known at once: writes what each loses and returns what their profits could not bear.
///
/// # Errors
/// [`RiskError::LengthMismatch`] where there is not one place per profit; overflow of their sum.
pub fn deleverage(deficit: u128, profits: &[u128], losses: &mut [u128]) -> Result<u128, RiskError> {
    if profits.len() != losses.len() {
        return Err(RiskError::LengthMismatch);
    }
    let total = profits
        .iter()
        .try_fold(0u128, |sum, profit| sum.checked_add(*profit))
        .ok_or(OVERFLOW)?;
    let mut sharing = Deleveraging::new(deficit, total);
    for (profit, to) in profits.iter().zip(losses) {
        *to = sharing.take(*profit)?;
    }
    Ok(deficit.saturating_sub(sharing.deficit()))
}
