//! What the margin declares in Solidity: its structs and its errors.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use crate::words::{Parameter, Parameters};
use alloc::vec::Vec;
use alloy_primitives::{I256, U256};
use alloy_sol_types::sol;

sol! {
    /// `initialize` runs once.
    #[derive(Debug, PartialEq, Eq)]
    error AlreadyInitialized();
    /// The address has no code.
    #[derive(Debug, PartialEq, Eq)]
    error NoCode(address target);
    /// The oracle reverted, or answered with something that is not a snapshot of the assets asked for.
    #[derive(Debug, PartialEq, Eq)]
    error OracleCallFailed();
    /// The terms reverted, or answered with something that is not terms of the assets asked for.
    #[derive(Debug, PartialEq, Eq)]
    error TermsCallFailed();
    /// A contract that is asked failed on less gas than it is entitled to: the answer would be the caller's choice.
    #[derive(Debug, PartialEq, Eq)]
    error NotEnoughGas();
    /// What the contract answered is not what a judge answers.
    #[derive(Debug, PartialEq, Eq)]
    error MalformedAnswer(address callee);
    /// There is no asset of this index.
    #[derive(Debug, PartialEq, Eq)]
    error UnknownAsset(uint8 asset);
    /// The portfolio lists the same collateral twice.
    #[derive(Debug, PartialEq, Eq)]
    error DuplicateAsset(uint8 asset);
    /// More than 16 kinds of collateral.
    #[derive(Debug, PartialEq, Eq)]
    error TooManyHoldings(uint64 count);
    /// More than 32 legs.
    #[derive(Debug, PartialEq, Eq)]
    error TooManyLegs(uint64 count);
    /// More than 32 portfolios, or prices.
    #[derive(Debug, PartialEq, Eq)]
    error TooManyPortfolios(uint64 count);
    /// There is no leg of this kind.
    #[derive(Debug, PartialEq, Eq)]
    error UnsupportedLeg(uint8 kind);
    /// A number of the portfolio or a result is wider than 128 bits, beyond 1.7e20 USD or units; or a price past 112.
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

    /// Everything that an account is.
    #[derive(Debug, PartialEq, Eq)]
    struct Portfolio {
        /// USD WAD; negative is debt.
        int256 cash;
        /// At most one of an asset.
        Holding[] collateral;
        /// At most 32.
        Leg[] legs;
    }

    /// What a portfolio is worth and what it must be worth. USD WAD.
    #[derive(Debug, PartialEq, Eq)]
    struct Verdict {
        /// Cash, collateral and profit of the legs, rounded down.
        int256 equity;
        /// Below this no risk may be added, rounded up.
        uint256 initialMargin;
        /// Below this the account may be liquidated, rounded up.
        uint256 maintenanceMargin;
        /// To this a liquidation restores the account, rounded up.
        uint256 bufferMargin;
        /// Equity over maintenance margin, WAD, rounded down: 0 where equity is not positive, 2^128 - 1
        /// where nothing is required.
        uint256 health;
        /// Bit `a` is set where the price of asset `a` is not live, and for every asset of the portfolio where a
        /// sample has been due for ten minutes: `poke` the oracle.
        uint16 notLive;
    }

    /// What a requirement is made of. USD WAD, rounded up.
    #[derive(Debug, PartialEq, Eq)]
    struct Parts {
        /// Expected Shortfall over the scenarios; 0 where they say nothing.
        uint256 simulation;
        /// The worst stress row.
        uint256 stress;
        /// The parametric twin. The core is the largest of the three.
        uint256 twin;
        /// Cost of leaving.
        uint256 liquidity;
        /// What the crowd adds to it.
        uint256 crowding;
        /// Jumps and lost pegs.
        uint256 quality;
        /// What prices may be off by.
        uint256 oracle;
        /// The static table of the assets of which something is missing.
        uint256 table;
        /// The static table of all assets where no simulation spoke: the requirement is not below it. Otherwise 0.
        uint256 least;
        /// The requirement.
        uint256 total;
    }
}

crate::words::structs! {
    Holding { asset: u8, amount: U256 }
    Leg { asset: u8, kind: u8, size: I256, strike: U256, expiry: u64 }
}

impl Parameter for Portfolio {
    fn from_word(_: U256) -> Option<Self> {
        None
    }

    fn read(word: U256, data: &[u8]) -> Option<Self> {
        let place: u64 = Parameter::from_word(word)?;
        let mut fields = Parameters::new(data.get(usize::try_from(place).ok()?..)?);
        Some(Self {
            cash: fields.next()?,
            collateral: fields.next()?,
            legs: fields.next()?,
        })
    }
}

/// How a type is written in a signature, and in the printed interface.
mod named {
    use super::{Holding, Leg, Parts, Portfolio, Verdict};
    use stylus_sdk::abi::{AbiType, ConstString};

    macro_rules! named {
        ($($name:ident $signature:literal)*) => {$(
            impl AbiType for $name {
                type SolType = Self;
                #[cfg(feature = "export-abi")]
                const ABI: ConstString = ConstString::new(stringify!($name));
                #[cfg(not(feature = "export-abi"))]
                const ABI: ConstString = ConstString::new($signature);
                const EXPORT_ABI_ARG: ConstString = ConstString::new(concat!(stringify!($name), " memory"));
                const EXPORT_ABI_RET: ConstString = Self::EXPORT_ABI_ARG;
            }

            #[cfg(feature = "export-abi")]
            impl stylus_sdk::abi::export::internal::InnerTypes for $name {}
        )*};
    }

    named! {
        Holding "(uint8,uint256)"
        Leg "(uint8,uint8,int256,uint256,uint64)"
        Portfolio "(int256,(uint8,uint256)[],(uint8,uint8,int256,uint256,uint64)[])"
        Verdict "(int256,uint256,uint256,uint256,uint256,uint16)"
        Parts "(uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256)"
    }
}

/// The words of a verdict: one copy, in an answer as in a list.
impl crate::words::Item for Verdict {
    fn add_to(&self, words: &mut Vec<alloy_primitives::B256>) {
        use crate::words::{put, Word};
        put(words, self.equity.to_word());
        let numbers = [
            self.initialMargin,
            self.maintenanceMargin,
            self.bufferMargin,
            self.health,
        ];
        for number in numbers {
            put(words, number.to_word());
        }
        put(words, self.notLive.to_word());
    }
}

impl crate::words::Item for Parts {
    fn add_to(&self, words: &mut Vec<alloy_primitives::B256>) {
        use crate::words::{put, Word};
        let numbers = [
            self.simulation,
            self.stress,
            self.twin,
            self.liquidity,
            self.crowding,
            self.quality,
            self.oracle,
            self.table,
            self.least,
            self.total,
        ];
        for number in numbers {
            put(words, number.to_word());
        }
    }
}

impl From<risk::Verdict> for Verdict {
    fn from(verdict: risk::Verdict) -> Self {
        Self {
            equity: crate::portfolio::widen(verdict.equity),
            initialMargin: U256::from(verdict.initial),
            maintenanceMargin: U256::from(verdict.maintenance),
            bufferMargin: U256::from(verdict.buffer),
            health: U256::from(verdict.health),
            notLive: verdict.not_live,
        }
    }
}

impl From<risk::margin::Requirement> for Parts {
    fn from(requirement: risk::margin::Requirement) -> Self {
        let (core, add_ons) = (requirement.core, requirement.add_ons);
        Self {
            simulation: U256::from(core.simulation),
            stress: U256::from(core.stress),
            twin: U256::from(core.twin),
            liquidity: U256::from(add_ons.liquidity),
            crowding: U256::from(add_ons.crowding),
            quality: U256::from(add_ons.quality),
            oracle: U256::from(add_ons.oracle),
            table: U256::from(add_ons.table),
            least: U256::from(requirement.least),
            total: U256::from(requirement.total),
        }
    }
}
