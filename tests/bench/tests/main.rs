//! What functions cost on the chain, beside Solidity, in one run. Written to `docs/bench.txt`, so that a diff shows a
//! change.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
#![allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]

mod book;
mod chain;
mod functions;
mod portfolios;

#[test]
fn the_bench_table() {
    let chain = chain::Chain::new();
    let table = functions::table(&chain) + &portfolios::table(&chain);
    print!("{table}");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/bench.txt");
    std::fs::write(path, table).expect("docs/bench.txt can be written");
}
