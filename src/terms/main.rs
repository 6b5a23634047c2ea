//! Prints the Solidity interface of the terms.

fn main() {
    terms::print_from_args();
}
