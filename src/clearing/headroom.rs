//! Whether an account that shrinks is no nearer to its maintenance margin than before, or no further below it.
//!
//! The vault judges by initial margin. What it would judge is put together here from its views, because the positions are
//! in the middle of a change and nobody may ask for them.

use crate::host::{self, Returned};
use crate::house::{Holding, Judged, Statement};
use crate::words::{address, pack, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};
use risk::MAX_ASSETS;
use stylus_sdk::function_selector;

const ACCOUNT: [u8; 4] = function_selector!("account", B256);
const COLLATERAL: [u8; 4] = function_selector!("collateral", B256, u8);
const LISTING: [u8; 4] = function_selector!("listing", u8);
const MARGIN: [u8; 4] = function_selector!("margin");
const CASH: [u8; 4] = function_selector!("cash");
const DECIMALS: [u8; 4] = function_selector!("decimals");
const WORD: usize = 32;

/// Compares two states of an account. Not where the vault or the margin contract do not answer.
pub(crate) fn keeps_headroom(
    vault: Address,
    account: B256,
    before: &Statement,
    after: &Statement,
) -> bool {
    headrooms(vault, account, before, after).is_some_and(|[before, after]| after >= before)
}

fn headrooms(
    vault: Address,
    account: B256,
    before: &Statement,
    after: &Statement,
) -> Option<[alloy_primitives::I256; 2]> {
    // owner, debt, cash, assets, version, legs
    let info = ask(vault, &pack(&ACCOUNT, &[account]), 5)?;
    let token = address(ask(vault, &pack(&CASH, &[]), 1)?.word(0)?);
    let decimals = ask(token, &pack(&DECIMALS, &[]), 1)?.word(0)?;
    let assets = u16::try_from(info.word(3)?).ok()?;
    let mut holdings = Vec::with_capacity(MAX_ASSETS);
    for asset in (0_u8..16).filter(|asset| assets >> asset & 1 != 0) {
        let amount = ask(vault, &pack(&COLLATERAL, &[account, asset.to_word()]), 1)?;
        // token, decimals
        let listing = ask(vault, &pack(&LISTING, &[asset.to_word()]), 2)?;
        holdings.push(Holding {
            asset,
            amount: normalised(amount.word(0)?, listing.word(1)?)?,
        });
    }
    let owned = i128::try_from(normalised(info.word(2)?, decimals)?).ok()?;
    let owed = i128::try_from(normalised(info.word(1)?, decimals)?).ok()?;
    let margin = address(ask(vault, &pack(&MARGIN, &[]), 1)?.word(0)?);
    let judged = Judged {
        cash: owned.checked_sub(owed)?,
        holdings: &holdings,
        statements: [before, after],
    };
    judged.headrooms(margin, info.word(4)?)
}

fn ask(to: Address, data: &[u8], words: usize) -> Option<Returned> {
    host::static_call(to, data, words.checked_mul(WORD)?).ok()
}

/// An amount at 18 decimals.
fn normalised(amount: U256, decimals: U256) -> Option<u128> {
    let missing = 18_u32.checked_sub(u32::try_from(decimals).ok()?)?;
    u128::try_from(amount)
        .ok()?
        .checked_mul(10_u128.checked_pow(missing)?)
}
