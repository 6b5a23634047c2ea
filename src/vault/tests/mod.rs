//! The vault between mocks of its tokens, its pool, and its margin contract, which is its terms, lock and annex too.

mod access;
mod cash;
mod collateral;
mod debt;
mod health;
mod house;
mod inflow;
mod layout;
mod listing;
mod margin;
mod pause;
mod pool;
mod rights;
mod seasoning;
mod seizure;
mod settlement;
mod token;
mod transfer;
mod weight;
mod wire;

use crate::error::VaultError;
use crate::state::Vault;
use alloy_primitives::{Address, B256, I256, U256};

use alloy_sol_types::SolError;
use margin::MockMargin;
use motsu::prelude::*;
use pool::MockPool;
use risk::RAY;
use token::MockToken;

/// A clock that tests can move: the one of the test VM stands still.
pub(crate) mod clock {
    use std::cell::Cell;

    thread_local!(static NOW: Cell<u64> = const { Cell::new(1_800_000_000) });

    pub(crate) fn now() -> u64 {
        NOW.get()
    }

    pub(crate) fn advance(seconds: u64) {
        NOW.set(NOW.get() + seconds);
    }
}

/// Index of the 18-decimals collateral, 2,000 dollars a piece.
const ETH: u8 = 0;
/// Index of the 8-decimals collateral, 60,000 dollars a piece; an odd index and the last.
const BTC: u8 = 15;
/// One ether and one bitcoin in units of their tokens.
const ONE_ETH: u128 = 1_000_000_000_000_000_000;
const ONE_BTC: u128 = 100_000_000;
/// One dollar of the cash.
const DOLLAR: u128 = 1_000_000;

/// Whether a refusal is of this kind.
fn is<E: SolError>(refusal: &VaultError) -> bool {
    refusal.0.starts_with(&E::SELECTOR)
}

fn u(value: u128) -> U256 {
    U256::from(value)
}

/// The first sub-account of an owner, and another.
fn account_of(owner: Address) -> B256 {
    owner.into_word()
}

fn second_account_of(owner: Address) -> B256 {
    let mut account = owner.into_word();
    account.0[0] = 1;
    account
}

/// The contracts around a vault.
struct World<'a> {
    vault: &'a Contract<Vault>,
    pool: &'a Contract<MockPool>,
    margin: &'a Contract<MockMargin>,
    cash: &'a Contract<MockToken>,
    eth: &'a Contract<MockToken>,
    btc: &'a Contract<MockToken>,
    owner: Address,
}

impl World<'_> {
    /// Everything set up: two kinds of collateral, a million dollars in the pool, initial margin half of the
    /// collateral.
    fn open(&self) {
        let owner = self.owner;
        self.cash.sender(owner).set_decimals(6);
        self.eth.sender(owner).set_decimals(18);
        self.btc.sender(owner).set_decimals(8);
        self.pool.sender(owner).open(self.cash.address());
        self.cash
            .sender(owner)
            .give(self.pool.address(), u(1_000_000 * DOLLAR));
        self.margin.sender(owner).open();
        self.margin.sender(owner).set_price(ETH, u(2_000 * ONE_ETH));
        self.margin
            .sender(owner)
            .set_price(BTC, u(60_000 * ONE_ETH));
        self.vault
            .sender(owner)
            .initialize(
                owner,
                self.cash.address(),
                self.pool.address(),
                self.margin.address(),
                self.margin.address(),
                self.margin.address(),
            )
            .motsu_unwrap();
        self.vault
            .sender(owner)
            .list_collateral(ETH, self.eth.address(), u(1_000 * ONE_ETH))
            .motsu_unwrap();
        self.vault
            .sender(owner)
            .list_collateral(BTC, self.btc.address(), u(100 * ONE_BTC))
            .motsu_unwrap();
        for asset in [ETH, BTC] {
            self.vault
                .sender(owner)
                .set_weight(asset, u(ONE_ETH), 0)
                .motsu_unwrap();
        }
        self.vault.sender(owner).open().motsu_unwrap();
    }

    /// Gives a holder tokens and lets the vault take them.
    fn fund(&self, token: &Contract<MockToken>, holder: Address, amount: u128) {
        token.sender(holder).give(holder, u(amount));
        token
            .sender(holder)
            .approve(self.vault.address(), U256::MAX);
    }

    /// Funds and deposits into the holder's own first account.
    fn deposit(&self, holder: Address, asset: u8, amount: u128) {
        self.fund(
            if asset == ETH { self.eth } else { self.btc },
            holder,
            amount,
        );
        self.vault
            .sender(holder)
            .deposit(account_of(holder), asset, u(amount))
            .motsu_unwrap();
    }

    /// What the vault holds of a token.
    fn held(&self, token: &Contract<MockToken>) -> U256 {
        token.sender(self.owner).balance_of(self.vault.address())
    }
}

/// The contracts of a test under their names, with a world of them.
macro_rules! world {
    ($world:ident: $vault:ident, $pool:ident, $margin:ident, $cash:ident, $eth:ident, $btc:ident, $owner:ident) => {
        let $world = World {
            vault: &$vault,
            pool: &$pool,
            margin: &$margin,
            cash: &$cash,
            eth: &$eth,
            btc: &$btc,
            owner: $owner,
        };
        $world.open();
    };
}
pub(crate) use world;
