// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {Ledger} from "./Ledger.sol";

/// Returns false where others revert, and always while it refuses.
contract FalseToken is Ledger {
    bool public refusing;

    constructor(uint8 decimals_) Ledger(decimals_) {}

    function setRefusing(bool refusing_) external {
        refusing = refusing_;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        return !refusing && _move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        return !refusing && _moveByAllowance(from, to, amount);
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        _approve(spender, amount);
        return true;
    }
}
