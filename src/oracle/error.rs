//! Everything that a call can revert with, and how errors, events and structs are packed.

use crate::abi::*;
use crate::words::{Event, Item, Word};
use alloc::vec::Vec;
use alloy_primitives::{B256, U256};
use alloy_sol_types::SolEvent;

crate::words::errors! {
    /// Everything that a call of this contract can revert with, and what `prices` reverted with.
    OracleError passing Prices {
        AlreadyInitialized {}
        NotOwner { caller }
        NotDepthDesk { caller }
        InvalidTerms {}
        UnknownAsset { asset }
        TooManyAssets {}
        SampleDue { dueAt }
        PricesFailed {}
        MathFailed {}
        InsufficientGas {}
    }
}

crate::words::events! {
    AssetListed { asset; floorVolatility, startVolatility, indexWeight }
    RowFailed { ; at }
    PricesSet { prices; }
    BookSet { book; rowPeriod }
    DepthSet { desk; }
    OwnershipTransferStarted { previousOwner, newOwner; }
    OwnershipTransferred { previousOwner, newOwner; }
}

crate::words::structs! {
    ClockTerms {
        interval: u32, minInterval: u32, maxInterval: u32, halfLife: u32, slowHalfLife: u32, jumpHalfLife: u32,
        referenceVolatility: U256, clip: U256
    }
    AssetTerms { floorVolatility: U256, startVolatility: U256, indexWeight: U256 }
    AssetInfo {
        asset: u8, state: u8, gate: u8, samples: u8, updatedAt: u64, collateralPrice: u128, liabilityPrice: u128,
        volatility: u128, slowVolatility: u128, pacedVolatility: u128, forecastVolatility: u128,
        depth: u128, maintenanceDepth: u128, surcharge: u128
    }
}

/// The words of a struct as the data of an event: the event has its fields.
pub(crate) struct Terms<'a>(pub(crate) &'a ClockTerms);

impl Event for Terms<'_> {
    fn with_words(&self, emit: impl FnOnce(&[B256], usize)) {
        let mut words = vec![ClockSet::SIGNATURE_HASH];
        self.0.add_to(&mut words);
        emit(&words, 1);
    }
}

impl Event for Sampled {
    fn with_words(&self, emit: impl FnOnce(&[B256], usize)) {
        let mut words = Vec::with_capacity(self.assets.len().saturating_add(6));
        words.push(Self::SIGNATURE_HASH);
        words.extend([
            self.at.to_word(),
            self.dueAt.to_word(),
            self.index.to_word(),
        ]);
        words.extend([0x80_u8.to_word(), U256::from(self.assets.len()).to_word()]);
        words.extend(self.assets.iter().map(Word::to_word));
        emit(&words, 1);
    }
}

impl From<risk::RiskError> for OracleError {
    fn from(_: risk::RiskError) -> Self {
        MathFailed {}.into()
    }
}

impl From<fixed::MathError> for OracleError {
    fn from(_: fixed::MathError) -> Self {
        MathFailed {}.into()
    }
}
