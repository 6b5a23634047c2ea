//! What the feed declares in Solidity: its events and its errors.
//!
//! The events of Chainlink's `AggregatorInterface` are declared as there.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use alloy_sol_types::sol;

sol! {
    /// The output that the feed shows was set, once and for all: its kind, its asset, the move (WAD, of the last
    /// answer) past which a new round is written at once, and the seconds after which one is written anyway.
    #[derive(Debug, PartialEq, Eq)]
    event OutputSet(address indexed oracle, uint8 kind, uint8 asset, uint8 decimals, uint256 deviation, uint32 heartbeat);
    /// Chainlink: the answer of a round.
    #[derive(Debug, PartialEq, Eq)]
    event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt);
    /// Chainlink: a round began. Here by whoever called `update`, and with its answer.
    #[derive(Debug, PartialEq, Eq)]
    event NewRound(uint256 indexed roundId, address indexed startedBy, uint256 startedAt);

    /// `initialize` runs once.
    #[derive(Debug, PartialEq, Eq)]
    error AlreadyInitialized();
    /// No such kind; an asset where the kind has none; more than 18 decimals; a deviation over 1e18; no
    /// heartbeat; a description that is empty, over 64 characters, or not of printable ASCII.
    #[derive(Debug, PartialEq, Eq)]
    error InvalidTerms();
    /// The oracle does not answer as one.
    #[derive(Debug, PartialEq, Eq)]
    error OracleCallFailed();
}

crate::words::events! {
    OutputSet { oracle; kind, asset, decimals, deviation, heartbeat }
    AnswerUpdated { current, roundId; updatedAt }
    NewRound { roundId, startedBy; startedAt }
}
