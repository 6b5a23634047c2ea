//! What the contract declares in Solidity, and how it is packed.

use crate::words::{errors, events, structs};
use alloc::vec::Vec;
use alloy_primitives::U256;
use alloy_sol_types::sol;

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
        /// The address has no code.
        #[derive(Debug, PartialEq, Eq)]
        error NoCode(address target);
        /// A token with more than 18 decimals.
        #[derive(Debug, PartialEq, Eq)]
        error DecimalsTooLarge(uint8 decimals);
        /// A parameter is outside of its bounds.
        #[derive(Debug, PartialEq, Eq)]
        error InvalidTerms();
        /// The vault answered with something that its interface does not know.
        #[derive(Debug, PartialEq, Eq)]
        error VaultCallFailed();
        /// The planner answered with something that its interface does not know.
        #[derive(Debug, PartialEq, Eq)]
        error PlannerCallFailed();
        /// The margin contract answered with something that its interface does not know.
        #[derive(Debug, PartialEq, Eq)]
        error MarginCallFailed();
        /// The token did not move the cash, or said that it did not.
        #[derive(Debug, PartialEq, Eq)]
        error TransferFailed(address token);
        /// The account is not below its maintenance margin.
        #[derive(Debug, PartialEq, Eq)]
        error Healthy(bytes32 account, uint256 health);
        /// A price of the account is not live (bit `a` is asset `a`), and health is not below 0.95 either.
        #[derive(Debug, PartialEq, Eq)]
        error PriceNotLive(uint16 notLive);
        /// The price of this asset is dead: it cannot be sold, other assets of the account may be.
        #[derive(Debug, PartialEq, Eq)]
        error PriceDead(uint8 asset);
        /// The account is insolvent in this asset: all of it is sold at once, for more cash than the limit.
        #[derive(Debug, PartialEq, Eq)]
        error LimitExceeded(uint256 repay, uint256 maxRepay);
        /// The buyer would receive less than asked for.
        #[derive(Debug, PartialEq, Eq)]
        error SeizedTooLittle(uint256 seized, uint256 minSeized);
        /// Nothing would change hands.
        #[derive(Debug, PartialEq, Eq)]
        error ZeroAmount();
        /// The part of the plan that was executed lowered the account's health.
        #[derive(Debug, PartialEq, Eq)]
        error HealthFell(uint256 healthBefore, uint256 healthAfter);

        /// The owner named a successor, who has yet to accept.
        #[derive(Debug, PartialEq, Eq)]
        event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);
        /// The contract has a new owner.
        #[derive(Debug, PartialEq, Eq)]
        event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);
        /// The discount follows these terms from now on, WAD.
        #[derive(Debug, PartialEq, Eq)]
        event TermsSet(uint256 discountSlope, uint256 maxDiscount);
        /// Collateral of an account was sold for cash that repaid its debt. Cash and token units; the rest WAD.
        #[derive(Debug, PartialEq, Eq)]
        event CollateralBought(
            bytes32 indexed account,
            uint8 indexed asset,
            address indexed buyer,
            uint256 repaid,
            uint256 seized,
            uint256 discount,
            uint256 healthBefore,
            uint256 healthAfter
        );

        /// The sale that the protocol proposes for an account.
        #[derive(Debug, PartialEq, Eq)]
        struct Plan {
            /// 0 healthy, 1 restores the buffer, 2 exhausts the holding or the debt, 3 insolvent: all at once.
            uint8 path;
            /// The asset to buy; 255 where no sale would help.
            uint8 asset;
            /// Cash to pay, in the units of the cash token.
            uint256 repay;
            /// Collateral to receive, in the units of its token.
            uint256 seized;
            /// One USD of cash buys `1 + discount` USD of collateral, WAD.
            uint256 discount;
            /// Equity over maintenance margin before the sale, WAD.
            uint256 healthBefore;
            /// The same after it.
            uint256 healthAfter;
            /// Bit `a` is set where the price of asset `a` of the account is not live.
            uint16 notLive;
        }
    }
}

events! {
    OwnershipTransferStarted { previousOwner, newOwner; }
    OwnershipTransferred { previousOwner, newOwner; }
    TermsSet { ; discountSlope, maxDiscount }
    CollateralBought { account, asset, buyer; repaid, seized, discount, healthBefore, healthAfter }
}

structs! {
    Plan {
        path: u8, asset: u8, repay: U256, seized: U256, discount: U256, healthBefore: U256, healthAfter: U256,
        notLive: u16
    }
}

errors! {
    /// Why a call reverts. `Callee` is what a contract of the house reverted with, passed on as it is.
    LiquidatorError passing Callee {
        AlreadyInitialized {}
        NotOwner { caller }
        NoCode { target }
        DecimalsTooLarge { decimals }
        InvalidTerms {}
        VaultCallFailed {}
        PlannerCallFailed {}
        MarginCallFailed {}
        TransferFailed { token }
        Healthy { account, health }
        PriceNotLive { notLive }
        PriceDead { asset }
        LimitExceeded { repay, maxRepay }
        SeizedTooLittle { seized, minSeized }
        ZeroAmount {}
        HealthFell { healthBefore, healthAfter }
    }
}

impl LiquidatorError {
    /// Passes on what a callee reverted with; where it said nothing, says who it was.
    pub(crate) fn of_callee(data: Vec<u8>, silent: impl Into<Self>) -> Self {
        if data.is_empty() {
            silent.into()
        } else {
            Self::Callee(data)
        }
    }
}

/// The type of the printed interface.
#[cfg(feature = "export-abi")]
mod printed {
    use super::Plan;
    use stylus_sdk::abi::export::internal::InnerTypes;
    use stylus_sdk::abi::{AbiType, ConstString};

    impl AbiType for Plan {
        type SolType = Self;
        const ABI: ConstString = ConstString::new("Plan");
        const EXPORT_ABI_ARG: ConstString = ConstString::new("Plan memory");
        const EXPORT_ABI_RET: ConstString = Self::EXPORT_ABI_ARG;
    }

    impl InnerTypes for Plan {}
}
