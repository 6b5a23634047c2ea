//! Prints the Solidity interface of the insurance.

fn main() {
    insurance::print_from_args();
}
