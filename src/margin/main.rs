//! Prints the Solidity interface of the contract.

fn main() {
    margin::print_from_args();
}
