//! What the pool keeps on chain, and how it is packed.

use crate::abi::InterestAccrued;
use crate::books::{Books, Charges};
use crate::clock::now;
use crate::error::PoolError;
use crate::host::emit;
use crate::slot::Slot;
use crate::words::address;
use alloc::vec::Vec; // what the SDK's macro writes names it
use alloy_primitives::{Address, U256};
use risk::interest::InterestSplit;
use risk::KinkedCurve;
use shares::{Claims, Ledger};
use stylus_sdk::prelude::*;

/// The state of the pool.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
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
    /// Slots 7 and 8: shares by holder, allowances by owner and spender.
    pub(crate) ledger: Ledger,
    /// Slot 9: the lock of the house.
    pub(crate) lock: Slot,
    /// Slot 10: who carries losses first.
    pub(crate) insurance: Slot,
    /// Slot 11: who receives what the reserve has earned.
    pub(crate) reserve: Slot,
    /// Slot 12: earned and not paid out yet, in units of the cash: reserve (low 128 bits), insurance (high 128 bits).
    pub(crate) dues: Slot,
    /// Slot 13: premium for stress as last noted (per year), parts of the interest of reserve and insurance: WAD,
    /// 64 bits each from the lowest.
    pub(crate) charges: Slot,
    /// Slot 14: whose volatility index says how much stress there is; zero for no premium.
    pub(crate) oracle: Slot,
    /// Slot 15: premium for stress: index of the calm, index of the storm, most per year: WAD, 64 bits each.
    pub(crate) stress: Slot,
    /// Slot 16: outflow limit: part of the pool (WAD, 64 bits), seconds (64 bits), floor (128 bits).
    pub(crate) limit: Slot,
    /// Slot 17: net outflow (128 bits, signed), as of its time (64 bits).
    pub(crate) outflow: Slot,
    /// Slot 18: losses that lenders have shared and nobody has made good.
    pub(crate) deficit: Slot,
}

shell::entry!(Pool);

impl Pool {
    /// The token that is lent out.
    pub(crate) fn token(&self) -> Address {
        address(self.asset.get())
    }

    /// The books, with interest to now.
    #[inline(never)]
    pub(crate) fn accrued(&self) -> Result<Books, PoolError> {
        let mut books = self.load();
        if books.accrues(now()) {
            let _ = books.accrue(&self.curve_terms(), &self.charge_terms(), now())?;
        }
        Ok(books)
    }

    /// The books to work on: interest is accrued to now, and reported if there was any.
    #[inline(never)]
    pub(crate) fn accrue(&self) -> Result<Books, PoolError> {
        let mut books = self.load();
        let before = books.index;
        if books.accrues(now()) {
            let paid = books.accrue(&self.curve_terms(), &self.charge_terms(), now())?;
            if books.index != before {
                emit(InterestAccrued {
                    borrowIndex: U256::from(books.index),
                    borrowed: shares::word(books.borrowed_down()?),
                    reserve: U256::from(paid.reserve),
                    insurance: U256::from(paid.insurance),
                });
            }
        }
        books.funds_mut().time = now();
        Ok(books)
    }

    fn load(&self) -> Books {
        Books::unpack(self.debt.get(), self.funds.get(), self.dues.get())
    }

    /// Writes the books back. Words that have not changed cost nothing.
    #[inline(never)]
    pub(crate) fn store(&mut self, books: &Books) -> Result<(), PoolError> {
        let (debt, funds, dues) = books.pack()?;
        self.debt.set(debt);
        self.funds.set(funds);
        self.dues.set(dues);
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

    /// What is added to the curve, and who gets a part of the interest.
    pub(crate) fn charge_terms(&self) -> Charges {
        let [premium, reserve, insurance, _] = self.charges.get().into_limbs();
        Charges {
            premium: u128::from(premium),
            split: InterestSplit {
                reserve: u128::from(reserve),
                insurance: u128::from(insurance),
            },
        }
    }
}
