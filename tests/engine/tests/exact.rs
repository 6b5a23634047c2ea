//! Against the exact model.
