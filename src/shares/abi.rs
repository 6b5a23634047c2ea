//! What every class of shares declares in Solidity: its events and its errors.

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

    /// There is no contract at the address.
    #[derive(Debug, PartialEq, Eq)]
    error NoCode(address token);
    /// The token reverted, returned false, or returned something that is no answer.
    #[derive(Debug, PartialEq, Eq)]
    error TransferFailed(address token);
    /// After a payment in, less of the token is here than the books say: the token took a fee.
    #[derive(Debug, PartialEq, Eq)]
    error CashNotReceived(uint256 expected, uint256 balance);
    /// There is not that much cash to take out now.
    #[derive(Debug, PartialEq, Eq)]
    error InsufficientCash(uint256 wanted, uint256 available);
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

shell::words::events! {
    Transfer { from, to; value }
    Approval { owner, spender; value }
    Deposit { sender, owner; assets, shares }
    Withdraw { sender, receiver, owner; assets, shares }
}
