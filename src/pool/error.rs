//! The ways in which the pool refuses.

use crate::abi::*;
use crate::token::TokenError;
use fixed::MathError;
use risk::RiskError;
use stylus_sdk::prelude::*;

/// Every error of the pool, as its Solidity caller sees it.
#[allow(missing_docs)]
#[derive(Debug, PartialEq, Eq, SolidityError)]
pub enum PoolError {
    AlreadyInitialized(AlreadyInitialized),
    NotOwner(NotOwner),
    NotVault(NotVault),
    VaultAlreadySet(VaultAlreadySet),
    ZeroAddress(ZeroAddress),
    InvalidCurve(InvalidCurve),
    NoCode(NoCode),
    DecimalsTooLarge(DecimalsTooLarge),
    TransferFailed(TransferFailed),
    CashNotReceived(CashNotReceived),
    InsufficientCash(InsufficientCash),
    PaymentTooSmall(PaymentTooSmall),
    ZeroShares(ZeroShares),
    MathFailed(MathFailed),
    ExceededMaxDeposit(ERC4626ExceededMaxDeposit),
    ExceededMaxMint(ERC4626ExceededMaxMint),
    InsufficientBalance(ERC20InsufficientBalance),
    InvalidReceiver(ERC20InvalidReceiver),
    InsufficientAllowance(ERC20InsufficientAllowance),
    InvalidSpender(ERC20InvalidSpender),
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
