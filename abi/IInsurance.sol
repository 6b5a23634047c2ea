// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// The insurance: cash that pays for losses before the lenders do, as ERC-4626 shares.
///
/// It earns a part of the interest and is never lent. What it pays lowers the price of its shares, by exactly that. Who
/// leaves gives notice a week before and then has three days to do so, and nobody leaves while a loss is known: so it
/// cannot flee from a loss that is coming.
interface IInsurance {
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

    /// The holder will withdraw up to so many shares between `from` and `until` (seconds, both included).
    event NoticeGiven(address indexed holder, uint256 shares, uint64 from, uint64 until);

    /// The account lacks so much cash to be worth nothing; `total` is what all accounts lack that have been noted.
    event InsolvencyNoted(bytes32 indexed account, uint256 lacking, uint256 total);

    /// Of a loss of `amount` this was paid into the pool; `left` is the cash that is left.
    event LossPaid(uint256 amount, uint256 paid, uint256 left);

    /// Cash came in for nothing: the part of the interest, or what was sent by mistake.
    event Earned(uint256 amount);

    /// The pool whose losses are carried was named.
    event PoolSet(address indexed pool);

    /// The owner named a successor, who has yet to accept.
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);

    /// The owner changed.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    /// There is no contract at the address.
    error NoCode(address token);

    /// The token reverted, returned false, or returned something that is no answer.
    error TransferFailed(address token);

    /// After a payment in, less of the token is here than the books say: the token took a fee.
    error CashNotReceived(uint256 expected, uint256 balance);

    /// There is not that much cash to take out now.
    error InsufficientCash(uint256 wanted, uint256 available);

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

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// The caller is not the owner, nor the named successor where ownership is accepted.
    error NotOwner(address caller);

    /// The caller is not the pool.
    error NotPool(address caller);

    /// The pool is named once.
    error PoolAlreadySet(address pool);

    /// No pool has been named.
    error NoPool();

    /// The vault gave no answer that can be read.
    error VaultFailed();

    /// Prices of these assets (a bit each) are not live: what the account is worth is not known.
    error PriceNotLive(uint256 assets);

    /// An address of the configuration must not be zero.
    error ZeroAddress();

    /// The token has more than 18 decimals.
    error DecimalsTooLarge(uint8 decimals);

    /// So much is known to be lost: nobody leaves before it is paid.
    error LossPending(uint256 lost);

    /// Shares leave after notice, within its window: `redeemable` may leave now.
    error NoticeNeeded(address holder, uint256 shares, uint256 redeemable);

    /// Sets the owner, the cash token and the lock of the house, once. Errors: `AlreadyInitialized`, `ZeroAddress`,
    /// `NoCode`, `DecimalsTooLarge`, `TransferFailed` where the token does not answer.
    function initialize(address owner, address asset, address lock) external;

    /// Pays `assets` in and mints shares for it to `receiver`, rounded down. Zero does nothing. Errors:
    /// `ERC4626ExceededMaxDeposit`, `ZeroShares`, `ERC20InvalidReceiver`, `CashNotReceived`, `TransferFailed`,
    /// `Reentrant`.
    function deposit(uint256 assets, address receiver) external returns (uint256);

    /// Mints exactly `shares` to `receiver` for cash, rounded up. Errors as `deposit`,
    /// `ERC4626ExceededMaxMint`.
    function mint(uint256 shares, address receiver) external returns (uint256);

    /// Pays exactly `assets` to `receiver` for shares of `owner`, rounded up. Errors: `InsufficientCash`,
    /// `LossPending`, `NoticeNeeded`, `ERC20InsufficientBalance`, `ERC20InsufficientAllowance`,
    /// `TransferFailed`, `Reentrant`.
    function withdraw(uint256 assets, address receiver, address owner) external returns (uint256);

    /// Burns exactly `shares` of `owner` for cash to `receiver`, rounded down. Errors as `withdraw`.
    function redeem(uint256 shares, address receiver, address owner) external returns (uint256);

    /// The cash token.
    function asset() external view returns (address);

    /// Cash that carries losses, in units of the token. Nothing is lent.
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

    /// Most that `owner` can withdraw now: bounded by the shares that notice was given for and that are
    /// within its window; nothing while a loss is pending.
    function maxWithdraw(address owner) external view returns (uint256);

    /// Most that `owner` can redeem now, likewise.
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

    /// Moves shares of the caller. Errors: `ERC20InsufficientBalance`, `ERC20InvalidReceiver`, `Reentrant`.
    function transfer(address to, uint256 value) external returns (bool);

    /// Lets the spender move shares of the caller. Error: `ERC20InvalidSpender`.
    function approve(address spender, uint256 value) external returns (bool);

    /// Moves shares within an allowance. Errors as `transfer`, `ERC20InsufficientAllowance`.
    function transferFrom(address from, address to, uint256 value) external returns (bool);

    /// Gives notice that the caller will withdraw up to `shares`: after a week, within three days. It takes the place of
    /// notice given before; zero withdraws that. Errors: `ERC20InsufficientBalance`.
    function giveNotice(uint256 shares) external;

    /// Notes what an account lacks to be worth nothing, by the vault's own judgement; zero where it lacks nothing. Three
    /// days without any such note, and what is noted no longer counts. Anybody. Errors: `NoPool`, `VaultFailed`,
    /// `PriceNotLive`, `Reentrant`, those of the vault.
    function noteInsolvent(bytes32 account) external returns (uint256);

    /// Counts cash that was sent here by mistake, for all holders; how much. Anybody. Error: `Reentrant`.
    function skim() external returns (uint256);

    /// Pays up to `amount` of a loss into the pool; what was paid, all cash at most. Pool only. Errors: `NotPool`,
    /// `TransferFailed`.
    function cover(uint256 amount) external returns (uint256);

    /// Counts what the pool has sent. Pool only. Errors: `NotPool`, `CashNotReceived`.
    function earn(uint256 amount) external;

    /// Shares that notice was given for, the first and the last second in which they may leave, and how many may now.
    function noticeOf(
        address holder
    ) external view returns (uint256 shares, uint64 from, uint64 until, uint256 redeemable);

    /// What accounts are known to lack, in units of the cash.
    function insolvency() external view returns (uint256);

    /// What the account lacked when it was last noted.
    function insolvencyOf(bytes32 account) external view returns (uint256);

    /// Whether lenders may leave the pool: what is known to be lost is within what is held here.
    function exitsOpen() external view returns (bool);

    /// Cash that is counted, in units of the token.
    function cash() external view returns (uint256);

    /// The pool whose losses are carried; zero before it is named.
    function pool() external view returns (address);

    /// The lock of the house.
    function lock() external view returns (address);

    /// Names the pool, once. Errors: `NotOwner`, `PoolAlreadySet`, `NoCode`.
    function setPool(address pool) external;

    /// The owner.
    function owner() external view returns (address);

    /// The successor that the owner has named.
    function pendingOwner() external view returns (address);

    /// Names a successor, or nobody. Error: `NotOwner`.
    function transferOwnership(address newOwner) external;

    /// Takes over. Error: `NotOwner` unless the caller is the named successor.
    function acceptOwnership() external;
}
