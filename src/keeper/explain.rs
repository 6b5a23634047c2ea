//! Errors of a node in words: the typed errors of the contracts by name, with their values.

use alloy::{
    primitives::{hex, Bytes},
    sol_types::SolInterface,
    transports::{RpcError, TransportErrorKind},
};

use crate::abi::{
    ArbWasm, IBook, IClearing, IDepth, IFeed, IInsurance, IJudge, ILens, ILiquidator, ILock,
    ILookout, IMandate, IMargin, IOracle, IPlanner, IPool, IPoolDepth, IPricer, IPrices,
    ISimulator, ITerms, IVault,
};

/// What a revert without data is called.
pub const WITHOUT_DATA: &str = "reverted without data";

/// What a node's error means: the contract's typed error if there is one, else the node's own message.
pub fn explain(error: &RpcError<TransportErrorKind>) -> String {
    if let RpcError::ErrorResp(payload) = error {
        if let Some(data) = payload.as_revert_data() {
            return format!("{} ({})", name(&data), payload.message);
        }
        return payload.message.to_string();
    }
    error.to_string()
}

/// The same for an error of a contract call.
pub fn explain_call(error: &alloy::contract::Error) -> String {
    match error {
        alloy::contract::Error::TransportError(inner) => explain(inner),
        other => other.to_string(),
    }
}

/// Revert data as the typed error it is, or as hex.
pub fn name(data: &Bytes) -> String {
    macro_rules! first {
        ($($set:ty),*) => {$(
            if let Ok(known) = <$set>::abi_decode(data) {
                return format!("{known:?}");
            }
        )*};
    }
    if data.is_empty() {
        return WITHOUT_DATA.into();
    }
    first!(
        IVault::IVaultErrors,
        IPrices::IPricesErrors,
        IOracle::IOracleErrors,
        IBook::IBookErrors,
        ILens::ILensErrors,
        IDepth::IDepthErrors,
        IPoolDepth::IPoolDepthErrors,
        IFeed::IFeedErrors,
        IMargin::IMarginErrors,
        IPool::IPoolErrors,
        IInsurance::IInsuranceErrors,
        IClearing::IClearingErrors,
        ITerms::ITermsErrors,
        IJudge::IJudgeErrors,
        ISimulator::ISimulatorErrors,
        IPricer::IPricerErrors,
        IMandate::IMandateErrors,
        ILock::ILockErrors,
        ILookout::ILookoutErrors,
        IPlanner::IPlannerErrors,
        ILiquidator::ILiquidatorErrors,
        ArbWasm::ArbWasmErrors
    );
    alloy::sol_types::decode_revert_reason(data)
        .unwrap_or_else(|| format!("reverted with 0x{}", hex::encode(data)))
}
