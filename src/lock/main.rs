//! Prints the Solidity interface of the lock.

fn main() {
    lock::print_from_args();
}
