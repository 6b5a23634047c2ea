//! What the pool keeps on chain.
//!
//! | slot | what |
//! |---|---|
//! | 0 | who configures the pool |
//! | 1 | who may take over from the owner |
//! | 2 | the cash token, and its decimals in the byte above |
//! | 3 | the only borrower |
//! | 4 | borrow index (1e27, low 128 bits) and scaled debt (high 128 bits) |
//! | 5 | shares (low 128 bits), cash (92 bits), time of the last accrual (36 bits) |
//! | 6 | interest curve: base, kink, slope below, slope above, 64 bits each from the lowest |
//! | 7, 8 | shares by holder, allowances by owner and spender |
//! | 9 | the lock of the house |
//! | 10 | who carries losses first |
//! | 11 | who receives what the reserve has earned |
//! | 12 | earned and not paid out yet, in units of the cash: reserve (low 128 bits), insurance (high 128 bits) |
//! | 13 | premium for stress as last noted (per year), parts of the interest of reserve and insurance: WAD, 64 bits each from the lowest |
//! | 14 | whose volatility index says how much stress there is; zero for no premium |
//! | 15 | premium for stress: index of the calm, index of the storm, most per year: WAD, 64 bits each |
//! | 16 | outflow limit: part of the pool (WAD, 64 bits), seconds (64 bits), floor (128 bits) |
//! | 17 | net outflow (128 bits, signed), as of its time (64 bits) |
//! | 18 | losses that lenders have shared and nobody has made good |

use crate::abi::InterestAccrued;
use crate::books::{Books, Charges};
use crate::clock::now;
use crate::error::PoolError;
use crate::host::emit;
use crate::slot::Fixed;
use crate::words::address;
use alloc::vec::Vec; // what the SDK's macro writes names it
use alloy_primitives::{Address, U256};
use risk::interest::InterestSplit;
use risk::KinkedCurve;
use shares::{Claims, Ledger};
use stylus_sdk::prelude::*;

/// The contract. Its slots are those of the table above; the SDK lays out none.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Pool;

shell::entry!(Pool);

pub(crate) const ASSET: Fixed = Fixed::new(2);
pub(crate) const VAULT: Fixed = Fixed::new(3);
pub(crate) const DEBT: Fixed = Fixed::new(4);
pub(crate) const FUNDS: Fixed = Fixed::new(5);
pub(crate) const CURVE: Fixed = Fixed::new(6);
/// Two slots from here on.
pub(crate) const LEDGER: Ledger = Ledger::new(7);
pub(crate) const LOCK: Fixed = Fixed::new(9);
pub(crate) const INSURANCE: Fixed = Fixed::new(10);
pub(crate) const RESERVE: Fixed = Fixed::new(11);
pub(crate) const DUES: Fixed = Fixed::new(12);
pub(crate) const CHARGES: Fixed = Fixed::new(13);
pub(crate) const ORACLE: Fixed = Fixed::new(14);
pub(crate) const STRESS: Fixed = Fixed::new(15);
pub(crate) const LIMIT: Fixed = Fixed::new(16);
pub(crate) const OUTFLOW: Fixed = Fixed::new(17);
pub(crate) const DEFICIT: Fixed = Fixed::new(18);

impl Pool {
    /// The token that is lent out.
    pub(crate) fn token(&self) -> Address {
        address(ASSET.get())
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
        Books::unpack(DEBT.get(), FUNDS.get(), DUES.get())
    }

    /// Writes the books back. Words that have not changed cost nothing.
    #[inline(never)]
    pub(crate) fn store(&mut self, books: &Books) -> Result<(), PoolError> {
        let (debt, funds, dues) = books.pack()?;
        DEBT.set(debt);
        FUNDS.set(funds);
        DUES.set(dues);
        Ok(())
    }

    /// The interest curve: base, kink, slope below and slope above it, 64 bits each from the lowest.
    pub(crate) fn curve_terms(&self) -> KinkedCurve {
        let [base, kink, below, above] = CURVE.get().into_limbs();
        KinkedCurve {
            base: u128::from(base),
            kink: u128::from(kink),
            slope_below: u128::from(below),
            slope_above: u128::from(above),
        }
    }

    /// What is added to the curve, and who gets a part of the interest.
    pub(crate) fn charge_terms(&self) -> Charges {
        let [premium, reserve, insurance, _] = CHARGES.get().into_limbs();
        Charges {
            premium: u128::from(premium),
            split: InterestSplit {
                reserve: u128::from(reserve),
                insurance: u128::from(insurance),
            },
        }
    }
}
