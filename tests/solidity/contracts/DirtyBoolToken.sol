// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {Ledger} from "./Ledger.sol";

/// Moves tokens, then answers with a word that is neither true nor false.
contract DirtyBoolToken is Ledger {
    error TransferRefused();

    /// The word that `transfer` and `transferFrom` answer with; 2 at first.
    uint256 public word = 2;

    constructor(uint8 decimals_) Ledger(decimals_) {}

    function setWord(uint256 word_) external {
        word = word_;
    }

    function transfer(address to, uint256 amount) external returns (uint256) {
        if (!_move(msg.sender, to, amount)) revert TransferRefused();
        return word;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (uint256) {
        if (!_moveByAllowance(from, to, amount)) revert TransferRefused();
        return word;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        _approve(spender, amount);
        return true;
    }
}
