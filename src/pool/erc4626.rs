//! Lenders: cash in for shares, shares in for cash (ERC-4626), and the limits of both.

use crate::abi::*;
use crate::books::{Books, MAX_ASSETS};
use crate::error::PoolError;
use crate::host::{emit, sender, this};
use crate::quantity::{Assets, Shares};
use crate::{token, Pool};
use alloy_primitives::{Address, U256};

impl Pool {
    pub(crate) fn deposit_assets(
        &mut self,
        assets: U256,
        receiver: Address,
    ) -> Result<U256, PoolError> {
        let mut books = self.open_books()?;
        let max = room_for_assets(&books)?;
        if assets > max.word() {
            return Err(ERC4626ExceededMaxDeposit {
                receiver,
                assets,
                max: max.word(),
            }
            .into());
        }
        let assets = Assets::from_word(assets)?;
        let shares = books.exchange()?.to_shares_down(assets)?;
        if shares == Shares(0) && assets != Assets(0) {
            return Err(ZeroShares {}.into());
        }
        self.take_in(&mut books, assets, shares, receiver)?;
        Ok(shares.word())
    }

    pub(crate) fn mint_for(&mut self, shares: U256, receiver: Address) -> Result<U256, PoolError> {
        let mut books = self.open_books()?;
        let max = room_for_shares(&books)?;
        if shares > max.word() {
            return Err(ERC4626ExceededMaxMint {
                receiver,
                shares,
                max: max.word(),
            }
            .into());
        }
        let shares = Shares::from_word(shares)?;
        let assets = books.exchange()?.to_assets_up(shares)?;
        self.take_in(&mut books, assets, shares, receiver)?;
        Ok(assets.word())
    }

    pub(crate) fn withdraw_assets(
        &mut self,
        assets: U256,
        receiver: Address,
        owner: Address,
    ) -> Result<U256, PoolError> {
        let mut books = self.open_books()?;
        require_cash(&books, assets)?;
        let assets = Assets::from_word(assets)?;
        let shares = books.exchange()?.to_shares_up(assets)?;
        self.pay_out(&mut books, assets, shares, receiver, owner)?;
        Ok(shares.word())
    }

    pub(crate) fn redeem_shares(
        &mut self,
        shares: U256,
        receiver: Address,
        owner: Address,
    ) -> Result<U256, PoolError> {
        let mut books = self.open_books()?;
        let shares = Shares::from_word(shares)?;
        let assets = books.exchange()?.to_assets_down(shares)?;
        require_cash(&books, assets.word())?;
        self.pay_out(&mut books, assets, shares, receiver, owner)?;
        Ok(assets.word())
    }

    /// Cash that `holder` could withdraw now: the worth of the shares, as far as it is not lent out.
    pub(crate) fn withdrawable(&self, holder: Address) -> Result<Assets, PoolError> {
        let books = self.books()?;
        Ok(books
            .exchange()?
            .to_assets_down(self.shares_of(holder))?
            .min(books.cash))
    }

    /// Shares that `holder` could redeem now: the most whose worth, rounded down, is in the pool as cash.
    pub(crate) fn redeemable(&self, holder: Address) -> Result<Shares, PoolError> {
        let books = self.books()?;
        let first_too_many = books
            .exchange()?
            .to_shares_up(books.cash.plus(Assets(1))?)?;
        let covered = first_too_many.minus(Shares(1)).unwrap_or_default();
        Ok(self.shares_of(holder).min(covered))
    }

    /// Effects, event, interaction of a deposit. Nothing for nothing.
    fn take_in(
        &mut self,
        books: &mut Books,
        assets: Assets,
        shares: Shares,
        receiver: Address,
    ) -> Result<(), PoolError> {
        if shares == Shares(0) {
            return Ok(());
        }
        let payer = sender();
        books.cash = books.cash.plus(assets)?;
        self.mint_shares(books, receiver, shares)?;
        self.close_books(books)?;
        emit(Deposit {
            sender: payer,
            owner: receiver,
            assets: assets.word(),
            shares: shares.word(),
        });
        token::pull(self.cash_token(), payer, this(), assets.word())?;
        self.require_cash_present(books)
    }

    /// Effects, event, interaction of a withdrawal. Shares worth less than one unit of cash burn for nothing.
    fn pay_out(
        &mut self,
        books: &mut Books,
        assets: Assets,
        shares: Shares,
        receiver: Address,
        owner: Address,
    ) -> Result<(), PoolError> {
        if shares == Shares(0) {
            return Ok(());
        }
        self.spend_allowance(owner, shares.word())?;
        self.burn_shares(books, owner, shares)?;
        books.cash = books.cash.minus(assets).ok_or_else(PoolError::math)?;
        self.close_books(books)?;
        emit(Withdraw {
            sender: sender(),
            receiver,
            owner,
            assets: assets.word(),
            shares: shares.word(),
        });
        if assets == Assets(0) {
            return Ok(());
        }
        token::send(self.cash_token(), receiver, assets.word())?;
        Ok(())
    }

    /// The pool must hold what its books say: a token that takes a fee on the way in is refused here, and so is
    /// a payment that never came.
    pub(crate) fn require_cash_present(&self, books: &Books) -> Result<(), PoolError> {
        let balance = token::balance_of(self.cash_token(), this())?;
        if balance < books.cash.word() {
            return Err(CashNotReceived {
                expected: books.cash.word(),
                balance,
            }
            .into());
        }
        Ok(())
    }
}

/// Refuses to pay out more than the pool holds.
pub(crate) fn require_cash(books: &Books, wanted: U256) -> Result<(), PoolError> {
    let available = books.cash.word();
    if wanted > available {
        return Err(InsufficientCash { wanted, available }.into());
    }
    Ok(())
}

/// What can still be deposited: up to the most the books hold, in cash and in shares.
pub(crate) fn room_for_assets(books: &Books) -> Result<Assets, PoolError> {
    // Cash is at most the total: it keeps its 92 bits.
    let assets = MAX_ASSETS.minus(books.total_assets()?).unwrap_or_default();
    // Shares so dear that those left are worth more than 128 bits are no limit.
    let worth = books.exchange()?.to_assets_down(shares_left(books));
    Ok(worth.map_or(assets, |worth| worth.min(assets)))
}

/// What can still be minted.
pub(crate) fn room_for_shares(books: &Books) -> Result<Shares, PoolError> {
    Ok(books
        .exchange()?
        .to_shares_down(room_for_assets(books)?)?
        .min(shares_left(books)))
}

/// The virtual shares, too, must fit beside the supply.
fn shares_left(books: &Books) -> Shares {
    Shares(
        u128::MAX
            .saturating_sub(crate::shares::VIRTUAL_SHARES)
            .saturating_sub(books.supply.0),
    )
}
