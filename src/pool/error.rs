//! The ways in which the pool refuses.

use crate::abi::*;
use crate::token::TokenError;
use fixed::MathError;
use risk::RiskError;

crate::words::errors! {
    /// Every error of the pool, as its Solidity caller sees it.
    PoolError {
        AlreadyInitialized {}
        NotOwner { caller }
        NotVault { caller }
        VaultAlreadySet { vault }
        ZeroAddress {}
        InvalidCurve {}
        NoCode { token }
        DecimalsTooLarge { decimals }
        TransferFailed { token }
        CashNotReceived { expected, balance }
        InsufficientCash { wanted, available }
        PaymentTooSmall { assets, owed }
        ZeroShares {}
        MathFailed {}
        ERC4626ExceededMaxDeposit { receiver, assets, max }
        ERC4626ExceededMaxMint { receiver, shares, max }
        ERC20InsufficientBalance { sender, balance, needed }
        ERC20InvalidReceiver { receiver }
        ERC20InsufficientAllowance { spender, allowance, needed }
        ERC20InvalidSpender { spender }
    }
}

impl PoolError {
    /// A value left the range of the arithmetic.
    pub(crate) fn math() -> Self {
        MathFailed {}.into()
    }
}

impl From<MathError> for PoolError {
    fn from(_: MathError) -> Self {
        Self::math()
    }
}

impl From<RiskError> for PoolError {
    fn from(_: RiskError) -> Self {
        Self::math()
    }
}

impl From<TokenError> for PoolError {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::NoCode(token) => NoCode { token }.into(),
            TokenError::Failed(token) => TransferFailed { token }.into(),
        }
    }
}
