// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// The vault: accounts, their collateral, their cash debt, and the one health check.
///
/// An account is a `bytes32`: its low 20 bytes are the owner, the others a sub-account number. It holds up to
/// 16 kinds of collateral and cash of its own, borrows cash from the pool, and carries the positions that the clearing
/// house has of it. Whatever lets its risk rise ends with the same question to the margin contract; deposits,
/// repayments and withdrawals without debt and positions ask nobody.
interface IVault {
    /// Collateral of one asset, at 18 decimals.
    struct Holding {
        /// Index of the asset.
        uint8 asset;
        /// Amount at 18 decimals.
        uint256 amount;
    }

    /// A derivative position.
    struct Leg {
        /// The oracle's index of the underlying.
        uint8 asset;
        /// 0 linear, 1 call, 2 put, 3 everlasting call, 4 everlasting put.
        uint8 kind;
        /// Units of the underlying at 18 decimals; negative is short.
        int256 size;
        /// Strike, or the entry price of a linear leg, USD WAD.
        uint256 strike;
        /// Unix seconds; 0 where it never expires.
        uint64 expiry;
    }

    /// What the margin contract says about an account (USD, WAD).
    struct Verdict {
        /// Collateral and profit of positions less debt.
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

    /// An account as it is kept.
    struct AccountInfo {
        /// Whose it is: the low 20 bytes of its number.
        address owner;
        /// What it owes now, in units of the cash, rounded up.
        uint256 debt;
        /// Cash of its own, in units of the cash.
        uint256 cash;
        /// Kinds of collateral it holds, bit i for asset i.
        uint16 assets;
        /// Version of the terms by which it is judged; 0 is the newest.
        uint32 version;
        /// Whether it has positions, or what they have left, at the clearing house.
        bool legs;
    }

    /// A collateral as it is listed.
    struct Listing {
        /// The token.
        address token;
        /// Its decimals.
        uint8 decimals;
        /// How much may be deposited, in units of the token.
        uint256 cap;
        /// How much is.
        uint256 total;
        /// What counts of it now where risk rises, WAD; 0 while it is frozen.
        uint256 weight;
        /// What will count of it when its weight has risen, WAD.
        uint256 targetWeight;
        /// When it will have, Unix seconds; 0 where it has.
        uint64 weightAt;
        /// How much may come in within an hour, in units of the token; 0 is no limit.
        uint256 inflowLimit;
        /// How long new collateral takes to count in full, seconds.
        uint32 seasoning;
        /// Whether the vault was found to hold less of the token than its accounts.
        bool frozen;
    }

    /// Tokens came in for an account; `amount` is what was credited, in units of the token.
    event Deposited(bytes32 indexed account, uint8 indexed asset, address payer, uint256 amount);

    /// Collateral left an account.
    event Withdrawn(bytes32 indexed account, uint8 indexed asset, address to, uint256 amount);

    /// Cash came in for an account, as its own; `amount` is what was credited.
    event CashDeposited(bytes32 indexed account, address payer, uint256 amount);

    /// Cash of its own left an account.
    event CashWithdrawn(bytes32 indexed account, address to, uint256 amount);

    /// Collateral, or cash (asset 255), moved from one account to another.
    event Transferred(bytes32 indexed from, bytes32 indexed to, uint8 indexed asset, uint256 amount);

    /// Besides the kinds an account holds, others may bring these into it, bit i for asset i.
    event OptedIn(bytes32 indexed account, uint16 assets);

    /// An account borrowed cash; `debt` is what it owes now, rounded up. `to` is the vault where the clearing house took
    /// it for a loss.
    event Borrowed(bytes32 indexed account, address to, uint256 amount, uint256 debt);

    /// Cash came back for an account; `debt` is what it still owes, rounded up. `payer` is the vault where it was the
    /// account's own cash.
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

    /// The pool took over what an account without anything left still owed.
    event WrittenOff(bytes32 indexed account, uint256 debt);

    /// Profit (above zero) or loss of positions became cash of the account, in units of the cash.
    event Settled(bytes32 indexed account, int256 amount);

    /// The account has positions, or what they have left, at the clearing house now, or has none any more.
    event Carried(bytes32 indexed account, bool any);

    /// The account raised its risk and is judged by this version of the terms from now on.
    event VersionTaken(bytes32 indexed account, uint32 version);

    /// The vault takes deposits from now on.
    event Opened();

    /// A token is accepted as collateral from now on, up to `cap` units in all accounts together. It counts for nothing
    /// until it is given a weight.
    event CollateralListed(uint8 indexed asset, address indexed token, uint8 decimals, uint256 cap);

    /// The cap of a collateral changed. What is there stays.
    event CapSet(uint8 indexed asset, uint256 cap);

    /// What counts of a collateral where risk rises: `from` (WAD) until `since`, `to` from `until` on, a line between.
    event WeightSet(uint8 indexed asset, uint256 from, uint256 to, uint64 since, uint64 until);

    /// More than `perHour` units may not come in within an hour; 0 is no limit.
    event InflowLimitSet(uint8 indexed asset, uint256 perHour);

    /// New collateral of this kind counts in full only after so many seconds.
    event SeasoningSet(uint8 indexed asset, uint32 duration);

    /// Debt above zero is at least so much, in units of the cash.
    event MinDebtSet(uint256 amount);

    /// The vault holds less of the token than its accounts: nothing of it comes in or leaves, and it counts for
    /// nothing where risk rises.
    event Frozen(uint8 indexed asset, uint256 held, uint256 total);

    /// The vault holds enough of the token again.
    event Thawed(uint8 indexed asset);

    /// An action is refused until then. 0: deposits of a kind that the account does not hold, and opting in;
    /// 1: withdrawals of an account with debt or positions; 2: withdrawals of any other account; 3: loans;
    /// 4: transfers; 5: trades.
    event ActionPaused(uint8 indexed action, uint64 until);

    /// The pause of an action was ended.
    event ActionResumed(uint8 indexed action);

    /// The contract that may seize collateral changed.
    event LiquidatorSet(address indexed liquidator);

    /// The contract that knows operators and carries out what was signed changed.
    event MandateSet(address indexed mandate);

    /// The clearing house of positions, once.
    event ClearingSet(address indexed clearing);

    /// Who may pause and lower besides the owner changed.
    event GuardianSet(address indexed guardian);

    /// The owner named a successor, who has yet to accept.
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);

    /// The owner changed.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// This is decided once.
    error AlreadySet();

    /// Nothing is deposited before the owner has opened the vault.
    error NotOpen();

    /// The caller is not the owner, nor the named successor where ownership is accepted.
    error NotOwner(address caller);

    /// An address of the configuration must not be zero.
    error ZeroAddress();

    /// The account belongs to somebody else (its low 20 bytes are the owner), who has not allowed the caller this:
    /// 1 opt in, 2 withdraw, 4 borrow, 8 transfer, 32 repay from cash. Signed calls act for the owner alone.
    error NotAllowed(bytes32 account, address caller, uint32 capability);

    /// The caller is not the liquidator.
    error NotLiquidator(address caller);

    /// The caller is not the mandate, or acts already.
    error NotMandate(address caller);

    /// The caller is not the clearing house.
    error NotClearing(address caller);

    /// No token is listed under this index.
    error NotListed(uint8 asset);

    /// The index has a token, or the token has an index; 255 is the cash.
    error AlreadyListed(uint8 asset);

    /// Indices run from 0 to 15.
    error UnknownAsset(uint8 asset);

    /// The deposit would lift all deposits of the collateral above its cap; 255 is the cash.
    error CapExceeded(uint8 asset, uint256 cap);

    /// The cap is beyond what the risk model computes with: `max` units of the token.
    error CapTooLarge(uint256 cap, uint256 max);

    /// More of the collateral than `available` units may not come in now.
    error InflowExceeded(uint8 asset, uint256 available);

    /// A parameter is outside of its bounds, of which this is the one that was crossed.
    error OutOfRange(uint256 value, uint256 bound);

    /// Only the owner of an account brings a new kind of collateral into it.
    error NotOptedIn(bytes32 account, uint8 asset);

    /// What the account has of the collateral still gains weight; a deposit would start that anew, which is the owner's
    /// to decide.
    error StillSeasoning(bytes32 account, uint8 asset);

    /// The account holds less of the collateral than that; 255 is the cash.
    error InsufficientCollateral(uint8 asset, uint256 available);

    /// The vault holds less of the token than its accounts together; 255 is the cash.
    error CollateralMissing(uint8 asset, uint256 held, uint256 total);

    /// From and to are one account.
    error SameAccount(bytes32 account);

    /// The account would be below its initial margin (USD, WAD).
    error BelowInitialMargin(int256 equity, uint256 initialMargin);

    /// The prices of these assets (bit i for asset i), or their volatilities, cannot be relied on now: risk may not
    /// rise. All of them: a sample has been due for ten minutes; `poke` the oracle.
    error PriceNotLive(uint16 notLive);

    /// Nothing would happen.
    error ZeroAmount();

    /// The account owes nothing.
    error NoDebt(bytes32 account);

    /// Debt would be left that is below the least there may be.
    error DebtTooSmall(uint256 debt, uint256 minDebt);

    /// More was paid than the account owes.
    error PaymentExceedsDebt(uint256 paid, uint256 debt);

    /// The account still has something to pay its debt with.
    error NotEmpty(bytes32 account);

    /// Losers have not paid in so much yet, in units of the cash.
    error PotShort(uint256 available);

    /// There is no such action to pause.
    error UnknownAction(uint8 action);

    /// The action is refused until then.
    error Paused(uint8 action, uint64 until);

    /// The action was paused lately: not again before then.
    error CoolingDown(uint8 action, uint64 until);

    /// The token has more than 18 decimals.
    error DecimalsTooLarge(uint8 decimals);

    /// There is no contract at the address.
    error NoCode(address target);

    /// The token reverted, returned false or no answer, or moved nothing.
    error TransferFailed(address token);

    /// A contract of the house did not answer, or not with what its books must say.
    error CallFailed(address target);

    /// A call within the call is of no function, or not the words of its parameters.
    error MalformedCall();

    /// A value left the range of the arithmetic.
    error MathFailed();

    /// Sets the owner, the cash token, the pool it is lent from, the margin contract (and its terms), the lock of the
    /// house and the program of the functions that are called seldom, once. Errors: `AlreadyInitialized`, `ZeroAddress`, `NoCode`, `DecimalsTooLarge`.
    function initialize(
        address owner,
        address cash,
        address pool,
        address margin,
        address lock,
        address annex
    ) external;

    /// Brings `amount` of a listed token into an account; anybody may pay, but only the owner of the account, or who is
    /// allowed to opt in, brings a kind that is neither there nor opted in, or one that still seasons. Answers what was
    /// credited: what arrived. Asks no price. Errors: `NotOpen`, `NotListed`, `NotOptedIn`, `StillSeasoning`, `Paused`
    /// (a new kind only), `ZeroAmount`, `CapExceeded`, `InflowExceeded`, `CollateralMissing`, `TransferFailed`, `NoCode`.
    function deposit(bytes32 account, uint8 asset, uint256 amount) external returns (uint256 credited);

    /// Brings cash into an account, as its own: it pays for losses first and is lent to nobody. Anybody may pay.
    /// Answers what was credited. Errors: `NotOpen`, `ZeroAmount`, `CapExceeded`, `TransferFailed`.
    function depositCash(bytes32 account, uint256 amount) external returns (uint256 credited);

    /// Lets others bring these kinds of collateral, bit i for asset i, besides those that the account holds. Errors:
    /// `NotAllowed`, `Paused`.
    function optIn(bytes32 account, uint16 assets) external;

    /// Takes collateral out, in units of its token. With debt or positions the account must stay at its initial margin;
    /// without them no price is asked. Errors: `NotAllowed`, `NotListed`, `Paused`, `ZeroAmount`,
    /// `InsufficientCollateral`, `CollateralMissing`, `PriceNotLive`, `BelowInitialMargin`, `TransferFailed`.
    function withdraw(bytes32 account, uint8 asset, uint256 amount, address to) external;

    /// Takes the account's own cash out. With debt or positions the account must stay at its initial margin. Errors:
    /// `NotAllowed`, `Paused`, `ZeroAmount`, `InsufficientCollateral` (asset 255), `PriceNotLive`,
    /// `BelowInitialMargin`, `TransferFailed`.
    function withdrawCash(bytes32 account, uint256 amount, address to) external;

    /// Borrows cash, in units of its token; the account must be at its initial margin after. Errors: `NotAllowed`,
    /// `Paused`, `ZeroAmount`, `DebtTooSmall`, `PriceNotLive`, `BelowInitialMargin`, those of the pool
    /// (`InsufficientCash`).
    function borrow(bytes32 account, uint256 amount, address to) external;

    /// Pays debt back, anybody for anybody; more than the debt counts as all of it. Answers what was paid. Asks no
    /// price and has no pause. Errors: `NoDebt`, `DebtTooSmall` where less than the least debt would be left,
    /// `ZeroAmount` (also where the payment is less than one unit of scaled debt), `TransferFailed`.
    function repay(bytes32 account, uint256 amount) external returns (uint256 repaid);

    /// As `repay`, with the account's own cash. Errors: as `repay`, `NotAllowed`, `InsufficientCollateral` (asset 255).
    function repayFromCash(bytes32 account, uint256 amount) external returns (uint256 repaid);

    /// Moves collateral, or cash (asset 255), to another account, whoever owns it; kinds that it neither holds nor
    /// has opted in to, only with the right to opt in there. With debt or positions the account it leaves must stay at
    /// its initial margin. Errors: `NotAllowed`, `Paused`, `SameAccount`, `NotListed`, `NotOptedIn`, `StillSeasoning`,
    /// `ZeroAmount`, `InsufficientCollateral`, `PriceNotLive`, `BelowInitialMargin`.
    function transfer(bytes32 from, bytes32 to, uint8 asset, uint256 amount) external;

    /// Several calls of this contract at once, all or none; answers what each returned. Not `writeOff` and `reconcile`,
    /// which lock the house for themselves. Errors: that of the first that fails, `MalformedCall`.
    function multicall(bytes[] calldata calls) external returns (bytes[] memory answers);

    /// A call of this contract as `actor`, who pays and decides. Mandate only, and not within such a call: it has seen
    /// the signature. Errors: `NotMandate`, `ZeroAddress`, `MalformedCall`, those of the call.
    function act(address actor, bytes calldata call) external returns (bytes memory answer);

    /// Takes collateral for cash that the caller has brought to the pool. Liquidator only: whether, how much
    /// and at what price is its decision. Errors: `NotLiquidator`, `NotListed`, `NoDebt`,
    /// `PaymentExceedsDebt`, `ZeroAmount`, `InsufficientCollateral`, `TransferFailed`, those of the pool
    /// (`CashNotReceived`).
    function seize(bytes32 account, uint8 asset, uint256 amount, uint256 repaid, address to) external;

    /// Ends the debt of an account that has no collateral, no positions and less cash than debt: its cash pays, the pool
    /// takes the rest as a loss. Anybody. Errors: `NoDebt`, `NotEmpty`, those of the pool.
    function writeOff(bytes32 account) external;

    /// Says that an account has positions, or a variation of them, now (`any`), or nothing any more; where asked to
    /// `check`, the account must be at its initial margin with them. Clearing house only. Errors: `NotClearing`,
    /// `Paused`, `PriceNotLive`, `BelowInitialMargin`.
    function carry(bytes32 account, bool any, int256 variation, Leg[] calldata legs, bool check) external;

    /// Turns profit or loss into cash, in units of the cash: below zero the account pays into the pot, with its own cash
    /// and then a loan, as far as the pool lends; above zero it is paid from the pot. Answers what was settled.
    /// Clearing house only. Errors: `NotClearing`, `PotShort`.
    function settle(bytes32 account, int256 amount) external returns (int256 settled);

    /// What the margin contract says about an account now (USD, WAD), all of its collateral counted, by the version of
    /// the terms that it was opened under.
    function assess(bytes32 account) external view returns (Verdict memory verdict);

    /// An account as the risk model sees it: cash in USD WAD (own cash and variation, minus the debt rounded up),
    /// collateral at 18 decimals, ascending by asset, and positions.
    function portfolio(
        bytes32 account
    ) external view returns (int256 cash, Holding[] memory collateral, Leg[] memory legs);

    /// As `portfolio`, with what counts where risk rises: by weight and seasoning.
    function borrowingPortfolio(
        bytes32 account
    ) external view returns (int256 cash, Holding[] memory collateral, Leg[] memory legs);

    /// An account as it is kept.
    function account(bytes32 account) external view returns (AccountInfo memory info);

    /// Collateral of an account, in units of the token.
    function collateral(bytes32 account, uint8 asset) external view returns (uint256);

    /// What an account owes now, in units of the cash, rounded up.
    function debt(bytes32 account) external view returns (uint256);

    /// Cash that an account owns, in units of the cash.
    function cashOf(bytes32 account) external view returns (uint256);

    /// What others may bring into an account besides what it holds, bit i for asset i.
    function optedIn(bytes32 account) external view returns (uint16);

    /// A listed token, its decimals, how much may be deposited and how much is, and how much of it counts. Error:
    /// `NotListed`.
    function listing(uint8 asset) external view returns (Listing memory listing);

    /// Deposits of all accounts at 18 decimals, for the assets of a mask, ascending.
    function totals(uint16 mask) external view returns (uint256[] memory amounts);

    /// How much of a token may still be deposited now, in its units: by the cap and by the inflow limit. Error:
    /// `NotListed`.
    function capLeft(uint8 asset) external view returns (uint256);

    /// Until when an action is paused; 0 where it is not. 0: deposits of a kind that the account does not hold, and
    /// opting in; 1: withdrawals of an account with debt or positions; 2: withdrawals of any other account; 3: loans;
    /// 4: transfers; 5: trades. Error: `UnknownAction`.
    function paused(uint8 action) external view returns (uint64 until);

    /// Compares what the vault holds of a token with what its accounts have, and notes whether it is enough: an asset
    /// that is missing tokens counts for nothing where risk rises. Answers whether tokens are missing. Anybody. Errors:
    /// `NotListed`, `TransferFailed`, `NoCode`.
    function reconcile(uint8 asset) external returns (bool missing);

    /// Cash of losers for winners, in units of the cash.
    function pot() external view returns (uint256);

    /// Cash that all accounts own together, in units of the cash.
    function totalCash() external view returns (uint256);

    /// The least debt above zero, in units of the cash.
    function minDebt() external view returns (uint256);

    /// Whether deposits are taken.
    function opened() external view returns (bool);

    /// The token that is lent out.
    function cash() external view returns (address);

    /// The pool it is lent from.
    function pool() external view returns (address);

    /// The margin contract.
    function margin() external view returns (address);

    /// The terms of the margin contract, by whose newest version risk rises.
    function terms() external view returns (address);

    /// The lock of the house.
    function lock() external view returns (address);

    /// The program of the functions that are called seldom; it runs on the storage of the vault.
    function annex() external view returns (address);

    /// The contract that may seize.
    function liquidator() external view returns (address);

    /// The contract that knows operators and carries out what was signed.
    function mandate() external view returns (address);

    /// The clearing house of positions.
    function clearing() external view returns (address);

    /// Who may pause and lower besides the owner.
    function guardian() external view returns (address);

    /// Lets deposits in, for good. Errors: `NotOwner`, `AlreadySet`.
    function open() external;

    /// Accepts a token under an index from now on, up to `cap` units; it counts for nothing until it has a weight.
    /// Errors: `NotOwner`, `UnknownAsset`, `AlreadyListed`, `DecimalsTooLarge`, `NoCode`, `TransferFailed` (no
    /// `decimals()`), `CapTooLarge`.
    function listCollateral(uint8 asset, address token, uint256 cap) external;

    /// Changes how much may be deposited; what is there stays. The guardian may lower it. Errors: `NotOwner`,
    /// `NotListed`, `CapTooLarge`.
    function setCap(uint8 asset, uint256 cap) external;

    /// Changes how much of a collateral counts where risk rises: WAD, at most 1, kept to basis points, rounded down.
    /// It falls at once, and the guardian may lower it; it rises by a line of `over` seconds, a week to a year, or at
    /// once (0) before the vault is open. Errors: `NotOwner`, `NotListed`, `OutOfRange`.
    function setWeight(uint8 asset, uint256 weight, uint32 over) external;

    /// Limits what may come in within an hour, net of what leaves, in units of the token; 0 is no limit. Errors:
    /// `NotOwner`, `NotListed`, `OutOfRange`.
    function setInflowLimit(uint8 asset, uint256 perHour) external;

    /// Sets how long new collateral takes to count in full, seconds, at most 30 days; what is there keeps its time.
    /// Errors: `NotOwner`, `NotListed`, `OutOfRange`.
    function setSeasoning(uint8 asset, uint32 duration) external;

    /// Sets the least debt, in units of the cash, at most 10,000 whole ones. Errors: `NotOwner`, `OutOfRange`.
    function setMinDebt(uint256 amount) external;

    /// Refuses an action (numbers as in `paused`) until then, at most a week; not again before as long has passed.
    /// Owner or guardian. Errors: `NotOwner`, `UnknownAction`, `OutOfRange`, `CoolingDown`.
    function pause(uint8 action, uint64 until) external;

    /// Ends a pause. Owner only. Errors: `NotOwner`, `UnknownAction`.
    function unpause(uint8 action) external;

    /// Sets who may seize. Errors: `NotOwner`, `NoCode`.
    function setLiquidator(address liquidator) external;

    /// Sets who knows operators and carries out what was signed. Errors: `NotOwner`, `NoCode`.
    function setMandate(address mandate) external;

    /// Sets the clearing house, once. Errors: `NotOwner`, `NoCode`, `AlreadySet`.
    function setClearing(address clearing) external;

    /// Sets who may pause and lower besides the owner; zero is nobody. Error: `NotOwner`.
    function setGuardian(address guardian) external;

    /// Who configures the vault.
    function owner() external view returns (address);

    /// Who may take over; zero where nobody is named.
    function pendingOwner() external view returns (address);

    /// Names a successor, or nobody. Error: `NotOwner`.
    function transferOwnership(address newOwner) external;

    /// Takes over. Error: `NotOwner` unless the caller is the named successor.
    function acceptOwnership() external;
}
