//! What the clearing keeps on chain, and how it is packed. Bits count from the lowest.
//!
//! | slot | what |
//! |---|---|
//! | 0, 1 | owner, pending owner |
//! | 2 | the vault, and the decimals of its cash in the byte above |
//! | 3, 4, 5 | mandate, lock, oracle |
//! | 6, 7 | who may pause a market beside the owner; how many markets there are |
//! | of (8, market) | number (8), paused (8), registered at (64); the most funding a day in the high half |
//! | of (9, number) | the market of a number |
//! | of (10, number * 256 + asset) | what is open of an asset in a market (low half) and its cap (high half) |
//! | 11 + asset | what is open of an asset in all markets |
//! | of (27, tag of a series * 2^128 + strike) | its accumulator of funding (low half) and when it was last added to |
//! | of (28, asset * 2^64 + expiry) | settlement price; zero where there is none yet |
//! | of (29, account) | balance at scale 1e-36 (248 from bit 8), number of positions (8) |
//! | the one behind it, and on | the positions, two slots each: see `risk::clearing::Position` |
//!
//! The slot of (n, key) is where Solidity keeps the value of a key in a mapping at slot n. Positions that are closed leave
//! their words behind: only as many as are counted have a meaning.

use crate::error::ClearingError;
use crate::slot::Slot;
use crate::words::{address, pack, Word};
use alloc::vec::Vec;
use alloy_primitives::{keccak256, Address, B256, U256};
use fixed::{halves, word};
use risk::clearing::{Account, Balance, Position, Series};
use stylus_sdk::prelude::*;

/// The contract. Its slots are those of the table above; the SDK lays out none.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Clearing;

shell::entry!(Clearing);

/// Slots of single words.
pub(crate) const VAULT: u64 = 2;
pub(crate) const MANDATE: u64 = 3;
pub(crate) const LOCK: u64 = 4;
pub(crate) const ORACLE: u64 = 5;
pub(crate) const GUARDIAN: u64 = 6;
pub(crate) const MARKET_COUNT: u64 = 7;
const TOTALS: u64 = 11;
/// Slots of mappings.
const MARKETS: u64 = 8;
const MARKET_AT: u64 = 9;
const INTEREST: u64 = 10;
const FUNDING: u64 = 27;
const PRICES: u64 = 28;
const ACCOUNTS: u64 = 29;

const PAUSED_AT: u32 = 8;
const SINCE_AT: u32 = 16;

/// A market, as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Market {
    /// From 1; zero where it is not registered.
    pub(crate) number: u8,
    pub(crate) paused: bool,
    pub(crate) since: u64,
    pub(crate) max_funding: u128,
}

fn at(slot: u64) -> Slot {
    Slot::at(U256::from_limbs([slot, 0, 0, 0]))
}

/// The word of a slot.
#[inline(never)]
pub(crate) fn load(slot: u64) -> U256 {
    at(slot).get()
}

/// Writes it.
#[inline(never)]
pub(crate) fn save(slot: u64, word: U256) {
    at(slot).set(word);
}

/// The contract at a slot.
pub(crate) fn contract(slot: u64) -> Address {
    address(load(slot))
}

/// The slot of a key in the mapping at a slot.
#[inline(never)]
fn place(mapping: u64, key: B256) -> U256 {
    let words = pack(&[], &[key, mapping.to_word()]);
    keccak256(words).into()
}

#[inline(never)]
fn load_of(mapping: u64, key: U256) -> U256 {
    Slot::at(place(mapping, key.to_word())).get()
}

#[inline(never)]
fn save_of(mapping: u64, key: U256, word: U256) {
    Slot::at(place(mapping, key.to_word())).set(word);
}

/// The first of the two slots of a position.
fn place_of(head: U256, place: usize) -> U256 {
    let behind = U256::from_limbs([(place as u64) << 1 | 1, 0, 0, 0]);
    head.wrapping_add(behind)
}

pub(crate) fn market(market: Address) -> Market {
    let (max_funding, rest) = halves(load_of(MARKETS, market.to_word().into()));
    let [number, paused, ..] = rest.to_le_bytes();
    Market {
        number,
        paused: paused != 0,
        since: u64::try_from(rest >> SINCE_AT).unwrap_or_default(),
        max_funding,
    }
}

pub(crate) fn set_market(address: Address, market: &Market) {
    let rest = u128::from(market.number)
        | u128::from(market.paused) << PAUSED_AT
        | u128::from(market.since) << SINCE_AT;
    save_of(
        MARKETS,
        address.to_word().into(),
        word((market.max_funding, rest)),
    );
}

pub(crate) fn market_at(number: u8) -> Address {
    address(load_of(MARKET_AT, U256::from(number)))
}

pub(crate) fn set_market_at(number: u8, market: Address) {
    save_of(MARKET_AT, U256::from(number), market.to_word().into());
}

fn interest_key(market: u8, asset: u8) -> U256 {
    U256::from(u16::from_be_bytes([market, asset]))
}

/// What is open of an asset in a market, and its cap.
pub(crate) fn interest(market: u8, asset: u8) -> (u128, u128) {
    let (cap, open) = halves(load_of(INTEREST, interest_key(market, asset)));
    (open, cap)
}

pub(crate) fn set_interest(market: u8, asset: u8, open: u128, cap: u128) {
    save_of(INTEREST, interest_key(market, asset), word((cap, open)));
}

/// What is open of an asset in all markets.
pub(crate) fn total(asset: u8) -> U256 {
    load(TOTALS.wrapping_add(u64::from(asset)))
}

pub(crate) fn set_total(asset: u8, open: u128) {
    save(TOTALS.wrapping_add(u64::from(asset)), U256::from(open));
}

fn series_key(series: &Series) -> U256 {
    word((series.tag(), series.strike))
}

/// The accumulator of a series and when it was last added to.
#[inline(never)]
pub(crate) fn funding(series: &Series) -> (i128, u64) {
    if !series.is_funded() {
        return (0, 0);
    }
    let (at, index) = halves(load_of(FUNDING, series_key(series)));
    (index.cast_signed(), u64::try_from(at).unwrap_or_default())
}

pub(crate) fn set_funding(series: &Series, index: i128, at: u64) {
    let packed = word((u128::from(at), index.cast_unsigned()));
    save_of(FUNDING, series_key(series), packed);
}

fn price_key(asset: u8, expiry: u64) -> U256 {
    U256::from_limbs([expiry, u64::from(asset), 0, 0])
}

/// The settlement price of an asset at an expiry; zero where there is none yet.
pub(crate) fn settlement_price(asset: u8, expiry: u64) -> U256 {
    load_of(PRICES, price_key(asset, expiry))
}

pub(crate) fn set_settlement_price(asset: u8, expiry: u64, price: u128) {
    save_of(PRICES, price_key(asset, expiry), U256::from(price));
}

/// The number of an account's positions.
pub(crate) fn leg_count(account: B256) -> u8 {
    Balance::unpack(Slot::at(place(ACCOUNTS, account)).get()).1
}

#[inline(never)]
pub(crate) fn account(account: B256) -> Result<Account, ClearingError> {
    let head = place(ACCOUNTS, account);
    let (balance, count) = Balance::unpack(Slot::at(head).get());
    let mut loaded = Account::new(balance);
    for place in 0..usize::from(count) {
        let first = place_of(head, place);
        let second = first.wrapping_add(U256::ONE);
        loaded.push(Position::unpack([
            Slot::at(first).get(),
            Slot::at(second).get(),
        ])?)?;
    }
    Ok(loaded)
}

/// Writes balance and count, and the position at a place, where there is one.
#[inline(never)]
pub(crate) fn set_account(
    account: B256,
    loaded: &Account,
    place: usize,
) -> Result<(), ClearingError> {
    let slot = self::place(ACCOUNTS, account);
    let count = u8::try_from(loaded.positions().len()).map_err(|_| ClearingError::math())?;
    Slot::at(slot).set(loaded.balance.pack(count)?);
    if let Some(position) = loaded.positions().get(place) {
        let [first, second] = position.pack();
        let slot = place_of(slot, place);
        Slot::at(slot).set(first);
        Slot::at(slot.wrapping_add(U256::ONE)).set(second);
    }
    Ok(())
}
