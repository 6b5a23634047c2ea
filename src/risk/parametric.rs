//! Parametric measures of a portfolio: linear, by expansion of the quantile, and with second-order terms.

pub mod cornish_fisher;
pub mod delta_gamma;
pub mod diversification;
pub mod horizon;
pub mod portfolio;
pub mod twin;
