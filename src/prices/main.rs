//! Prints the Solidity interface of the contract.

fn main() {
    prices::print_from_args();
}
