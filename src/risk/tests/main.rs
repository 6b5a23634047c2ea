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

mod accounts;
mod asset;
mod attacks;
mod attribution;
mod auctions;
mod backtest_laws;
mod backtest_vectors;
mod book_rows;
mod clearing_laws;
mod clock;
mod close_examples;
mod closing;
mod cornish_fisher_vectors;
mod correlations;
mod covariance_laws;
mod covariance_vectors;
mod delta_gamma_vectors;
mod depth_desk;
mod eight;
mod engine_attribution;
mod engine_books;
mod engine_errors;
mod engine_exact;
mod engine_examples;
mod engine_laws;
mod engine_marks;
mod engine_metamorphic;
mod engine_values;
mod engine_world;
mod estimate;
mod ewma_vectors;
mod expert_laws;
mod flat;
mod floats;
mod forecast_laws;
mod forecast_vectors;
mod frontier;
mod hedged_sales;
mod interest;
mod limits;
mod linear_shortfall;
mod liquidation_vectors;
mod liquidity_laws;
mod liquidity_vectors;
mod losses;
mod margin_examples;
mod margin_laws;
mod margin_reference;
mod moments;
mod naive;
mod option_book;
mod options_european;
mod options_grids;
mod options_laws;
mod options_perpetual;
mod outflow;
mod packed_panels;
mod panel;
mod parametric_laws;
mod parametric_limits;
mod parametric_vectors;
mod pending;
mod planning;
mod pool_depth;
mod price_gates;
mod price_packing;
mod price_quotes;
mod price_walk;
mod procyclicality_laws;
mod procyclicality_vectors;
mod profile;
mod quality;
mod realised;
mod sale_terms;
mod sampler;
mod scenarios;
mod schedules;
mod shortfall_curves;
mod shortfall_laws;
mod shortfall_reference;
mod shortfall_search;
mod shortfall_simulation;
mod shortfall_tail;
mod shortfall_vectors;
mod snapshot;
mod snapshot_prices;
mod stall;
mod stress;
mod student_vectors;
mod tail_vectors;
mod terms_codec;
mod terms_facts;
mod terms_history;
mod two_prices;
mod units;
mod unsampled;
mod uptime;
mod world;
