//! Prints the Solidity interface of the clearing.

fn main() {
    clearing::print_from_args();
}
