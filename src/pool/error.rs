//! The ways in which the pool refuses.

use crate::abi::*;
use risk::RiskError;

crate::words::errors! {
    /// Every error of the pool, as its Solidity caller sees it. `Callee` is what lock or insurance reverted with.
    PoolError passing Callee {
        AlreadyInitialized {}
        NotOwner { caller }
        NotVault { caller }
        VaultAlreadySet { vault }
        InsuranceAlreadySet { insurance }
        ZeroAddress {}
        InvalidCurve {}
        InvalidSplit {}
        InvalidStress {}
        InvalidLimit {}
        IndexUnknown {}
        InsuranceFailed {}
        WithdrawalsClosed {}
        OutflowLimited { wanted, available }
        DebtExceeded { scaled, total }
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

shares::refusals!(PoolError);

impl From<RiskError> for PoolError {
    fn from(_: RiskError) -> Self {
        Self::math()
    }
}
