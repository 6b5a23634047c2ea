//! A copy of the pure crates and their tests, with the mutants in it, and its test binaries.

use crate::list::Mutant;
use crate::plant::plant;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const CRATES: [&str; 4] = ["src/fixed", "src/risk", "tests/model", "tests/vectors"];

const MANIFEST: &str = r#"
[profile.dev]
opt-level = 1
debug = false
overflow-checks = true

[profile.dev.package.model]
opt-level = 3

[profile.dev.package."*"]
opt-level = 2
"#;

/// What the mutated crates ask: whether a mutant is on. Notes the ones asked for where a trace is wanted.
const SWITCH: &str = r#"
extern crate std;
#[allow(missing_docs)]
pub mod mutation {
    use std::sync::atomic::{AtomicU32, AtomicU8, Ordering::Relaxed};
    use std::sync::OnceLock;
    static ON: AtomicU32 = AtomicU32::new(u32::MAX);
    static START: OnceLock<()> = OnceLock::new();
    static ASKED: [AtomicU8; 1 << 14] = [const { AtomicU8::new(0) }; 1 << 14];
    const UNKNOWN: u32 = u32::MAX;
    const TRACE: u32 = u32::MAX - 1;
    #[inline]
    pub fn on(number: u32) -> bool {
        match ON.load(Relaxed) {
            UNKNOWN | TRACE => asked(number),
            on => on == number,
        }
    }
    #[cold]
    #[inline(never)]
    fn asked(number: u32) -> bool {
        START.get_or_init(|| {
            let on = std::env::var("MUTANT").ok().and_then(|text| text.parse().ok());
            ON.store(on.unwrap_or(TRACE), Relaxed);
        });
        if ON.load(Relaxed) == TRACE {
            if ASKED[number as usize].swap(1, Relaxed) == 0 {
                if let Ok(path) = std::env::var("MUTANT_TRACE") {
                    use std::io::Write;
                    let file = std::fs::OpenOptions::new().append(true).create(true).open(path);
                    let _ = file.and_then(|mut file| writeln!(file, "{number}"));
                }
            }
            return false;
        }
        ON.load(Relaxed) == number
    }
}
"#;

fn text(error: std::io::Error) -> String {
    error.to_string()
}

/// Copies the crates and makes a workspace of them.
pub(crate) fn prepare(root: &Path) -> Result<PathBuf, String> {
    let ground = root.join("target/mutation");
    let _ = fs::remove_dir_all(ground.join("src"));
    let _ = fs::remove_dir_all(ground.join("tests"));
    for folder in CRATES {
        copy(&root.join(folder), &ground.join(folder))?;
    }
    let manifest = fs::read_to_string(root.join("Cargo.toml")).map_err(text)?;
    let keep = |name: &str| CRATES.iter().any(|folder| folder.ends_with(name));
    let mut lines = Vec::new();
    let mut section = "";
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        }
        let member = line.trim().trim_matches([',', '"']);
        let dropped = match section {
            "[workspace]" => {
                line.contains('"') && line.starts_with("    ") && !CRATES.contains(&member)
            }
            "[workspace.dependencies]" => {
                line.contains("path") && !line.split(' ').next().is_some_and(keep)
            }
            section => section.starts_with("[profile") || section.starts_with("[patch"),
        };
        if !dropped {
            lines.push(line);
        }
    }
    fs::write(ground.join("Cargo.toml"), lines.join("\n") + MANIFEST).map_err(text)?;
    fs::copy(root.join("Cargo.lock"), ground.join("Cargo.lock")).map_err(text)?;
    Ok(ground)
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::create_dir_all(to).map_err(text)?;
    for entry in fs::read_dir(from).map_err(text)? {
        let path = entry.map_err(text)?.path();
        let Some(name) = path.file_name() else {
            continue;
        };
        if path.is_dir() {
            copy(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name)).map_err(text)?;
        }
    }
    Ok(())
}

/// The tests of both crates with every mutant in them that can be.
pub(crate) struct Build {
    pub(crate) binaries: Vec<PathBuf>,
    /// Mutants that do not compile.
    pub(crate) unviable: BTreeSet<usize>,
    /// Mutants in what the compiler evaluates, where no switch can be.
    pub(crate) constant: BTreeSet<usize>,
}

/// Builds the tests of both crates with every mutant that compiles.
pub(crate) fn build(root: &Path, ground: &Path, mutants: &[Mutant]) -> Result<Build, String> {
    let mut left_out = BTreeSet::new();
    let mut files = BTreeMap::<&str, Vec<_>>::new();
    for (number, mutant) in mutants.iter().enumerate() {
        files
            .entry(&mutant.file)
            .or_default()
            .push((number, mutant));
    }
    let mut constant = BTreeSet::new();
    for _ in 0..60 {
        let mut planted = BTreeSet::new();
        for (file, mutants) in &files {
            let source = fs::read_to_string(root.join(file)).map_err(text)?;
            let (mut planted_source, found) = plant(&source, mutants, &left_out, &constant)
                .map_err(|error| format!("{file}: {error}"))?;
            if *file == "src/fixed/lib.rs" {
                planted_source.push_str(SWITCH);
            }
            fs::write(ground.join(file), planted_source).map_err(text)?;
            planted.extend(found);
        }
        if !files.contains_key("src/fixed/lib.rs") {
            let source = fs::read_to_string(root.join("src/fixed/lib.rs")).map_err(text)?;
            let source = source + SWITCH;
            fs::write(ground.join("src/fixed/lib.rs"), source).map_err(text)?;
        }
        // `::fixed` inside of fixed itself.
        let door = ground.join("src/fixed/lib.rs");
        let source = fs::read_to_string(&door).map_err(text)?;
        fs::write(&door, source + "\nextern crate self as fixed;\n").map_err(text)?;
        let (sound, messages, errors) = cargo(ground, &["check"])?;
        if sound {
            planted.extend(&left_out);
            return Ok(Build {
                binaries: binaries(ground)?,
                unviable: left_out,
                constant: (0..mutants.len())
                    .filter(|number| !planted.contains(number))
                    .collect(),
            });
        }
        let before = (left_out.len(), constant.len());
        for message in &messages {
            blame(ground, &message["message"], &mut left_out, &mut constant)?;
        }
        println!(
            "not buildable so far: {} mutants, {} constant functions",
            left_out.len(),
            constant.len()
        );
        if before == (left_out.len(), constant.len()) {
            return Err(format!("the planted crates do not build:\n{errors}"));
        }
    }
    Err("the planted crates never built".into())
}

/// Runs cargo on the planted crates and their tests: whether it succeeded, its messages, its errors.
fn cargo(ground: &Path, command: &[&str]) -> Result<(bool, Vec<Value>, String), String> {
    let output = Command::new("cargo")
        .args(command)
        .args(["--message-format=json", "-p", "fixed", "-p", "risk"])
        .args(["--lib", "--tests"])
        .current_dir(ground)
        .env("RUSTFLAGS", "--cap-lints allow")
        .env("CARGO_TARGET_DIR", ground.join("target"))
        .output()
        .map_err(text)?;
    let messages = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    Ok((output.status.success(), messages, errors))
}

/// Builds the tests.
pub(crate) fn binaries(ground: &Path) -> Result<Vec<PathBuf>, String> {
    let (sound, messages, errors) = cargo(ground, &["test", "--no-run"])?;
    if !sound {
        return Err(format!("the planted tests do not build:\n{errors}"));
    }
    let binary = |message: &Value| message["executable"].as_str().map(PathBuf::from);
    Ok(messages.iter().filter_map(binary).collect())
}

/// Finds the mutants, or the constant function, that a compiler error is about.
fn blame(
    ground: &Path,
    message: &Value,
    left_out: &mut BTreeSet<usize>,
    constant: &mut BTreeSet<String>,
) -> Result<(), String> {
    if message["level"] != "error" {
        return Ok(());
    }
    let complaint = message["message"].as_str().unwrap_or_default();
    if complaint.contains("non-const") {
        if let Some(path) = complaint.split('`').nth(1) {
            let name = path.split("::").last().unwrap_or(path);
            let name = name.split('<').next().unwrap_or(name);
            if name != "on" {
                constant.insert(name.to_string());
                return Ok(());
            }
        }
    }
    let spans = message["spans"].as_array().cloned().unwrap_or_default();
    for span in spans.iter().filter(|span| span["is_primary"] == true) {
        let file = span["file_name"].as_str().unwrap_or_default();
        let Ok(source) = fs::read_to_string(ground.join(file)) else {
            continue;
        };
        let lines: Vec<_> = source.lines().collect();
        let line = |field: &str| span[field].as_u64().unwrap_or(1) as usize;
        let (first, last) = (line("line_start").saturating_sub(1), line("line_end"));
        let numbers = |from: usize, to: usize| -> Vec<usize> {
            let lines = lines
                .get(from..to.min(lines.len()))
                .unwrap_or_default()
                .join(" ");
            let after = lines.split("mutation::on(").skip(1);
            after
                .filter_map(|rest| rest.split("u32").next()?.parse().ok())
                .collect()
        };
        let mut found = numbers(first, last);
        let mut reach = 1;
        while found.is_empty() && reach < 6 {
            found = numbers(first.saturating_sub(reach), last);
            found = found.split_off(found.len().saturating_sub(1));
            reach += 1;
        }
        left_out.extend(found);
    }
    Ok(())
}
