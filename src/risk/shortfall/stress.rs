//! Stress rows: moves that history may not hold.
//!
//! Eleven joint moves of all prices, the far ones dampened, each with volatility down and up where there are options. The
//! worst dampened loss bounds Expected Shortfall from below. (Risk arrays of SPAN, CME; the grid with far tails is that
//! of portfolio margin on crypto options markets.)

use crate::wide::Wide;
use crate::RiskError;
use fixed::{mul_div_up_u128, WAD};

/// What a stress row does to implied volatilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Volatility {
    /// They fall.
    Down,
    /// They stay.
    Same,
    /// They rise.
    Up,
}

/// A stress row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stress {
    /// Move of every price, a fraction, WAD; an asset's own is this times its scale.
    pub price_move: i128,
    /// What volatilities do.
    pub volatility: Volatility,
    /// The part of the loss that counts, WAD.
    pub dampening: u128,
}

const PERCENT: i128 = 10_000_000_000_000_000;

/// Sizes of moves in percent and the percentages of their losses that count.
const MOVES: [(i128, u128); 5] = [(5, 100), (10, 100), (20, 55), (40, 34), (66, 21)];

/// The stress rows with those volatilities: volatility outermost, then no move, then each move down and up.
pub fn rows(volatilities: &[Volatility]) -> impl Iterator<Item = Stress> + '_ {
    volatilities.iter().flat_map(|volatility| {
        let both = |(size, counts): (i128, u128)| [(size.wrapping_neg(), counts), (size, counts)];
        core::iter::once((0, 100))
            .chain(MOVES.into_iter().flat_map(both))
            .map(|(size, counts)| Stress {
                price_move: size.wrapping_mul(PERCENT),
                volatility: *volatility,
                dampening: counts.wrapping_mul(PERCENT.unsigned_abs()),
            })
    })
}

/// A linear exposure under stress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stressed {
    /// Value exposed, USD, WAD, signed.
    pub usd: i128,
    /// How much of the joint move the asset makes, WAD: one for a major, more for what moves more, less for a pegged
    /// asset. No price falls by more than all of it.
    pub scale: u128,
}

impl Stressed {
    /// The asset's own move, WAD, away from zero, and not below -1.
    ///
    /// # Errors
    /// Overflow.
    pub fn own_move(&self, stress: &Stress) -> Result<i128, RiskError> {
        let size = mul_div_up_u128(stress.price_move.unsigned_abs(), self.scale, WAD)?;
        let own = crate::wide::signed(stress.price_move.is_negative(), size)?;
        Ok(own.max(MINUS_ONE))
    }
}

const MINUS_ONE: i128 = -1_000_000_000_000_000_000;

/// A row and its number.
pub type Worst = Option<(usize, Stress)>;

/// The row of the worst dampened loss, the first of equals, with its number, and that loss, USD, WAD, up; none and zero
/// where every row gains.
///
/// Exact for the linear exposures. `revalue` gives the loss of everything else in the row of a number, signed, USD, WAD.
///
/// # Errors
/// Overflow; what `revalue` returns.
pub fn worst(
    exposures: &[Stressed],
    volatilities: &[Volatility],
    mut revalue: impl FnMut(usize) -> Result<i128, RiskError>,
) -> Result<(Worst, u128), RiskError> {
    let mut worst = (None, 0);
    for (number, stress) in rows(volatilities).enumerate() {
        let mut gain = Wide::ZERO;
        for exposure in exposures {
            gain = gain.plus(Wide::product(exposure.usd, exposure.own_move(&stress)?))?;
        }
        let rest = Wide::product(revalue(number)?, MINUS_ONE);
        let loss = gain.plus(rest)?.negated().div_ceil(WAD)?;
        let loss = u128::try_from(loss).unwrap_or(0);
        let counted = mul_div_up_u128(loss, stress.dampening, WAD)?;
        if counted > worst.1 {
            worst = (Some((number, stress)), counted);
        }
    }
    Ok(worst)
}
