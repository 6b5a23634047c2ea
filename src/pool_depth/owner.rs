//! The owner.

shell::owner::ownership!(crate::error::PoolDepthError);
