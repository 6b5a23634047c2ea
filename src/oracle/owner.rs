//! The owner, who hands over in two steps and cannot disappear.

shell::owner::ownership!(crate::error::OracleError);
