// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// Planner: what to sell of an account below its maintenance margin, how much of it, and at which discount.
///
/// The answer is found on the margin itself, which is asked about the account after sales of several sizes at once: a
/// handful of calls. The planner keeps no accounts and has no owner; anybody may ask about any portfolio.
interface IPlanner {
    /// Collateral of one asset.
    struct Holding {
        /// The oracle's index of the asset.
        uint8 asset;
        /// Amount at 18 decimals, whatever the token's own are.
        uint256 amount;
    }

    /// A derivative position.
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

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// The address has no code.
    error NoCode(address target);

    /// A parameter is outside of its bounds.
    error InvalidTerms();

    /// There is no asset of this index.
    error UnknownAsset(uint8 asset);

    /// The portfolio does not hold the asset that is to be sold.
    error NotHeld(uint8 asset);

    /// No sale of this collateral helps the account: it hedges its legs, or has no price.
    error SaleWouldNotHelp(uint8 asset);

    /// The margin answered with something that its interface does not know.
    error MarginCallFailed();

    /// The oracle reverted, or answered with something that is not a snapshot of the assets asked for.
    error OracleCallFailed();

    /// A number of the portfolio or a result is wider than 128 bits, beyond 1.7e20 USD or units.
    error ValueTooLarge();

    /// Names the margin, and its oracle with it. Once; whoever deploys does it and looks at it. Errors:
    /// `AlreadyInitialized`, `NoCode`.
    function initialize(address margin) external;

    /// Plans the liquidation of a portfolio, judged under the terms of a version (0: the newest), by selling one of its
    /// collaterals for cash.
    ///
    /// The discount is `min(maxDiscount, discountSlope * (1 - health))`, capped so that a sale of any size raises
    /// health. The size is the smallest at which the margin says that equity has reached the buffer margin: a
    /// millionth less of it, or a unit of the coarser token, does not reach it. Where no size does, it is the largest
    /// that raises health; with no equity left all is sold at once, uncapped. Cash is rounded up, collateral down.
    ///
    /// Asset 255 stands for the collateral that frees the most maintenance margin per USD sold, past those whose price is
    /// dead; a plan with asset 255 says that no sale helps. Where a price is suspect, an account is sold from only if it
    /// is below maintenance under both, and then at the one that is worse for the buyer. Errors: `InvalidTerms`,
    /// `UnknownAsset`, `NotHeld`, `SaleWouldNotHelp` for the asset named, `OracleCallFailed`, `MarginCallFailed`,
    /// `ValueTooLarge`, and what the margin says.
    function close(
        uint32 version,
        int256 cash,
        Holding[] calldata collateral,
        Leg[] calldata legs,
        CloseTerms calldata terms
    ) external view returns (ClosePlan memory plan);

    /// Who judges.
    function margin() external view returns (address);

    /// Whose prices it judges by.
    function oracle() external view returns (address);
}
