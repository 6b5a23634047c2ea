//! Prints the Solidity interface of the desk.

fn main() {
    depth::print_from_args();
}
