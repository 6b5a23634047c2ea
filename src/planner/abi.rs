//! What the planner declares in Solidity: its structs and its errors.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use crate::words::{Parameter, Parameters};
use alloy_primitives::{I256, U256};
use alloy_sol_types::sol;

sol! {
    /// `initialize` runs once.
    #[derive(Debug, PartialEq, Eq)]
    error AlreadyInitialized();
    /// The address has no code.
    #[derive(Debug, PartialEq, Eq)]
    error NoCode(address target);
    /// A parameter is outside of its bounds.
    #[derive(Debug, PartialEq, Eq)]
    error InvalidTerms();
    /// There is no asset of this index.
    #[derive(Debug, PartialEq, Eq)]
    error UnknownAsset(uint8 asset);
    /// The portfolio does not hold the asset that is to be sold.
    #[derive(Debug, PartialEq, Eq)]
    error NotHeld(uint8 asset);
    /// No sale of this collateral helps the account: it hedges its legs, or has no price.
    #[derive(Debug, PartialEq, Eq)]
    error SaleWouldNotHelp(uint8 asset);
    /// The margin answered with something that its interface does not know.
    #[derive(Debug, PartialEq, Eq)]
    error MarginCallFailed();
    /// The oracle reverted, or answered with something that is not a snapshot of the assets asked for.
    #[derive(Debug, PartialEq, Eq)]
    error OracleCallFailed();
    /// A number of the portfolio or a result is wider than 128 bits, beyond 1.7e20 USD or units.
    #[derive(Debug, PartialEq, Eq)]
    error ValueTooLarge();

    /// Collateral of one asset.
    #[derive(Debug, PartialEq, Eq)]
    struct Holding {
        /// The oracle's index of the asset.
        uint8 asset;
        /// Amount at 18 decimals, whatever the token's own are.
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

    /// The terms of a sale.
    #[derive(Debug, PartialEq, Eq)]
    struct CloseTerms {
        /// The asset to sell; 255 lets the planner choose.
        uint8 asset;
        /// Discount per unit of health below 1, WAD; at most 4.
        uint256 discountSlope;
        /// Largest discount, WAD; at most 0.1.
        uint256 maxDiscount;
        /// Smallest unit of cash as WAD: 1e12 for 6 decimals.
        uint256 cashUnit;
        /// Cash that may be repaid at most, USD WAD: the account's debt.
        uint256 maxRepay;
        /// Smallest unit of each holding's token at 18 decimals, in the order of the collateral.
        uint256[] assetUnits;
    }

    /// One sale of one collateral.
    #[derive(Debug, PartialEq, Eq)]
    struct ClosePlan {
        /// 0 healthy, 1 restores the buffer, 2 exhausts the holding or the debt, 3 insolvent: all at once.
        uint8 path;
        /// The asset sold; 255 where nothing is.
        uint8 asset;
        /// Cash paid for it, USD WAD, a multiple of the cash unit, at most `maxRepay`.
        uint256 repay;
        /// Amount sold at 18 decimals, a multiple of the asset's unit, rounded down.
        uint256 seized;
        /// One USD of cash buys `1 + discount` USD of collateral, WAD.
        uint256 discount;
        /// Health before the sale, as in `Verdict`; under the prices that favour the account where one is suspect.
        uint256 healthBefore;
        /// Health after it.
        uint256 healthAfter;
        /// State of the price of the asset sold: 0 live, 1 stale, 2 dead, 3 suspect, 4 paused.
        uint8 state;
        /// Bit `a` is set where the price of asset `a` of the portfolio is not live.
        uint16 notLive;
        /// States of the prices of all assets of the portfolio: bits `4 a` to `4 a + 3` are that of asset `a`.
        uint64 states;
    }
}

crate::words::structs! {
    Holding { asset: u8, amount: U256 }
    Leg { asset: u8, kind: u8, size: I256, strike: U256, expiry: u64 }
    ClosePlan {
        path: u8, asset: u8, repay: U256, seized: U256, discount: U256, healthBefore: U256, healthAfter: U256,
        state: u8, notLive: u16, states: u64
    }
}

impl Parameter for CloseTerms {
    fn from_word(_: U256) -> Option<Self> {
        None
    }

    fn read(word: U256, data: &[u8]) -> Option<Self> {
        let place: u64 = Parameter::from_word(word)?;
        let mut fields = Parameters::new(data.get(usize::try_from(place).ok()?..)?);
        Some(Self {
            asset: fields.next()?,
            discountSlope: fields.next()?,
            maxDiscount: fields.next()?,
            cashUnit: fields.next()?,
            maxRepay: fields.next()?,
            assetUnits: fields.next()?,
        })
    }
}

/// As the structs stand in a signature; in the printed interface, by their names.
macro_rules! named {
    ($($name:ident = $signature:literal;)*) => {$(
        impl stylus_sdk::abi::AbiType for $name {
            type SolType = Self;

            #[cfg(not(feature = "export-abi"))]
            const ABI: stylus_sdk::abi::ConstString = stylus_sdk::abi::ConstString::new($signature);
            #[cfg(feature = "export-abi")]
            const ABI: stylus_sdk::abi::ConstString = stylus_sdk::abi::ConstString::new(stringify!($name));
            const EXPORT_ABI_ARG: stylus_sdk::abi::ConstString =
                stylus_sdk::abi::ConstString::new(concat!(stringify!($name), " memory"));
            const EXPORT_ABI_RET: stylus_sdk::abi::ConstString = Self::EXPORT_ABI_ARG;
        }

        #[cfg(feature = "export-abi")]
        impl stylus_sdk::abi::export::internal::InnerTypes for $name {}
    )*};
}

named! {
    Holding = "(uint8,uint256)";
    Leg = "(uint8,uint8,int256,uint256,uint64)";
    CloseTerms = "(uint8,uint256,uint256,uint256,uint256,uint256[])";
    ClosePlan = "(uint8,uint8,uint256,uint256,uint256,uint256,uint256,uint8,uint16,uint64)";
}
