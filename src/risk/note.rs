//! What others have told the oracle about an asset: 88 bits.
//!
//! | bits | what | rounded |
//! |---|---|---|
//! | 0..31 | forecast variance per day, 7 + 25 | up |
//! | 32..55 | depth, 7 + 17 | down |
//! | 56..79 | depth for maintenance, 7 + 17 | down |
//! | 80..87 | surcharge of the backtest, hundredths | |

use crate::float::Float;
use fixed::WAD;

const FORECAST: Float = Float::new(7, 25);
const DEPTH: Float = Float::new(7, 17);
const MAINTENANCE_AT: u32 = 56;
const SURCHARGE_AT: u32 = 80;
/// Depths have 56 bits of whole dollars in a snapshot.
const MOST_DEPTH: u128 = ((1 << 56) - 1) * WAD;

/// Notes on one asset; zero where nobody has noted anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Note {
    /// Variance per day over the horizon, scale 1e-36.
    pub forecast: i128,
    /// USD that can be traded within 2 %, WAD.
    pub depth: u128,
    /// The depth that maintenance margin counts with.
    pub maintenance_depth: u128,
    /// Of the backtest, in hundredths.
    pub surcharge: u8,
}

impl Note {
    /// Bits of a note.
    pub const BITS: u32 = 88;

    /// As stored; negative forecasts are none, and depths past 7e16 dollars count as that.
    #[must_use]
    pub fn to_bits(&self) -> u128 {
        let forecast = self.forecast.max(0).unsigned_abs();
        // Every variance is within the format.
        let forecast = FORECAST.up(forecast).unwrap_or(0);
        let depth = |usd: u128| u128::from(DEPTH.down(usd.min(MOST_DEPTH)));
        u128::from(forecast)
            | depth(self.depth) << FORECAST.bits()
            | depth(self.maintenance_depth) << MAINTENANCE_AT
            | u128::from(self.surcharge) << SURCHARGE_AT
    }

    /// From what is stored; bits above are not looked at.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)] // fields of their widths
    pub fn from_bits(bits: u128) -> Self {
        let field = |format: Float, at: u32| {
            let raw = (bits >> at) as u64 & !(u64::MAX << format.bits());
            format.value(raw)
        };
        Self {
            forecast: i128::try_from(field(FORECAST, 0)).unwrap_or(i128::MAX),
            depth: field(DEPTH, FORECAST.bits()),
            maintenance_depth: field(DEPTH, MAINTENANCE_AT),
            surcharge: (bits >> SURCHARGE_AT) as u8,
        }
    }
}
