//! What is answered in one piece.

use alloy_sol_types::sol;
use stylus_sdk::abi::{AbiType, ConstString};

sol! {
    /// Collateral of one asset, at 18 decimals.
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
    #[derive(Debug, PartialEq, Eq)]
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
    #[derive(Debug, PartialEq, Eq)]
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
    #[derive(Debug, PartialEq, Eq)]
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
}

// How a struct stands in the text of a signature: for the printed interface by its name, for a selector by its fields.
macro_rules! named {
    ($($name:ident = $fields:literal)*) => {$(
        impl AbiType for $name {
            type SolType = Self;
            const ABI: ConstString = ConstString::new(if cfg!(feature = "export-abi") {
                stringify!($name)
            } else {
                $fields
            });
            const EXPORT_ABI_ARG: ConstString = ConstString::new(concat!(stringify!($name), " memory"));
            const EXPORT_ABI_RET: ConstString = Self::EXPORT_ABI_ARG;
        }

        #[cfg(feature = "export-abi")]
        impl stylus_sdk::abi::export::internal::InnerTypes for $name {}
    )*};
}

named! {
    Holding = "(uint8,uint256)"
    Leg = "(uint8,uint8,int256,uint256,uint64)"
    Verdict = "(int256,uint256,uint256,uint256,uint256,uint16)"
    AccountInfo = "(address,uint256,uint256,uint16,uint32,bool)"
    Listing = "(address,uint8,uint256,uint256,uint256,uint256,uint64,uint256,uint32,bool)"
}
