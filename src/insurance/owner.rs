//! The owner, who hands over in two steps and cannot disappear.

use crate::error::InsuranceError;

shell::owner::ownership!(InsuranceError);
