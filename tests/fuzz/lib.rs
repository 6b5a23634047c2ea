//! Random sequences of actions on the whole house, and a model of its books to hold against it.
//!
//! | part | |
//! |---|---|
//! | [`action`], [`amount`], [`cast`], [`draw`] | what is done, with how much, by whom |
//! | [`books`], [`step`] | the model: custody and lending as the plan says |
//! | [`judge`], [`market`] | facts and judgement: the model crate's here, the chain's in the driver of the programs |
//! | [`invariants`], [`liveness`] | what must hold after every step, and at any end |
//! | [`reach`], [`run`] | long runs that show that they did something |
#![allow(
    clippy::cast_possible_truncation, // small numbers of a test's own making
    missing_docs
)]

pub mod action;
pub mod amount;
pub mod books;
pub mod cast;
pub mod draw;
pub mod invariants;
pub mod judge;
pub mod liveness;
pub mod market;
pub mod reach;
pub mod run;
pub mod step;
