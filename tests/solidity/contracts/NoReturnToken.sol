// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {Ledger} from "./Ledger.sol";

/// Returns nothing and reverts on failure, as tokens older than ERC-20's final text do.
contract NoReturnToken is Ledger {
    error TransferRefused();

    constructor(uint8 decimals_) Ledger(decimals_) {}

    function transfer(address to, uint256 amount) external {
        if (!_move(msg.sender, to, amount)) revert TransferRefused();
    }

    function transferFrom(address from, address to, uint256 amount) external {
        if (!_moveByAllowance(from, to, amount)) revert TransferRefused();
    }

    function approve(address spender, uint256 amount) external {
        _approve(spender, amount);
    }
}
