//! Amounts as they break things: the edges of a balance, of the type and of its powers, and everything between.

use crate::draw::Draw;

/// An amount that is only a number once it meets a balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// This number.
    Exactly(u128),
    /// The largest word of the ABI.
    Max,
    /// All of what there is, and a unit around it.
    All(i8),
    /// So many 256ths of what there is.
    Part(u8),
}

impl Amount {
    /// 0, 1, 2, MAX, balance and a unit around it, powers of ten, powers of two and a unit around them, evenly spread
    /// over the logarithm, and shares of the balance, which is what people do.
    pub fn draw(draw: &mut Draw) -> Self {
        match draw.below(24) {
            0 => Self::Exactly(u128::from(draw.below(3))),
            1 => Self::Max,
            2 | 3 => Self::All(draw.of(&[-1, 0, 0, 1])),
            4 => Self::Exactly(10_u128.pow(draw.below(28) as u32)),
            5 => {
                let power = 1_u128 << draw.below(127);
                Self::Exactly(power.wrapping_add_signed(i128::from(draw.of(&[-1_i8, 0, 1]))))
            }
            6..=8 => {
                let bits = draw.below(100);
                let random = u128::from(draw.bits()) << 64 | u128::from(draw.bits());
                Self::Exactly((random >> (127 - bits)) | 1 << bits)
            }
            _ => Self::Part(draw.below(256) as u8),
        }
    }

    /// The number, where there is `balance`; `None` past 128 bits, which no book holds.
    #[must_use]
    pub fn of(self, balance: u128) -> Option<u128> {
        match self {
            Self::Exactly(number) => Some(number),
            Self::Max => None,
            Self::All(around) => Some(balance.saturating_add_signed(i128::from(around))),
            Self::Part(share) => Some((balance >> 8).saturating_mul(u128::from(share) + 1)),
        }
    }
}
