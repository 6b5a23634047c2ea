//! What changed.

use alloy_sol_types::sol;

sol! {
    /// Tokens came in for an account; `amount` is what was credited, in units of the token.
    #[derive(Debug, PartialEq, Eq)]
    event Deposited(bytes32 indexed account, uint8 indexed asset, address payer, uint256 amount);
    /// Collateral left an account.
    #[derive(Debug, PartialEq, Eq)]
    event Withdrawn(bytes32 indexed account, uint8 indexed asset, address to, uint256 amount);
    /// Cash came in for an account, as its own; `amount` is what was credited.
    #[derive(Debug, PartialEq, Eq)]
    event CashDeposited(bytes32 indexed account, address payer, uint256 amount);
    /// Cash of its own left an account.
    #[derive(Debug, PartialEq, Eq)]
    event CashWithdrawn(bytes32 indexed account, address to, uint256 amount);
    /// Collateral, or cash (asset 255), moved from one account to another.
    #[derive(Debug, PartialEq, Eq)]
    event Transferred(bytes32 indexed from, bytes32 indexed to, uint8 indexed asset, uint256 amount);
    /// Besides the kinds an account holds, others may bring these into it, bit i for asset i.
    #[derive(Debug, PartialEq, Eq)]
    event OptedIn(bytes32 indexed account, uint16 assets);
    /// An account borrowed cash; `debt` is what it owes now, rounded up. `to` is the vault where the clearing house took
    /// it for a loss.
    #[derive(Debug, PartialEq, Eq)]
    event Borrowed(bytes32 indexed account, address to, uint256 amount, uint256 debt);
    /// Cash came back for an account; `debt` is what it still owes, rounded up. `payer` is the vault where it was the
    /// account's own cash.
    #[derive(Debug, PartialEq, Eq)]
    event Repaid(bytes32 indexed account, address payer, uint256 amount, uint256 debt);
    /// The liquidator took collateral for cash that it had brought to the pool.
    #[derive(Debug, PartialEq, Eq)]
    event Seized(bytes32 indexed account, uint8 indexed asset, address to, uint256 amount, uint256 repaid, uint256 debt);
    /// The pool took over what an account without anything left still owed.
    #[derive(Debug, PartialEq, Eq)]
    event WrittenOff(bytes32 indexed account, uint256 debt);
    /// Profit (above zero) or loss of positions became cash of the account, in units of the cash.
    #[derive(Debug, PartialEq, Eq)]
    event Settled(bytes32 indexed account, int256 amount);
    /// The account has positions, or what they have left, at the clearing house now, or has none any more.
    #[derive(Debug, PartialEq, Eq)]
    event Carried(bytes32 indexed account, bool any);
    /// The account raised its risk and is judged by this version of the terms from now on.
    #[derive(Debug, PartialEq, Eq)]
    event VersionTaken(bytes32 indexed account, uint32 version);
    /// The vault takes deposits from now on.
    #[derive(Debug, PartialEq, Eq)]
    event Opened();
    /// A token is accepted as collateral from now on, up to `cap` units in all accounts together. It counts for nothing
    /// until it is given a weight.
    #[derive(Debug, PartialEq, Eq)]
    event CollateralListed(uint8 indexed asset, address indexed token, uint8 decimals, uint256 cap);
    /// The cap of a collateral changed. What is there stays.
    #[derive(Debug, PartialEq, Eq)]
    event CapSet(uint8 indexed asset, uint256 cap);
    /// What counts of a collateral where risk rises: `from` (WAD) until `since`, `to` from `until` on, a line between.
    #[derive(Debug, PartialEq, Eq)]
    event WeightSet(uint8 indexed asset, uint256 from, uint256 to, uint64 since, uint64 until);
    /// More than `perHour` units may not come in within an hour; 0 is no limit.
    #[derive(Debug, PartialEq, Eq)]
    event InflowLimitSet(uint8 indexed asset, uint256 perHour);
    /// New collateral of this kind counts in full only after so many seconds.
    #[derive(Debug, PartialEq, Eq)]
    event SeasoningSet(uint8 indexed asset, uint32 duration);
    /// Debt above zero is at least so much, in units of the cash.
    #[derive(Debug, PartialEq, Eq)]
    event MinDebtSet(uint256 amount);
    /// The vault holds less of the token than its accounts: nothing of it comes in or leaves, and it counts for
    /// nothing where risk rises.
    #[derive(Debug, PartialEq, Eq)]
    event Frozen(uint8 indexed asset, uint256 held, uint256 total);
    /// The vault holds enough of the token again.
    #[derive(Debug, PartialEq, Eq)]
    event Thawed(uint8 indexed asset);
    /// An action is refused until then. 0: deposits of a kind that the account does not hold, and opting in;
    /// 1: withdrawals of an account with debt or positions; 2: withdrawals of any other account; 3: loans;
    /// 4: transfers; 5: trades.
    #[derive(Debug, PartialEq, Eq)]
    event ActionPaused(uint8 indexed action, uint64 until);
    /// The pause of an action was ended.
    #[derive(Debug, PartialEq, Eq)]
    event ActionResumed(uint8 indexed action);
    /// The contract that may seize collateral changed.
    #[derive(Debug, PartialEq, Eq)]
    event LiquidatorSet(address indexed liquidator);
    /// The contract that knows operators and carries out what was signed changed.
    #[derive(Debug, PartialEq, Eq)]
    event MandateSet(address indexed mandate);
    /// The clearing house of positions, once.
    #[derive(Debug, PartialEq, Eq)]
    event ClearingSet(address indexed clearing);
    /// Who may pause and lower besides the owner changed.
    #[derive(Debug, PartialEq, Eq)]
    event GuardianSet(address indexed guardian);
    /// The owner named a successor, who has yet to accept.
    #[derive(Debug, PartialEq, Eq)]
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);
    /// The owner changed.
    #[derive(Debug, PartialEq, Eq)]
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);
}

crate::words::events! {
    Deposited { account, asset; payer, amount }
    Withdrawn { account, asset; to, amount }
    CashDeposited { account; payer, amount }
    CashWithdrawn { account; to, amount }
    Transferred { from, to, asset; amount }
    OptedIn { account; assets }
    Borrowed { account; to, amount, debt }
    Repaid { account; payer, amount, debt }
    Seized { account, asset; to, amount, repaid, debt }
    WrittenOff { account; debt }
    Settled { account; amount }
    Carried { account; any }
    VersionTaken { account; version }
    Opened { ; }
    CollateralListed { asset, token; decimals, cap }
    CapSet { asset; cap }
    WeightSet { asset; from, to, since, until }
    InflowLimitSet { asset; perHour }
    SeasoningSet { asset; duration }
    MinDebtSet { ; amount }
    Frozen { asset; held, total }
    Thawed { asset; }
    ActionPaused { action; until }
    ActionResumed { action; }
    LiquidatorSet { liquidator; }
    MandateSet { mandate; }
    ClearingSet { clearing; }
    GuardianSet { guardian; }
    OwnershipTransferStarted { previousOwner, newOwner; }
    OwnershipTransferred { previousOwner, newOwner; }
}
