//! How much may be sold at once: what the market's depth bears in a minute.

use fixed::{mul_wad_down, WAD};

/// Seconds of a window.
pub const WINDOW: u64 = 60;
/// Share of maintenance below which equity lifts the limit, WAD: 25 %. Such an account is a loss to all if it waits.
pub const URGENT: u128 = 250_000_000_000_000_000;

/// What was sold of one asset in the present window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pace {
    /// Number of the window: the time over [`WINDOW`].
    pub window: u64,
    /// Sold in it, USD WAD.
    pub sold: u128,
}

impl Pace {
    /// What may be sold now (USD WAD, rounded down): `share * depth` less what this window has seen. At least that of
    /// the present depth: it falls with the market.
    #[must_use]
    pub fn room_down(&self, now: u64, depth: u128, share: u128) -> u128 {
        let most = mul_wad_down(depth, share).unwrap_or(u128::MAX);
        most.saturating_sub(self.sold_at(now))
    }

    /// The state after a sale.
    #[must_use]
    pub fn after(&self, now: u64, value: u128) -> Self {
        Self {
            window: window(now),
            sold: self.sold_at(now).saturating_add(value),
        }
    }

    fn sold_at(&self, now: u64) -> u128 {
        if window(now) == self.window {
            self.sold
        } else {
            0
        }
    }
}

const fn window(now: u64) -> u64 {
    now / WINDOW
}

/// Whether an account is so far gone that the limit does not hold: equity below [`URGENT`] of maintenance.
#[must_use]
pub fn urgent(equity: i128, maintenance: u128) -> bool {
    let line = fixed::mul_div_down_u128(maintenance, URGENT, WAD).unwrap_or(u128::MAX);
    u128::try_from(equity).map_or(true, |equity| equity < line)
}
