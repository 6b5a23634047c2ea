//! The risk model against published values, an exact reference, and its own laws.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::cast_lossless
)]

mod backtest_laws;
mod backtest_vectors;
mod clock;
mod close_examples;
mod closing;
mod covariance_laws;
mod covariance_vectors;
mod ewma_vectors;
mod expert_laws;
mod forecast_laws;
mod forecast_vectors;
mod interest;
mod margin_examples;
mod margin_laws;
mod margin_reference;
mod panel;
mod parametric_vectors;
mod pending;
mod realised;
mod shortfall_simulation;
mod shortfall_vectors;
mod snapshot;
mod tail_vectors;
mod world;
