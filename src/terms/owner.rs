//! The owner, who sets terms and hands over in two steps.

shell::owner::ownership!(crate::error::TermsError);
