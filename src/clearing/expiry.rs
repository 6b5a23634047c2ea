//! The price at which series of a date are settled, and paying them out at it.

use crate::abi::*;
use crate::clock::now;
use crate::error::ClearingError;
use crate::host::emit;
use crate::house::signed;
use crate::settling::require_few;
use crate::state::{self, Clearing};
use alloy_primitives::{B256, U256};

/// Where nobody can say what the price at the expiry was, the live one counts a day later.
const PATIENCE: u64 = risk::DAY;

impl Clearing {
    /// The settlement price; found and kept where it is not there yet. It follows from what feeds answered before the
    /// expiry, whoever asks when.
    pub(crate) fn settlement(&mut self, asset: u8, expiry: u64) -> Result<u128, ClearingError> {
        let kept = state::settlement_price(asset, expiry);
        if !kept.is_zero() {
            return u128::try_from(kept).map_err(|_| ClearingError::math());
        }
        let now = now();
        if expiry == 0 || now < expiry {
            return Err(NotExpired { expiry }.into());
        }
        let price = match self.past_price(asset, expiry) {
            Ok(None) if now >= expiry.saturating_add(PATIENCE) => self.live_price(asset)?,
            Ok(Some(price)) => price,
            Ok(None) => return Err(NoSettlementPrice { asset, expiry }.into()),
            Err(error) => return Err(error),
        };
        state::set_settlement_price(asset, expiry, price);
        emit(SettlementPriceSet {
            asset,
            expiry,
            price: U256::from(price),
        });
        Ok(price)
    }

    pub(crate) fn expire_all(&mut self, accounts: &[B256]) -> Result<(), ClearingError> {
        require_few(accounts)?;
        self.acquire()?;
        for account in accounts {
            self.expire_one(*account)?;
        }
        self.release()
    }

    fn expire_one(&mut self, account: B256) -> Result<(), ClearingError> {
        let mut loaded = state::account(account)?;
        let (now, mut place, mut expired) = (now(), 0_usize, false);
        while let Some(position) = loaded.positions().get(place).copied() {
            let series = position.series;
            if series.expiry == 0 || series.expiry > now {
                place = place.saturating_add(1);
                continue;
            }
            let price = self.settlement(series.asset, series.expiry)?;
            loaded.expire(place, price)?;
            state::set_account(account, &loaded, place)?;
            self.add_interest(
                series.market,
                series.asset,
                position.size.max(0).saturating_neg(),
            )?;
            expired = true;
            emit(Expired {
                account,
                asset: series.asset,
                kind: series.kind as u8,
                strike: U256::from(series.strike),
                expiry: series.expiry,
                size: signed(position.size),
                price: U256::from(price),
            });
        }
        if expired {
            self.tell_if_empty(account, self.total_balance(&loaded)?, &loaded)?;
        }
        Ok(())
    }
}
