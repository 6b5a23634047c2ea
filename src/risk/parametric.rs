//! Parametric measures of a portfolio: linear, by expansion of the quantile, and with second-order terms.

pub(crate) mod portfolio;
