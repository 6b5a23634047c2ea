//! Positions between accounts: what trades, funding, expiry and settlement move, to the last digit.
//!
//! A size has 18 decimals and a price too, so their product has 36: balances are kept with all of them
//! ([`Balance`]) and nothing is rounded between accounts. What one side pays, the other gets; sizes of a series sum to
//! zero and balances to what the pot holds, exactly. Rounding happens where a balance is read as dollars (down) or paid
//! in units of cash (a loser up, a winner down: both towards minus infinity), and what is left over stays in the balance.
//!
//! A position is worth `size * price` (linear: entered at its cost, with strike zero) or `size` times the worth of an
//! option. Funding counts by an accumulator per series that only the market of the series adds to: a position owes
//! `size` times what was added since its last trade.

mod account;
mod balance;
mod position;
mod settlement;

pub use account::{Account, Change};
pub use balance::Balance;
pub use position::{Position, Series, MAX_SIZE, MAX_TENOR};
pub use settlement::{most_funding_down, Cash, FUNDING_WINDOW};

/// Most positions of one account.
pub const MAX_LEGS: usize = 32;
