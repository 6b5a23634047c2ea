//! Who has which tokens: people, and the contracts of the house.

use super::Refused;
use crate::action::{ASSETS, CASH};
use crate::cast::{Actor, ACTORS};

/// Who may have tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// A person.
    Actor(Actor),
    /// The vault.
    Vault,
    /// The pool.
    Pool,
    /// The insurance.
    Insurance,
}

const HOLDERS: usize = ACTORS.len() + 3;

/// Balances of the collateral tokens and of the cash, in their units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger([[u128; HOLDERS]; ASSETS + 1]);

impl Default for Ledger {
    fn default() -> Self {
        Self([[0; HOLDERS]; ASSETS + 1])
    }
}

impl Holder {
    const fn index(self) -> usize {
        match self {
            Self::Actor(actor) => actor.index(),
            Self::Vault => ACTORS.len(),
            Self::Pool => ACTORS.len() + 1,
            Self::Insurance => ACTORS.len() + 2,
        }
    }
}

impl Ledger {
    /// A balance of an asset, or of [`CASH`].
    #[must_use]
    pub const fn of(&self, token: u8, holder: Holder) -> u128 {
        self.0[row(token)][holder.index()]
    }

    /// Says what somebody has.
    pub const fn set(&mut self, token: u8, holder: Holder, amount: u128) {
        self.0[row(token)][holder.index()] = amount;
    }

    /// Brings tokens into the world.
    pub const fn issue(&mut self, token: u8, holder: Holder, amount: u128) {
        self.0[row(token)][holder.index()] += amount;
    }

    /// Moves tokens.
    pub fn pay(
        &mut self,
        token: u8,
        from: Holder,
        to: Holder,
        amount: u128,
    ) -> Result<(), Refused> {
        let row = &mut self.0[row(token)];
        let left = row[from.index()].checked_sub(amount);
        row[from.index()] = left.ok_or("not so many tokens")?;
        row[to.index()] += amount;
        Ok(())
    }

    /// All there is of a token.
    #[must_use]
    pub fn all(&self, token: u8) -> u128 {
        self.0[row(token)].iter().sum()
    }
}

const fn row(token: u8) -> usize {
    if token == CASH {
        ASSETS
    } else {
        token as usize
    }
}
