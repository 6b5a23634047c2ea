//! Who says what an account must hold: the model crate's functions, or the margin contract on the chain.

use risk::{Holding, Leg, Verdict};

/// An account as the judgement sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Portfolio {
    /// USD WAD; negative is debt.
    pub cash: i128,
    /// 18 decimals, ascending by asset.
    pub holdings: Vec<Holding>,
    /// Derivatives.
    pub legs: Vec<Leg>,
}

/// What one buyer takes of an account: whole units of the two tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sale {
    /// The collateral.
    pub asset: u8,
    /// Cash paid, units of the cash.
    pub repay: u128,
    /// Collateral sold, units of its token.
    pub seized: u128,
    /// Discount, WAD.
    pub discount: u128,
    /// Whether nothing can make the account whole.
    pub insolvent: bool,
}

/// Facts and judgement: the only part of the world that the books do not keep.
pub trait Judge {
    /// What a portfolio is worth and must be worth; `None` where that cannot be said.
    fn assess(&self, portfolio: &Portfolio) -> Option<Verdict>;
    /// What may be sold of an account whose debt is `debt` units of cash, up to `most` of them; `None` where nothing
    /// may.
    fn sale(
        &self,
        account: crate::cast::Account,
        portfolio: &Portfolio,
        most: u128,
    ) -> Option<Sale>;
    /// Price at which profits are settled, USD WAD; `None` where it is not live.
    fn price(&self, asset: u8) -> Option<u128>;
    /// Unix time.
    fn now(&self) -> u64;
}
