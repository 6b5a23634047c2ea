// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// The vault: accounts, their collateral, their cash debt, and the one health check.
///
/// An account is a `bytes32`: its low 20 bytes are the owner, the others a sub-account number. It holds up to
/// 16 kinds of collateral and borrows cash from the pool. Whatever lets its risk rise ends with the same
/// question to the margin contract; deposits, repayments and withdrawals without debt ask nobody.
interface IVault {
    /// Collateral of one asset, at 18 decimals.
    struct Holding {
        /// Index of the asset.
        uint8 asset;
        /// Amount at 18 decimals.
        uint256 amount;
    }

    /// What the margin contract says about an account (USD, WAD).
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

    /// Tokens came in for an account; `amount` is what was credited, in units of the token.
    event Deposited(bytes32 indexed account, uint8 indexed asset, address payer, uint256 amount);

    /// Collateral left an account.
    event Withdrawn(bytes32 indexed account, uint8 indexed asset, address to, uint256 amount);

    /// An account borrowed cash; `debt` is what it owes now, rounded up.
    event Borrowed(bytes32 indexed account, address to, uint256 amount, uint256 debt);

    /// Cash came back for an account; `debt` is what it still owes, rounded up.
    event Repaid(bytes32 indexed account, address payer, uint256 amount, uint256 debt);

    /// The liquidator took collateral for cash that it had brought to the pool.
    event Seized(
        bytes32 indexed account,
        uint8 indexed asset,
        address to,
        uint256 amount,
        uint256 repaid,
        uint256 debt
    );

    /// A token is accepted as collateral from now on, up to `cap` units in all accounts together.
    event CollateralListed(uint8 indexed asset, address indexed token, uint8 decimals, uint256 cap);

    /// The cap of a collateral changed. What is there stays.
    event CapSet(uint8 indexed asset, uint256 cap);

    /// The contract that may seize collateral changed.
    event LiquidatorSet(address indexed liquidator);

    /// The owner named a successor, who has yet to accept.
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);

    /// The owner changed.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// The caller is not the owner, nor the named successor where ownership is accepted.
    error NotOwner(address caller);

    /// An address of the configuration must not be zero.
    error ZeroAddress();

    /// The account belongs to somebody else: its low 20 bytes are the owner.
    error NotAccountOwner(bytes32 account, address caller);

    /// The caller is not the liquidator.
    error NotLiquidator(address caller);

    /// No token is listed under this index.
    error NotListed(uint8 asset);

    /// The index has a token, or the token has an index.
    error AlreadyListed(uint8 asset);

    /// Indices run from 0 to 15.
    error UnknownAsset(uint8 asset);

    /// The deposit would lift all deposits of the collateral above its cap.
    error CapExceeded(uint8 asset, uint256 cap);

    /// The cap is beyond what the risk model computes with: `max` units of the token.
    error CapTooLarge(uint256 cap, uint256 max);

    /// Only the owner of an account brings a new kind of collateral into it.
    error NotOptedIn(bytes32 account, uint8 asset);

    /// The account holds less of the collateral than that.
    error InsufficientCollateral(uint8 asset, uint256 available);

    /// The account would be below its initial margin (USD, WAD).
    error BelowInitialMargin(int256 equity, uint256 initialMargin);

    /// The prices of these assets (bit i for asset i), or their volatilities, cannot be relied on now: risk may not
    /// rise. All of them: a sample has been due for ten minutes; `poke` the oracle.
    error PriceNotLive(uint16 notLive);

    /// Nothing would happen.
    error ZeroAmount();

    /// The account owes nothing.
    error NoDebt(bytes32 account);

    /// More was paid than the account owes.
    error PaymentExceedsDebt(uint256 paid, uint256 debt);

    /// The token has more than 18 decimals.
    error DecimalsTooLarge(uint8 decimals);

    /// There is no contract at the address.
    error NoCode(address target);

    /// The token reverted, returned false or no answer, or moved nothing.
    error TransferFailed(address token);

    /// The pool did not answer, or not with what its books must say.
    error PoolCallFailed();

    /// The margin contract did not answer.
    error MarginCallFailed();

    /// A value left the range of the arithmetic.
    error MathFailed();

    /// Sets the owner, the cash token, the pool it is lent from and the margin contract, once. Errors:
    /// `AlreadyInitialized`, `ZeroAddress`, `NoCode`, `DecimalsTooLarge`.
    function initialize(address owner, address cash, address pool, address margin) external;

    /// Brings `amount` of a listed token into an account; anybody may pay, but only the owner of the account
    /// brings a kind of collateral that is not there yet. Answers what was credited: what arrived. Asks no
    /// price. Errors: `NotListed`, `NotOptedIn`, `ZeroAmount`, `CapExceeded`, `TransferFailed`, `NoCode`.
    function deposit(bytes32 account, uint8 asset, uint256 amount) external returns (uint256 credited);

    /// Takes collateral out, in units of its token. With debt the account must stay at its initial margin;
    /// without debt no price is asked. Errors: `NotAccountOwner`, `NotListed`, `ZeroAmount`,
    /// `InsufficientCollateral`, `PriceNotLive`, `BelowInitialMargin`, `TransferFailed`.
    function withdraw(bytes32 account, uint8 asset, uint256 amount, address to) external;

    /// Borrows cash, in units of its token; the account must be at its initial margin after. Errors:
    /// `NotAccountOwner`, `ZeroAmount`, `PriceNotLive`, `BelowInitialMargin`, those of the pool
    /// (`InsufficientCash`).
    function borrow(bytes32 account, uint256 amount, address to) external;

    /// Pays debt back, anybody for anybody; more than the debt counts as all of it. Answers what was paid.
    /// Asks no price. Errors: `NoDebt`, `ZeroAmount` (also where the payment is less than one unit of scaled
    /// debt), `TransferFailed`.
    function repay(bytes32 account, uint256 amount) external returns (uint256 repaid);

    /// Takes collateral for cash that the caller has brought to the pool. Liquidator only: whether, how much
    /// and at what price is its decision. Errors: `NotLiquidator`, `NotListed`, `NoDebt`,
    /// `PaymentExceedsDebt`, `ZeroAmount`, `InsufficientCollateral`, `TransferFailed`, those of the pool
    /// (`CashNotReceived`).
    function seize(bytes32 account, uint8 asset, uint256 amount, uint256 repaid, address to) external;

    /// What the margin contract says about an account now (USD, WAD).
    function assess(bytes32 account) external view returns (Verdict memory verdict);

    /// An account as the risk model sees it: cash in USD WAD (minus the debt, rounded up) and collateral at 18
    /// decimals, ascending by asset.
    function portfolio(bytes32 account) external view returns (int256 cash, Holding[] memory collateral);

    /// Collateral of an account, in units of the token.
    function collateral(bytes32 account, uint8 asset) external view returns (uint256);

    /// What an account owes now, in units of the cash, rounded up.
    function debt(bytes32 account) external view returns (uint256);

    /// A listed token, its decimals, how much may be deposited and how much is, in units of the token. Error:
    /// `NotListed`.
    function listing(uint8 asset) external view returns (address token, uint8 decimals, uint256 cap, uint256 total);

    /// The token that is lent out.
    function cash() external view returns (address);

    /// The pool it is lent from.
    function pool() external view returns (address);

    /// The margin contract.
    function margin() external view returns (address);

    /// The contract that may seize.
    function liquidator() external view returns (address);

    /// Accepts a token of at most 18 decimals as collateral under an index of the oracle, up to `cap` units in
    /// all accounts together. Errors: `NotOwner`, `UnknownAsset`, `AlreadyListed`, `NoCode`, `TransferFailed`
    /// where the token names no decimals, `DecimalsTooLarge`, `CapTooLarge`.
    function listCollateral(uint8 asset, address token, uint256 cap) external;

    /// Changes a cap; what is there stays. Errors: `NotOwner`, `NotListed`, `CapTooLarge`.
    function setCap(uint8 asset, uint256 cap) external;

    /// Names the contract that may seize, or none. Error: `NotOwner`.
    function setLiquidator(address liquidator) external;

    /// The owner.
    function owner() external view returns (address);

    /// The successor that the owner has named.
    function pendingOwner() external view returns (address);

    /// Names a successor, or nobody. Error: `NotOwner`.
    function transferOwnership(address newOwner) external;

    /// Takes over. Error: `NotOwner` unless the caller is the named successor.
    function acceptOwnership() external;
}
