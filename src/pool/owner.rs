//! The owner, who hands over in two steps and cannot disappear.

use crate::error::PoolError;

shell::owner::ownership!(PoolError);
