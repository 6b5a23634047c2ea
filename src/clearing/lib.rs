//! The clearing: positions of accounts against each other, the markets that change them, and their settlement.
//!
//! A market reports trades between accounts that allow it. What a side pays the other gets, to the last digit; sizes and
//! gains sum to zero over all accounts and the pot of the vault. The vault judges accounts with what they have here, as one
//! portfolio with their collateral and debt.

#![cfg_attr(not(any(test, feature = "export-abi")), no_main)]
#![cfg_attr(target_arch = "wasm32", no_std)]
#![deny(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic
    )
)]

#[macro_use]
extern crate alloc;

pub mod abi;
#[cfg(not(feature = "export-abi"))]
mod answers;
mod clock;
pub mod error;
mod expiry;
mod headroom;
mod house;
mod markets;
mod owner;
#[cfg(not(feature = "export-abi"))]
mod routes;
mod settling;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
#[cfg(test)]
mod tests;
mod trading;

use abi::{Leg, MarketInfo, Position, Trade};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, I256, U256};
use error::ClearingError;
use house::signed;
use shell::{host, lock, slot, token, words};
use state::{contract, load, GUARDIAN, LOCK, MANDATE, MARKET_COUNT, ORACLE, VAULT};
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;
use trading::statement;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Clearing;

/// A panic ends the call: nobody reads its message, and its text would be paid for in every call.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[cfg_attr(feature = "export-abi", public)]
impl Clearing {
    /// Sets the owner and the contracts around the clearing, once; the vault must know its cash. Errors:
    /// `AlreadyInitialized`, `ZeroAddress`, `NoCode`, `VaultCallFailed`, `MathFailed` where the cash has more than 18
    /// decimals.
    pub fn initialize(
        &mut self,
        owner: Address,
        vault: Address,
        mandate: Address,
        lock: Address,
        oracle: Address,
    ) -> Result<(), ClearingError> {
        self.set_up(owner, [vault, mandate, lock, oracle])
    }

    // Markets.

    /// `long` buys from `short`: size and cost (size times price, USD, exact) move from one account to the other, and the
    /// funding of the series up to now is realised. Registered markets only, for accounts that are the caller's own or
    /// that allow it in the mandate. Both sides must then be at their initial margin; one that only shrinks may instead be
    /// no nearer to its maintenance margin, or no further below it, than before. Errors: `NotMarket`, `Reentrant`,
    /// `ZeroAmount`, `SameAccount`, `InvalidSeries`, `NotAllowed`, `TooManyLegs`, `MarketPaused` unless both sides shrink,
    /// `CapExceeded`, `MathFailed`, those of the vault (`BelowInitialMargin`, `PriceNotLive`).
    pub fn trade(&mut self, trade: Trade) -> Result<(), ClearingError> {
        self.execute(&trade)
    }

    /// Adds funding to a series of the calling market that never expires: for each unit, longs pay `perUnit` (USD WAD)
    /// and shorts get it, or the other way round where negative. At most `maxFunding` of the live price a day, for the
    /// time since it was last added to, a day of it at most. Errors: `NotMarket`, `Reentrant`, `MarketPaused`,
    /// `InvalidSeries`, `FundingTooLarge`, those of the oracle where the price is not live.
    pub fn add_funding(
        &mut self,
        asset: u8,
        kind: u8,
        strike: U256,
        per_unit: I256,
    ) -> Result<(), ClearingError> {
        self.fund(asset, kind, strike, per_unit)
    }

    // Everybody.

    /// Turns the gains and losses of at most 32 accounts into cash, linear positions at the live prices: losers pay into
    /// the pot of the vault, their own cash first, then a loan; then winners are paid from it, as far as it goes. Losers
    /// round up, winners down, what is left over stays. Premiums count, the worth of options does not. Errors:
    /// `Reentrant`, `TooManyAccounts`, those of the oracle where a price is not live, those of the vault.
    pub fn settle(&mut self, accounts: Vec<B256>) -> Result<(), ClearingError> {
        self.settle_all(&accounts)
    }

    /// The settlement price of an asset at an expiry (USD WAD), kept for good by the first call: the price in force then;
    /// where there was none to rely on, the live one from a day later on. Errors: `Reentrant`, `NotExpired`,
    /// `NoSettlementPrice`, those of the oracle.
    ///
    /// Returns `(uint256 price)`.
    pub fn fix_price(&mut self, asset: u8, expiry: u64) -> Result<U256, ClearingError> {
        self.require_free()?;
        Ok(U256::from(self.settlement(asset, expiry)?))
    }

    /// Pays out what has expired of at most 32 accounts at the settlement prices, exactly, and removes it. Errors:
    /// `Reentrant`, `TooManyAccounts`, those of `fixPrice`.
    pub fn expire(&mut self, accounts: Vec<B256>) -> Result<(), ClearingError> {
        self.expire_all(&accounts)
    }

    /// What an account has here as its health counts it: gains and losses that are not cash yet, all funding included
    /// (USD WAD, rounded down), and its positions. Error: `Reentrant`.
    ///
    /// Returns `(int256 variation, Leg[] legs)`.
    pub fn legs_of(&self, account: B256) -> Result<(I256, Vec<Leg>), ClearingError> {
        self.require_free()?;
        let loaded = state::account(account)?;
        let statement = statement(self.total_balance(&loaded)?, loaded.positions())?;
        Ok((statement.variation, statement.legs))
    }

    /// The positions of an account with their markets and the funding that each has gathered. Error: `Reentrant`.
    ///
    /// Returns `(Position[] positions)`.
    pub fn positions_of(&self, account: B256) -> Result<Vec<Position>, ClearingError> {
        self.require_free()?;
        let loaded = state::account(account)?;
        let mut positions = Vec::with_capacity(loaded.positions().len());
        for position in loaded.positions() {
            let series = position.series;
            let funding = position.funding(state::funding(&series).0)?;
            positions.push(Position {
                market: state::market_at(series.market),
                asset: series.asset,
                kind: series.kind as u8,
                size: signed(position.size),
                strike: U256::from(series.strike),
                expiry: series.expiry,
                funding: signed(funding.to_usd_down()?),
            });
        }
        Ok(positions)
    }

    /// How many positions an account has.
    pub fn leg_count(&self, account: B256) -> u8 {
        state::leg_count(account)
    }

    /// What is open of the assets in `mask`, ascending, in all markets, at 18 decimals: every unit is long in one account
    /// and short in another.
    ///
    /// Returns `(uint256[] long, uint256[] short)`.
    pub fn totals(&self, mask: u16) -> (Vec<U256>, Vec<U256>) {
        let (mut open, mut rest) = (Vec::new(), mask);
        for asset in 0..16 {
            if rest & 1 != 0 {
                open.push(state::total(asset));
            }
            rest >>= 1;
        }
        (open.clone(), open)
    }

    /// The accumulator of funding of a series of a market that never expires (USD WAD per unit), and when it was last
    /// added to (Unix seconds). Error: `InvalidSeries`.
    ///
    /// Returns `(int256 index, uint64 at)`.
    pub fn funding(
        &self,
        market: Address,
        asset: u8,
        kind: u8,
        strike: U256,
    ) -> Result<(I256, u64), ClearingError> {
        let number = state::market(market).number;
        let (index, at) = state::funding(&trading::series(number, asset, kind, strike, 0)?);
        Ok((signed(index), at))
    }

    /// The settlement price of an asset at an expiry, USD WAD; zero where it is not fixed.
    pub fn settlement_price(&self, asset: u8, expiry: u64) -> U256 {
        state::settlement_price(asset, expiry)
    }

    /// What is open of an asset in a market, and its cap, 18 decimals.
    ///
    /// Returns `(uint256 open, uint256 cap)`.
    pub fn open_interest(&self, market: Address, asset: u8) -> (U256, U256) {
        let (open, cap) = state::interest(state::market(market).number, asset);
        (U256::from(open), U256::from(cap))
    }

    /// A market.
    ///
    /// Returns `(MarketInfo info)`.
    pub fn market(&self, market: Address) -> MarketInfo {
        let kept = state::market(market);
        MarketInfo {
            number: kept.number,
            paused: kept.paused,
            since: kept.since,
            maxFunding: U256::from(kept.max_funding),
        }
    }

    /// The market of a number, from 1; zero where there is none.
    pub fn market_at(&self, number: u8) -> Address {
        state::market_at(number)
    }

    /// How many markets there are.
    pub fn market_count(&self) -> U256 {
        load(MARKET_COUNT)
    }

    // The owner of the clearing.

    /// Registers a market, which may then trade within its caps (none yet), and add funding up to `maxFunding` of the
    /// price a day (WAD, at most one). Answers its number. Errors: `NotOwner`, `ZeroAddress`, `AlreadyRegistered`,
    /// `TooManyMarkets`, `InvalidTerms`.
    ///
    /// Returns `(uint8 number)`.
    pub fn register_market(
        &mut self,
        market: Address,
        max_funding: U256,
    ) -> Result<u8, ClearingError> {
        self.register(market, max_funding)
    }

    /// Sets how much may be open of an asset in a market: 18 decimals, at most 2^112. What is open stays. Errors:
    /// `NotOwner`, `NotMarket`, `InvalidTerms`.
    pub fn set_cap(&mut self, market: Address, asset: u8, cap: U256) -> Result<(), ClearingError> {
        self.change_cap(market, asset, cap)
    }

    /// Names who may pause markets beside the owner, or nobody. Error: `NotOwner`.
    pub fn set_guardian(&mut self, guardian: Address) -> Result<(), ClearingError> {
        self.name_guardian(guardian)
    }

    /// Positions in a market may only shrink from now on. The guardian or the owner. Errors: `NotGuardian`,
    /// `NotMarket`.
    pub fn pause(&mut self, market: Address) -> Result<(), ClearingError> {
        self.set_paused(market, true)
    }

    /// Ends it. Owner only. Errors: `NotGuardian`, `NotMarket`.
    pub fn unpause(&mut self, market: Address) -> Result<(), ClearingError> {
        self.set_paused(market, false)
    }

    /// The vault.
    pub fn vault(&self) -> Address {
        contract(VAULT)
    }

    /// The contract that knows who may act for an account.
    pub fn mandate(&self) -> Address {
        contract(MANDATE)
    }

    /// The lock of the house.
    pub fn lock(&self) -> Address {
        contract(LOCK)
    }

    /// The oracle.
    pub fn oracle(&self) -> Address {
        contract(ORACLE)
    }

    /// Who may pause markets beside the owner.
    pub fn guardian(&self) -> Address {
        contract(GUARDIAN)
    }

    /// The owner.
    pub fn owner(&self) -> Address {
        shell::owner::owner()
    }

    /// The successor that the owner has named.
    pub fn pending_owner(&self) -> Address {
        shell::owner::pending()
    }

    /// Names a successor, or nobody. Error: `NotOwner`.
    pub fn transfer_ownership(&mut self, new_owner: Address) -> Result<(), ClearingError> {
        owner::offer(new_owner)
    }

    /// Takes over. Error: `NotOwner` unless the caller is the named successor.
    pub fn accept_ownership(&mut self) -> Result<(), ClearingError> {
        owner::accept()
    }
}
