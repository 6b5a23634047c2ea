// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {MockToken} from "./MockToken.sol";

/// Burns one per cent of every transfer, rounded up: what arrives is less than what was sent.
contract FeeToken is MockToken {
    constructor(uint8 decimals_) MockToken("Fee on transfer", "FEE", decimals_) {}

    function _update(address from, address to, uint256 amount) internal override {
        if (from == address(0) || to == address(0)) {
            super._update(from, to, amount);
            return;
        }
        uint256 fee = (amount + 99) / 100;
        super._update(from, to, amount - fee);
        super._update(from, address(0), fee);
    }
}
