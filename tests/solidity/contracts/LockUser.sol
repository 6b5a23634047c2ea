// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {ILock} from "plimsoll-abi/ILock.sol";

/// A contract of the house, as the lock sees it: it takes the lock, calls, and gives it back, or does not.
contract LockUser {
    ILock public immutable lock;
    /// What the calls of the last `during` came to.
    bool[] public succeeded;
    bytes[] public answers;

    constructor(ILock lock_) {
        lock = lock_;
    }

    function take() external {
        lock.acquire();
    }

    function giveBack() external {
        lock.release();
    }

    /// Calls in order while it holds the lock, and keeps what they answered.
    function during(address[] calldata targets, bytes[] calldata calls) external {
        lock.acquire();
        delete succeeded;
        delete answers;
        for (uint256 i = 0; i < targets.length; i++) {
            (bool success, bytes memory answer) = targets[i].call(calls[i]);
            succeeded.push(success);
            answers.push(answer);
        }
        lock.release();
    }

    /// Takes the lock in a call that reverts, then takes it again.
    function takeInVain() external {
        try this.takeAndRevert() {} catch {}
        lock.requireFree();
        lock.acquire();
        lock.release();
    }

    function takeAndRevert() external {
        lock.acquire();
        revert("in vain");
    }

    /// Gas of taking the lock, of asking whether it is free, and of giving it back, in this order.
    function cost() external returns (uint256 acquire, uint256 requireFree, uint256 release, uint256 again) {
        uint256 gas = gasleft();
        lock.acquire();
        acquire = gas - gasleft();
        gas = gasleft();
        lock.holder();
        requireFree = gas - gasleft();
        gas = gasleft();
        lock.release();
        release = gas - gasleft();
        gas = gasleft();
        lock.acquire();
        again = gas - gasleft();
        lock.release();
    }
}
