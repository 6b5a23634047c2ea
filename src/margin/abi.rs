//! What the contract declares in Solidity, and how it is packed.

use crate::judgement::Proposal;
use crate::portfolio::widen;
use crate::words::{errors, events, Event, Word, Writer};
use alloy_primitives::U256;
use alloy_sol_types::{sol, SolEvent};
use risk::{MarginTerms, RiskError};

pub use declarations::*;

/// The Solidity declarations.
#[allow(missing_docs)] // documented inside; the macro's own items are not
mod declarations {
    use super::sol;

    sol! {
        /// `initialize` runs once.
        #[derive(Debug, PartialEq, Eq)]
        error AlreadyInitialized();
        /// Only the owner, or the address that the owner named next, may do this.
        #[derive(Debug, PartialEq, Eq)]
        error NotOwner(address caller);
        /// The address has no code, so it cannot be the oracle.
        #[derive(Debug, PartialEq, Eq)]
        error NoCode(address target);
        /// A parameter is outside of its bounds, or none have been set.
        #[derive(Debug, PartialEq, Eq)]
        error InvalidTerms();
        /// The oracle reverted, or answered with something that is not a snapshot of the assets asked for.
        #[derive(Debug, PartialEq, Eq)]
        error OracleCallFailed();
        /// No terms have been set for this asset.
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
        /// The model cannot value this kind of leg.
        #[derive(Debug, PartialEq, Eq)]
        error UnsupportedLeg(uint8 kind);
        /// The portfolio does not hold the asset that is to be sold.
        #[derive(Debug, PartialEq, Eq)]
        error NotHeld(uint8 asset);
        /// No sale of this collateral helps the account: it hedges its legs, or has no price.
        #[derive(Debug, PartialEq, Eq)]
        error SaleWouldNotHelp(uint8 asset);
        /// A number of the portfolio or a result is wider than 128 bits: beyond 1.7e20 USD or units.
        #[derive(Debug, PartialEq, Eq)]
        error ValueTooLarge();

        /// The owner named a successor, who has yet to accept.
        #[derive(Debug, PartialEq, Eq)]
        event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);
        /// The contract has a new owner.
        #[derive(Debug, PartialEq, Eq)]
        event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);
        /// The terms that all assets share, as kept.
        #[derive(Debug, PartialEq, Eq)]
        event TermsSet(Terms terms);
        /// The terms of one asset, as kept.
        #[derive(Debug, PartialEq, Eq)]
        event AssetTermsSet(uint8 indexed asset, uint256 exitCost, uint256 jump);

        /// The terms that all assets share. Ratios are WAD, kept to nine decimals, rounded up.
        #[derive(Debug, PartialEq, Eq)]
        struct Terms {
            /// How far ahead a loss is measured, seconds.
            uint32 horizon;
            /// Expected Shortfall per unit of standard deviation, WAD.
            uint256 shortfallFactor;
            /// What real returns need on top of that factor, WAD.
            uint256 modelMultiplier;
            /// Share of the core that maintenance asks for, WAD.
            uint256 maintenanceRatio;
            /// What a liquidation restores above maintenance, as a share of it, WAD.
            uint256 bufferRatio;
            /// Weight of the worst of three correlation assumptions, WAD.
            uint256 correlationStress;
            /// Least standard deviation, as a share of the sum without diversification, WAD.
            uint256 sigmaFloor;
        }

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

        /// The terms of a sale.
        #[derive(Debug, PartialEq, Eq)]
        struct CloseTerms {
            /// The asset to sell; 255 lets the model choose.
            uint8 asset;
            /// Discount per unit of health below 1, WAD.
            uint256 discountSlope;
            /// Largest discount, WAD.
            uint256 maxDiscount;
            /// Smallest unit of cash as WAD: 1e12 for 6 decimals.
            uint256 cashUnit;
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
            /// Cash paid for it, USD WAD, a multiple of the cash unit, never above the debt.
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
}

events! {
    OwnershipTransferStarted 3 { previousOwner newOwner }
    OwnershipTransferred 3 { previousOwner newOwner }
    AssetTermsSet 2 { asset exitCost jump }
}

/// [`TermsSet`] of terms in the types of the model.
pub(crate) struct Kept(pub(crate) MarginTerms);

impl Event for Kept {
    const TOPICS: usize = 1;

    fn write(&self, words: &mut Writer) {
        words.bytes(&TermsSet::SIGNATURE_HASH);
        self.0.put(words);
    }
}

impl Word for MarginTerms {
    /// The seven words of `Terms`, in an event as in an answer.
    fn put(&self, words: &mut Writer) {
        words
            .number(self.horizon)
            .wide(self.shortfall_factor)
            .wide(self.model_multiplier);
        words.wide(self.maintenance_ratio).wide(self.buffer_ratio);
        words.wide(self.correlation_stress).wide(self.sigma_floor);
    }
}

impl Word for risk::Verdict {
    /// The six words of `Verdict`.
    fn put(&self, words: &mut Writer) {
        words
            .signed(self.equity)
            .wide(self.initial)
            .wide(self.maintenance);
        words
            .wide(self.buffer)
            .wide(self.health)
            .number(u64::from(self.not_live));
    }
}

impl Word for Proposal {
    /// The ten words of `ClosePlan`.
    fn put(&self, words: &mut Writer) {
        let plan = &self.plan;
        words
            .number(plan.path as u64)
            .number(u64::from(plan.asset))
            .wide(plan.repay)
            .wide(plan.seized);
        words
            .wide(plan.discount)
            .wide(plan.health_before)
            .wide(plan.health_after);
        words
            .number(self.state as u64)
            .number(u64::from(self.not_live))
            .number(self.states);
    }
}

impl From<risk::Verdict> for Verdict {
    fn from(verdict: risk::Verdict) -> Self {
        Self {
            equity: widen(verdict.equity),
            initialMargin: U256::from(verdict.initial),
            maintenanceMargin: U256::from(verdict.maintenance),
            bufferMargin: U256::from(verdict.buffer),
            health: U256::from(verdict.health),
            notLive: verdict.not_live,
        }
    }
}

impl From<Proposal> for ClosePlan {
    fn from(
        Proposal {
            plan,
            state,
            not_live,
            states,
        }: Proposal,
    ) -> Self {
        Self {
            path: plan.path as u8,
            asset: plan.asset,
            repay: U256::from(plan.repay),
            seized: U256::from(plan.seized),
            discount: U256::from(plan.discount),
            healthBefore: U256::from(plan.health_before),
            healthAfter: U256::from(plan.health_after),
            state: u8::from(state),
            notLive: not_live,
            states,
        }
    }
}

errors! {
    /// Why a call reverts.
    MarginError {
        AlreadyInitialized {}
        NotOwner { caller }
        NoCode { target }
        InvalidTerms {}
        OracleCallFailed {}
        UnknownAsset { asset }
        DuplicateAsset { asset }
        TooManyHoldings { count }
        TooManyLegs { count }
        UnsupportedLeg { kind }
        NotHeld { asset }
        SaleWouldNotHelp { asset }
        ValueTooLarge {}
    }
}

impl From<RiskError> for MarginError {
    /// What the checks of this contract leave over: arithmetic out of range, terms never set, and words that
    /// no oracle writes.
    fn from(error: RiskError) -> Self {
        match error {
            RiskError::InvalidTerms => InvalidTerms {}.into(),
            RiskError::Malformed | RiskError::UnknownAsset => OracleCallFailed {}.into(),
            _ => ValueTooLarge {}.into(),
        }
    }
}

/// The types of the printed interface, where the SDK prints it.
#[cfg(feature = "export-abi")]
mod printed {
    use super::{ClosePlan, CloseTerms, Holding, Leg, Terms, Verdict};
    use stylus_sdk::abi::export::internal::InnerTypes;
    use stylus_sdk::abi::{AbiType, ConstString};

    macro_rules! named {
        ($($name:ident)*) => {$(
            impl AbiType for $name {
                type SolType = Self;
                const ABI: ConstString = ConstString::new(stringify!($name));
                const EXPORT_ABI_ARG: ConstString = ConstString::new(concat!(stringify!($name), " memory"));
                const EXPORT_ABI_RET: ConstString = Self::EXPORT_ABI_ARG;
            }

            impl InnerTypes for $name {}
        )*};
    }

    named! { ClosePlan CloseTerms Holding Leg Terms Verdict }
}
