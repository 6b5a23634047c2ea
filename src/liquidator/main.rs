//! Prints the Solidity interface of the contract.

fn main() {
    liquidator::print_from_args();
}
