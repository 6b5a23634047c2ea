//! The owner, who hands over in two steps and cannot disappear.

use crate::error::VaultError;

shell::owner::ownership!(VaultError);
