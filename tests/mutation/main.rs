//! Mutation testing of the pure crates in minutes instead of days.
//!
//! The mutants are those that `cargo mutants --list` names. Building each of them apart takes seconds apiece; here
//! all of them are compiled at once, each behind a switch that an environment variable sets, and each is run
//! against just those tests that reach it, fastest first, until one fails. What cannot be switched at run time
//! (constants, a few mutants that do not compile) is counted and named.
//!
//! `cargo run -p mutation --release -- [--sample N] [--only TEXT]`; needs `cargo install cargo-mutants`.

mod list;
mod plant;
mod run;
mod site;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    match measure() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("mutation: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure() -> Result<(), String> {
    let mut arguments = std::env::args().skip(1);
    let (mut sample, mut only) = (1, String::new());
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--sample" => sample = value()?.parse().map_err(|_| "--sample: no number")?,
            "--only" => only = value()?,
            _ => return Err(format!("unknown argument {argument}; --sample N, --only TEXT")),
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.canonicalize().map_err(|error| error.to_string())?;
    let mutants = list::mutants(&root)?;
    let ground = site::prepare(&root)?;
    let mut left_out = BTreeSet::new();
    let binaries = site::build(&root, &ground, &mutants, &mut left_out)?;
    let reached = run::trace(&ground, &binaries, mutants.len())?;
    let chosen = |number: usize| number % sample == 0 && mutants[number].name.contains(&only);
    let numbers: Vec<_> = (0..mutants.len())
        .filter(|number| !left_out.contains(number) && chosen(*number))
        .collect();
    let survivors = run::all(&ground, &binaries, &reached, &numbers);
    let killed = numbers.len() - survivors.len();
    let share = 100.0 * killed as f64 / numbers.len().max(1) as f64;
    println!("{} mutants listed, {} not switchable, {} run", mutants.len(), left_out.len(), numbers.len());
    println!("killed {killed} of {}: {share:.2} %", numbers.len());
    for (number, fate) in survivors {
        println!("{fate}: {}", mutants[number].name);
    }
    for number in left_out {
        println!("not switchable: {}", mutants[number].name);
    }
    Ok(())
}
