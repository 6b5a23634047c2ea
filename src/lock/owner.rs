//! The owner, who hands over in two steps.

shell::owner::ownership!(crate::error::LockError);
