// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// One output of the oracle as a Chainlink feed: `AggregatorV2V3Interface` with round history.
///
/// Anybody may call `update`. It writes a round when the output has moved past a deviation, or when the last
/// round is older than a heartbeat, and only from what the oracle stands by at that time. In between, and while
/// the oracle has nothing to say, readers see the last round.
///
/// Where Chainlink's own contracts differ, this is which one is followed. Rounds that are not there: as
/// `FluxAggregator`, the V3 functions revert with `Error("No data present")`, the others answer zero. Times: as
/// `DataFeedsCache`, `startedAt` and `updatedAt` are both the time of the fact, not of the transaction, so that a
/// reader's check of the age is one of the fact's age. Rounds are numbered from 1 in 64 bits, as behind an
/// `AggregatorProxy`, which puts its phase above them.
///
/// Nothing can be changed after `initialize`, and nobody owns a feed.
interface IFeed {
    /// The output that the feed shows was set, once and for all: its kind, its asset, the move (WAD, of the last
    /// answer) past which a new round is written at once, and the seconds after which one is written anyway.
    event OutputSet(
        address indexed oracle,
        uint8 kind,
        uint8 asset,
        uint8 decimals,
        uint256 deviation,
        uint32 heartbeat
    );

    /// Chainlink: the answer of a round.
    event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt);

    /// Chainlink: a round began. Here by whoever called `update`, and with its answer.
    event NewRound(uint256 indexed roundId, address indexed startedBy, uint256 startedAt);

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// No such kind; an asset where the kind has none; more than 18 decimals; a deviation over 1e18; no
    /// heartbeat; a description that is empty, over 64 characters, or not of printable ASCII.
    error InvalidTerms();

    /// The oracle does not answer as one.
    error OracleCallFailed();

    /// Decimals of the answers.
    function decimals() external view returns (uint8);

    /// What the feed shows, for people.
    function description() external view returns (string memory);

    /// Version of this aggregator: 1.
    function version() external view returns (uint256);

    /// A round. Error: `Error("No data present")` where there is none with this number.
    function getRoundData(
        uint80 roundId
    ) external view returns (uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);

    /// The latest round. The time of its fact does not change with the block: how old is too old is for the
    /// reader to say. Error: `Error("No data present")` before the first.
    function latestRoundData() external view returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);

    /// Answer of the latest round; 0 before the first.
    function latestAnswer() external view returns (int256);

    /// Time of the latest round; 0 before the first.
    function latestTimestamp() external view returns (uint256);

    /// Number of the latest round; 0 before the first.
    function latestRound() external view returns (uint256);

    /// Answer of a round; 0 where there is none with this number.
    function getAnswer(uint256 roundId) external view returns (int256);

    /// Time of a round; 0 where there is none with this number.
    function getTimestamp(uint256 roundId) external view returns (uint256);

    /// Writes a round if the output is worth one, and says whether it was. Anybody may call it. It is not worth
    /// one while the oracle does not stand by it (a price that is not live), when it is older than the latest
    /// round, or when it has neither moved past the deviation nor become newer by the heartbeat. Errors: those
    /// of the oracle, `OracleCallFailed`.
    function update() external returns (bool written);

    /// What the feed shows and when. Kinds: 0 price, 1 volatility, 2 slow volatility, 3 volatility index, 4 depth.
    function output() external view returns (address oracle, uint8 kind, uint8 asset, uint256 deviation, uint32 heartbeat);

    /// Sets what is shown, once. A price and a depth are rounded down to `decimals`, the others up. `deviation`
    /// (WAD): a larger move than this part of the last answer makes a round at once; after `heartbeat` seconds any
    /// newer fact does. Errors: `AlreadyInitialized`, `InvalidTerms`, those of the oracle, `OracleCallFailed`.
    function initialize(
        address oracle,
        uint8 kind,
        uint8 asset,
        uint8 decimals,
        uint256 deviation,
        uint32 heartbeat,
        string calldata description
    ) external;
}
