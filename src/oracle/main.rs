//! Prints the Solidity interface of the contract.
fn main() {
    oracle::print_from_args();
}
