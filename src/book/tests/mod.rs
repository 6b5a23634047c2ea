//! The book on its own.
