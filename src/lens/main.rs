//! Prints the Solidity interface of the lens.

fn main() {
    lens::print_from_args();
}
