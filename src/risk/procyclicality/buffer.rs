//! A buffer above the margin that is used up while margins rise, and built again afterwards.

use super::Speed;
use crate::RiskError;
use fixed::{mul_wad_up, WAD};

/// The terms of a buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BufferTerms {
    /// The full buffer as a share of the margin, WAD: 0.25.
    pub share: u128,
    /// How fast what is charged may rise on account of the buffer: 1 % a day.
    pub refill: Speed,
    /// A rise of the margin within a day from which on the buffer is released, WAD: 0.10. Zero releases it at any
    /// rise, as the regulation's plain form does.
    pub release: u128,
}

/// A margin with its buffer, both as charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Buffer {
    /// What the model asked for.
    pub margin: u128,
    /// What is charged: never below the margin.
    pub charged: u128,
}

impl BufferTerms {
    /// 25 %, refilled by 1 % a day, released by a rise of more than 10 % in a day.
    ///
    /// # Errors
    /// None in practice.
    pub fn standard() -> Result<Self, RiskError> {
        Ok(Self::STANDARD)
    }

    /// The same, without a logarithm in the program that uses it.
    pub const STANDARD: Self = Self {
        share: 250_000_000_000_000_000,
        refill: Speed::ONE_PERCENT,
        release: 100_000_000_000_000_000,
    };

    /// A full buffer.
    ///
    /// # Errors
    /// Overflow.
    pub fn full(&self, margin: u128) -> Result<Buffer, RiskError> {
        Ok(Buffer {
            margin,
            charged: self.most_up(margin)?,
        })
    }

    /// The state `seconds` later, where the model asks for `margin` and asked for `day_ago` a day before.
    ///
    /// While the margin stands more than `release` above `day_ago` the buffer pays for the rise:
    /// `max(margin, min((1 + share) margin, charged before * refill))`. Otherwise the charge moves with the margin, and
    /// the buffer refills at the same speed; a falling margin keeps what it had, up to the full share. Rounded up.
    ///
    /// # Errors
    /// Overflow.
    pub fn next(
        &self,
        before: Buffer,
        margin: u128,
        day_ago: u128,
        seconds: u64,
    ) -> Result<Buffer, RiskError> {
        let released = margin > mul_wad_up(day_ago, WAD.saturating_add(self.release))?;
        let base = if released {
            before.charged
        } else {
            // In a common rise the buffer keeps its share.
            let risen = margin.max(before.margin);
            fixed::mul_div_up_u128(before.charged, risen, before.margin.max(1))?
        };
        let most = self.refill.after_up(base, seconds);
        Ok(Buffer {
            margin,
            charged: margin.max(self.most_up(margin)?.min(most)),
        })
    }

    fn most_up(&self, margin: u128) -> Result<u128, RiskError> {
        Ok(mul_wad_up(margin, WAD.saturating_add(self.share))?)
    }
}
