//! Storage.
//!
//! | slot | content |
//! |---|---|
//! | 0 | owner |
//! | 1 | pending owner |
//! | 2 | vault |
//! | 3 | margin |
//! | 4 | pool |
//! | 5 | cash token, its decimals, and the terms of the discount in units of 1e-9 |

use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageAddress, StorageU32, StorageU8};

/// The storage of the contract.
#[storage]
#[entrypoint]
pub struct Liquidator {
    /// Who may set parameters.
    pub(crate) owner: StorageAddress,
    /// Who may become the owner.
    pub(crate) pending_owner: StorageAddress,
    /// Where accounts are kept.
    pub(crate) vault: StorageAddress,
    /// Who judges them.
    pub(crate) margin: StorageAddress,
    /// Where the cash goes.
    pub(crate) pool: StorageAddress,
    /// What debts are in.
    pub(crate) cash: StorageAddress,
    /// Its decimals.
    pub(crate) cash_decimals: StorageU8,
    /// Discount per unit of health below 1, 1e-9.
    pub(crate) discount_slope: StorageU32,
    /// Largest discount, 1e-9.
    pub(crate) max_discount: StorageU32,
}
