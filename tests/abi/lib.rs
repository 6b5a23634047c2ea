//! Makes `abi/` from the contracts.
//!
//! The SDK prints a contract's functions, without events, without the names of error parameters, of answers
//! and of most structs. [`exported`] reads that print; [`declared`] reads events, errors and structs where the
//! contract declares them; [`documented`] reads the comments of its methods. [`interface`] puts the three
//! together as one Solidity interface per contract, which solc ([`solc`]) turns into JSON.

pub mod declared;
pub mod documented;
pub mod exported;
pub mod interface;
pub mod output;
pub mod solc;

/// Crates of the contracts, in the order of their dependence.
pub const CONTRACTS: [&str; 21] = [
    "prices",
    "oracle",
    "book",
    "lens",
    "depth",
    "pool_depth",
    "feed",
    "lock",
    "terms",
    "pricer",
    "judge",
    "simulator",
    "margin",
    "mandate",
    "pool",
    "insurance",
    "vault",
    "clearing",
    "planner",
    "liquidator",
    "lookout",
];

/// Name of a contract, from its crate's: `pool_depth` is `PoolDepth`.
pub fn title(contract: &str) -> String {
    let camel = exported::camel(contract);
    let mut letters = camel.chars();
    letters
        .next()
        .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_title_is_in_camel_case() {
        assert_eq!(super::title("oracle"), "Oracle");
        assert_eq!(super::title("pool_depth"), "PoolDepth");
    }
}
