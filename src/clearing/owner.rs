//! The owner, who hands over in two steps and cannot disappear.

use crate::error::ClearingError;

shell::owner::ownership!(ClearingError);
