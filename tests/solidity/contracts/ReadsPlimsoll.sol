// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {IMargin} from "plimsoll-abi/IMargin.sol";
import {IOracle} from "plimsoll-abi/IOracle.sol";

/// How another protocol reads a price, and what a loan would need as margin.
contract ReadsPlimsoll {
    IOracle public immutable oracle;
    IMargin public immutable margin;

    constructor(IOracle oracle_, IMargin margin_) {
        (oracle, margin) = (oracle_, margin_);
    }

    /// USD price, WAD. Reverts with the reason while the price is not live.
    function priceOf(uint8 asset) external view returns (uint256) {
        return oracle.price(asset);
    }

    /// Margin that a loan of `cash` USD (WAD) against `amount` (18 decimals) of one asset needs, and whether
    /// the loan may be opened.
    function marginOf(uint8 asset, uint256 amount, uint256 cash) external view returns (uint256, bool) {
        IMargin.Holding[] memory collateral = new IMargin.Holding[](1);
        collateral[0] = IMargin.Holding(asset, amount);
        (IMargin.Verdict memory verdict,) = margin.assess(-int256(cash), collateral, new IMargin.Leg[](0));
        bool allowed = verdict.notLive == 0 && verdict.equity >= int256(verdict.initialMargin);
        return (verdict.initialMargin, allowed);
    }
}
