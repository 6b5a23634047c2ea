//! What the contract keeps on chain, and how it is packed.
//!
//! | slot | what |
//! |---|---|
//! | 0, 1 | owner, pending owner |
//! | 2 | oracle |
//! | 3 | shared terms, see `terms.rs` |
//! | 4..7 | asset terms, four assets per slot, 64 bits each, the first in the lowest |
//!
//! A judgement reads slots 2 and 3, and one more per four assets.

use crate::abi::{MarginError, UnknownAsset};
use crate::host::{load, store};
use crate::portfolio::bit;
use crate::terms;
use crate::words::{from_bytes, to_bytes};
use alloc::vec::Vec; // what the SDK's macro writes names it
use alloy_primitives::{Address, U256};
use risk::{AssetTerms, MAX_ASSETS};
use stylus_sdk::prelude::*;

/// The contract. Its slots are those of the table above; the SDK lays out none.
#[storage]
#[entrypoint]
pub struct Margin;

const OWNER: u8 = 0;
const PENDING_OWNER: u8 = 1;
const ORACLE: u8 = 2;
const SHARED: u8 = 3;
const ASSETS: u8 = 4;
/// Assets per slot of terms.
const LANES: u8 = 4;

pub(crate) fn owner() -> Address {
    address(OWNER)
}

pub(crate) fn set_owner(owner: Address) {
    store(OWNER, &owner.into_word());
}

pub(crate) fn pending_owner() -> Address {
    address(PENDING_OWNER)
}

pub(crate) fn set_pending_owner(owner: Address) {
    store(PENDING_OWNER, &owner.into_word());
}

pub(crate) fn oracle() -> Address {
    address(ORACLE)
}

pub(crate) fn set_oracle(oracle: Address) {
    store(ORACLE, &oracle.into_word());
}

pub(crate) fn shared_terms() -> U256 {
    from_bytes(&load(SHARED))
}

pub(crate) fn set_shared_terms(word: U256) {
    store(SHARED, &to_bytes(&word).into());
}

/// The terms of one asset, which must have some.
pub(crate) fn asset_terms(asset: u8) -> Result<AssetTerms, MarginError> {
    let limbs = from_bytes(&load(slot_of(asset)?)).into_limbs();
    limbs
        .get(lane_of(asset))
        .copied()
        .and_then(terms::unpack_asset)
        .ok_or(UnknownAsset { asset }.into())
}

pub(crate) fn set_asset_terms(asset: u8, limb: u64) -> Result<(), MarginError> {
    let slot = slot_of(asset)?;
    let mut limbs = from_bytes(&load(slot)).into_limbs();
    *limbs
        .get_mut(lane_of(asset))
        .ok_or(UnknownAsset { asset })? = limb;
    store(slot, &to_bytes(&U256::from_limbs(limbs)).into());
    Ok(())
}

/// The terms of the assets of a mask, each of which must have some.
pub(crate) fn terms_of(mask: u16) -> Result<[AssetTerms; MAX_ASSETS], MarginError> {
    let mut all = [AssetTerms::default(); MAX_ASSETS];
    for (asset, terms) in (0u8..).zip(&mut all) {
        if mask & bit(asset)? != 0 {
            *terms = asset_terms(asset)?;
        }
    }
    Ok(all)
}

fn slot_of(asset: u8) -> Result<u8, MarginError> {
    bit(asset)?;
    Ok(ASSETS.saturating_add(asset / LANES))
}

fn lane_of(asset: u8) -> usize {
    usize::from(asset % LANES)
}

fn address(slot: u8) -> Address {
    Address::from_word(load(slot))
}
