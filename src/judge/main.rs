//! Prints the Solidity interface of the judge.

fn main() {
    judge::print_from_args();
}
