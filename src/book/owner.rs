//! The owner, who adopts history and hands over in two steps.

shell::owner::ownership!(crate::error::BookError);
