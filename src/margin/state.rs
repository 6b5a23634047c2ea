//! Storage, and how the parameters are read from it.
//!
//! | slot | content |
//! |---|---|
//! | 0 | owner |
//! | 1 | pending owner |
//! | 2 | oracle |
//! | 3 | shared terms, packed |
//! | 4..7 | asset terms, four assets per slot, 64 bits each |

use crate::abi::{MarginError, NotOwner, UnknownAsset};
use crate::terms;
use alloy_primitives::{Address, U256};
use risk::{AssetTerms, MarginTerms, MAX_ASSETS};
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageAddress, StorageArray, StorageU256};

/// Assets per slot of terms.
const LANES: u8 = 4;

/// The storage of the contract.
#[storage]
#[entrypoint]
pub struct Margin {
    /// Who may set parameters.
    pub(crate) owner: StorageAddress,
    /// Who may become the owner.
    pub(crate) pending_owner: StorageAddress,
    /// Where snapshots come from.
    pub(crate) oracle: StorageAddress,
    /// The terms that all assets share.
    pub(crate) shared: StorageU256,
    /// The terms of the assets.
    pub(crate) assets: StorageArray<StorageU256, 4>,
}

impl Margin {
    pub(crate) fn only_owner(&self) -> Result<Address, MarginError> {
        let caller = self.vm().msg_sender();
        if self.owner.get() == caller {
            Ok(caller)
        } else {
            Err(NotOwner { caller }.into())
        }
    }

    pub(crate) fn shared_terms(&self) -> Result<MarginTerms, MarginError> {
        terms::unpack(self.shared.get())
    }

    /// The terms of one asset, which must have some.
    pub(crate) fn listed_terms(&self, asset: u8) -> Result<AssetTerms, MarginError> {
        let word = self.assets.get(slot_of(asset)).unwrap_or_default();
        lane_of(&word.into_limbs(), asset).copied().and_then(terms::unpack_asset).ok_or(UnknownAsset { asset }.into())
    }

    pub(crate) fn set_listed_terms(&mut self, asset: u8, limb: u64) -> Result<(), MarginError> {
        let mut slot = self.assets.setter(slot_of(asset)).ok_or(UnknownAsset { asset })?;
        let mut limbs = slot.get().into_limbs();
        *limbs.get_mut(usize::from(asset % LANES)).ok_or(UnknownAsset { asset })? = limb;
        slot.set(U256::from_limbs(limbs));
        Ok(())
    }

    /// The terms of the assets of a mask, each of which must have some; a slot without any is not read.
    pub(crate) fn terms_of(&self, mask: u16) -> Result<[AssetTerms; MAX_ASSETS], MarginError> {
        let mut all = [AssetTerms::default(); MAX_ASSETS];
        for (asset, terms) in (0u8..).zip(&mut all) {
            if mask & crate::portfolio::bit(asset)? != 0 {
                *terms = self.listed_terms(asset)?;
            }
        }
        Ok(all)
    }
}

fn slot_of(asset: u8) -> usize {
    usize::from(asset / LANES)
}

fn lane_of(limbs: &[u64; 4], asset: u8) -> Option<&u64> {
    limbs.get(usize::from(asset % LANES))
}
