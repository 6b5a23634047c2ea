//! Asks solc, through `tests/solidity/compile.mjs`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{bail, Context, Result};
use serde_json::Value;

/// What solc says of one interface.
#[derive(Debug)]
pub struct Compiled {
    /// The ABI.
    pub abi: Value,
    /// Selector by signature.
    pub functions: Vec<(String, String)>,
    /// Topic by name.
    pub events: Vec<(String, String)>,
    /// Selector by name.
    pub errors: Vec<(String, String)>,
}

/// Root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Compiles every interface in `folder`, alone and together; what solc says goes to `out`.
pub fn compile(folder: &Path, out: &Path) -> Result<()> {
    let script = root().join("tests/solidity/compile.mjs");
    if !root().join("tests/solidity/node_modules/solc").is_dir() {
        bail!("solc is not there: run scripts/setup.sh");
    }
    let output = Command::new("node")
        .arg(&script)
        .arg("interfaces")
        .arg(folder)
        .arg(out)
        .output()
        .context("cannot run node: run scripts/setup.sh")?;
    if !output.status.success() || !output.stderr.is_empty() {
        bail!(
            "solc refuses the interfaces in {}:\n{}",
            folder.display(),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(())
}

/// Reads what [`compile`] wrote of one contract.
pub fn read(out: &Path, title: &str) -> Result<Compiled> {
    let file = out.join(format!("I{title}.json"));
    let text = std::fs::read_to_string(&file)
        .with_context(|| format!("cannot read {}", file.display()))?;
    let mut value: Value =
        serde_json::from_str(&text).with_context(|| format!("in {}", file.display()))?;
    Ok(Compiled {
        functions: pairs(&value["functions"])?,
        events: pairs(&value["events"])?,
        errors: pairs(&value["errors"])?,
        abi: value["abi"].take(),
    })
}

fn pairs(value: &Value) -> Result<Vec<(String, String)>> {
    let map = value.as_object().context("not an object")?;
    map.iter()
        .map(|(name, hash)| {
            Ok((
                name.clone(),
                hash.as_str().context("not a string")?.to_owned(),
            ))
        })
        .collect()
}
