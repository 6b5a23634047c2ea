// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// Enforcement: what to sell of an account below its maintenance margin, and the sale.
///
/// A buyer pays cash into the pool, which repays the account's debt, and receives collateral at a discount
/// that grows with distress. The plan comes from the planner, which finds it on the same function that judged the
/// account, positions included, under the terms that the account was opened under; this contract adds who may start
/// it, the buyer's limits, and the exchange, with the whole house locked around it.
///
/// Whoever buys the collateral of his own account pays the discount to himself: what he gains as a buyer he
/// has lost as the account's owner, less the rounding, so there is nothing in it for him.
///
/// Warning: the plan moves with prices and interest. A buyer states the most he pays and the least he takes.
interface ILiquidator {
    /// The sale that the protocol proposes for an account.
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

    /// The owner named a successor, who has yet to accept.
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);

    /// The contract has a new owner.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    /// The discount follows these terms from now on, WAD.
    event TermsSet(uint256 discountSlope, uint256 maxDiscount);

    /// Collateral of an account was sold for cash that repaid its debt. Cash and token units; the rest WAD.
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

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// Only the owner, or the address that the owner named next, may do this.
    error NotOwner(address caller);

    /// The address has no code.
    error NoCode(address target);

    /// A token with more than 18 decimals.
    error DecimalsTooLarge(uint8 decimals);

    /// A parameter is outside of its bounds.
    error InvalidTerms();

    /// The vault answered with something that its interface does not know.
    error VaultCallFailed();

    /// The planner answered with something that its interface does not know.
    error PlannerCallFailed();

    /// The margin contract answered with something that its interface does not know.
    error MarginCallFailed();

    /// The token did not move the cash, or said that it did not.
    error TransferFailed(address token);

    /// The account is not below its maintenance margin.
    error Healthy(bytes32 account, uint256 health);

    /// A price of the account is not live (bit `a` is asset `a`), and health is not below 0.95 either.
    error PriceNotLive(uint16 notLive);

    /// The price of this asset is dead: it cannot be sold, other assets of the account may be.
    error PriceDead(uint8 asset);

    /// The account is insolvent in this asset: all of it is sold at once, for more cash than the limit.
    error LimitExceeded(uint256 repay, uint256 maxRepay);

    /// The buyer would receive less than asked for.
    error SeizedTooLittle(uint256 seized, uint256 minSeized);

    /// Nothing would change hands.
    error ZeroAmount();

    /// The part of the plan that was executed lowered the account's health.
    error HealthFell(uint256 healthBefore, uint256 healthAfter);

    /// The sale that the protocol proposes: of the collateral that frees the most maintenance margin per USD
    /// sold, the smallest amount that restores the buffer. Whether prices allow it is for
    /// `buyCollateral` to say; `notLive` names those that are not live.
    function plan(bytes32 account) external view returns (Plan memory plan);

    /// Buys collateral of an account below its maintenance margin, for cash that the caller has approved.
    ///
    /// The plan is made anew for `asset`; at most `maxRepay` (cash units) is paid and the collateral shrinks
    /// in proportion, rounded down. Reverts with `Healthy` at or above maintenance, where a price is suspect under
    /// either of its two; `PriceNotLive` where one is stale or paused and health not below 0.95; `PriceDead` where
    /// that of `asset` is dead; `LimitExceeded` where only the whole holding may be sold,
    /// `SeizedTooLittle` below `minSeized` (token units), `Reentrant` while the house is locked, and with what vault, planner
    /// or margin say.
    ///
    /// Only the cash that arrives in the pool counts. A partial sale must not lower the account's health.
    function buyCollateral(
        bytes32 account,
        uint8 asset,
        uint256 maxRepay,
        uint256 minSeized,
        address to
    ) external returns (uint256 repaid, uint256 seized);

    /// Discount per unit of health below 1, and the largest discount, WAD, as kept.
    function terms() external view returns (uint256 discountSlope, uint256 maxDiscount);

    /// Where accounts are kept.
    function vault() external view returns (address);

    /// Who judges them.
    function margin() external view returns (address);

    /// Who plans their sales.
    function planner() external view returns (address);

    /// What keeps everybody else out during a sale.
    function lock() external view returns (address);

    /// Where the cash goes.
    function pool() external view returns (address);

    /// What debts are in.
    function cash() external view returns (address);

    /// Sets the owner and the contracts, and a discount of at most 5 %. Once. Each of them must have code,
    /// and the cash token at most 18 decimals.
    function initialize(
        address owner,
        address vault,
        address margin,
        address planner,
        address pool,
        address cash,
        address lock
    ) external;

    /// Sets the discount: `min(maxDiscount, discountSlope * (1 - health))`, WAD, kept to nine decimals,
    /// rounded down. Owner only. `InvalidTerms` for zero, for a slope above 4 and a discount above 10 %: what
    /// remains of the guard that a sale raises health is checked in each plan, because it moves with
    /// volatility.
    function setTerms(uint256 discountSlope, uint256 maxDiscount) external;

    /// The owner.
    function owner() external view returns (address);

    /// The address that may accept the ownership; zero where none may.
    function pendingOwner() external view returns (address);

    /// Names the next owner, who has to accept; zero withdraws the offer. Owner only.
    function transferOwnership(address newOwner) external;

    /// Takes the ownership over. Only by the address named.
    function acceptOwnership() external;
}
