// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// An oracle that answers the snapshots it is told to answer, or none: every state, both prices, any age.
contract ScriptedOracle {
    /// How it behaves.
    enum Mode {
        /// Answers.
        Answering,
        /// Reverts with a reason.
        Reverting,
        /// Uses all the gas it is given.
        Burning
    }

    error NotScripted(uint16 mask);

    Mode public mode;
    mapping(uint16 => uint256[]) private _words;

    /// What it answers for these assets from now on.
    function script(uint16 mask, uint256[] calldata words) external {
        _words[mask] = words;
    }

    function setMode(Mode mode_) external {
        mode = mode_;
    }

    function snapshot(uint16 mask) external view returns (uint256[] memory words) {
        if (mode == Mode.Burning) {
            for (uint256 i = 0; ; ++i) {
                words = _words[uint16(i)];
            }
        }
        words = _words[mask];
        if (mode == Mode.Reverting || words.length == 0) {
            revert NotScripted(mask);
        }
    }
}
