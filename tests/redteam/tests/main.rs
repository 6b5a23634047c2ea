//! The bands of the table, and that a table of a broken design would not keep them.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bands;
mod flaws;
mod forms;
mod schedules;
