//! The bands of the table, and that a table of a broken design would not keep them.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::needless_range_loop
)]

mod bands;
mod flaws;
mod forms;
mod schedules;
