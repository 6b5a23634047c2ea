//! What the pool declares in Solidity: its events and its errors.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use alloy_sol_types::sol;

sol! {
    /// Shares moved; from or to the zero address where they were minted or burned.
    #[derive(Debug, PartialEq, Eq)]
    event Transfer(address indexed from, address indexed to, uint256 value);
    /// The owner lets the spender move up to `value` shares.
    #[derive(Debug, PartialEq, Eq)]
    event Approval(address indexed owner, address indexed spender, uint256 value);
    /// Cash came in for shares (ERC-4626).
    #[derive(Debug, PartialEq, Eq)]
    event Deposit(address indexed sender, address indexed owner, uint256 assets, uint256 shares);
    /// Cash went out for shares (ERC-4626).
    #[derive(Debug, PartialEq, Eq)]
    event Withdraw(address indexed sender, address indexed receiver, address indexed owner, uint256 assets, uint256 shares);
    /// The vault borrowed `assets` for `to`; `scaled` is the debt over the borrow index, rounded up.
    #[derive(Debug, PartialEq, Eq)]
    event Lent(address indexed to, uint256 assets, uint256 scaled);
    /// `assets` came back and ended `scaled` of the debt.
    #[derive(Debug, PartialEq, Eq)]
    event Collected(uint256 assets, uint256 scaled);
    /// The borrow index (1e27) grew, and all debt with it to `borrowed`.
    #[derive(Debug, PartialEq, Eq)]
    event InterestAccrued(uint256 borrowIndex, uint256 borrowed);
    /// The interest curve changed (WAD, rates per year).
    #[derive(Debug, PartialEq, Eq)]
    event CurveSet(uint256 base, uint256 kink, uint256 slopeBelow, uint256 slopeAbove);
    /// The one borrower was named.
    #[derive(Debug, PartialEq, Eq)]
    event VaultSet(address indexed vault);
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
    /// The caller is not the vault.
    #[derive(Debug, PartialEq, Eq)]
    error NotVault(address caller);
    /// The vault is named once.
    #[derive(Debug, PartialEq, Eq)]
    error VaultAlreadySet(address vault);
    /// An address of the configuration must not be zero.
    #[derive(Debug, PartialEq, Eq)]
    error ZeroAddress();
    /// The kink must lie inside (0, 1) and no rate may exceed 1,000 % per year.
    #[derive(Debug, PartialEq, Eq)]
    error InvalidCurve();
    /// There is no contract at the address.
    #[derive(Debug, PartialEq, Eq)]
    error NoCode(address token);
    /// The token has more than 18 decimals.
    #[derive(Debug, PartialEq, Eq)]
    error DecimalsTooLarge(uint8 decimals);
    /// The token reverted, returned false, or returned something that is no answer.
    #[derive(Debug, PartialEq, Eq)]
    error TransferFailed(address token);
    /// After a payment in, the pool holds less of the token than its books say: the token took a fee.
    #[derive(Debug, PartialEq, Eq)]
    error CashNotReceived(uint256 expected, uint256 balance);
    /// The pool does not hold that much cash: the rest is lent out.
    #[derive(Debug, PartialEq, Eq)]
    error InsufficientCash(uint256 wanted, uint256 available);
    /// What was paid is less than the debt it is to end, or the debt is less than what is to be ended.
    #[derive(Debug, PartialEq, Eq)]
    error PaymentTooSmall(uint256 assets, uint256 owed);
    /// The deposit is worth less than one share.
    #[derive(Debug, PartialEq, Eq)]
    error ZeroShares();
    /// A value left the range of the arithmetic.
    #[derive(Debug, PartialEq, Eq)]
    error MathFailed();

    /// ERC-4626: more than `maxDeposit`.
    #[derive(Debug, PartialEq, Eq)]
    error ERC4626ExceededMaxDeposit(address receiver, uint256 assets, uint256 max);
    /// ERC-4626: more than `maxMint`.
    #[derive(Debug, PartialEq, Eq)]
    error ERC4626ExceededMaxMint(address receiver, uint256 shares, uint256 max);
    /// ERC-6093: the sender holds fewer shares than needed.
    #[derive(Debug, PartialEq, Eq)]
    error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed);
    /// ERC-6093: shares cannot go to this address.
    #[derive(Debug, PartialEq, Eq)]
    error ERC20InvalidReceiver(address receiver);
    /// ERC-6093: the spender may move fewer shares than needed.
    #[derive(Debug, PartialEq, Eq)]
    error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed);
    /// ERC-6093: this address cannot be a spender.
    #[derive(Debug, PartialEq, Eq)]
    error ERC20InvalidSpender(address spender);
}

crate::words::events! {
    Transfer { from, to; value }
    Approval { owner, spender; value }
    Deposit { sender, owner; assets, shares }
    Withdraw { sender, receiver, owner; assets, shares }
    Lent { to; assets, scaled }
    Collected { ; assets, scaled }
    InterestAccrued { ; borrowIndex, borrowed }
    CurveSet { ; base, kink, slopeBelow, slopeAbove }
    VaultSet { vault;  }
    OwnershipTransferStarted { previousOwner, newOwner;  }
    OwnershipTransferred { previousOwner, newOwner;  }
}
