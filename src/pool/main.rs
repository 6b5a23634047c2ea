//! Prints the Solidity interface of the pool.

fn main() {
    pool::print_from_args();
}
