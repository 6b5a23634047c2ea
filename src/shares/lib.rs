//! Shares of cash, written once for every contract that issues some: an ERC-20 token whose price is what the
//! contract holds over the supply (ERC-4626, with virtual shares).
//!
//! A contract implements [`Class`]: where its ledger is, what the shares are a claim on, and who may leave when. The
//! rest is the same for all of them: the order of the steps, every rounding, every limit.
//!
//! Rounding is always for those who stay: the price of a share falls by a loss, and by nothing else.

#![cfg_attr(target_arch = "wasm32", no_std)]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod abi;
pub mod erc4626;
mod exchange;
mod funds;
mod ledger;
mod refusal;
mod routes;

pub use exchange::{Exchange, VIRTUAL_SHARES};
pub use fixed::quantity::{Assets, Shares};
pub use funds::{Funds, MAX_CASH};
pub use ledger::Ledger;
pub use refusal::Refusal;

use alloy_primitives::{Address, U256};
use fixed::MathError;

/// What the shares are a claim on, at one moment.
pub trait Claims {
    /// Cash and supply.
    fn funds(&self) -> &Funds;

    /// The same, to change.
    fn funds_mut(&mut self) -> &mut Funds;

    /// All that belongs to the shares, in units of the cash, rounded down.
    fn total_assets(&self) -> Result<Assets, MathError>;

    /// The exchange rate.
    fn exchange(&self) -> Result<Exchange, MathError> {
        Exchange::new(self.total_assets()?, self.funds().supply)
    }
}

/// The most that a holder may take out now, besides what its shares are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Cash that may leave.
    pub assets: Assets,
    /// Shares that may be redeemed.
    pub shares: Shares,
}

/// A contract that issues shares.
pub trait Class: Sized {
    /// What the shares are a claim on.
    type Books: Claims;
    /// How the contract refuses.
    type Error: Refusal;

    /// Who holds what.
    const LEDGER: Ledger;

    /// The cash.
    fn cash_token(&self) -> Address;

    /// The lock of the house.
    fn lock(&self) -> Address;

    /// The books as of now. Refuses nobody.
    fn books(&self) -> Result<Self::Books, Self::Error>;

    /// The books to work on: as of now, and what happened since the last time is reported.
    fn open_books(&mut self) -> Result<Self::Books, Self::Error>;

    /// Writes the books back.
    fn close_books(&mut self, books: &Self::Books) -> Result<(), Self::Error>;

    /// How much the holder may take out.
    fn room(&self, books: &Self::Books, holder: Address) -> Result<Room, Self::Error>;

    /// Books that `assets` come in, of which the cash of the books already knows.
    fn enter(&mut self, books: &mut Self::Books, assets: Assets) -> Result<(), Self::Error>;

    /// Refuses a withdrawal past [`Class::room`], with the reason, and books it where it has to.
    fn leave(
        &mut self,
        books: &mut Self::Books,
        holder: Address,
        assets: Assets,
        shares: Shares,
    ) -> Result<(), Self::Error>;

    /// The holder has sent shares away, and `rest` are left.
    fn sent(&mut self, holder: Address, rest: U256);
}

/// From an ABI word. Error: `Overflow` past 128 bits.
pub fn assets(word: U256) -> Result<Assets, MathError> {
    number(word).map(Assets::new)
}

/// From an ABI word. Error: `Overflow` past 128 bits.
pub fn shares(word: U256) -> Result<Shares, MathError> {
    number(word).map(Shares::new)
}

/// As an ABI word.
pub fn word(number: impl Into<u128>) -> U256 {
    U256::from(number.into())
}

fn number(word: U256) -> Result<u128, MathError> {
    u128::try_from(word).map_err(|_| MathError::Overflow)
}
