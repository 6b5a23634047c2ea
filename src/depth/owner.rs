//! The owner.

shell::owner::ownership!(crate::error::DepthError);
