// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {AggregatorV3Interface} from
    "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";

/// How a protocol that reads Chainlink reads Plimsoll's volatility index.
contract ReadsVolatility {
    AggregatorV3Interface public immutable feed;
    uint256 public immutable maxAge;

    error TooOld(uint256 updatedAt);

    constructor(AggregatorV3Interface feed_, uint256 maxAge_) {
        (feed, maxAge) = (feed_, maxAge_);
    }

    /// Volatility per year, as the decimals of the feed say. Its time is that of the fact, not of the update.
    function volatility() external view returns (int256 answer, uint8 decimals) {
        uint256 updatedAt;
        (, answer,, updatedAt,) = feed.latestRoundData();
        if (block.timestamp - updatedAt > maxAge) revert TooOld(updatedAt);
        decimals = feed.decimals();
    }
}
