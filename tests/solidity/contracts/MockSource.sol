// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// A source of depth that says what it is told to say, after as much work as it is told to do. For tests only.
contract MockSource {
    uint256 public value;
    /// Gas that an answer costs.
    uint256 public work;

    constructor(uint256 value_) {
        value = value_;
    }

    function setValue(uint256 value_) external {
        value = value_;
    }

    function setWork(uint256 work_) external {
        work = work_;
    }

    function depth(uint8) external view returns (uint256) {
        uint256 start = gasleft();
        uint256 effort = work;
        // Without enough gas for its work it has no answer.
        while (start - gasleft() < effort) {}
        return value;
    }
}
