//! Prints the Solidity interface of the pricer.

fn main() {
    pricer::print_from_args();
}
