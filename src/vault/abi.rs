//! What the vault declares in Solidity: its events, its errors and its structs.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use alloy_sol_types::sol;

sol! {
    /// Tokens came in for an account; `amount` is what was credited, in units of the token.
    #[derive(Debug, PartialEq, Eq)]
    event Deposited(bytes32 indexed account, uint8 indexed asset, address payer, uint256 amount);
    /// Collateral left an account.
    #[derive(Debug, PartialEq, Eq)]
    event Withdrawn(bytes32 indexed account, uint8 indexed asset, address to, uint256 amount);
    /// An account borrowed cash; `debt` is what it owes now, rounded up.
    #[derive(Debug, PartialEq, Eq)]
    event Borrowed(bytes32 indexed account, address to, uint256 amount, uint256 debt);
    /// Cash came back for an account; `debt` is what it still owes, rounded up.
    #[derive(Debug, PartialEq, Eq)]
    event Repaid(bytes32 indexed account, address payer, uint256 amount, uint256 debt);
    /// The liquidator took collateral for cash that it had brought to the pool.
    #[derive(Debug, PartialEq, Eq)]
    event Seized(bytes32 indexed account, uint8 indexed asset, address to, uint256 amount, uint256 repaid, uint256 debt);
    /// A token is accepted as collateral from now on, up to `cap` units in all accounts together.
    #[derive(Debug, PartialEq, Eq)]
    event CollateralListed(uint8 indexed asset, address indexed token, uint8 decimals, uint256 cap);
    /// The cap of a collateral changed. What is there stays.
    #[derive(Debug, PartialEq, Eq)]
    event CapSet(uint8 indexed asset, uint256 cap);
    /// The contract that may seize collateral changed.
    #[derive(Debug, PartialEq, Eq)]
    event LiquidatorSet(address indexed liquidator);
    /// The owner named a successor, who has yet to accept.
    #[derive(Debug, PartialEq, Eq)]
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);
    /// The owner changed.
    #[derive(Debug, PartialEq, Eq)]
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    /// `initialize` runs once.
    #[derive(Debug, PartialEq, Eq)]
    error AlreadyInitialized();
    /// The caller is not the owner, nor the named successor where ownership is accepted.
    #[derive(Debug, PartialEq, Eq)]
    error NotOwner(address caller);
    /// An address of the configuration must not be zero.
    #[derive(Debug, PartialEq, Eq)]
    error ZeroAddress();
    /// The account belongs to somebody else: its low 20 bytes are the owner.
    #[derive(Debug, PartialEq, Eq)]
    error NotAccountOwner(bytes32 account, address caller);
    /// The caller is not the liquidator.
    #[derive(Debug, PartialEq, Eq)]
    error NotLiquidator(address caller);
    /// No token is listed under this index.
    #[derive(Debug, PartialEq, Eq)]
    error NotListed(uint8 asset);
    /// The index has a token, or the token has an index.
    #[derive(Debug, PartialEq, Eq)]
    error AlreadyListed(uint8 asset);
    /// Indices run from 0 to 15.
    #[derive(Debug, PartialEq, Eq)]
    error UnknownAsset(uint8 asset);
    /// The deposit would lift all deposits of the collateral above its cap.
    #[derive(Debug, PartialEq, Eq)]
    error CapExceeded(uint8 asset, uint256 cap);
    /// The cap is beyond what the risk model computes with: `max` units of the token.
    #[derive(Debug, PartialEq, Eq)]
    error CapTooLarge(uint256 cap, uint256 max);
    /// Only the owner of an account brings a new kind of collateral into it.
    #[derive(Debug, PartialEq, Eq)]
    error NotOptedIn(bytes32 account, uint8 asset);
    /// The account holds less of the collateral than that.
    #[derive(Debug, PartialEq, Eq)]
    error InsufficientCollateral(uint8 asset, uint256 available);
    /// The account would be below its initial margin (USD, WAD).
    #[derive(Debug, PartialEq, Eq)]
    error BelowInitialMargin(int256 equity, uint256 initialMargin);
    /// The prices of these assets (bit i for asset i), or their volatilities, cannot be relied on now: risk may not
    /// rise. All of them: a sample has been due for ten minutes; `poke` the oracle.
    #[derive(Debug, PartialEq, Eq)]
    error PriceNotLive(uint16 notLive);
    /// Nothing would happen.
    #[derive(Debug, PartialEq, Eq)]
    error ZeroAmount();
    /// The account owes nothing.
    #[derive(Debug, PartialEq, Eq)]
    error NoDebt(bytes32 account);
    /// More was paid than the account owes.
    #[derive(Debug, PartialEq, Eq)]
    error PaymentExceedsDebt(uint256 paid, uint256 debt);
    /// The token has more than 18 decimals.
    #[derive(Debug, PartialEq, Eq)]
    error DecimalsTooLarge(uint8 decimals);
    /// There is no contract at the address.
    #[derive(Debug, PartialEq, Eq)]
    error NoCode(address target);
    /// The token reverted, returned false or no answer, or moved nothing.
    #[derive(Debug, PartialEq, Eq)]
    error TransferFailed(address token);
    /// The pool did not answer, or not with what its books must say.
    #[derive(Debug, PartialEq, Eq)]
    error PoolCallFailed();
    /// The margin contract did not answer.
    #[derive(Debug, PartialEq, Eq)]
    error MarginCallFailed();
    /// A value left the range of the arithmetic.
    #[derive(Debug, PartialEq, Eq)]
    error MathFailed();

    /// Collateral of one asset, at 18 decimals.
    #[derive(Debug, PartialEq, Eq)]
    struct Holding {
        /// Index of the asset.
        uint8 asset;
        /// Amount at 18 decimals.
        uint256 amount;
    }

    /// What the margin contract says about an account (USD, WAD).
    #[derive(Debug, PartialEq, Eq)]
    struct Verdict {
        /// Collateral less debt.
        int256 equity;
        /// What equity must be for risk to rise.
        uint256 initialMargin;
        /// What equity must be to be left alone.
        uint256 maintenanceMargin;
        /// What a liquidation restores.
        uint256 bufferMargin;
        /// Equity over maintenance margin, WAD.
        uint256 health;
        /// Assets whose prices cannot be relied on now, bit i for asset i.
        uint16 notLive;
    }
}

crate::words::events! {
    Deposited { account, asset; payer, amount }
    Withdrawn { account, asset; to, amount }
    Borrowed { account; to, amount, debt }
    Repaid { account; payer, amount, debt }
    Seized { account, asset; to, amount, repaid, debt }
    CollateralListed { asset, token; decimals, cap }
    CapSet { asset; cap }
    LiquidatorSet { liquidator; }
    OwnershipTransferStarted { previousOwner, newOwner; }
    OwnershipTransferred { previousOwner, newOwner; }
}

// For the printed interface.
#[cfg(feature = "export-abi")]
mod printed {
    use super::{Holding, Verdict};
    use stylus_sdk::abi::{export::internal::InnerTypes, AbiType, ConstString};

    impl AbiType for Holding {
        type SolType = Self;

        const ABI: ConstString = ConstString::new("Holding");
        const EXPORT_ABI_ARG: ConstString = ConstString::new("Holding memory");
        const EXPORT_ABI_RET: ConstString = Self::EXPORT_ABI_ARG;
    }

    impl InnerTypes for Holding {}

    impl AbiType for Verdict {
        type SolType = Self;

        const ABI: ConstString = ConstString::new("Verdict");
        const EXPORT_ABI_ARG: ConstString = ConstString::new("Verdict memory");
        const EXPORT_ABI_RET: ConstString = Self::EXPORT_ABI_ARG;
    }

    impl InnerTypes for Verdict {}
}
