// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// A book that keeps the rows it is told, and fails when it is told to.
contract MockBook {
    error Broken();

    struct Row {
        uint64 at;
        uint256[] facts;
    }

    /// 0 answers, 1 reverts, 2 burns its gas, 3 answers one word too few, 4 calls the oracle back.
    uint8 public mode;
    /// Low 128 bits forecast variance, above them the surcharge.
    uint256 public answer;
    Row[] private _rows;

    function set(uint8 mode_, uint256 answer_) external {
        mode = mode_;
        answer = answer_;
    }

    function record(uint64 at, uint256[] calldata facts) external returns (uint256[] memory answers) {
        if (mode == 1) revert Broken();
        if (mode == 2) {
            assembly {
                invalid()
            }
        }
        if (mode == 4) {
            (bool success,) = msg.sender.call(abi.encodeWithSignature("poke()"));
            if (!success) revert Broken();
        }
        _rows.push(Row(at, facts));
        answers = new uint256[](mode == 3 ? facts.length - 1 : facts.length);
        for (uint256 i = 0; i < answers.length; i++) answers[i] = answer;
    }

    function rows() external view returns (uint256) {
        return _rows.length;
    }

    function row(uint256 index) external view returns (uint64 at, uint256[] memory facts) {
        return (_rows[index].at, _rows[index].facts);
    }
}
