//! What functions cost on the chain, beside Solidity, in one run. Written to `docs/bench.txt`, so that a diff shows a
//! change.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
#![allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]

mod book;
mod chain;
mod functions;
mod portfolios;

const WORDS: &str = "\
Gas of one call inside a loop on the local chain, the loop taken off. Solidity and ours run in one go on the same
arguments, and their results are compared. Solidity: solady 0.1.26 for ln, exp, roots and quotients; Phi and the
covariance are this project's own (tests/solidity/contracts), since no package with a permissive licence has them; solc
0.8.30, optimised for 10,000 runs. The margin whole is put on the chain for this and not deployed: it is larger than an
account's code may be, and needs 192 KiB of stack. Entry, call data and storage are not in these figures: docs/gas.txt has whole
transactions.

";

#[test]
fn the_bench_table() {
    let chain = chain::Chain::new();
    let table = WORDS.to_owned() + &functions::table(&chain) + &portfolios::table(&chain);
    print!("{table}");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/bench.txt");
    std::fs::write(path, table).expect("docs/bench.txt can be written");
}
