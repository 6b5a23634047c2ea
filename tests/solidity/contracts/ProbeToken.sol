// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {MockToken} from "./MockToken.sol";

/// Makes a list of calls before and after it moves anything, as tokens with hooks on both sides let their holders do,
/// and reports what each of them came to. Its storage begins as that of MockToken.
contract ProbeToken is MockToken {
    address[] public targets;
    bytes[] public calls;
    bool private busy;

    event Probed(uint256 indexed index, bool indexed moved, bool succeeded, bytes answer);

    constructor(string memory name_, string memory symbol_, uint8 decimals_) MockToken(name_, symbol_, decimals_) {}

    /// From now on every transfer makes these calls. Empty lists end it.
    function arm(address[] calldata targets_, bytes[] calldata calls_) external {
        targets = targets_;
        delete calls;
        for (uint256 i = 0; i < calls_.length; i++) calls.push(calls_[i]);
    }

    function _update(address from, address to, uint256 amount) internal override {
        _probe(false);
        super._update(from, to, amount);
        _probe(true);
    }

    function _probe(bool moved) private {
        if (busy) return;
        busy = true;
        for (uint256 i = 0; i < targets.length; i++) {
            (bool succeeded, bytes memory answer) = targets[i].call(calls[i]);
            emit Probed(i, moved, succeeded, answer);
        }
        busy = false;
    }
}
