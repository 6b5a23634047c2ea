//! What the lookout declares in Solidity: its structs and errors.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use alloy_primitives::{Address, I256, U256};
use alloy_sol_types::sol;

sol! {
    /// `initialize` runs once.
    #[derive(Debug, PartialEq, Eq)]
    error AlreadyInitialized();
    /// There is no contract at the address.
    #[derive(Debug, PartialEq, Eq)]
    error NoCode(address target);
    /// Indices run from 0 to 15, and 255 is the cash.
    #[derive(Debug, PartialEq, Eq)]
    error UnknownAsset(uint8 asset);
    /// The account does not hold as much of the asset as the change takes.
    #[derive(Debug, PartialEq, Eq)]
    error InsufficientCollateral(uint8 asset, uint256 available);
    /// More accounts or changes than one call answers.
    #[derive(Debug, PartialEq, Eq)]
    error TooMany(uint256 count, uint256 most);
    /// What the contract answered is not what a vault, its pool, or a margin contract answers.
    #[derive(Debug, PartialEq, Eq)]
    error MalformedAnswer(address callee);
    /// A value left the range of the arithmetic.
    #[derive(Debug, PartialEq, Eq)]
    error MathFailed();

    /// Collateral of one asset.
    #[derive(Debug, PartialEq, Eq)]
    struct Holding {
        /// Index of the asset.
        uint8 asset;
        /// Amount at 18 decimals.
        uint256 amount;
    }

    /// A derivative position.
    #[derive(Debug, PartialEq, Eq)]
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
    #[derive(Debug, PartialEq, Eq)]
    struct Change {
        /// Index of the asset; 255 is the cash.
        uint8 asset;
        /// Units of the token: positive comes in (a deposit, a repayment), negative goes out (a withdrawal, a loan).
        int256 amount;
    }

    /// Everything about one account.
    #[derive(Debug, PartialEq, Eq)]
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
    #[derive(Debug, PartialEq, Eq)]
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
    #[derive(Debug, PartialEq, Eq)]
    struct Edges {
        /// The price now.
        uint256 price;
        /// The lowest price down to which the account stands; 0 where it falls nowhere above a thousandth of the price.
        uint256 lower;
        /// The highest price up to which it stands; 2^256 - 1 where it falls nowhere below ten times the price.
        uint256 upper;
    }

    /// How much of a collateral may still be deposited.
    #[derive(Debug, PartialEq, Eq)]
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
}

crate::words::structs! {
    Change { asset: u8, amount: I256 }
    Holding { asset: u8, amount: U256 }
    Leg { asset: u8, kind: u8, size: I256, strike: U256, expiry: u64 }
    Edges { price: U256, lower: U256, upper: U256 }
    Cap { asset: u8, token: Address, decimals: u8, left: U256 }
    Outlook {
        equity: I256, initialMargin: U256, maintenanceMargin: U256, bufferMargin: U256, health: U256, notLive: u16,
        allowed: bool
    }
}

// A parameter is named by its type in the selector, and by its name in the printed interface.
impl stylus_sdk::abi::AbiType for Change {
    type SolType = Self;

    #[cfg(not(feature = "export-abi"))]
    const ABI: stylus_sdk::abi::ConstString = stylus_sdk::abi::ConstString::new("(uint8,int256)");
    #[cfg(feature = "export-abi")]
    const ABI: stylus_sdk::abi::ConstString = stylus_sdk::abi::ConstString::new("Change");
    const EXPORT_ABI_ARG: stylus_sdk::abi::ConstString =
        stylus_sdk::abi::ConstString::new("Change memory");
    const EXPORT_ABI_RET: stylus_sdk::abi::ConstString = Self::EXPORT_ABI_ARG;
}

// For the printed interface.
#[cfg(feature = "export-abi")]
mod printed {
    use super::{AccountView, Cap, Change, Edges, Holding, Leg, Outlook};
    use stylus_sdk::abi::{export::internal::InnerTypes, AbiType, ConstString};

    macro_rules! named {
        ($($name:ident)*) => {$(
            impl AbiType for $name {
                type SolType = Self;
                const ABI: ConstString = ConstString::new(stringify!($name));
                const EXPORT_ABI_ARG: ConstString = ConstString::new(concat!(stringify!($name), " memory"));
                const EXPORT_ABI_RET: ConstString = Self::EXPORT_ABI_ARG;
            }


        )*};
    }

    named! { AccountView Cap Edges Holding Leg Outlook }

    macro_rules! inner {
        ($($name:ident)*) => {$( impl InnerTypes for $name {} )*};
    }

    inner! { AccountView Cap Change Edges Holding Leg Outlook }
}
