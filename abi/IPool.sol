// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// The cash pool: lenders put cash in for ERC-4626 shares, the vault lends it out against margin.
///
/// The pool counts the cash that came in through its own doors; tokens sent to it directly change nothing.
/// Debt is kept divided by a borrow index, so that interest accrues for everybody by one number. Rounding is
/// always for the pool: the price of a share falls by a loss that insurance and reserve could not bear, and by
/// nothing else.
///
/// Interest is a kinked curve of utilisation and a premium for stress. Parts of it are due to a reserve and to the
/// insurance. Lenders leave as far as cash is there, an outflow limit allows and no loss is known that the insurance
/// does not cover: so nobody flees from a loss at the cost of who stays.
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

    /// The borrow index (1e27) grew, and all debt with it to `borrowed`. Of what it grew by, `reserve` and `insurance` are
    /// due to those, and all else is the lenders'.
    event InterestAccrued(uint256 borrowIndex, uint256 borrowed, uint256 reserve, uint256 insurance);

    /// The vault wrote debt off. `loss` is what the books lost; insurance and reserve bore these parts of it, in this order.
    event LossCovered(uint256 scaled, uint256 loss, uint256 insurance, uint256 reserve);

    /// What was left of a loss fell on the lenders: the price of a share fell to `totalAssets` over the supply. `deficit` is
    /// the sum of such losses that nobody has made good.
    event LossShared(uint256 loss, uint256 totalAssets, uint256 deficit);

    /// Somebody paid for what lenders had lost.
    event Recapitalised(address indexed by, uint256 assets, uint256 deficit);

    /// What was due was paid, and to the insurance what had been sent to the pool by mistake.
    event Distributed(uint256 reserve, uint256 insurance, uint256 surplus);

    /// The volatility index (annual WAD) was noted: this premium (WAD per year) is charged from now on.
    event StressNoted(uint256 index, uint256 premium);

    /// The interest curve changed (WAD, rates per year).
    event CurveSet(uint256 base, uint256 kink, uint256 slopeBelow, uint256 slopeAbove);

    /// The parts (WAD) of the interest that go to the reserve and to the insurance changed.
    event SplitSet(uint256 reserve, uint256 insurance);

    /// The premium for stress changed: nothing up to a volatility index of `calm`, `most` per year from `storm` on (WAD).
    event StressSet(address indexed oracle, uint256 calm, uint256 storm, uint256 most);

    /// The outflow limit changed: this part (WAD) of the pool within so many seconds, and `floor` at least.
    event OutflowLimitSet(uint256 share, uint64 window, uint256 floor);

    /// Who carries losses first was named.
    event InsuranceSet(address indexed insurance);

    /// Who receives what the reserve earns was named.
    event ReserveSet(address indexed reserve);

    /// The one borrower was named.
    event VaultSet(address indexed vault);

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

    /// The caller is not the vault.
    error NotVault(address caller);

    /// The vault is named once.
    error VaultAlreadySet(address vault);

    /// The insurance is named once.
    error InsuranceAlreadySet(address insurance);

    /// An address of the configuration must not be zero.
    error ZeroAddress();

    /// The kink must lie inside (0, 1) and no rate may exceed 1,000 % per year.
    error InvalidCurve();

    /// At most half of the interest may go to reserve and insurance.
    error InvalidSplit();

    /// The storm must lie above the calm, and both below an index of 18.
    error InvalidStress();

    /// At least a tenth of the pool may leave within a window of at most a week.
    error InvalidLimit();

    /// There is no oracle, or it does not answer.
    error IndexUnknown();

    /// The insurance is for another token, or gave no answer that can be read.
    error InsuranceFailed();

    /// More is known to be lost than the insurance holds: nobody leaves before the loss is shared by all.
    error WithdrawalsClosed();

    /// That much would leave too fast; `available` may leave now.
    error OutflowLimited(uint256 wanted, uint256 available);

    /// There is less debt than is to be written off.
    error DebtExceeded(uint256 scaled, uint256 total);

    /// The token has more than 18 decimals.
    error DecimalsTooLarge(uint8 decimals);

    /// What was paid is less than the debt it is to end, or the debt is less than what is to be ended.
    error PaymentTooSmall(uint256 assets, uint256 owed);

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
    /// `WithdrawalsClosed`, `OutflowLimited`, `ERC20InsufficientBalance`, `ERC20InsufficientAllowance`,
    /// `TransferFailed`, `Reentrant`.
    function withdraw(uint256 assets, address receiver, address owner) external returns (uint256);

    /// Burns exactly `shares` of `owner` for cash to `receiver`, rounded down. Errors as `withdraw`.
    function redeem(uint256 shares, address receiver, address owner) external returns (uint256);

    /// The cash token.
    function asset() external view returns (address);

    /// Cash in the pool and debt with interest to now, without what is due to reserve and insurance, rounded down.
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

    /// Most that `owner` can withdraw now: bounded by the shares, by the cash that is not lent out, and by the
    /// outflow limit; nothing while withdrawals are closed.
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

    /// Pays `assets` to `to` against debt; returns the scaled debt, rounded up. Vault only. Errors:
    /// `NotVault`, `InsufficientCash`, `TransferFailed`.
    function lend(address to, uint256 assets) external returns (uint256);

    /// Books `assets` that have arrived and ends `scaled` of the debt with them. Vault only. Errors:
    /// `NotVault`, `PaymentTooSmall`, `CashNotReceived`.
    function collect(uint256 assets, uint256 scaled) external;

    /// Ends `scaled` of the debt that nobody will pay: borne by what is due to the insurance, by the insurance, by what
    /// is due to the reserve, and what is left by the lenders through the price of the share. Vault only. Errors:
    /// `NotVault`, `DebtExceeded`.
    function writeOff(uint256 scaled) external;

    /// Gives the lenders up to `assets` of what they have lost; what was taken, at most the deficit. Anybody. Errors:
    /// `CashNotReceived`, `TransferFailed`, `Reentrant`.
    function recapitalise(uint256 assets) external returns (uint256);

    /// Pays reserve and insurance what is due to them, as far as there is cash; what was sent to the pool by mistake goes
    /// to the insurance. Anybody. Errors: `TransferFailed`, `Reentrant`.
    function distribute() external;

    /// Charges the premium for stress that the volatility index asks for now; it stays until it is noted again. The
    /// premium, WAD per year. Anybody. Error: `IndexUnknown`.
    function noteStress() external returns (uint256);

    /// The vault.
    function vault() external view returns (address);

    /// Who carries losses first; zero where nobody does.
    function insurance() external view returns (address);

    /// Who receives what the reserve earns; zero where it stays in the pool.
    function reserve() external view returns (address);

    /// The lock of the house.
    function lock() external view returns (address);

    /// Cash in the pool, in units of the token. Tokens sent to it directly are not counted.
    function cash() external view returns (uint256);

    /// All debt with interest to now, in units of the token, rounded down. Error: `Reentrant`.
    function totalBorrowed() external view returns (uint256);

    /// What one unit of scaled debt amounts to now, at scale 1e27, rounded up. Error: `Reentrant`, but for the vault.
    function borrowIndex() external view returns (uint256);

    /// Debt over cash and debt, WAD, rounded up. Error: `Reentrant`.
    function utilisation() external view returns (uint256);

    /// What borrowers pay now, WAD per year, compounded continuously: the curve and the premium for stress. Error:
    /// `Reentrant`.
    function ratePerYear() external view returns (uint256);

    /// The interest curve: rate at no utilisation, the kink, and what the rate rises by below and above it
    /// (WAD, rates per year).
    function curve() external view returns (uint256 base, uint256 kink, uint256 slopeBelow, uint256 slopeAbove);

    /// Parts of the interest (WAD) that go to reserve and insurance; the rest is the lenders'.
    function split() external view returns (uint256 reserve, uint256 insurance);

    /// The premium for stress: nothing up to a volatility index of `calm`, `most` per year from `storm` on (WAD).
    function stress() external view returns (address oracle, uint256 calm, uint256 storm, uint256 most, uint256 premium);

    /// What is due to reserve and insurance with interest to now, in units of the token. Error: `Reentrant`.
    function dues() external view returns (uint256 reserve, uint256 insurance);

    /// What lenders have lost and nobody has made good, in units of the token.
    function deficit() external view returns (uint256);

    /// The outflow limit. `share` (WAD) of the pool may leave net of what comes, `floor` at least; what has left fades by
    /// that share of what is there in every `window` (seconds, zero for no limit). `available` may leave now. Error:
    /// `Reentrant`.
    function outflow() external view returns (uint256 share, uint256 window, uint256 floor, uint256 available);

    /// Names the vault, once. Errors: `NotOwner`, `VaultAlreadySet`, `ZeroAddress`.
    function setVault(address vault) external;

    /// Names the insurance, once. Errors: `NotOwner`, `InsuranceAlreadySet`, `NoCode`, `InsuranceFailed` where its token is
    /// another.
    function setInsurance(address insurance) external;

    /// Names who receives what the reserve earns; zero leaves it in the pool. Error: `NotOwner`.
    function setReserve(address reserve) external;

    /// Changes the parts (WAD) of the interest that go to reserve and insurance, from now on. Errors: `NotOwner`,
    /// `InvalidSplit`.
    function setSplit(uint256 reserve, uint256 insurance) external;

    /// Changes the premium for stress: nothing up to a volatility index of `calm`, `most` per year from `storm` on (WAD).
    /// Nothing is charged until somebody notes the index; no oracle ends it. Errors: `NotOwner`, `InvalidStress`,
    /// `InvalidCurve`.
    function setStress(address oracle, uint256 calm, uint256 storm, uint256 most) external;

    /// Changes the outflow limit, see `outflow`; a window of zero ends it. Errors: `NotOwner`, `InvalidLimit`.
    function setOutflowLimit(uint256 share, uint64 window, uint256 floor) external;

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
