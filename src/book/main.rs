//! Prints the Solidity interface of the book.

fn main() {
    book::print_from_args();
}
