//! The ways in which the vault refuses.

use crate::abi::*;
use crate::token::TokenError;
use alloc::vec::Vec;
use fixed::MathError;

crate::words::errors! {
    /// Every error of the vault, as its Solidity caller sees it. `Callee` is what the pool or the margin
    /// contract reverted with, passed on.
    VaultError passing Callee {
        AlreadyInitialized {}
        NotOwner { caller }
        ZeroAddress {}
        NotAccountOwner { account, caller }
        NotLiquidator { caller }
        NotListed { asset }
        AlreadyListed { asset }
        UnknownAsset { asset }
        CapExceeded { asset, cap }
        CapTooLarge { cap, max }
        NotOptedIn { account, asset }
        InsufficientCollateral { asset, available }
        BelowInitialMargin { equity, initialMargin }
        PriceNotLive { notLive }
        ZeroAmount {}
        NoDebt { account }
        PaymentExceedsDebt { paid, debt }
        DecimalsTooLarge { decimals }
        NoCode { target }
        TransferFailed { token }
        PoolCallFailed {}
        MarginCallFailed {}
        MathFailed {}
    }
}

impl VaultError {
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
