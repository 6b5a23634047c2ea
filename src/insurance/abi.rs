//! What the insurance declares in Solidity besides what every class of shares does: its events and its errors.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use alloy_sol_types::sol;

pub use shares::abi::*;

sol! {
    /// The holder will withdraw up to so many shares between `from` and `until` (seconds, both included).
    #[derive(Debug, PartialEq, Eq)]
    event NoticeGiven(address indexed holder, uint256 shares, uint64 from, uint64 until);
    /// The account lacks so much cash to be worth nothing; `total` is what all accounts lack that have been noted.
    #[derive(Debug, PartialEq, Eq)]
    event InsolvencyNoted(bytes32 indexed account, uint256 lacking, uint256 total);
    /// Of a loss of `amount` this was paid into the pool; `left` is the cash that is left.
    #[derive(Debug, PartialEq, Eq)]
    event LossPaid(uint256 amount, uint256 paid, uint256 left);
    /// Cash came in for nothing: the part of the interest, or what was sent by mistake.
    #[derive(Debug, PartialEq, Eq)]
    event Earned(uint256 amount);
    /// The pool whose losses are carried was named.
    #[derive(Debug, PartialEq, Eq)]
    event PoolSet(address indexed pool);
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
    /// The caller is not the pool.
    #[derive(Debug, PartialEq, Eq)]
    error NotPool(address caller);
    /// The pool is named once.
    #[derive(Debug, PartialEq, Eq)]
    error PoolAlreadySet(address pool);
    /// No pool has been named.
    #[derive(Debug, PartialEq, Eq)]
    error NoPool();
    /// The vault gave no answer that can be read.
    #[derive(Debug, PartialEq, Eq)]
    error VaultFailed();
    /// Prices of these assets (a bit each) are not live: what the account is worth is not known.
    #[derive(Debug, PartialEq, Eq)]
    error PriceNotLive(uint256 assets);
    /// An address of the configuration must not be zero.
    #[derive(Debug, PartialEq, Eq)]
    error ZeroAddress();
    /// The token has more than 18 decimals.
    #[derive(Debug, PartialEq, Eq)]
    error DecimalsTooLarge(uint8 decimals);
    /// So much is known to be lost: nobody leaves before it is paid.
    #[derive(Debug, PartialEq, Eq)]
    error LossPending(uint256 lost);
    /// Shares leave after notice, within its window: `redeemable` may leave now.
    #[derive(Debug, PartialEq, Eq)]
    error NoticeNeeded(address holder, uint256 shares, uint256 redeemable);
}

crate::words::events! {
    NoticeGiven { holder; shares, from, until }
    InsolvencyNoted { account; lacking, total }
    LossPaid { ; amount, paid, left }
    Earned { ; amount }
    PoolSet { pool;  }
    OwnershipTransferStarted { previousOwner, newOwner;  }
    OwnershipTransferred { previousOwner, newOwner;  }
}
