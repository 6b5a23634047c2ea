//! Parts of the margin and the whole of it.

use crate::book;
use crate::chain::Chain;
use bench::portfolio::{covariance, exposure};
use revm::primitives::U256;
use risk::parametric::twin::TwinTerms;
use std::fmt::Write;

/// Gas of one run of a benchmark, without what it does before its loop, and its result.
fn once(chain: &Chain, benchmark: &str, bytes: &[u8]) -> (f64, u128) {
    let (before, _) = chain.run(benchmark, 0, bytes);
    let (gas, result) = chain.run(benchmark, 1, bytes);
    assert!(result > 0, "{benchmark}");
    (gas - before, result)
}

fn sides() -> [(bool, &'static str); 2] {
    [(false, "long"), (true, "every second one short")]
}

pub(crate) fn table(chain: &Chain) -> String {
    let page = book::page();
    let mut table = String::new();
    heading(
        &mut table,
        "Expected Shortfall of 767 scenarios",
        "with parts",
    );
    for (hedged, side) in sides() {
        for assets in [1, 3, 8, 16] {
            let mut bytes = book::exposures(assets, hedged);
            bytes.extend(&page);
            let (gas, shortfall) = once(chain, "simulation", &bytes);
            let (more, sum) = once(chain, "components", &bytes);
            let most = match assets {
                1 | 3 => 3_000.0,
                _ => 8_000.0,
            };
            assert!(gas < most, "{assets} assets: {gas}");
            assert_eq!(shortfall, sum);
            let name = format!("{assets} assets, {side}");
            let _ = writeln!(table, "{name:<49} {gas:>8.0} {more:>10.0}");
        }
    }
    heading(
        &mut table,
        "Option legs, 33 nodes, volatility up and down",
        "each leg",
    );
    for legs in [1, 10, 20, 32] {
        let (gas, _) = once(chain, "profile", &[legs]);
        let name = format!("{legs} legs");
        let each = gas / f64::from(legs);
        let _ = writeln!(table, "{name:<49} {gas:>8.0} {each:>10.0}");
        assert!(legs != 20 || gas < 100_000.0, "20 legs: {gas}");
    }
    heading(
        &mut table,
        "Expected Shortfall by covariance",
        "  Solidity   ratio",
    );
    for (hedged, side) in sides() {
        for assets in [3_u8, 8, 16] {
            let (gas, loss) = once(chain, "covariance", &[assets, u8::from(hedged)]);
            let count = usize::from(assets);
            let exposures: Vec<i128> = (0..count).map(|asset| exposure(asset, hedged)).collect();
            let matrix = covariance(count);
            let (theirs, other) =
                chain.covariance_solidity(matrix.triangle(), &exposures, &TwinTerms::STANDARD);
            assert!(
                other.abs_diff(U256::from(loss)) <= U256::from(2),
                "{loss} {other}"
            );
            let (name, ratio) = (format!("{assets} assets, {side}"), theirs / gas);
            let _ = writeln!(table, "{name:<49} {gas:>8.0} {theirs:>10.0} {ratio:>7.1}");
            assert!(ratio >= 10.0, "{name}: {ratio:.1} times cheaper");
        }
    }
    heading(
        &mut table,
        "The margin whole: equity, requirements, health",
        "",
    );
    for (assets, hedged, legs) in [
        (3, false, 0),
        (3, true, 0),
        (8, true, 0),
        (3, true, 4),
        (8, true, 20),
    ] {
        let mut bytes = vec![assets, u8::from(hedged), legs];
        bytes.extend(&page);
        let (gas, _) = once(chain, "verdict", &bytes);
        let side = sides()[usize::from(hedged)].1;
        let name = match legs {
            0 => format!("{assets} assets, {side}"),
            _ => format!("{assets} assets, {side}, {legs} option legs"),
        };
        let _ = writeln!(table, "{name:<49} {gas:>8.0}");
    }
    table
}

fn heading(table: &mut String, title: &str, more: &str) {
    let line = format!("{title:<49} {:>8} {more:>10}", "here");
    let _ = writeln!(table, "\n{}", line.trim_end());
}
