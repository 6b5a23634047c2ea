//! The lens on its own.
