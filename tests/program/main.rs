//! `program`: packs modules for deployment, checks them, and prints what they weigh and cost.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{bail, Context, Result};
use clap::{Args, Parser, Subcommand};
use program::{pack, Candidate, Measure, Module, CODE_LIMIT};

#[derive(Parser)]
#[command(about = "What a Stylus chain accepts as a program and what it charges to enter one.")]
struct Command {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Makes a module acceptable, takes the cheapest of its builds, writes it and its code, prints a row.
    Pack(PackArguments),
    /// Checks a module, or the code of a deployed program, as activation does, and prints its row.
    Check {
        /// A .wasm module, or deployed code that begins with EFF000.
        file: PathBuf,
    },
    /// Leaves out what a module does before it traps for certain, in place: for wasm-opt to find more unused.
    Trim {
        /// A .wasm module.
        file: PathBuf,
    },
    /// Prints the heading of the rows.
    Heading,
}

#[derive(Args)]
struct PackArguments {
    /// Name of the contract, for the table.
    #[arg(long)]
    name: String,
    /// A build of the module: NAME=FILE. May be given several times; the cheapest to enter is taken.
    #[arg(long = "in", value_name = "NAME=FILE", required = true, value_parser = named_file, allow_hyphen_values = true)]
    inputs: Vec<(String, PathBuf)>,
    /// Where the module goes; its compressed code goes beside it, with the ending .code.
    #[arg(long)]
    out: PathBuf,
    /// A file that the row is appended to as well.
    #[arg(long)]
    table: Option<PathBuf>,
    /// A file that a row of every build is appended to, the ones not taken included.
    #[arg(long)]
    all: Option<PathBuf>,
    /// Writes the module even where no account can hold its code: for tests, which need no deployment.
    #[arg(long)]
    oversized: bool,
}

fn named_file(text: &str) -> Result<(String, PathBuf), String> {
    let (name, file) = text.split_once('=').ok_or("wanted NAME=FILE")?;
    Ok((name.to_owned(), file.into()))
}

fn main() -> ExitCode {
    match run(Command::parse().action) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("program: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(action: Action) -> Result<()> {
    match action {
        Action::Pack(arguments) => pack_files(&arguments),
        Action::Check { file } => check(&file),
        Action::Trim { file } => {
            let module = program::trim(&read(&file)?)?;
            std::fs::write(&file, module).with_context(|| format!("{}", file.display()))
        }
        Action::Heading => {
            println!("{}", heading());
            Ok(())
        }
    }
}

fn pack_files(arguments: &PackArguments) -> Result<()> {
    let modules = arguments
        .inputs
        .iter()
        .map(|(name, file)| Ok((name.as_str(), read(file)?)))
        .collect::<Result<Vec<_>>>()?;
    let candidates: Vec<Candidate<'_>> = modules
        .iter()
        .map(|(name, module)| Candidate { name, module })
        .collect();
    if let Some(all) = &arguments.all {
        for candidate in &candidates {
            let line = match pack(std::slice::from_ref(candidate)) {
                Ok(packed) => row(
                    &arguments.name,
                    &packed.measure,
                    packed.code.len(),
                    &packed.name,
                ),
                Err(error) => format!("{} {error}", arguments.name),
            };
            append(all, &line)?;
        }
    }
    let packed = pack(&candidates).with_context(|| format!("contract {}", arguments.name))?;
    let line = row(
        &arguments.name,
        &packed.measure,
        packed.code.len(),
        &packed.name,
    );
    println!("{line}");
    if let Some(table) = &arguments.table {
        append(table, &line)?;
    }
    if !packed.fits() && !arguments.oversized {
        bail!(
            "contract {} is {} bytes compressed, {} over the limit of {CODE_LIMIT}",
            arguments.name,
            packed.code.len(),
            packed.code.len() - CODE_LIMIT
        );
    }
    write(&arguments.out, &packed.module)?;
    write(&arguments.out.with_extension("code"), &packed.code)
}

fn check(file: &Path) -> Result<()> {
    let bytes = read(file)?;
    let name = file
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let (module, code) = if bytes.starts_with(&program::CODE_PREFIX[..3]) {
        (
            program::decompress(&bytes).with_context(|| file.display().to_string())?,
            bytes,
        )
    } else {
        let code = program::compress(&bytes);
        (bytes, code)
    };
    let measure = Module::parse(&module).with_context(|| file.display().to_string())?;
    println!("{}\n{}", heading(), row(&name, &measure, code.len(), "-"));
    Ok(())
}

fn heading() -> String {
    format!(
        "{:<12} {:>8} {:>10} {:>9} {:>7} {:>6} {:>9} {:>8} {:>9}  {}",
        "contract",
        "raw",
        "compressed",
        "functions",
        "data",
        "pages",
        "operators",
        "cached",
        "uncached",
        "build"
    )
}

/// Bytes of the module and of its code, its counts, the operators of its largest function as metered, and
/// the gas to enter it.
fn row(name: &str, measure: &Measure, code: usize, build: &str) -> String {
    format!(
        "{:<12} {:>8} {:>10} {:>9} {:>7} {:>6} {:>9} {:>8} {:>9}  {}",
        name,
        measure.raw,
        code,
        measure.functions,
        measure.data,
        measure.pages,
        measure.largest_function,
        measure.entry_cost_cached(),
        measure.entry_cost_uncached(),
        build
    )
}

fn read(file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
    }
    std::fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))
}

fn append(file: &Path, line: &str) -> Result<()> {
    use std::io::Write;
    let mut file_handle = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(file)
        .with_context(|| format!("cannot write {}", file.display()))?;
    writeln!(file_handle, "{line}").with_context(|| format!("cannot write {}", file.display()))
}
