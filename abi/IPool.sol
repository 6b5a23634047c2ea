// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// The cash pool: lenders put cash in for ERC-4626 shares, the vault lends it out against margin.
///
/// The pool counts the cash that came in through its own doors; tokens sent to it directly change nothing.
/// Debt is kept divided by a borrow index, so that interest accrues for everybody by one number. Rounding is
/// always for the pool: the price of a share never falls.
interface IPool {
    /// Shares moved; from or to the zero address where they were minted or burned.
    event Transfer(address indexed from, address indexed to, uint256 value);

    /// The owner lets the spender move up to `value` shares.
    event Approval(address indexed owner, address indexed spender, uint256 value);

    /// Cash came in for shares (ERC-4626).
    event Deposit(address indexed sender, address indexed owner, uint256 assets, uint256 shares);

    /// Cash went out for shares (ERC-4626).
    event Withdraw(
        address indexed sender,
        address indexed receiver,
        address indexed owner,
        uint256 assets,
        uint256 shares
    );

    /// The vault borrowed `assets` for `to`; `scaled` is the debt over the borrow index, rounded up.
    event Lent(address indexed to, uint256 assets, uint256 scaled);

    /// `assets` came back and ended `scaled` of the debt.
    event Collected(uint256 assets, uint256 scaled);

    /// The borrow index (1e27) grew, and all debt with it to `borrowed`.
    event InterestAccrued(uint256 borrowIndex, uint256 borrowed);

    /// The interest curve changed (WAD, rates per year).
    event CurveSet(uint256 base, uint256 kink, uint256 slopeBelow, uint256 slopeAbove);

    /// The one borrower was named.
    event VaultSet(address indexed vault);

    /// The owner named a successor, who has yet to accept.
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);

    /// The owner changed.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// The caller is not the owner, nor the named successor where ownership is accepted.
    error NotOwner(address caller);

    /// The caller is not the vault.
    error NotVault(address caller);

    /// The vault is named once.
    error VaultAlreadySet(address vault);

    /// An address of the configuration must not be zero.
    error ZeroAddress();

    /// The kink must lie inside (0, 1) and no rate may exceed 1,000 % per year.
    error InvalidCurve();

    /// There is no contract at the address.
    error NoCode(address token);

    /// The token has more than 18 decimals.
    error DecimalsTooLarge(uint8 decimals);

    /// The token reverted, returned false, or returned something that is no answer.
    error TransferFailed(address token);

    /// After a payment in, the pool holds less of the token than its books say: the token took a fee.
    error CashNotReceived(uint256 expected, uint256 balance);

    /// The pool does not hold that much cash: the rest is lent out.
    error InsufficientCash(uint256 wanted, uint256 available);

    /// What was paid is less than the debt it is to end, or the debt is less than what is to be ended.
    error PaymentTooSmall(uint256 assets, uint256 owed);

    /// The deposit is worth less than one share.
    error ZeroShares();

    /// A value left the range of the arithmetic.
    error MathFailed();

    /// ERC-4626: more than `maxDeposit`.
    error ERC4626ExceededMaxDeposit(address receiver, uint256 assets, uint256 max);

    /// ERC-4626: more than `maxMint`.
    error ERC4626ExceededMaxMint(address receiver, uint256 shares, uint256 max);

    /// ERC-6093: the sender holds fewer shares than needed.
    error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed);

    /// ERC-6093: shares cannot go to this address.
    error ERC20InvalidReceiver(address receiver);

    /// ERC-6093: the spender may move fewer shares than needed.
    error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed);

    /// ERC-6093: this address cannot be a spender.
    error ERC20InvalidSpender(address spender);

    /// Sets the owner and the cash token, once. Errors: `AlreadyInitialized`, `ZeroAddress`, `NoCode`,
    /// `DecimalsTooLarge`, `TransferFailed` where the token does not answer.
    function initialize(address owner, address asset) external;

    /// Pays `assets` in and mints shares for it to `receiver`, rounded down. Zero does nothing. Errors:
    /// `ERC4626ExceededMaxDeposit`, `ZeroShares`, `ERC20InvalidReceiver`, `CashNotReceived`, `TransferFailed`.
    function deposit(uint256 assets, address receiver) external returns (uint256);

    /// Mints exactly `shares` to `receiver` for cash, rounded up. Errors as `deposit`,
    /// `ERC4626ExceededMaxMint`.
    function mint(uint256 shares, address receiver) external returns (uint256);

    /// Pays exactly `assets` to `receiver` for shares of `owner`, rounded up. Errors: `InsufficientCash`,
    /// `ERC20InsufficientBalance`, `ERC20InsufficientAllowance`, `TransferFailed`.
    function withdraw(uint256 assets, address receiver, address owner) external returns (uint256);

    /// Burns exactly `shares` of `owner` for cash to `receiver`, rounded down. Errors as `withdraw`.
    function redeem(uint256 shares, address receiver, address owner) external returns (uint256);

    /// The cash token.
    function asset() external view returns (address);

    /// Cash in the pool and debt with interest to now, in units of the token, rounded down.
    function totalAssets() external view returns (uint256);

    /// Shares that `assets` are worth, rounded down.
    function convertToShares(uint256 assets) external view returns (uint256);

    /// Cash that `shares` are worth, rounded down.
    function convertToAssets(uint256 shares) external view returns (uint256);

    /// Shares that a deposit would mint, rounded down.
    function previewDeposit(uint256 assets) external view returns (uint256);

    /// Cash that minting would cost, rounded up.
    function previewMint(uint256 shares) external view returns (uint256);

    /// Shares that a withdrawal would burn, rounded up.
    function previewWithdraw(uint256 assets) external view returns (uint256);

    /// Cash that redeeming would pay, rounded down.
    function previewRedeem(uint256 shares) external view returns (uint256);

    /// Most that can be deposited; the same for everybody.
    function maxDeposit(address receiver) external view returns (uint256);

    /// Most that can be minted; the same for everybody.
    function maxMint(address receiver) external view returns (uint256);

    /// Most that `owner` can withdraw: bounded by the shares and by the cash that is not lent out.
    function maxWithdraw(address owner) external view returns (uint256);

    /// Most that `owner` can redeem: bounded by the shares and by the cash that is not lent out.
    function maxRedeem(address owner) external view returns (uint256);

    /// Name of the share.
    function name() external view returns (string memory);

    /// Symbol of the share.
    function symbol() external view returns (string memory);

    /// Decimals of the share: those of the cash and six, so that the first share costs one unit.
    function decimals() external view returns (uint8);

    /// All shares. The virtual ones are not counted.
    function totalSupply() external view returns (uint256);

    /// Shares of a holder.
    function balanceOf(address account) external view returns (uint256);

    /// Shares that the spender may still move for the owner.
    function allowance(address owner, address spender) external view returns (uint256);

    /// Moves shares of the caller. Errors: `ERC20InsufficientBalance`, `ERC20InvalidReceiver`.
    function transfer(address to, uint256 value) external returns (bool);

    /// Lets the spender move shares of the caller. Error: `ERC20InvalidSpender`.
    function approve(address spender, uint256 value) external returns (bool);

    /// Moves shares within an allowance. Errors as `transfer`, `ERC20InsufficientAllowance`.
    function transferFrom(address from, address to, uint256 value) external returns (bool);

    /// Pays `assets` to `to` against debt; returns the scaled debt, rounded up. Vault only. Errors:
    /// `NotVault`, `InsufficientCash`, `TransferFailed`.
    function lend(address to, uint256 assets) external returns (uint256);

    /// Books `assets` that have arrived and ends `scaled` of the debt with them. Vault only. Errors:
    /// `NotVault`, `PaymentTooSmall`, `CashNotReceived`.
    function collect(uint256 assets, uint256 scaled) external;

    /// The vault.
    function vault() external view returns (address);

    /// Cash in the pool, in units of the token. Tokens sent to it directly are not counted.
    function cash() external view returns (uint256);

    /// All debt with interest to now, in units of the token, rounded down.
    function totalBorrowed() external view returns (uint256);

    /// What one unit of scaled debt amounts to now, at scale 1e27, rounded up.
    function borrowIndex() external view returns (uint256);

    /// Debt over cash and debt, WAD, rounded up.
    function utilisation() external view returns (uint256);

    /// What borrowers pay now, WAD per year, compounded continuously.
    function ratePerYear() external view returns (uint256);

    /// The interest curve: rate at no utilisation, the kink, and what the rate rises by below and above it
    /// (WAD, rates per year).
    function curve() external view returns (uint256 base, uint256 kink, uint256 slopeBelow, uint256 slopeAbove);

    /// Names the vault, once. Errors: `NotOwner`, `VaultAlreadySet`, `ZeroAddress`.
    function setVault(address vault) external;

    /// Changes the curve from now on. Errors: `NotOwner`, `InvalidCurve`.
    function setCurve(uint256 base, uint256 kink, uint256 slopeBelow, uint256 slopeAbove) external;

    /// The owner.
    function owner() external view returns (address);

    /// The successor that the owner has named.
    function pendingOwner() external view returns (address);

    /// Names a successor, or nobody. Error: `NotOwner`.
    function transferOwnership(address newOwner) external;

    /// Takes over. Error: `NotOwner` unless the caller is the named successor.
    function acceptOwnership() external;
}
