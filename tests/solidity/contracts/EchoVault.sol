// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// The one function of the vault that the mandate calls: it remembers for whom, and answers with the call itself.
contract EchoVault {
    /// An empty call is refused without data.
    address public actor;
    bytes public call;

    function act(address actor_, bytes calldata call_) external returns (bytes memory) {
        if (call_.length == 0) {
            assembly {
                revert(0, 0)
            }
        }
        actor = actor_;
        call = call_;
        return call_;
    }
}
