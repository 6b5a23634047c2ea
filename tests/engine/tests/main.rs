//! The judgement through the shipped WASM: the same as natively, never below the exact model, and what it costs.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss
)]

mod doors;
mod draws;
mod exact;
mod gas;
mod same;
mod world;
