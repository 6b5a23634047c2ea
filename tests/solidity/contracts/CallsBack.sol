// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// Whatever it is called with, it calls its caller with what it was told to, and keeps the answer.
contract CallsBack {
    bytes public data;
    bool public succeeded;
    bytes public answer;

    function prepare(bytes calldata data_) external {
        data = data_;
    }

    fallback() external {
        (succeeded, answer) = msg.sender.call(data);
    }
}
