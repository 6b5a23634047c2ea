//! Prints the Solidity interface of the feed.

fn main() {
    feed::print_from_args();
}
