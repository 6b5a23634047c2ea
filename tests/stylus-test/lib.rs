//! A stand-in for `stylus-test` 0.9.0, in the graph only because `stylus-sdk` re-exports it where motsu asks
//! for its test hooks.
//!
//! The released crate brings in an RPC provider of alloy 0.11, which uses a private module that serde has
//! since removed. Contracts here are tested with motsu, which takes nothing from it: so it is empty.
