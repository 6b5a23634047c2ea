//! The terms under motsu: who may change what, and what is kept. The laws of changes are proven in `risk`, sizes and gas
//! on the shipped program.

mod changes;
pub(crate) mod clock;
mod layout;
mod mock;
mod notes;
mod roles;
mod wire;

use crate::abi::{AssetTerms, PolicyTerms};
use crate::Terms;
use alloy_primitives::{Address, U256};
use motsu::prelude::*;
use risk::terms::{decode, Rules};

const WAD: u128 = 1_000_000_000_000_000_000;
const DAY: u64 = 86_400;
const WEEK: u64 = 7 * DAY;
const MAJOR: u8 = 0;

fn u(value: u128) -> U256 {
    U256::from(value)
}

/// So many thousandths.
fn milli(value: u128) -> U256 {
    u(value * WAD / 1_000)
}

/// 1 % of half spread, two millions of depth.
fn own() -> AssetTerms {
    AssetTerms {
        halfSpread: milli(10),
        deadBand: milli(5),
        uncertainty: milli(2),
        assumedDepth: u(2_000_000 * WAD),
        expectedAge: 3_600,
    }
}

/// Terms of `owner`, with ETH as asset 0 and USDC as asset 3.
fn open(terms: &Contract<Terms>, owner: Address, oracle: Address) {
    clock::reset();
    terms.sender(owner).initialize(owner, oracle).motsu_unwrap();
    terms
        .sender(owner)
        .set_asset(0, MAJOR, own())
        .motsu_unwrap();
    terms.sender(owner).set_asset(3, 3, own()).motsu_unwrap();
}

fn policy(terms: &Contract<Terms>, owner: Address) -> PolicyTerms {
    terms.sender(owner).policy().motsu_unwrap()
}

/// What a judgement of such accounts reads.
fn rules(terms: &Contract<Terms>, owner: Address, mask: u16, version: u32) -> Rules {
    let words = terms.sender(owner).read(mask, version).motsu_unwrap();
    let mut rules = Rules::new();
    decode(&words, mask, &mut rules).unwrap();
    rules
}
