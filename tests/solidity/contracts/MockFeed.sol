// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {AggregatorV3Interface} from
    "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";

/// A price or sequencer-uptime feed that says what it is told to say, and fails in every way a feed can.
/// A sequencer-uptime feed answers 0 while the sequencer is up, since `startedAt`.
contract MockFeed is AggregatorV3Interface {
    /// How the feed behaves.
    enum Mode {
        /// Answers.
        Answering,
        /// Reverts with a reason.
        Reverting,
        /// Answers with 128 of its 160 bytes; `decimals` with 31 of 32.
        Short,
        /// Answers with nothing.
        Empty,
        /// Answers with `bombBytes` bytes.
        Bomb,
        /// Uses all the gas it is given.
        Burning,
        /// Answers with words that do not fit their types.
        Dirty
    }

    struct Round {
        uint80 roundId;
        int256 answer;
        uint256 startedAt;
        uint256 updatedAt;
        uint80 answeredInRound;
    }

    error Broken();
    error NoRound(uint80 roundId);

    event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt);

    string public description = "mock";
    uint256 public constant version = 4;

    uint8 private _decimals;
    Round private _latest;
    mapping(uint80 => Round) private _rounds;

    /// Behaviour of `latestRoundData`.
    Mode public mode;
    /// Behaviour of `decimals`.
    Mode public decimalsMode;
    /// Length of what a bomb answers.
    uint256 public bombBytes = 65_536;

    constructor(uint8 decimals_, int256 answer) {
        _decimals = decimals_;
        setAnswer(answer);
    }

    /// A new round with this answer, started and updated now.
    function setAnswer(int256 answer) public {
        setRound(_latest.roundId + 1, answer, block.timestamp, block.timestamp, _latest.roundId + 1);
    }

    /// The latest round, word by word.
    function setRound(
        uint80 roundId,
        int256 answer,
        uint256 startedAt,
        uint256 updatedAt,
        uint80 answeredInRound
    ) public {
        _latest = Round(roundId, answer, startedAt, updatedAt, answeredInRound);
        _rounds[roundId] = _latest;
        emit AnswerUpdated(answer, roundId, updatedAt);
    }

    function setDecimals(uint8 decimals_) external {
        _decimals = decimals_;
    }

    function setMode(Mode mode_) external {
        mode = mode_;
    }

    function setDecimalsMode(Mode mode_) external {
        decimalsMode = mode_;
    }

    function setBombBytes(uint256 bombBytes_) external {
        bombBytes = bombBytes_;
    }

    function decimals() external view returns (uint8) {
        _behave(decimalsMode, 31);
        return _decimals;
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        _behave(mode, 128);
        return _words(_latest);
    }

    function getRoundData(uint80 roundId)
        external
        view
        returns (uint80, int256, uint256, uint256, uint80)
    {
        Round memory round = _rounds[roundId];
        if (round.updatedAt == 0) revert NoRound(roundId);
        return _words(round);
    }

    function latestAnswer() external view returns (int256) {
        return _latest.answer;
    }

    function _words(Round memory round)
        private
        pure
        returns (uint80, int256, uint256, uint256, uint80)
    {
        return (round.roundId, round.answer, round.startedAt, round.updatedAt, round.answeredInRound);
    }

    function _behave(Mode behaviour, uint256 shortBytes) private view {
        if (behaviour == Mode.Answering) return;
        if (behaviour == Mode.Reverting) revert Broken();
        if (behaviour == Mode.Burning) {
            assembly {
                invalid()
            }
        }
        if (behaviour == Mode.Dirty) {
            assembly {
                let start := mload(0x40)
                for { let i := 0 } lt(i, 5) { i := add(i, 1) } { mstore(add(start, mul(i, 32)), not(0)) }
                return(start, 160)
            }
        }
        uint256 length = behaviour == Mode.Short ? shortBytes : behaviour == Mode.Bomb ? bombBytes : 0;
        assembly {
            return(0, length)
        }
    }
}
