//! Lists every event and error that the contracts declare, with the topic or selector of its Rust type, for
//! the tests.

use std::fmt::Write;
use std::path::Path;

#[allow(dead_code)]
#[path = "declared.rs"]
mod declared;

const CONTRACTS: [&str; 21] = [
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

fn main() -> anyhow::Result<()> {
    let mut out = String::from("vec![\n");
    for contract in CONTRACTS {
        let folder = Path::new("../../src").join(contract);
        for part in declared::sources(&folder.join("abi.rs"))? {
            println!("cargo::rerun-if-changed={}", part.display());
        }
        for declaration in declared::of(&folder)? {
            let name = &declaration.name;
            let (kind, hash) = match declaration.kind {
                declared::Kind::Struct => continue,
                declared::Kind::Event => ("event", "SolEvent>::SIGNATURE_HASH"),
                declared::Kind::Error => ("error", "SolError>::SELECTOR"),
            };
            writeln!(
                out,
                "    ({contract:?}, {kind:?}, {name:?}, hex(<{contract}::abi::{name} as alloy_sol_types::{hash})),"
            )?;
        }
    }
    out.push_str("]\n");
    std::fs::write(
        Path::new(&std::env::var("OUT_DIR")?).join("declared.rs"),
        out,
    )?;
    Ok(())
}
