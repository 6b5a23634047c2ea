//! What the pool keeps on chain, and how it is packed.

use crate::abi::InterestAccrued;
use crate::books::Books;
use crate::clock::now;
use crate::error::PoolError;
use crate::host::emit;
use crate::quantity::Shares;
use crate::slot::Slot;
use crate::words::{address, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};
use risk::KinkedCurve;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::StorageMap;

/// The state of the pool.
#[storage]
#[entrypoint]
pub struct Pool {
    /// Slot 0, kept by `owner`: who configures the pool.
    _owner: Slot,
    /// Slot 1, kept by `owner`: who may take over from the owner.
    _pending_owner: Slot,
    /// Slot 2: the cash token, and its decimals in the byte above.
    pub(crate) asset: Slot,
    /// Slot 3: the only borrower.
    pub(crate) vault: Slot,
    /// Slot 4: borrow index (1e27, low 128 bits) and scaled debt (high 128 bits).
    pub(crate) debt: Slot,
    /// Slot 5: shares (low 128 bits), cash (92 bits), time of the last accrual (36 bits).
    pub(crate) funds: Slot,
    /// Slot 6: interest curve: base, kink, slope below, slope above, 64 bits each from the lowest.
    pub(crate) curve: Slot,
    /// Slot 7: shares by holder. Keys are addresses as words: the place is that of Solidity's mapping.
    pub(crate) balances: StorageMap<B256, Slot>,
    /// Slot 8: allowances by owner and spender.
    pub(crate) allowances: StorageMap<B256, StorageMap<B256, Slot>>,
}

impl Pool {
    /// The token that is lent out.
    pub(crate) fn cash_token(&self) -> Address {
        address(self.asset.get())
    }

    /// The books, with interest to now.
    pub(crate) fn books(&self) -> Result<Books, PoolError> {
        let mut books = Books::unpack(self.debt.get(), self.funds.get());
        if books.scaled.0 != 0 {
            books.accrue(&self.curve_terms(), now())?;
        }
        Ok(books)
    }

    /// The books to work on: interest is accrued to now, and reported if there was any.
    pub(crate) fn open_books(&self) -> Result<Books, PoolError> {
        let mut books = Books::unpack(self.debt.get(), self.funds.get());
        let before = books.index;
        books.accrue(&self.curve_terms(), now())?;
        if books.index != before {
            emit(InterestAccrued {
                borrowIndex: U256::from(books.index),
                borrowed: books.borrowed_down()?.word(),
            });
        }
        Ok(books)
    }

    /// Writes the books back.
    pub(crate) fn close_books(&mut self, books: &Books) -> Result<(), PoolError> {
        let (debt, funds) = books.pack()?;
        self.debt.set(debt);
        self.funds.set(funds);
        Ok(())
    }

    /// The interest curve: base, kink, slope below and slope above it, 64 bits each from the lowest.
    pub(crate) fn curve_terms(&self) -> KinkedCurve {
        let [base, kink, below, above] = self.curve.get().into_limbs();
        KinkedCurve {
            base: u128::from(base),
            kink: u128::from(kink),
            slope_below: u128::from(below),
            slope_above: u128::from(above),
        }
    }

    /// Shares of a holder: never more than the supply, which has 128 bits.
    pub(crate) fn shares_of(&self, holder: Address) -> Shares {
        Shares(self.balances.get(holder.to_word()).saturating_to())
    }
}
