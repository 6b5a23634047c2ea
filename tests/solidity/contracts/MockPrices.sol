// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// Prices that are what one says, and what a depth desk notes. For tests only.
contract MockPrices {
    error NoPrice(uint8 asset);
    error Refused();

    mapping(uint8 => uint256) private _prices;
    /// What was noted last, by asset.
    mapping(uint8 => uint256) public noted;
    bool public refuses;
    bool public burns;

    function setPrice(uint8 asset, uint256 price_) external {
        _prices[asset] = price_;
    }

    function setRefuses(bool refuses_) external {
        refuses = refuses_;
    }

    /// Whether noting uses up all gas that it is given.
    function setBurns(bool burns_) external {
        burns = burns_;
    }

    function price(uint8 asset) external view returns (uint256) {
        if (_prices[asset] == 0) revert NoPrice(asset);
        return _prices[asset];
    }

    function noteDepths(uint256[] calldata words) external {
        if (refuses) revert Refused();
        if (burns) {
            assembly {
                invalid()
            }
        }
        for (uint256 i = 0; i < words.length; i++) noted[uint8(words[i])] = words[i];
    }
}
