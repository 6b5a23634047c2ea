// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// Judgement: what a portfolio is worth, what it must be worth, and what to sell where it is not.
///
/// The contract keeps parameters and no accounts. Both questions are views that anybody may ask about any
/// portfolio, real or hypothetical; the vault asks before it lets risk rise, the liquidator before it sells.
/// The answers come from the crate `risk` on one snapshot of the oracle.
///
/// Rounding is against the account: equity down, every requirement up, amounts to sell down.
interface IMargin {
    /// The terms that all assets share. Ratios are WAD, kept to nine decimals, rounded up.
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

    /// What a portfolio is worth and what it must be worth. USD WAD.
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

    /// The owner named a successor, who has yet to accept.
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);

    /// The contract has a new owner.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    /// The terms that all assets share, as kept.
    event TermsSet(Terms terms);

    /// The terms of one asset, as kept.
    event AssetTermsSet(uint8 indexed asset, uint256 exitCost, uint256 jump);

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// Only the owner, or the address that the owner named next, may do this.
    error NotOwner(address caller);

    /// The address has no code, so it cannot be the oracle.
    error NoCode(address target);

    /// A parameter is outside of its bounds, or none have been set.
    error InvalidTerms();

    /// The oracle reverted, or answered with something that is not a snapshot of the assets asked for.
    error OracleCallFailed();

    /// No terms have been set for this asset.
    error UnknownAsset(uint8 asset);

    /// The portfolio lists the same collateral twice.
    error DuplicateAsset(uint8 asset);

    /// More than 16 kinds of collateral.
    error TooManyHoldings(uint64 count);

    /// More than 32 legs.
    error TooManyLegs(uint64 count);

    /// The model cannot value this kind of leg.
    error UnsupportedLeg(uint8 kind);

    /// The portfolio does not hold the asset that is to be sold.
    error NotHeld(uint8 asset);

    /// No sale of this collateral helps the account: it hedges its legs, or has no price.
    error SaleWouldNotHelp(uint8 asset);

    /// A number of the portfolio or a result is wider than 128 bits: beyond 1.7e20 USD or units.
    error ValueTooLarge();

    /// Judges a portfolio: cash in USD WAD (negative is debt), collateral at 18 decimals, linear legs.
    ///
    /// Answers the verdict and what each holding, then each leg, adds to maintenance margin (USD WAD, signed:
    /// a hedge is negative); these sum to it exactly. What is held counts at the collateral price, what is short
    /// at the liability price. An asset whose price is not live is named in `notLive`: what follows from that is
    /// the caller's decision. While a sample has been due for ten minutes, initial margin looks further ahead and every
    /// asset is named.
    function assess(
        int256 cash,
        Holding[] calldata collateral,
        Leg[] calldata legs
    ) external view returns (Verdict memory verdict, int256[] memory attribution);

    /// Plans a liquidation: the smallest sale of one collateral that restores the buffer, or what comes
    /// closest. Whether the states of the prices allow it is the caller's decision.
    ///
    /// The discount is `min(maxDiscount, discountSlope * (1 - health))`, and never so large that the sale
    /// would lower health. Terms out of bounds, or not one unit per holding, are `InvalidTerms`.
    ///
    /// Where a price is suspect, only an account below maintenance under both of its prices is sold from, and the
    /// plan is made at the one that favours the account: the worse one for the buyer.
    function close(
        int256 cash,
        Holding[] calldata collateral,
        Leg[] calldata legs,
        CloseTerms calldata terms
    ) external view returns (ClosePlan memory plan);

    /// The terms that all assets share, as kept.
    function terms() external view returns (Terms memory terms);

    /// Exit cost and jump of one asset, WAD shares of its exposure, as kept.
    function assetTerms(uint8 asset) external view returns (uint256 exitCost, uint256 jump);

    /// The oracle whose snapshots are judged by.
    function oracle() external view returns (address);

    /// Sets the owner and the oracle, and the default terms of the model. Once.
    function initialize(address owner, address oracle) external;

    /// Sets the terms that all assets share. Owner only; `InvalidTerms` outside of the bounds.
    function setTerms(Terms calldata terms) external;

    /// Sets the terms of one asset, which makes it known: exit cost at most 50 %, and with the jump at most
    /// 100 % of the position. Owner only; `InvalidTerms` outside of the bounds.
    function setAssetTerms(uint8 asset, uint256 exitCost, uint256 jump) external;

    /// The owner.
    function owner() external view returns (address);

    /// The address that may accept the ownership; zero where none may.
    function pendingOwner() external view returns (address);

    /// Names the next owner, who has to accept; zero withdraws the offer. Owner only.
    function transferOwnership(address newOwner) external;

    /// Takes the ownership over. Only by the address named.
    function acceptOwnership() external;
}
