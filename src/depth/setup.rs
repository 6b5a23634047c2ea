//! What the owner decides: whom to ask, and how fast depth may move.

use crate::abi::*;
use crate::error::DepthError;
use crate::host;
use crate::owner;
use crate::state::{cents_down, Depth, Source, CONTRACT, FEED, NOBODY};
use crate::words::Word;
use alloy_primitives::{Address, U256};
use risk::liquidity::depth::DepthTerms;
use risk::MAX_ASSETS;

/// Ten to the power of more does not fit what answers are divided by.
const MAX_DECIMALS: u8 = 36;

impl Depth {
    pub(crate) fn set_up(&mut self, owner: Address, oracle: Address) -> Result<(), DepthError> {
        if !shell::owner::owner().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        if owner.is_zero() || oracle.is_zero() {
            return Err(ZeroAddress {}.into());
        }
        self.told.set(oracle.to_word().into());
        self.adopt(&DepthTerms::standard());
        owner::begin(owner);
        Ok(())
    }

    pub(crate) fn change_terms(
        &mut self,
        spacing: u32,
        fresh: u32,
        ramp: u32,
        doubling: u32,
        halving: u32,
    ) -> Result<(), DepthError> {
        owner::require_owner()?;
        let terms = DepthTerms {
            spacing,
            fresh,
            ramp,
            doubling,
            halving,
        };
        if !terms.valid() {
            return Err(InvalidTerms {}.into());
        }
        self.adopt(&terms);
        Ok(())
    }

    fn adopt(&mut self, terms: &DepthTerms) {
        self.keep_terms(terms);
        host::emit(TermsSet {
            spacing: terms.spacing,
            fresh: terms.fresh,
            ramp: terms.ramp,
            doubling: terms.doubling,
            halving: terms.halving,
        });
    }

    pub(crate) fn name_source(
        &mut self,
        asset: u8,
        address: Address,
        kind: u8,
        heartbeat: u32,
        base: U256,
    ) -> Result<(), DepthError> {
        owner::require_owner()?;
        let base_cents = cents_down(base);
        let terms_fit = match kind {
            NOBODY => address.is_zero(),
            CONTRACT => base_cents != 0,
            FEED => base_cents != 0 && heartbeat != 0,
            _ => false,
        };
        if usize::from(asset) >= MAX_ASSETS || !terms_fit {
            return Err(InvalidTerms {}.into());
        }
        if kind != NOBODY && !host::has_code(address) {
            return Err(NoCode { account: address }.into());
        }
        let mut source = Source {
            address,
            kind,
            decimals: 0,
            heartbeat,
        };
        if kind == FEED {
            source.decimals = source.decimals_now()?.unwrap_or(u8::MAX);
            if source.decimals > MAX_DECIMALS {
                return Err(DecimalsTooLarge {
                    decimals: source.decimals,
                }
                .into());
            }
        }
        self.keep_source(asset, &source, base_cents);
        let bit = 1_u16.unbounded_shl(u32::from(asset));
        self.set_listed(self.listed() | bit);
        host::emit(SourceSet {
            asset,
            source: address,
            kind,
            heartbeat,
            base,
        });
        Ok(())
    }
}
