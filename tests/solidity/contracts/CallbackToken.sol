// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {MockToken} from "./MockToken.sol";

/// Calls a chosen contract in the middle of every transfer, as tokens with hooks do: a way to re-enter.
contract CallbackToken is MockToken {
    address public target;
    bytes public data;
    /// Whether the last callback succeeded, and what it returned.
    bool public succeeded;
    bytes public answer;

    constructor(uint8 decimals_) MockToken("Calls back", "CALL", decimals_) {}

    /// From now on every transfer calls `target_` with `data_`. The zero address ends it.
    function setCallback(address target_, bytes calldata data_) external {
        target = target_;
        data = data_;
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (target != address(0)) {
            (succeeded, answer) = target.call(data);
        }
    }
}
