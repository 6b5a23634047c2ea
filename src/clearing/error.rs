//! The ways in which the clearing refuses.

use crate::abi::*;
use crate::token::TokenError;
use alloc::vec::Vec;
use fixed::MathError;
use risk::RiskError;

crate::words::errors! {
    /// Every error of the clearing, as its Solidity caller sees it. `Callee` is what the vault, the mandate, the oracle
    /// or the lock reverted with, passed on.
    ClearingError passing Callee {
        AlreadyInitialized {}
        NotOwner { caller }
        NotGuardian { caller }
        ZeroAddress {}
        NoCode { target }
        InvalidTerms {}
        NotMarket { market }
        AlreadyRegistered { market }
        TooManyMarkets {}
        MarketPaused { market }
        CapExceeded { asset, cap }
        InvalidSeries {}
        ZeroAmount {}
        SameAccount { account }
        NotAllowed { account, market }
        TooManyLegs { account }
        FundingTooLarge { perUnit, most }
        NotExpired { expiry }
        NoSettlementPrice { asset, expiry }
        TooManyAccounts { accounts }
        VaultCallFailed {}
        MandateCallFailed {}
        OracleCallFailed {}
        LockCallFailed {}
        MathFailed {}
    }
}

impl ClearingError {
    /// A value left the range of the arithmetic.
    pub(crate) fn math() -> Self {
        MathFailed {}.into()
    }

    /// What a callee reverted with; where it said nothing, who it was.
    pub(crate) fn callee(data: Vec<u8>, silent: impl Into<Self>) -> Self {
        if data.is_empty() {
            silent.into()
        } else {
            Self::Callee(data)
        }
    }
}

impl From<MathError> for ClearingError {
    fn from(_: MathError) -> Self {
        Self::math()
    }
}

impl From<RiskError> for ClearingError {
    fn from(_: RiskError) -> Self {
        Self::math()
    }
}

impl From<TokenError> for ClearingError {
    fn from(_: TokenError) -> Self {
        VaultCallFailed {}.into()
    }
}
