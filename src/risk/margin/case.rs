//! A case before the judge: what the margin hands over and what it gets back, in numbers.
//!
//! A case is a [`Head`], the [`super::Context`], and the portfolios.

use super::requirement::Requirement;
use super::wire::{Reader, Sink};
use super::worth::{read_leg, write_leg};
use super::{AddOns, Core, Kind};
use crate::{Holding, Leg, RiskError, Verdict};

/// Bytes of an address.
pub const ADDRESS_BYTES: usize = 20;
/// Numbers of a verdict, and of the parts of both requirements.
pub const VERDICT_NUMBERS: usize = 6;
/// Likewise.
pub const PARTS_NUMBERS: usize = 20;

/// What is asked, and whom the judge may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// Whether the positions' contributions are wanted.
    pub attributed: bool,
    /// Whether the parts of the requirements are.
    pub parts: bool,
    /// How many portfolios there are.
    pub portfolios: u16,
    /// Simulator, book and pricer.
    pub asked: [[u8; ADDRESS_BYTES]; 3],
}

impl Head {
    /// Writes it.
    pub fn write(&self, to: &mut impl Sink) {
        let flags = u64::from(self.attributed) | u64::from(self.parts) << 8;
        to.pair(self.portfolios.into(), flags);
        for address in &self.asked {
            let mut bytes = [0; 2 * super::wire::NUMBER_BYTES];
            for (to, from) in bytes.iter_mut().zip(address) {
                *to = *from;
            }
            for number in bytes.as_chunks().0 {
                to.put(u128::from_le_bytes(*number));
            }
        }
    }

    /// Reads it.
    ///
    /// # Errors
    /// [`RiskError::Malformed`].
    pub fn read(from: &mut Reader<'_>) -> Result<Self, RiskError> {
        let [portfolios, flags] = from.pair()?;
        let [attributed, parts, ..] = flags.to_le_bytes();
        let mut head = Self {
            portfolios: u16::try_from(portfolios).map_err(|_| RiskError::Malformed)?,
            attributed: attributed != 0,
            parts: parts != 0,
            asked: [[0; ADDRESS_BYTES]; 3],
        };
        for address in &mut head.asked {
            let (front, back) = (from.number()?.to_le_bytes(), from.number()?.to_le_bytes());
            for (to, from) in address.iter_mut().zip(front.iter().chain(&back)) {
                *to = *from;
            }
        }
        Ok(head)
    }

    /// Numbers of the answer for a portfolio of so many positions.
    #[must_use]
    pub const fn numbers(&self, positions: usize) -> usize {
        let parts = if self.parts { PARTS_NUMBERS } else { 0 };
        let attributed = if self.attributed { positions } else { 0 };
        VERDICT_NUMBERS
            .saturating_add(parts)
            .saturating_add(attributed)
    }
}

/// Writes a portfolio.
pub fn write_portfolio(cash: i128, holdings: &[Holding], legs: &[Leg], to: &mut impl Sink) {
    to.signed(cash);
    to.pair(holdings.len() as u64, legs.len() as u64);
    for holding in holdings {
        to.put(holding.asset.into());
        to.put(holding.amount);
    }
    legs.iter().for_each(|leg| write_leg(leg, to));
}

/// Reads a portfolio: its cash, and hands over its holdings and its legs.
///
/// # Errors
/// [`RiskError::Malformed`]; [`RiskError::UnsupportedLeg`].
pub fn read_portfolio(
    from: &mut Reader<'_>,
    mut hold: impl FnMut(Holding),
    mut carry: impl FnMut(Leg),
) -> Result<i128, RiskError> {
    let cash = from.signed()?;
    let [holdings, legs] = from.pair()?;
    for _ in 0..holdings {
        hold(Holding {
            asset: u8::try_from(from.number()?).map_err(|_| RiskError::Malformed)?,
            amount: from.number()?,
        });
    }
    for _ in 0..legs {
        carry(read_leg(from)?);
    }
    Ok(cash)
}

impl Verdict {
    /// Writes its six numbers.
    pub fn write(&self, to: &mut impl Sink) {
        to.signed(self.equity);
        for number in [
            self.initial,
            self.maintenance,
            self.buffer,
            self.health,
            self.not_live.into(),
        ] {
            to.put(number);
        }
    }

    /// Reads them.
    ///
    /// # Errors
    /// [`RiskError::Malformed`].
    pub fn read(from: &mut Reader<'_>) -> Result<Self, RiskError> {
        Ok(Self {
            equity: from.signed()?,
            initial: from.number()?,
            maintenance: from.number()?,
            buffer: from.number()?,
            health: from.number()?,
            not_live: u16::try_from(from.number()?).map_err(|_| RiskError::Malformed)?,
        })
    }
}

impl Requirement {
    /// Writes its ten numbers: three measures, five add-ons, the least, the total.
    pub fn write(&self, to: &mut impl Sink) {
        let (core, add_ons) = (&self.core, &self.add_ons);
        for number in [
            core.simulation,
            core.stress,
            core.twin,
            add_ons.liquidity,
            add_ons.crowding,
            add_ons.quality,
            add_ons.oracle,
            add_ons.table,
            self.least,
            self.total,
        ] {
            to.put(number);
        }
    }

    /// Reads them.
    ///
    /// # Errors
    /// [`RiskError::Malformed`].
    pub fn read(kind: Kind, from: &mut Reader<'_>) -> Result<Self, RiskError> {
        Ok(Self {
            kind,
            core: Core {
                simulation: from.number()?,
                stress: from.number()?,
                twin: from.number()?,
            },
            add_ons: AddOns {
                liquidity: from.number()?,
                crowding: from.number()?,
                quality: from.number()?,
                oracle: from.number()?,
                table: from.number()?,
            },
            least: from.number()?,
            total: from.number()?,
        })
    }
}
