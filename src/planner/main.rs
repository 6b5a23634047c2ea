//! Prints the Solidity interface of the planner.

fn main() {
    planner::print_from_args();
}
