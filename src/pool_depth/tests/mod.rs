//! The contract in the test VM, beside pools that say what they are told to say.

mod answers;
mod gates;
mod layout;
mod wire;

use crate::state::FIXED;
use crate::PoolDepth;
use alloy_primitives::{Address, I256, U256};
use answers::MockAnswers;
use motsu::prelude::*;

const WINDOW: u32 = 1_800;
const SPACING: i64 = 60;

fn u(value: u128) -> U256 {
    U256::from(value)
}

fn i(value: i64) -> U256 {
    I256::try_from(value).unwrap().into_raw()
}

/// One dollar.
fn wad() -> U256 {
    u(1_000_000_000_000_000_000)
}

/// A word of an address.
fn word(address: Address) -> U256 {
    U256::from_be_bytes(address.into_word().0)
}

/// What a pool says.
type Pool = Contract<MockAnswers>;

fn say(pool: &Pool, signature: &str, parameters: &[U256], words: &[U256]) {
    pool.sender(Address::ZERO).say(signature, parameters, words);
}

/// Parameters of `observe`.
fn window() -> [U256; 4] {
    [u(32), u(2), u(u128::from(WINDOW)), u(0)]
}

/// Price one, tick 0, one position over all prices of interest; token 0 is the asset, token 1 has 6 decimals.
fn set_up(contract: &Contract<PoolDepth>, pool: &Pool, asset: &Pool, quote: &Pool, owner: Address) {
    say(quote, "decimals()", &[], &[u(6)]);
    say(pool, "token0()", &[], &[word(asset.address())]);
    say(pool, "token1()", &[], &[word(quote.address())]);
    say(pool, "tickSpacing()", &[], &[i(SPACING)]);
    price(pool, u(1 << 96), true);
    observe(pool, 0, 0);
    say(pool, "liquidity()", &[], &[u(1_000_000_000)]);
    for place in [-1, 0] {
        say(pool, "tickBitmap(int16)", &[i(place)], &[U256::ZERO]);
    }
    contract
        .sender(owner)
        .initialize(owner, quote.address())
        .motsu_unwrap();
    list(contract, pool, asset, owner);
}

fn list(contract: &Contract<PoolDepth>, pool: &Pool, asset: &Pool, owner: Address) {
    let (pool, asset) = (pool.address(), asset.address());
    contract
        .sender(owner)
        .set_pool(3, pool, asset, WINDOW, FIXED, wad())
        .motsu_unwrap();
}

fn price(pool: &Pool, root: U256, unlocked: bool) {
    let words = [root, u(0), u(0), u(1), u(1), u(0), u(u128::from(unlocked))];
    say(pool, "slot0()", &[], &words);
}

/// Sums of tick seconds, before and now.
fn observe(pool: &Pool, before: i64, after: i64) {
    let words = [u(64), u(160), u(2), i(before), i(after), u(2), u(1), u(2)];
    say(pool, "observe(uint32[])", &window(), &words);
}
