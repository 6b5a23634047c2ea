// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// Views made for dApps: accounts, what-if, most that can be withdrawn or borrowed, liquidation prices.
interface ILookout {
    /// Collateral of one asset.
    struct Holding {
        /// Index of the asset.
        uint8 asset;
        /// Amount at 18 decimals.
        uint256 amount;
    }

    /// A derivative position.
    struct Leg {
        /// Index of the underlying.
        uint8 asset;
        /// 0 linear, 1 call, 2 put, 3 everlasting call, 4 everlasting put.
        uint8 kind;
        /// Units of the underlying at 18 decimals; negative is short.
        int256 size;
        /// Strike, USD WAD.
        uint256 strike;
        /// Unix seconds; 0 where it never expires.
        uint64 expiry;
    }

    /// A change that somebody has in mind.
    struct Change {
        /// Index of the asset; 255 is the cash.
        uint8 asset;
        /// Units of the token: positive comes in (a deposit, a repayment), negative goes out (a withdrawal, a loan).
        int256 amount;
    }

    /// Everything about one account.
    struct AccountView {
        /// The account.
        bytes32 account;
        /// Whose it is.
        address owner;
        /// What it owes, in units of the cash, rounded up.
        uint256 debt;
        /// Its own cash, in units of the cash.
        uint256 cash;
        /// Bit i: it holds asset i.
        uint16 assets;
        /// The version of the parameters that maintenance margin is measured under.
        uint32 version;
        /// Whether it has legs, or gains and losses that are not settled.
        bool legs;
        /// Whether the words from here on are an answer: false where the margin contract refused the account, and
        /// then they are zero.
        bool judged;
        /// What it is worth, USD WAD, rounded down.
        int256 equity;
        /// Below this no risk may be added, USD WAD, rounded up.
        uint256 initialMargin;
        /// Below this it may be liquidated, USD WAD, rounded up.
        uint256 maintenanceMargin;
        /// To this a liquidation restores it, USD WAD, rounded up.
        uint256 bufferMargin;
        /// Equity over maintenance margin, WAD, rounded down; 2^128 - 1 where nothing is required.
        uint256 health;
        /// Bit i: the price of asset i cannot be relied on now.
        uint16 notLive;
        /// What counts for borrowing less its initial margin, USD WAD: what is free, or missing.
        int256 free;
        /// Cash less debt, with gains and losses that are not settled, USD WAD.
        int256 balance;
        /// Collateral, ascending by asset.
        Holding[] collateral;
        /// Derivative positions.
        Leg[] positions;
    }

    /// How an account would stand. USD WAD.
    struct Outlook {
        /// What it would be worth, rounded down.
        int256 equity;
        /// Below this no risk may be added, rounded up.
        uint256 initialMargin;
        /// Below this it may be liquidated, rounded up.
        uint256 maintenanceMargin;
        /// To this a liquidation restores it, rounded up.
        uint256 bufferMargin;
        /// Equity over maintenance margin, WAD, rounded down; 2^128 - 1 where nothing is required.
        uint256 health;
        /// Bit i: the price of asset i cannot be relied on now.
        uint16 notLive;
        /// Whether the account would pass the check that ends every withdrawal and loan.
        bool allowed;
    }

    /// Where an account falls below its maintenance margin as one price moves and nothing else. USD WAD.
    struct Edges {
        /// The price now.
        uint256 price;
        /// The lowest price down to which the account stands; 0 where it falls nowhere above a thousandth of the price.
        uint256 lower;
        /// The highest price up to which it stands; 2^256 - 1 where it falls nowhere below ten times the price.
        uint256 upper;
    }

    /// How much of a collateral may still be deposited.
    struct Cap {
        /// Index of the asset.
        uint8 asset;
        /// Its token.
        address token;
        /// Decimals of the token.
        uint8 decimals;
        /// Units of the token.
        uint256 left;
    }

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// There is no contract at the address.
    error NoCode(address target);

    /// Indices run from 0 to 15, and 255 is the cash.
    error UnknownAsset(uint8 asset);

    /// The account does not hold as much of the asset as the change takes.
    error InsufficientCollateral(uint8 asset, uint256 available);

    /// More accounts or changes than one call answers.
    error TooMany(uint256 count, uint256 most);

    /// What the contract answered is not what a vault, its pool, or a margin contract answers.
    error MalformedAnswer(address callee);

    /// A value left the range of the arithmetic.
    error MathFailed();

    /// Whom to ask, once. Errors: `AlreadyInitialized`, `NoCode`, `MalformedAnswer` where the vault names no cash.
    function initialize(address vault, address margin) external;

    /// An account whole. Errors: those of the vault.
    function account(bytes32 account) external view returns (AccountView memory);

    /// Many accounts, at most 100, on one snapshot per ten of them. One that the margin contract refuses is `judged`
    /// false and does not hide the others. Errors: `TooMany`, those of the vault.
    function accounts(bytes32[] calldata accounts) external view returns (AccountView[] memory);

    /// How an account would stand after changes, at most 17: cash that comes in is a repayment or a deposit, cash that
    /// goes out a loan or a withdrawal of cash. A loan rounds its debt up, which is up to two units more than here.
    /// `allowed` counts a deposit by nothing while deposits of the asset season. Errors: `TooMany`, `UnknownAsset`,
    /// `InsufficientCollateral` (18 decimals), `MathFailed`, those of the vault (`NotListed`) and of the margin contract.
    function healthAfter(bytes32 account, Change[] calldata changes) external view returns (Outlook memory outlook);

    /// The most units of a collateral that its owner can withdraw now: the withdrawal of the answer passes the check,
    /// that of one unit more, or of 6e-8 of what is held where that is more, does not. Everything where the account owes
    /// nothing and has no legs; 0 where it is below its initial margin, while withdrawals are paused and while the asset
    /// is frozen. Less than the most while some of the asset seasons: what came last leaves first, and counts less. At
    /// most 23 questions of four portfolios to the margin contract. Errors: `UnknownAsset`, `MathFailed`, those of the
    /// vault (`NotListed`) and of the margin contract.
    function maxWithdraw(bytes32 account, uint8 asset) external view returns (uint256);

    /// The most units of the cash that an account can borrow now, of what the pool has: as `maxWithdraw`, within three
    /// units, or 6e-8 of its equity where that is more. 0 where even that would leave less than the least debt, and while
    /// loans are paused. Errors: `MathFailed`, those of the vault and of the margin contract.
    function maxBorrow(bytes32 account) external view returns (uint256);

    /// Where the account falls below its maintenance margin as the price of one asset moves and nothing else: the nearest
    /// edge on either side, at which it still stands, and 6e-8 of the price past which it does not. Both are the price now
    /// where it has fallen already. The way up is looked at where there are legs on the asset. An edge and its return
    /// between two of the places that are looked at first (a hundredth of the price apart near by, a tenth and more
    /// farther away) are not seen. At most 54 questions. Errors: `UnknownAsset`, those of the oracle while the price is
    /// not live, those of the margin contract.
    function liquidationPrice(bytes32 account, uint8 asset) external view returns (Edges memory edges);

    /// How much of each collateral may still be deposited, ascending by asset. Errors: those of the vault.
    function capsLeft() external view returns (Cap[] memory caps);

    /// The vault.
    function vault() external view returns (address);

    /// The margin contract.
    function margin() external view returns (address);
}
