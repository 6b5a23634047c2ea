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
        /// Answers with `shortBytes` of its 160 bytes; `decimals` with 31 of 32.
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

    /// A round that an aggregator could have: one slot. All ones: the round is among the odd ones.
    struct Packed {
        int192 answer;
        uint32 startedAt;
        uint32 updatedAt;
    }

    /// A round of any words.
    struct Round {
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

    /// One slot, from here to `shortBytes`: as an aggregator's hot variables.
    uint80 private _latest;
    uint8 private _decimals;
    /// Behaviour of `latestRoundData`.
    Mode public mode;
    /// Behaviour of `decimals`.
    Mode public decimalsMode;
    /// Behaviour of `getRoundData`.
    Mode public historyMode;
    /// Length of what a bomb answers.
    uint64 public bombBytes = 65_536;
    /// Length of what is too short.
    uint8 public shortBytes = 128;

    mapping(uint80 => Packed) private _rounds;
    mapping(uint80 => Round) private _odd;

    uint32 private constant ODD = type(uint32).max;

    constructor(uint8 decimals_, int256 answer) {
        _decimals = decimals_;
        setAnswer(answer);
    }

    /// A new round with this answer, started and updated now.
    function setAnswer(int256 answer) public {
        setRound(_latest + 1, answer, block.timestamp, block.timestamp, _latest + 1);
    }

    /// The latest round, word by word. The bits from 64 on of its number are its phase.
    function setRound(
        uint80 roundId,
        int256 answer,
        uint256 startedAt,
        uint256 updatedAt,
        uint80 answeredInRound
    ) public {
        _latest = roundId;
        bool fits = answer == int192(answer) && startedAt < ODD && updatedAt < ODD
            && answeredInRound == roundId;
        if (fits) {
            _rounds[roundId] = Packed(int192(answer), uint32(startedAt), uint32(updatedAt));
        } else {
            _rounds[roundId] = Packed(-1, ODD, ODD);
            _odd[roundId] = Round(answer, startedAt, updatedAt, answeredInRound);
        }
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

    function setHistoryMode(Mode mode_) external {
        historyMode = mode_;
    }

    function setShortBytes(uint8 shortBytes_) external {
        shortBytes = shortBytes_;
    }

    function setBombBytes(uint64 bombBytes_) external {
        bombBytes = bombBytes_;
    }

    function decimals() external view returns (uint8) {
        _behave(decimalsMode, 31);
        return _decimals;
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        _behave(mode, shortBytes);
        return _words(_latest);
    }

    function getRoundData(uint80 roundId)
        external
        view
        returns (uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredIn)
    {
        _behave(historyMode, shortBytes);
        (id, answer, startedAt, updatedAt, answeredIn) = _words(roundId);
        if (updatedAt == 0) revert NoRound(roundId);
    }

    function latestAnswer() external view returns (int256 answer) {
        (, answer,,,) = _words(_latest);
    }

    function _words(uint80 roundId)
        private
        view
        returns (uint80, int256, uint256, uint256, uint80)
    {
        Packed memory round = _rounds[roundId];
        if (round.updatedAt == ODD) {
            Round memory odd = _odd[roundId];
            return (roundId, odd.answer, odd.startedAt, odd.updatedAt, odd.answeredInRound);
        }
        return (roundId, round.answer, round.startedAt, round.updatedAt, roundId);
    }

    function _behave(Mode behaviour, uint256 short) private view {
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
        uint256 length = behaviour == Mode.Short ? short : behaviour == Mode.Bomb ? bombBytes : 0;
        assembly {
            return(0, length)
        }
    }
}
