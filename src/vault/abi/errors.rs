//! Why a call reverts.

use alloy_sol_types::sol;

sol! {
    /// `initialize` runs once.
    #[derive(Debug, PartialEq, Eq)]
    error AlreadyInitialized();
    /// This is decided once.
    #[derive(Debug, PartialEq, Eq)]
    error AlreadySet();
    /// Nothing is deposited before the owner has opened the vault.
    #[derive(Debug, PartialEq, Eq)]
    error NotOpen();
    /// The caller is not the owner, nor the named successor where ownership is accepted.
    #[derive(Debug, PartialEq, Eq)]
    error NotOwner(address caller);
    /// An address of the configuration must not be zero.
    #[derive(Debug, PartialEq, Eq)]
    error ZeroAddress();
    /// The account belongs to somebody else (its low 20 bytes are the owner), who has not allowed the caller this:
    /// 1 opt in, 2 withdraw, 4 borrow, 8 transfer, 32 repay from cash. Signed calls act for the owner alone.
    #[derive(Debug, PartialEq, Eq)]
    error NotAllowed(bytes32 account, address caller, uint32 capability);
    /// The caller is not the liquidator.
    #[derive(Debug, PartialEq, Eq)]
    error NotLiquidator(address caller);
    /// The caller is not the mandate, or acts already.
    #[derive(Debug, PartialEq, Eq)]
    error NotMandate(address caller);
    /// The caller is not the clearing house.
    #[derive(Debug, PartialEq, Eq)]
    error NotClearing(address caller);
    /// No token is listed under this index.
    #[derive(Debug, PartialEq, Eq)]
    error NotListed(uint8 asset);
    /// The index has a token, or the token has an index; 255 is the cash.
    #[derive(Debug, PartialEq, Eq)]
    error AlreadyListed(uint8 asset);
    /// Indices run from 0 to 15.
    #[derive(Debug, PartialEq, Eq)]
    error UnknownAsset(uint8 asset);
    /// The deposit would lift all deposits of the collateral above its cap; 255 is the cash.
    #[derive(Debug, PartialEq, Eq)]
    error CapExceeded(uint8 asset, uint256 cap);
    /// The cap is beyond what the risk model computes with: `max` units of the token.
    #[derive(Debug, PartialEq, Eq)]
    error CapTooLarge(uint256 cap, uint256 max);
    /// More of the collateral than `available` units may not come in now.
    #[derive(Debug, PartialEq, Eq)]
    error InflowExceeded(uint8 asset, uint256 available);
    /// A parameter is outside of its bounds, of which this is the one that was crossed.
    #[derive(Debug, PartialEq, Eq)]
    error OutOfRange(uint256 value, uint256 bound);
    /// Only the owner of an account brings a new kind of collateral into it.
    #[derive(Debug, PartialEq, Eq)]
    error NotOptedIn(bytes32 account, uint8 asset);
    /// What the account has of the collateral still gains weight; a deposit would start that anew, which is the owner's
    /// to decide.
    #[derive(Debug, PartialEq, Eq)]
    error StillSeasoning(bytes32 account, uint8 asset);
    /// The account holds less of the collateral than that; 255 is the cash.
    #[derive(Debug, PartialEq, Eq)]
    error InsufficientCollateral(uint8 asset, uint256 available);
    /// The vault holds less of the token than its accounts together; 255 is the cash.
    #[derive(Debug, PartialEq, Eq)]
    error CollateralMissing(uint8 asset, uint256 held, uint256 total);
    /// From and to are one account.
    #[derive(Debug, PartialEq, Eq)]
    error SameAccount(bytes32 account);
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
    /// Debt would be left that is below the least there may be.
    #[derive(Debug, PartialEq, Eq)]
    error DebtTooSmall(uint256 debt, uint256 minDebt);
    /// More was paid than the account owes.
    #[derive(Debug, PartialEq, Eq)]
    error PaymentExceedsDebt(uint256 paid, uint256 debt);
    /// The account still has something to pay its debt with.
    #[derive(Debug, PartialEq, Eq)]
    error NotEmpty(bytes32 account);
    /// Losers have not paid in so much yet, in units of the cash.
    #[derive(Debug, PartialEq, Eq)]
    error PotShort(uint256 available);
    /// There is no such action to pause.
    #[derive(Debug, PartialEq, Eq)]
    error UnknownAction(uint8 action);
    /// The action is refused until then.
    #[derive(Debug, PartialEq, Eq)]
    error Paused(uint8 action, uint64 until);
    /// The action was paused lately: not again before then.
    #[derive(Debug, PartialEq, Eq)]
    error CoolingDown(uint8 action, uint64 until);
    /// The token has more than 18 decimals.
    #[derive(Debug, PartialEq, Eq)]
    error DecimalsTooLarge(uint8 decimals);
    /// There is no contract at the address.
    #[derive(Debug, PartialEq, Eq)]
    error NoCode(address target);
    /// The token reverted, returned false or no answer, or moved nothing.
    #[derive(Debug, PartialEq, Eq)]
    error TransferFailed(address token);
    /// A contract of the house did not answer, or not with what its books must say.
    #[derive(Debug, PartialEq, Eq)]
    error CallFailed(address target);
    /// A call within the call is of no function, or not the words of its parameters.
    #[derive(Debug, PartialEq, Eq)]
    error MalformedCall();
    /// A value left the range of the arithmetic.
    #[derive(Debug, PartialEq, Eq)]
    error MathFailed();
}
