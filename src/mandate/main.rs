//! Prints the Solidity interface of the mandate.

fn main() {
    mandate::print_from_args();
}
