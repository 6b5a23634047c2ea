//! Cash in for shares, shares in for cash (ERC-4626), and the limits of both.
//!
//! One order of steps: lock, books as of now, limits, amounts, effects, event, the token's call, lock.

use crate::abi::*;
use crate::{assets as to_assets, shares as to_shares, word};
use crate::{Claims, Class, Refusal, Room, MAX_CASH, VIRTUAL_SHARES};
use alloy_primitives::{Address, U256};
use fixed::quantity::{Assets, Shares};
use fixed::MathError;
use shell::host::{emit, sender, this};
use shell::{lock, token};

pub use crate::ledger::{transfer, transfer_from};

/// Does something that touches tokens: nobody else of the house may be changed or read meanwhile.
pub fn locked<C: Class, T>(
    class: &mut C,
    work: impl FnOnce(&mut C) -> Result<T, C::Error>,
) -> Result<T, C::Error> {
    let house = class.lock();
    // Before `initialize` there is nothing to lock, and no lock.
    if house.is_zero() {
        return work(class);
    }
    lock::acquire(house).map_err(C::Error::callee)?;
    let done = work(class)?;
    lock::release(house).map_err(C::Error::callee)?;
    Ok(done)
}

/// The books for a view, which nobody may have in the middle of something else. Error: `Reentrant`.
#[inline(never)]
pub fn seen<C: Class>(class: &C) -> Result<C::Books, C::Error> {
    require_free(class)?;
    class.books()
}

/// Refuses in the middle of something else of the house. Error: `Reentrant`.
pub fn require_free<C: Class>(class: &C) -> Result<(), C::Error> {
    let house = class.lock();
    if house.is_zero() {
        return Ok(());
    }
    lock::require_free(house).map_err(C::Error::callee)
}

/// `deposit` of ERC-4626.
pub fn deposit<C: Class>(class: &mut C, assets: U256, receiver: Address) -> Result<U256, C::Error> {
    locked(class, |class| {
        let mut books = class.open_books()?;
        let max = word(room_for_assets(&books)?);
        if assets > max {
            return Err(ERC4626ExceededMaxDeposit {
                receiver,
                assets,
                max,
            }
            .into());
        }
        let assets = to_assets(assets)?;
        let shares = books.exchange()?.to_shares_down(assets)?;
        if shares == Shares::ZERO && assets != Assets::ZERO {
            return Err(ZeroShares {}.into());
        }
        take_in(class, &mut books, assets, shares, receiver)?;
        Ok(word(shares))
    })
}

/// `mint` of ERC-4626.
pub fn mint<C: Class>(class: &mut C, shares: U256, receiver: Address) -> Result<U256, C::Error> {
    locked(class, |class| {
        let mut books = class.open_books()?;
        let max = word(room_for_shares(&books)?);
        if shares > max {
            return Err(ERC4626ExceededMaxMint {
                receiver,
                shares,
                max,
            }
            .into());
        }
        let shares = to_shares(shares)?;
        let assets = books.exchange()?.to_assets_up(shares)?;
        take_in(class, &mut books, assets, shares, receiver)?;
        Ok(word(assets))
    })
}

/// `withdraw` of ERC-4626.
pub fn withdraw<C: Class>(
    class: &mut C,
    assets: U256,
    receiver: Address,
    owner: Address,
) -> Result<U256, C::Error> {
    locked(class, |class| {
        let mut books = class.open_books()?;
        require_cash::<C>(&books, assets)?;
        let assets = to_assets(assets)?;
        let shares = books.exchange()?.to_shares_up(assets)?;
        pay_out(class, &mut books, assets, shares, receiver, owner)?;
        Ok(word(shares))
    })
}

/// `redeem` of ERC-4626.
pub fn redeem<C: Class>(
    class: &mut C,
    shares: U256,
    receiver: Address,
    owner: Address,
) -> Result<U256, C::Error> {
    locked(class, |class| {
        let mut books = class.open_books()?;
        let shares = to_shares(shares)?;
        let assets = books.exchange()?.to_assets_down(shares)?;
        require_cash::<C>(&books, word(assets))?;
        pay_out(class, &mut books, assets, shares, receiver, owner)?;
        Ok(word(assets))
    })
}

/// `totalAssets` of ERC-4626.
pub fn total_assets<C: Class>(class: &C) -> Result<U256, C::Error> {
    Ok(word(seen(class)?.total_assets()?))
}

/// `previewDeposit` and `convertToShares` of ERC-4626.
pub fn preview_deposit<C: Class>(class: &C, assets: U256) -> Result<U256, C::Error> {
    let shares = seen(class)?
        .exchange()?
        .to_shares_down(to_assets(assets)?)?;
    Ok(word(shares))
}

/// `previewMint` of ERC-4626.
pub fn preview_mint<C: Class>(class: &C, shares: U256) -> Result<U256, C::Error> {
    let assets = seen(class)?.exchange()?.to_assets_up(to_shares(shares)?)?;
    Ok(word(assets))
}

/// `previewWithdraw` of ERC-4626.
pub fn preview_withdraw<C: Class>(class: &C, assets: U256) -> Result<U256, C::Error> {
    let shares = seen(class)?.exchange()?.to_shares_up(to_assets(assets)?)?;
    Ok(word(shares))
}

/// `previewRedeem` and `convertToAssets` of ERC-4626.
pub fn preview_redeem<C: Class>(class: &C, shares: U256) -> Result<U256, C::Error> {
    let assets = seen(class)?
        .exchange()?
        .to_assets_down(to_shares(shares)?)?;
    Ok(word(assets))
}

/// `maxDeposit` of ERC-4626: nothing where a deposit would be refused, as while the house is locked.
pub fn max_deposit<C: Class>(class: &C) -> U256 {
    let max = seen(class)
        .ok()
        .and_then(|books| room_for_assets(&books).ok());
    word(max.unwrap_or(Assets::ZERO))
}

/// `maxMint` of ERC-4626, likewise.
pub fn max_mint<C: Class>(class: &C) -> U256 {
    let max = seen(class)
        .ok()
        .and_then(|books| room_for_shares(&books).ok());
    word(max.unwrap_or(Shares::ZERO))
}

/// `maxWithdraw` of ERC-4626, of a holder of so many shares: what they are worth, as far as it may leave.
pub fn max_withdraw<C: Class>(class: &C, holder: Address, held: Shares) -> U256 {
    let max = || {
        let books = seen(class)?;
        let room = cash_room(class, &books, holder)?;
        let worth = books.exchange()?.to_assets_down(held.min(room.shares))?;
        Ok::<_, C::Error>(worth.min(room.assets))
    };
    word(max().unwrap_or(Assets::ZERO))
}

/// `maxRedeem` of ERC-4626, of a holder of so many shares: the most whose worth, rounded down, may leave.
pub fn max_redeem<C: Class>(class: &C, holder: Address, held: Shares) -> U256 {
    let max = || {
        let books = seen(class)?;
        let room = cash_room(class, &books, holder)?;
        let first_too_many = books
            .exchange()?
            .to_shares_up(room.assets.checked_add(Assets::new(1))?)?;
        let covered = first_too_many.checked_sub(Shares::new(1))?;
        Ok::<_, C::Error>(held.min(room.shares).min(covered))
    };
    word(max().unwrap_or(Shares::ZERO))
}

/// The contract must hold what its books say: a token that takes a fee on the way in is refused here, and so is
/// a payment that never came.
#[inline(never)]
pub fn require_cash_present<C: Class>(class: &C, books: &C::Books) -> Result<(), C::Error> {
    let expected = word(books.funds().cash);
    let balance = token::balance_of(class.cash_token(), this())?;
    if balance < expected {
        return Err(CashNotReceived { expected, balance }.into());
    }
    Ok(())
}

/// Refuses to pay out more than there is.
#[inline(never)]
pub fn require_cash<C: Class>(books: &C::Books, wanted: U256) -> Result<(), C::Error> {
    let available = word(books.funds().cash);
    if wanted > available {
        return Err(InsufficientCash { wanted, available }.into());
    }
    Ok(())
}

/// Effects, event, interaction of a deposit. Nothing for nothing.
#[inline(never)]
fn take_in<C: Class>(
    class: &mut C,
    books: &mut C::Books,
    assets: Assets,
    shares: Shares,
    receiver: Address,
) -> Result<(), C::Error> {
    if shares == Shares::ZERO {
        return Ok(());
    }
    let payer = sender();
    class.enter(books, assets)?;
    let funds = books.funds_mut();
    funds.cash = funds.cash.checked_add(assets)?;
    C::LEDGER.mint::<C::Error>(funds, receiver, shares)?;
    class.close_books(books)?;
    emit(Deposit {
        sender: payer,
        owner: receiver,
        assets: word(assets),
        shares: word(shares),
    });
    token::pull(class.cash_token(), payer, this(), word(assets))?;
    require_cash_present(class, books)
}

/// Effects, event, interaction of a withdrawal. Shares worth less than one unit of cash burn for nothing.
#[inline(never)]
fn pay_out<C: Class>(
    class: &mut C,
    books: &mut C::Books,
    assets: Assets,
    shares: Shares,
    receiver: Address,
    owner: Address,
) -> Result<(), C::Error> {
    if shares == Shares::ZERO {
        return Ok(());
    }
    C::LEDGER.spend::<C::Error>(owner, word(shares))?;
    class.leave(books, owner, assets, shares)?;
    let funds = books.funds_mut();
    C::LEDGER.burn::<C::Error>(funds, owner, shares)?;
    funds.cash = funds.cash.checked_sub(assets)?;
    class.close_books(books)?;
    emit(Withdraw {
        sender: sender(),
        receiver,
        owner,
        assets: word(assets),
        shares: word(shares),
    });
    if assets == Assets::ZERO {
        return Ok(());
    }
    token::send(class.cash_token(), receiver, word(assets))?;
    Ok(())
}

/// What the contract lets the holder take, within the cash there is.
#[inline(never)]
fn cash_room<C: Class>(class: &C, books: &C::Books, holder: Address) -> Result<Room, C::Error> {
    let room = class.room(books, holder)?;
    Ok(Room {
        assets: room.assets.min(books.funds().cash),
        ..room
    })
}

/// What can still be deposited: up to the most the books hold, in cash and in shares.
#[inline(never)]
pub fn room_for_assets(books: &impl Claims) -> Result<Assets, MathError> {
    // Cash is at most the total, but for what is owed to others: either must keep its 92 bits.
    let held = books.total_assets()?.max(books.funds().cash);
    let assets = MAX_CASH.checked_sub(held).unwrap_or(Assets::ZERO);
    // Shares so dear that those left are worth more than 128 bits are no limit.
    let worth = books.exchange()?.to_assets_down(shares_left(books));
    Ok(worth.map_or(assets, |worth| worth.min(assets)))
}

/// What can still be minted.
#[inline(never)]
pub fn room_for_shares(books: &impl Claims) -> Result<Shares, MathError> {
    Ok(books
        .exchange()?
        .to_shares_down(room_for_assets(books)?)?
        .min(shares_left(books)))
}

/// The virtual shares, too, must fit beside the supply.
fn shares_left(books: &impl Claims) -> Shares {
    Shares::new(
        u128::MAX
            .saturating_sub(VIRTUAL_SHARES.get())
            .saturating_sub(books.funds().supply.get()),
    )
}
