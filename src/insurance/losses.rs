//! Losses: which are known to come, and those that are paid.

use crate::abi::*;
use crate::class::Books;
use crate::clock::now;
use crate::error::InsuranceError;
use crate::host::{self, emit, sender, this};
use crate::state::Insolvency;
use crate::state::{ASSET, POOL};
use crate::words::{address, pack, tag};
use crate::{token, Insurance};
use alloy_primitives::{B256, I256, U256};
use shares::{erc4626, Assets, Class};
use stylus_sdk::function_selector;

const VAULT: [u8; 4] = function_selector!("vault");
const ASSESS: [u8; 4] = function_selector!("assess", B256);
/// Words of a verdict, the first, and the last.
const VERDICT: usize = 6;
const EQUITY: usize = 0;
const NOT_LIVE: usize = 5;
/// Decimals of dollars in a verdict.
const USD_DECIMALS: u8 = 18;
/// A loss that nobody has seen for so long, in seconds, holds nobody any more.
pub(crate) const MEMORY: u64 = 3 * risk::DAY;

impl Insurance {
    /// What accounts are known to lack, in units of the cash.
    pub(crate) fn known_loss(&self) -> u128 {
        let seen = self.insolvency_seen();
        if now() > seen.seen_at.saturating_add(MEMORY) {
            0
        } else {
            seen.total
        }
    }

    /// Asks the vault what the account is worth, and remembers what it lacks.
    pub(crate) fn note(&mut self, account: B256) -> Result<U256, InsuranceError> {
        erc4626::require_free(self)?;
        let pool = address(POOL.get());
        if pool.is_zero() {
            return Err(NoPool {}.into());
        }
        let vault = host::static_call(pool, &VAULT, 32).map_err(InsuranceError::Callee)?;
        let vault = address(vault.word(0).ok_or(VaultFailed {})?);
        let verdict = host::static_call(
            vault,
            &pack(&ASSESS, &[account]),
            VERDICT.saturating_mul(32),
        )
        .map_err(InsuranceError::Callee)?;
        let not_live = verdict.word(NOT_LIVE).ok_or(VaultFailed {})?;
        if !not_live.is_zero() {
            return Err(PriceNotLive { assets: not_live }.into());
        }
        let equity = I256::from_raw(verdict.word(EQUITY).ok_or(VaultFailed {})?);
        let lacking = self.in_cash_up(equity)?;
        let before = self.noted_of(account).saturating_to::<u128>();
        let seen = self.insolvency_seen();
        let total = seen.total.saturating_sub(before).saturating_add(lacking);
        let seen_at = if lacking == 0 { seen.seen_at } else { now() };
        self.set_noted(account, U256::from(lacking));
        self.set_insolvency(Insolvency { total, seen_at });
        let lacking = U256::from(lacking);
        emit(InsolvencyNoted {
            account,
            lacking,
            total: U256::from(total),
        });
        Ok(lacking)
    }

    /// Pays what it can of a loss into the pool.
    pub(crate) fn pay_loss(&mut self, amount: U256) -> Result<U256, InsuranceError> {
        let pool = self.require_pool()?;
        let mut books = self.books()?;
        let paid = Assets::new(amount.saturating_to()).min(books.0.cash);
        books.0.cash = books.0.cash.checked_sub(paid)?;
        self.close_books(&books)?;
        let paid = shares::word(paid);
        emit(LossPaid {
            amount,
            paid,
            left: shares::word(books.0.cash),
        });
        if !paid.is_zero() {
            token::send(self.token(), pool, paid)?;
        }
        Ok(paid)
    }

    /// Books what the pool has sent.
    pub(crate) fn book_earnings(&mut self, amount: U256) -> Result<(), InsuranceError> {
        self.require_pool()?;
        let mut books = self.books()?;
        books.0.cash = books.0.cash.checked_add(shares::assets(amount)?)?;
        self.close_books(&books)?;
        emit(Earned { amount });
        erc4626::require_cash_present(self, &books)
    }

    /// Books what was sent by mistake.
    pub(crate) fn book_surplus(&mut self) -> Result<U256, InsuranceError> {
        erc4626::locked(self, |insurance| {
            let mut books: Books = insurance.books()?;
            let balance = token::balance_of(insurance.token(), this())?;
            let amount = balance.saturating_sub(shares::word(books.0.cash));
            if amount.is_zero() {
                return Ok(amount);
            }
            books.0.cash = books.0.cash.checked_add(shares::assets(amount)?)?;
            insurance.close_books(&books)?;
            emit(Earned { amount });
            Ok(amount)
        })
    }

    fn require_pool(&self) -> Result<alloy_primitives::Address, InsuranceError> {
        let caller = sender();
        if caller == address(POOL.get()) {
            Ok(caller)
        } else {
            Err(NotPool { caller }.into())
        }
    }

    /// What is missing to an equity (USD WAD) of zero, in units of the cash, rounded up.
    fn in_cash_up(&self, equity: I256) -> Result<u128, InsuranceError> {
        if !equity.is_negative() {
            return Ok(0);
        }
        let lacking = u128::try_from(equity.unsigned_abs()).map_err(|_| InsuranceError::math())?;
        let decimals = USD_DECIMALS.saturating_sub(tag(ASSET.get()));
        let unit = 10_u128.saturating_pow(u32::from(decimals));
        Ok(lacking.div_ceil(unit))
    }
}
