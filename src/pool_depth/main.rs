//! Prints the Solidity interface of the contract.

fn main() {
    pool_depth::print_from_args();
}
