// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

interface IRecorder {
    function record(uint64 at, uint256[] calldata facts) external returns (uint256[] memory);
}

/// An oracle that says what it is told to say, and hands rows to a book.
contract MockOracle {
    error NoSnapshot(uint16 mask);

    /// What the book answered to the last row.
    event Answered(uint256[] answers);

    mapping(uint16 => uint256[]) private _snapshots;

    /// What `snapshot` answers for a mask.
    function setSnapshot(uint16 mask, uint256[] calldata words) external {
        _snapshots[mask] = words;
    }

    function snapshot(uint16 mask) external view returns (uint256[] memory words) {
        words = _snapshots[mask];
        if (words.length == 0) revert NoSnapshot(mask);
    }

    /// Hands a row over.
    function record(IRecorder book, uint64 at, uint256[] calldata facts)
        external
        returns (uint256[] memory answers)
    {
        answers = book.record(at, facts);
        emit Answered(answers);
    }
}
