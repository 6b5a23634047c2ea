//! The desk in the test VM.
