//! A loss, and who bears it: insurance, reserve, lenders. And who makes it good.

use crate::abi::*;
use crate::error::PoolError;
use crate::host::{emit, sender, this};
use crate::state::{DEFICIT, INSURANCE, RESERVE};
use crate::words::address;
use crate::{junior, token, Pool};
use alloy_primitives::U256;
use risk::liquidation::waterfall::{spread, Layers};
use shares::{erc4626, Assets, Claims};

impl Pool {
    /// Ends `ended` of the scaled debt that nobody will pay.
    pub(crate) fn take_loss(&mut self, ended: U256) -> Result<(), PoolError> {
        self.require_vault()?;
        let mut books = self.accrue()?;
        let owned = books.total_assets()?.get();
        let before = books.borrowed_down()?;
        let rest = u128::try_from(ended)
            .ok()
            .and_then(|ended| books.scaled.checked_sub(ended));
        books.scaled = rest.ok_or(DebtExceeded {
            scaled: ended,
            total: U256::from(books.scaled),
        })?;
        // What the books lose: all debt before and after, so that the rounding of the rest is nobody's loss.
        let loss = before.checked_sub(books.borrowed_down()?)?.get();
        // What the insurance has earned and not received is the first of its money.
        let mut able = Layers {
            tranche: books.dues.insurance,
            reserve: books.dues.reserve,
            pool: owned,
            ..Layers::default()
        };
        let beyond = loss.saturating_sub(able.tranche);
        let insurance = address(INSURANCE.get());
        if beyond != 0 && !insurance.is_zero() {
            able.insurance = junior::cover(insurance, beyond);
        }
        let by = spread(loss, &able).by;
        books.dues.insurance = books.dues.insurance.saturating_sub(by.tranche);
        books.dues.reserve = books.dues.reserve.saturating_sub(by.reserve);
        books.funds.cash = books.funds.cash.checked_add(Assets::new(by.insurance))?;
        self.store(&books)?;
        let insured = by.tranche.saturating_add(by.insurance);
        emit(LossCovered {
            scaled: ended,
            loss: U256::from(loss),
            insurance: U256::from(insured),
            reserve: U256::from(by.reserve),
        });
        if by.pool != 0 {
            let deficit = DEFICIT.get().saturating_add(U256::from(by.pool));
            DEFICIT.set(deficit);
            emit(LossShared {
                loss: U256::from(by.pool),
                totalAssets: shares::word(books.total_assets()?),
                deficit,
            });
        }
        erc4626::require_cash_present(self, &books)
    }

    /// Takes cash for the lenders against what they have lost.
    pub(crate) fn make_good(&mut self, assets: U256) -> Result<U256, PoolError> {
        erc4626::locked(self, |pool| {
            let mut books = pool.accrue()?;
            let deficit = DEFICIT.get();
            let taken = assets.min(deficit);
            if taken.is_zero() {
                return Ok(taken);
            }
            books.funds.cash = books.funds.cash.checked_add(shares::assets(taken)?)?;
            pool.store(&books)?;
            let deficit = deficit.saturating_sub(taken);
            DEFICIT.set(deficit);
            emit(Recapitalised {
                by: sender(),
                assets: taken,
                deficit,
            });
            token::pull(pool.token(), sender(), this(), taken)?;
            erc4626::require_cash_present(pool, &books)?;
            Ok(taken)
        })
    }

    /// Pays out what is due to the reserve and to the insurance, as far as there is cash, and to the insurance what was
    /// sent to the pool by mistake.
    pub(crate) fn pay_dues(&mut self) -> Result<(), PoolError> {
        erc4626::locked(self, |pool| {
            let mut books = pool.accrue()?;
            let cash = pool.token();
            let balance = token::balance_of(cash, this())?;
            let surplus = balance.saturating_sub(shares::word(books.funds.cash));
            let (reserve, insurance) = (address(RESERVE.get()), address(INSURANCE.get()));
            let mut paid = (0, 0);
            if !reserve.is_zero() {
                paid.0 = books.dues.reserve.min(books.funds.cash.get());
                books.dues.reserve = books.dues.reserve.saturating_sub(paid.0);
                books.funds.cash = books.funds.cash.checked_sub(Assets::new(paid.0))?;
            }
            if !insurance.is_zero() {
                paid.1 = books.dues.insurance.min(books.funds.cash.get());
                books.dues.insurance = books.dues.insurance.saturating_sub(paid.1);
                books.funds.cash = books.funds.cash.checked_sub(Assets::new(paid.1))?;
            }
            pool.store(&books)?;
            emit(Distributed {
                reserve: U256::from(paid.0),
                insurance: U256::from(paid.1),
                surplus,
            });
            if paid.0 != 0 {
                token::send(cash, reserve, U256::from(paid.0))?;
            }
            let earned = U256::from(paid.1).saturating_add(surplus);
            if !insurance.is_zero() && !earned.is_zero() {
                token::send(cash, insurance, earned)?;
                junior::earn(insurance, earned)?;
            }
            Ok(())
        })
    }
}
