//! The ways in which the insurance refuses.

use crate::abi::*;

crate::words::errors! {
    /// Every error of the insurance, as its Solidity caller sees it. `Callee` is what lock, pool or vault reverted with.
    InsuranceError passing Callee {
        AlreadyInitialized {}
        NotOwner { caller }
        NotPool { caller }
        PoolAlreadySet { pool }
        NoPool {}
        VaultFailed {}
        PriceNotLive { assets }
        ZeroAddress {}
        DecimalsTooLarge { decimals }
        LossPending { lost }
        NoticeNeeded { holder, shares, redeemable }
        NoCode { token }
        TransferFailed { token }
        CashNotReceived { expected, balance }
        InsufficientCash { wanted, available }
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

shares::refusals!(InsuranceError);
