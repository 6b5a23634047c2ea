//! Prints the Solidity interface of the simulator.

fn main() {
    simulator::print_from_args();
}
