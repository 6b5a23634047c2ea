//! Losses of a portfolio on one underlying over fixed grids of price and volatility, every position revalued in full.
//!
//! [`scan`] is the layout of SPAN (CME): moves of 0, 1/3, 2/3 and 1 of a price range either way, each with volatility up
//! and down by a volatility range, and moves of 3 ranges with volatility unchanged, whose profit or loss counts 33 %.
//! [`grid`] is the layout of Derive's PMRM: moves of -20 % to +20 % in steps of 5 %, volatility up, unchanged and down
//! by [`volatility_shock`], up only at the two ends. Time to expiry stays, there is no interest.

use crate::error::OVERFLOW;
use crate::options::black76::European;
use crate::options::everlasting::Everlasting;
use crate::options::volatility_shock::volatility_shock;
use crate::options::Payoff;
use crate::{LegKind, RiskError};
use fixed::WAD;

/// A position of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// How it pays; of a linear one the strike, time and volatility do not matter.
    pub kind: LegKind,
    /// Units of the underlying, 18 decimals; negative is short.
    pub size: i128,
    /// Strike, USD WAD.
    pub strike: u128,
    /// Time to expiry, or the funding period of an everlasting option, seconds.
    pub seconds: u64,
    /// Implied volatility, annual WAD.
    pub volatility: u128,
}

/// Scenarios of [`scan`].
pub const SCAN: usize = 16;
/// Scenarios of [`grid`].
pub const GRID: usize = 23;

/// Profit or loss in each scenario, USD WAD rounded down, and which one is the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome<const N: usize> {
    /// Profit (positive) or loss (negative).
    pub profits: [i128; N],
    /// The first of the worst.
    pub worst: usize,
    /// The loss there, zero where there is none.
    pub loss: u128,
}

impl<const N: usize> Outcome<N> {
    fn new(profits: [i128; N]) -> Self {
        let worst = profits
            .iter()
            .enumerate()
            .min_by_key(|(_, profit)| **profit);
        let (worst, loss) = worst.map_or((0, 0), |(worst, profit)| {
            (worst, profit.wrapping_neg().max(0).unsigned_abs())
        });
        Self {
            profits,
            worst,
            loss,
        }
    }
}

/// Which way volatility goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// It rises.
    Up,
    /// It stays.
    Unchanged,
    /// It falls.
    Down,
}

use Direction::{Down, Unchanged, Up};

/// Of a scenario of [`scan`]: the move in thirds of the price range, volatility, and the weight in hundredths.
pub const SCAN_SCENARIOS: [(i8, Direction, u8); SCAN] = [
    (0, Up, 100),
    (0, Down, 100),
    (1, Up, 100),
    (1, Down, 100),
    (-1, Up, 100),
    (-1, Down, 100),
    (2, Up, 100),
    (2, Down, 100),
    (-2, Up, 100),
    (-2, Down, 100),
    (3, Up, 100),
    (3, Down, 100),
    (-3, Up, 100),
    (-3, Down, 100),
    (9, Unchanged, 33),
    (-9, Unchanged, 33),
];

/// Of a scenario of [`grid`]: the move in hundredths, and volatility.
pub const GRID_SCENARIOS: [(i8, Direction); GRID] = [
    (20, Up),
    (15, Up),
    (15, Unchanged),
    (15, Down),
    (10, Up),
    (10, Unchanged),
    (10, Down),
    (5, Up),
    (5, Unchanged),
    (5, Down),
    (0, Up),
    (0, Unchanged),
    (0, Down),
    (-5, Up),
    (-5, Unchanged),
    (-5, Down),
    (-10, Up),
    (-10, Unchanged),
    (-10, Down),
    (-15, Up),
    (-15, Unchanged),
    (-15, Down),
    (-20, Up),
];

impl Position {
    /// What a unit is worth: no less and no more than it is.
    fn unit(&self, price: u128, volatility: u128, up: bool) -> Result<u128, RiskError> {
        let (payoff, everlasting) = match self.kind {
            LegKind::Linear => return Ok(price),
            LegKind::Call => (Payoff::Call, false),
            LegKind::Put => (Payoff::Put, false),
            LegKind::EverlastingCall => (Payoff::Call, true),
            LegKind::EverlastingPut => (Payoff::Put, true),
        };
        let (strike, seconds) = (self.strike, self.seconds);
        if everlasting {
            let option = Everlasting {
                price,
                strike,
                period: seconds,
                volatility,
            };
            if up {
                option.value_up(payoff)
            } else {
                option.value_down(payoff)
            }
        } else {
            let option = European {
                forward: price,
                strike,
                seconds,
                volatility,
            };
            if up {
                option.value_up(payoff)
            } else {
                option.value_down(payoff)
            }
        }
    }

    /// What a shock brings, rounded down: what is gained is valued low, what is owed high, what was there the other way.
    fn profit(&self, now: u128, price: u128, volatility: u128) -> Result<i128, RiskError> {
        if price == now && volatility == self.volatility {
            return Ok(0);
        }
        let long = self.size.is_positive();
        let after = self.unit(price, volatility, !long)?;
        let before = self.unit(now, self.volatility, long)?;
        let signed = |value| i128::try_from(value).map_err(|_| OVERFLOW);
        let change = signed(after)?
            .checked_sub(signed(before)?)
            .ok_or(OVERFLOW)?;
        Ok(fixed::mul_wad_floor_signed(self.size, change)?)
    }
}

/// Profit of all positions at a price; `shocked` gives the volatility of each.
fn profit(
    positions: &[Position],
    now: u128,
    price: u128,
    shocked: impl Fn(&Position) -> Result<u128, RiskError>,
) -> Result<i128, RiskError> {
    let mut sum = 0_i128;
    for position in positions {
        let profit = position.profit(now, price, shocked(position)?)?;
        sum = sum.checked_add(profit).ok_or(OVERFLOW)?;
    }
    Ok(sum)
}

/// `price * (1 + range * parts / whole)`, at least zero.
fn moved(price: u128, range: u128, parts: i8, whole: u128) -> Result<u128, RiskError> {
    let distance = u128::from(parts.unsigned_abs())
        .checked_mul(range)
        .ok_or(OVERFLOW)?;
    let whole = whole.checked_mul(WAD).ok_or(OVERFLOW)?;
    let step = fixed::mul_div_down_u128(price, distance, whole)?;
    if parts.is_negative() {
        Ok(price.saturating_sub(step))
    } else {
        price.checked_add(step).ok_or(OVERFLOW)
    }
}

/// The 16 scenarios of a scan. `price` USD WAD; `price_range` and `volatility_range` are shares of price and volatility,
/// WAD: 0.15e18 for 15 %. A price cannot fall below zero, nor can a volatility.
///
/// # Errors
/// Overflow.
pub fn scan(
    positions: &[Position],
    price: u128,
    price_range: u128,
    volatility_range: u128,
) -> Result<Outcome<SCAN>, RiskError> {
    let mut profits = [0; SCAN];
    for (to, (thirds, direction, weight)) in profits.iter_mut().zip(SCAN_SCENARIOS) {
        let factor = match direction {
            Up => WAD.checked_add(volatility_range).ok_or(OVERFLOW)?,
            Unchanged => WAD,
            Down => WAD.saturating_sub(volatility_range),
        };
        let at = moved(price, price_range, thirds, 3)?;
        let shocked = |position: &Position| Ok(fixed::mul_wad_down(position.volatility, factor)?);
        let profit = profit(positions, price, at, shocked)?;
        let weight = i128::from(weight).wrapping_mul(HUNDREDTH);
        *to = fixed::mul_wad_floor_signed(profit, weight)?;
    }
    Ok(Outcome::new(profits))
}

/// 0.01 in WAD.
const HUNDREDTH: i128 = 10_000_000_000_000_000;

/// The 23 scenarios of a grid of price and volatility. `price` USD WAD.
///
/// # Errors
/// Overflow.
pub fn grid(positions: &[Position], price: u128) -> Result<Outcome<GRID>, RiskError> {
    let mut profits = [0; GRID];
    for (to, (hundredths, direction)) in profits.iter_mut().zip(GRID_SCENARIOS) {
        let at = moved(price, WAD, hundredths, 100)?;
        let shocked = |position: &Position| {
            let shock = volatility_shock(position.seconds)?;
            Ok(fixed::mul_wad_down(
                position.volatility,
                match direction {
                    Up => shock.up,
                    Unchanged => WAD,
                    Down => shock.down,
                },
            )?)
        };
        *to = profit(positions, price, at, shocked)?;
    }
    Ok(Outcome::new(profits))
}
