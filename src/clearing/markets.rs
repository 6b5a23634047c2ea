//! Which markets there are, how much may be open in them, and the funding that they add.

use crate::abi::*;
use crate::clock::now;
use crate::error::ClearingError;
use crate::host::{emit, has_code, sender};
use crate::house::{narrow, signed, view};
use crate::state::{
    self, contract, load, save, Clearing, Market, GUARDIAN, LOCK, MANDATE, MARKET_COUNT, ORACLE,
    VAULT,
};
use crate::trading::series;
use crate::words::{address, pack, tagged, Word};
use crate::{owner, token};
use alloy_primitives::{Address, I256, U256};
use fixed::WAD;
use risk::clearing::most_funding_down;
use risk::MAX_ASSETS;
use stylus_sdk::function_selector;

const CASH: [u8; 4] = function_selector!("cash");

/// Most markets.
const MAX_MARKETS: u8 = 64;
/// Most a market may add a day: the price of the underlying itself.
const MAX_FUNDING: u128 = WAD;
/// Most a cap may be: 2^112, 5.2e15 whole units.
const MAX_CAP: u128 = 1 << 112;

impl Clearing {
    pub(crate) fn set_up(
        &mut self,
        owner: Address,
        [vault, mandate, lock, oracle]: [Address; 4],
    ) -> Result<(), ClearingError> {
        if !shell::owner::owner().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        if owner.is_zero() {
            return Err(ZeroAddress {}.into());
        }
        for target in [vault, mandate, lock, oracle] {
            if !has_code(target) {
                return Err(NoCode { target }.into());
            }
        }
        let cash = address(view(vault, &pack(&CASH, &[]), VaultCallFailed {})?);
        save(VAULT, tagged(vault, token::decimals(cash)?));
        // Decimals past 18 would fail every settlement.
        self.cash()?;
        save(MANDATE, mandate.to_word().into());
        save(LOCK, lock.to_word().into());
        save(ORACLE, oracle.to_word().into());
        owner::begin(owner);
        Ok(())
    }

    pub(crate) fn register(
        &mut self,
        market: Address,
        max_funding: U256,
    ) -> Result<u8, ClearingError> {
        owner::require_owner()?;
        if market.is_zero() {
            return Err(ZeroAddress {}.into());
        }
        if state::market(market).number != 0 {
            return Err(AlreadyRegistered { market }.into());
        }
        let funding = u128::try_from(max_funding)
            .ok()
            .filter(|most| *most <= MAX_FUNDING);
        let number = u8::try_from(load(MARKET_COUNT)).unwrap_or(MAX_MARKETS);
        if number >= MAX_MARKETS {
            return Err(TooManyMarkets {}.into());
        }
        let number = number.saturating_add(1);
        let registered = Market {
            number,
            paused: false,
            since: now(),
            max_funding: funding.ok_or(InvalidTerms {})?,
        };
        state::set_market(market, &registered);
        state::set_market_at(number, market);
        save(MARKET_COUNT, U256::from(number));
        emit(MarketRegistered {
            market,
            number,
            maxFunding: max_funding,
        });
        Ok(number)
    }

    pub(crate) fn change_cap(
        &mut self,
        market: Address,
        asset: u8,
        cap: U256,
    ) -> Result<(), ClearingError> {
        owner::require_owner()?;
        let number = self.registered(market)?.number;
        let small = u128::try_from(cap).ok().filter(|cap| *cap <= MAX_CAP);
        let (Some(small), true) = (small, usize::from(asset) < MAX_ASSETS) else {
            return Err(InvalidTerms {}.into());
        };
        let (open, _) = state::interest(number, asset);
        state::set_interest(number, asset, open, small);
        emit(CapSet { market, asset, cap });
        Ok(())
    }

    pub(crate) fn name_guardian(&mut self, guardian: Address) -> Result<(), ClearingError> {
        owner::require_owner()?;
        save(GUARDIAN, guardian.to_word().into());
        emit(GuardianSet { guardian });
        Ok(())
    }

    pub(crate) fn set_paused(
        &mut self,
        market: Address,
        paused: bool,
    ) -> Result<(), ClearingError> {
        let caller = sender();
        let is_guardian = paused && caller == contract(GUARDIAN) && !caller.is_zero();
        if !is_guardian && owner::require_owner().is_err() {
            return Err(NotGuardian { caller }.into());
        }
        let mut changed = self.registered(market)?;
        changed.paused = paused;
        state::set_market(market, &changed);
        emit(PauseSet { market, paused });
        Ok(())
    }

    pub(crate) fn fund(
        &mut self,
        asset: u8,
        kind: u8,
        strike: U256,
        per_unit: I256,
    ) -> Result<(), ClearingError> {
        let caller = sender();
        let market = self.registered(caller)?;
        self.require_free()?;
        if market.paused {
            return Err(MarketPaused { market: caller }.into());
        }
        let series = series(market.number, asset, kind, strike, 0)?;
        let (index, since) = state::funding(&series);
        let now = now();
        let seconds = now.saturating_sub(since.max(market.since));
        let most = most_funding_down(market.max_funding, self.live_price(asset)?, seconds)?;
        let added = narrow(per_unit.into_raw());
        let added = added.filter(|added| added.unsigned_abs() <= most.unsigned_abs());
        let added = added.ok_or(FundingTooLarge {
            perUnit: per_unit,
            most: signed(most).into_raw(),
        })?;
        let index = index.checked_add(added).ok_or_else(ClearingError::math)?;
        state::set_funding(&series, index, now);
        emit(Funded {
            market: caller,
            asset,
            kind,
            strike,
            perUnit: per_unit,
        });
        Ok(())
    }
}
