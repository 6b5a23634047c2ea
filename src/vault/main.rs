//! Prints the Solidity interface of the vault.

fn main() {
    vault::print_from_args();
}
