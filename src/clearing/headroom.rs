//! Whether an account that shrinks is no nearer to its maintenance margin than before, or no further below it.
//!
//! The vault judges by initial margin. What it would judge is put together here: for a moment the vault is told that the
//! account has nothing here, so that it does not ask for positions that are in the middle of a change.

use crate::error::ClearingError;
use crate::host::{self, Returned};
use crate::house::{narrow, signed, Statement};
use crate::state::{contract, Clearing, VAULT};
use crate::words::{address, pack, put, Item, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, I256, U256};
use stylus_sdk::function_selector;

const ACCOUNT: [u8; 4] = function_selector!("account", B256);
const PORTFOLIO: [u8; 4] = function_selector!("portfolio", B256);
const MARGIN: [u8; 4] = function_selector!("margin");
pub(crate) const ASSESS_MANY: [u8; 4] = function_selector!(
    "assessMany",
    u32,
    bool,
    Vec<(I256, Vec<(u8, U256)>, Vec<(u8, u8, I256, U256, u64)>)>
);
const WORD: usize = 32;
/// Cash, the places of two lists, the length of the first.
const HEAD: usize = 4;
const MOST_HOLDINGS: usize = 16;

impl Clearing {
    /// Compares two states of an account, of which the vault does not know the second. Not where the vault or the margin
    /// contract do not answer.
    pub(crate) fn keeps_headroom(
        &self,
        account: B256,
        before: &Statement,
        after: &Statement,
    ) -> Result<bool, ClearingError> {
        let nothing = Statement {
            variation: I256::ZERO,
            legs: Vec::new(),
        };
        self.carry(account, false, &nothing, false)?;
        Ok(headrooms(account, [before, after]).is_some_and(|[before, after]| after >= before))
    }
}

/// Equity less maintenance margin of both, USD WAD.
fn headrooms(account: B256, statements: [&Statement; 2]) -> Option<[i128; 2]> {
    const VERDICT: usize = 6;
    let vault = contract(VAULT);
    let margin = address(ask(vault, &pack(&MARGIN, &[]), 1)?.word(0)?);
    // owner, debt, cash, assets, version, legs
    let version = ask(vault, &pack(&ACCOUNT, &[account]), 5)?.word(4)?;
    let most = MOST_HOLDINGS.wrapping_mul(2).wrapping_add(HEAD);
    let portfolio = ask(vault, &pack(&PORTFOLIO, &[account]), most)?;
    let data = pack(&ASSESS_MANY, &words(version, &portfolio, statements)?);
    let answer = ask(margin, &data, VERDICT.wrapping_mul(2).wrapping_add(2))?;
    let headroom = |at: usize| {
        narrow(answer.word(at)?)?.checked_sub(narrow(answer.word(at.wrapping_add(2))?)?)
    };
    Some([headroom(2)?, headroom(VERDICT.wrapping_add(2))?])
}

/// Two portfolios with the cash and the collateral of the vault's, as the margin contract takes them.
fn words(version: U256, portfolio: &Returned, statements: [&Statement; 2]) -> Option<Vec<B256>> {
    let cash = narrow(portfolio.word(0)?)?;
    let count = usize::try_from(portfolio.word(3)?).ok()?;
    if count > MOST_HOLDINGS {
        return None;
    }
    let mut words = Vec::new();
    // The second portfolio stands behind the first, which has as many words as holdings and legs need.
    let lists = count.wrapping_mul(2);
    let [first, _] = statements;
    let size = first
        .legs
        .len()
        .wrapping_mul(5)
        .wrapping_add(lists)
        .wrapping_add(HEAD)
        .wrapping_add(1);
    let second = size.wrapping_add(2).wrapping_mul(WORD);
    for word in [0, 0, 0x60, 2, 0x40, second] {
        put(&mut words, U256::from(word).to_word());
    }
    *words.first_mut()? = version.to_word();
    for statement in statements {
        let own = cash.checked_add(narrow(statement.variation.into_raw())?)?;
        put(&mut words, signed(own).to_word());
        put(&mut words, 0x60_u64.to_word());
        put(
            &mut words,
            U256::from(lists.wrapping_add(HEAD).wrapping_mul(WORD)).to_word(),
        );
        put(&mut words, U256::from(count).to_word());
        for at in 0..lists {
            put(&mut words, portfolio.word(at.wrapping_add(HEAD))?.to_word());
        }
        put(&mut words, U256::from(statement.legs.len()).to_word());
        for leg in &statement.legs {
            leg.add_to(&mut words);
        }
    }
    Some(words)
}

#[inline(never)]
fn ask(to: Address, data: &[u8], words: usize) -> Option<Returned> {
    host::static_call(to, data, words.wrapping_mul(WORD)).ok()
}
