//! Prints the Solidity interface of the lookout.

fn main() {
    lookout::print_from_args();
}
