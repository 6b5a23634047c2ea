//! The files of `abi/`, and whether the committed ones are the same.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{bail, Context, Result};

use crate::{declared, documented, exported, interface, solc, title, CONTRACTS};

/// Version of the npm package, that of the workspace.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Files by name.
pub type Files = BTreeMap<String, String>;

/// Makes all files. `exported` holds what the SDK printed, one file per contract; `scratch` is for solc.
pub fn make(exported: &Path, scratch: &Path) -> Result<Files> {
    let mut files = Files::new();
    for contract in CONTRACTS {
        let text =
            interface_of(contract, exported).with_context(|| format!("contract {contract}"))?;
        files.insert(format!("I{}.sol", title(contract)), text);
    }
    if scratch.exists() {
        std::fs::remove_dir_all(scratch)
            .with_context(|| format!("cannot empty {}", scratch.display()))?;
    }
    write(&files, scratch)?;
    solc::compile(scratch, &scratch.join("solc"))?;

    let (mut module, mut types) = (String::new(), String::new());
    for contract in CONTRACTS {
        let (title, name) = (title(contract), exported::camel(contract));
        let abi = solc::read(&scratch.join("solc"), &title)?.abi;
        let json = serde_json::to_string_pretty(&abi)?;
        let list = one_a_line(&abi)?;
        module.push_str(&format!("export const {name}Abi = {list};\n"));
        types.push_str(&format!("export declare const {name}Abi: {list};\n"));
        files.insert(format!("{title}.json"), json + "\n");
    }
    files.insert("index.js".to_owned(), module);
    files.insert("index.d.ts".to_owned(), types);
    files.insert("package.json".to_owned(), package());
    Ok(files)
}

/// The ABI with each of its entries on a line. As a type it is the type of exactly this ABI, from which
/// TypeScript clients know names and types of all arguments and answers.
fn one_a_line(abi: &serde_json::Value) -> Result<String> {
    let entries = abi.as_array().context("the ABI is not a list")?;
    let lines = entries
        .iter()
        .map(serde_json::to_string)
        .collect::<Result<Vec<_>, _>>()?;
    Ok(format!("[\n  {}\n]", lines.join(",\n  ")))
}

fn interface_of(contract: &str, exported: &Path) -> Result<String> {
    let file = exported.join(format!("{contract}.sol"));
    let printed = std::fs::read_to_string(&file)
        .with_context(|| format!("cannot read {}", file.display()))?;
    let source = solc::root().join("src").join(contract);
    interface::write(
        &title(contract),
        &exported::parse(&printed)?,
        &declared::of(&source)?,
        &documented::read(&source)?,
    )
}

fn package() -> String {
    format!(
        r#"{{
  "name": "plimsoll-abi",
  "version": "{VERSION}",
  "private": false,
  "description": "Solidity interfaces and ABIs of Plimsoll, a clearing house on Arbitrum Stylus.",
  "license": "MIT OR Apache-2.0",
  "type": "module",
  "main": "index.js",
  "types": "index.d.ts",
  "exports": {{
    ".": {{
      "types": "./index.d.ts",
      "default": "./index.js"
    }},
    "./*.json": "./*.json",
    "./*.sol": "./*.sol"
  }},
  "files": [
    "*.sol",
    "*.json",
    "index.js",
    "index.d.ts"
  ]
}}
"#
    )
}

/// Writes the files into the folder.
pub fn write(files: &Files, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (name, text) in files {
        let file = folder.join(name);
        std::fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

/// Fails, naming file and line, where a committed file is not as made.
pub fn compare(files: &Files, committed: &Path) -> Result<()> {
    let mut differences = Vec::new();
    for (name, text) in files {
        match std::fs::read_to_string(committed.join(name)) {
            Err(_) => differences.push(format!("{name} is not committed")),
            Ok(old) if old != *text => {
                let line = old
                    .lines()
                    .zip(text.lines())
                    .take_while(|(old, new)| old == new)
                    .count();
                let at = |text: &str| {
                    text.lines()
                        .nth(line)
                        .unwrap_or("(end of file)")
                        .trim()
                        .to_owned()
                };
                let (was, is) = (at(&old), at(text));
                differences.push(format!(
                    "{name}:{}: committed `{was}`, made `{is}`",
                    line + 1
                ));
            }
            Ok(_) => {}
        }
    }
    if !differences.is_empty() {
        bail!("{}", differences.join("\n"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compare_names_file_and_line() {
        let folder = std::env::temp_dir().join(format!("plimsoll-abi-{}", std::process::id()));
        let files: Files = [("A.sol", "one\ntwo\n"), ("B.sol", "one\n")]
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .into();
        write(&files, &folder).unwrap();
        assert!(compare(&files, &folder).is_ok());
        std::fs::write(folder.join("A.sol"), "one\nthree\n").unwrap();
        std::fs::remove_file(folder.join("B.sol")).unwrap();
        let error = compare(&files, &folder).unwrap_err().to_string();
        assert_eq!(
            error,
            "A.sol:2: committed `three`, made `two`\nB.sol is not committed"
        );
        std::fs::remove_dir_all(folder).unwrap();
    }
}
