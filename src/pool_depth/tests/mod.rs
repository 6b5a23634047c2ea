//! The contract in the test VM.
