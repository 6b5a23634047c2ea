//! The ways in which the terms refuse; how structs and events are packed.

use crate::abi::*;
use crate::state::SHARED_TERMS;
use alloy_primitives::U256;
use fixed::MathError;
use risk::terms::history::Refused;
use risk::RiskError;

crate::words::errors! {
    /// Every error of the terms, as its Solidity caller sees it.
    TermsError {
        AlreadyInitialized {}
        NotOwner { caller }
        NotGuardian { caller }
        ZeroAddress {}
        NoCode { account }
        UnknownAsset { asset }
        UnknownClass { class }
        NotListed { asset }
        ClassFixed { asset, class }
        OutOfBounds { asset, field }
        TooLoose { asset, field }
        TooSoon { asset, until }
        Unchanged { asset }
        Inconsistent { asset }
        NotDue { dueAt }
        SourceFailed { source }
        MathFailed {}
    }
}

crate::words::events! {
    PolicySet {
        version; horizon, shortfallFactor, modelMultiplier, maintenanceRatio, bufferRatio, correlationStress,
        sigmaFloor, confidence, minRows, unwindRate, maxUnwind, crowding
    }
    ClassSet { class; jump, stressScale, tableInitial, tableMaintenance }
    AssetSet {
        asset, version; class, jump, stressScale, tableInitial, tableMaintenance, halfSpread, deadBand, uncertainty,
        assumedDepth, expectedAge
    }
    ExposureNoted { asset; long, short }
    BufferTurned { ; index, buffer }
    SourcesSet { vault, clearing; }
    GuardianSet { guardian; }
    OwnershipTransferStarted { previousOwner, newOwner; }
    OwnershipTransferred { previousOwner, newOwner; }
}

crate::words::structs! {
    PolicyTerms {
        horizon: u32, shortfallFactor: U256, modelMultiplier: U256, maintenanceRatio: U256, bufferRatio: U256,
        correlationStress: U256, sigmaFloor: U256, confidence: U256, minRows: u16, unwindRate: U256, maxUnwind: U256,
        crowding: U256
    }
    ClassTerms { jump: U256, stressScale: U256, tableInitial: U256, tableMaintenance: U256 }
    AssetTerms { halfSpread: U256, deadBand: U256, uncertainty: U256, assumedDepth: U256, expectedAge: u32 }
    AssetSheet {
        class: u8, jump: U256, stressScale: U256, tableInitial: U256, tableMaintenance: U256, halfSpread: U256,
        deadBand: U256, uncertainty: U256, assumedDepth: U256, expectedAge: u32
    }
    Changes { version: u32, previousVersion: u32, since: u64, settledAt: u64, loosenableAt: u64 }
}

impl TermsError {
    /// Why terms of an asset, or for 255 the shared ones, cannot be changed so.
    pub(crate) fn refused(asset: u8, refused: Refused) -> Self {
        match refused {
            Refused::OutOfBounds(field) => OutOfBounds { asset, field }.into(),
            Refused::TooLoose(field) => TooLoose { asset, field }.into(),
            Refused::TooSoon(until) => TooSoon { asset, until }.into(),
            Refused::Unchanged => Unchanged { asset }.into(),
        }
    }

    /// The same of the shared terms.
    pub(crate) fn shared(refused: Refused) -> Self {
        Self::refused(SHARED_TERMS, refused)
    }
}

impl From<MathError> for TermsError {
    fn from(_: MathError) -> Self {
        MathFailed {}.into()
    }
}

impl From<RiskError> for TermsError {
    fn from(_: RiskError) -> Self {
        MathFailed {}.into()
    }
}
