// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// What pool and insurance ask of the house around them: verdicts and a volatility index that are set by hand.
contract StandInVault {
    struct Verdict {
        int256 equity;
        uint256 initialMargin;
        uint256 maintenanceMargin;
        uint256 bufferMargin;
        uint256 health;
        uint16 notLive;
    }

    uint256 public index;

    mapping(bytes32 => Verdict) private _verdicts;

    function set(bytes32 account, int256 equity, uint16 notLive) external {
        _verdicts[account] = Verdict(equity, 1, 1, 1, 0, notLive);
    }

    function assess(bytes32 account) external view returns (Verdict memory) {
        return _verdicts[account];
    }

    function setIndex(uint256 index_) external {
        index = index_;
    }

    /// Does what the vault would.
    function pass(address to, bytes calldata data) external returns (bytes memory) {
        (bool success, bytes memory answer) = to.call(data);
        if (!success) {
            assembly {
                revert(add(answer, 32), mload(answer))
            }
        }
        return answer;
    }
}
