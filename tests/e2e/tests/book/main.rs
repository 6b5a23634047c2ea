//! The book and the lens as they ship, beside an oracle that says what a test tells it.

mod exact;
mod gas;
mod ground;
mod history;
mod pages;
mod rows;
mod shortfall;
