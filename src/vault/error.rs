//! The ways in which the vault refuses.

use crate::abi::*;
use crate::token::TokenError;
use alloc::vec::Vec;
use alloy_primitives::Address;
use fixed::MathError;

crate::words::packed_errors! {
    /// What a call reverts with: one of these errors, or what a contract of the house reverted with, passed on.
    VaultError {
        AlreadyInitialized {}
        AlreadySet {}
        NotOpen {}
        NotOwner { caller }
        ZeroAddress {}
        NotAllowed { account, caller, capability }
        NotLiquidator { caller }
        NotMandate { caller }
        NotClearing { caller }
        NotListed { asset }
        AlreadyListed { asset }
        UnknownAsset { asset }
        CapExceeded { asset, cap }
        CapTooLarge { cap, max }
        InflowExceeded { asset, available }
        OutOfRange { value, bound }
        NotOptedIn { account, asset }
        StillSeasoning { account, asset }
        InsufficientCollateral { asset, available }
        CollateralMissing { asset, held, total }
        SameAccount { account }
        BelowInitialMargin { equity, initialMargin }
        PriceNotLive { notLive }
        ZeroAmount {}
        NoDebt { account }
        DebtTooSmall { debt, minDebt }
        PaymentExceedsDebt { paid, debt }
        NotEmpty { account }
        PotShort { available }
        UnknownAction { action }
        Paused { action, until }
        CoolingDown { action, until }
        DecimalsTooLarge { decimals }
        NoCode { target }
        TransferFailed { token }
        CallFailed { target }
        MalformedCall {}
        MathFailed {}
    }
}

impl VaultError {
    /// A value left the range of the arithmetic.
    pub(crate) fn math() -> Self {
        MathFailed {}.into()
    }

    /// What a callee reverted with; where it said nothing, who it was.
    pub(crate) fn callee(data: Vec<u8>, target: Address) -> Self {
        if data.is_empty() {
            CallFailed { target }.into()
        } else {
            Self(data)
        }
    }
}

impl From<MathError> for VaultError {
    fn from(_: MathError) -> Self {
        Self::math()
    }
}

impl From<TokenError> for VaultError {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::NoCode(target) => NoCode { target }.into(),
            TokenError::Failed(token) => TransferFailed { token }.into(),
        }
    }
}
