//! The pool as a class of shares: what may leave, and when.

use crate::abi::*;
use crate::books::Books;
use crate::clock::now;
use crate::error::PoolError;
use crate::state::{INSURANCE, LEDGER, LIMIT, LOCK, OUTFLOW};
use crate::words::address;
use crate::{junior, Pool};
use alloy_primitives::{Address, U256};
use fixed::{halves, word};
use risk::outflow::{Outflow, OutflowLimit};
use shares::{Assets, Claims, Class, Ledger, Room, Shares};

impl Class for Pool {
    type Books = Books;
    type Error = PoolError;

    const LEDGER: Ledger = LEDGER;

    fn cash_token(&self) -> Address {
        self.token()
    }

    fn lock(&self) -> Address {
        address(LOCK.get())
    }

    fn books(&self) -> Result<Books, PoolError> {
        self.accrued()
    }

    fn open_books(&mut self) -> Result<Books, PoolError> {
        self.accrue()
    }

    fn close_books(&mut self, books: &Books) -> Result<(), PoolError> {
        self.store(books)
    }

    #[inline(never)]
    fn room(&self, books: &Books, _: Address) -> Result<Room, PoolError> {
        if !self.exits_open()? {
            return Ok(Room {
                assets: Assets::ZERO,
                shares: Shares::ZERO,
            });
        }
        let (limit, outflow, total) = self.outflow_now(books)?;
        Ok(Room {
            assets: Assets::new(limit.room_down(outflow, total)?),
            shares: books.funds().supply,
        })
    }

    fn enter(&mut self, books: &mut Books, assets: Assets) -> Result<(), PoolError> {
        let (limit, outflow, _) = self.outflow_now(books)?;
        if !limit.is_off() {
            self.set_outflow(outflow.with_come(assets.get())?);
        }
        Ok(())
    }

    fn leave(
        &mut self,
        books: &mut Books,
        _: Address,
        assets: Assets,
        _: Shares,
    ) -> Result<(), PoolError> {
        if !self.exits_open()? {
            return Err(WithdrawalsClosed {}.into());
        }
        let (limit, outflow, total) = self.outflow_now(books)?;
        if limit.is_off() {
            return Ok(());
        }
        let available = limit.room_down(outflow, total)?;
        if assets.get() > available {
            return Err(OutflowLimited {
                wanted: shares::word(assets),
                available: U256::from(available),
            }
            .into());
        }
        self.set_outflow(outflow.with_left(assets.get())?);
        Ok(())
    }

    fn sent(&mut self, _: Address, _: U256) {}
}

impl Pool {
    /// Whether what is known to be lost is within what the insurance holds.
    #[inline(never)]
    fn exits_open(&self) -> Result<bool, PoolError> {
        let insurance = address(INSURANCE.get());
        if insurance.is_zero() {
            return Ok(true);
        }
        junior::exits_open(insurance)
    }

    /// The outflow limit.
    pub(crate) fn limit_terms(&self) -> OutflowLimit {
        let (floor, low) = halves(LIMIT.get());
        let [share, window, ..] = U256::from(low).into_limbs();
        OutflowLimit {
            share: u128::from(share),
            window,
            floor,
        }
    }

    /// The limit, the net outflow as it has faded, and what the lenders have.
    #[inline(never)]
    pub(crate) fn outflow_now(
        &self,
        books: &Books,
    ) -> Result<(OutflowLimit, Outflow, u128), PoolError> {
        let limit = self.limit_terms();
        let total = books.total_assets()?.get();
        if limit.is_off() {
            return Ok((limit, Outflow::default(), total));
        }
        let (at, net) = halves(OUTFLOW.get());
        let outflow = Outflow {
            net: i128::from_le_bytes(net.to_le_bytes()),
            at: u64::try_from(at).unwrap_or_default(),
        };
        Ok((limit, limit.faded(outflow, total, now())?, total))
    }

    #[inline(never)]
    fn set_outflow(&mut self, outflow: Outflow) {
        let net = u128::from_le_bytes(outflow.net.to_le_bytes());
        OUTFLOW.set(word((u128::from(outflow.at), net)));
    }
}
