//! Mutation testing of the pure crates in minutes instead of days.
//!
//! The mutants are those that `cargo mutants --list` names. Building each of them apart takes seconds apiece; here
//! all of them are compiled at once, each behind a switch that an environment variable sets, and each is run
//! against just those tests that reach it, fastest first, until one fails. What cannot be switched at run time
//! (constants) is counted and named; `--constants` builds those, and only those, one after another.
//!
//! `cargo run -p mutation -- [--sample N] [--only TEXT,TEXT] [--jobs N] [--minutes N] [--longest MS] [--constants]`;
//! needs `cargo install cargo-mutants`.

mod apart;
mod list;
mod plant;
mod run;
mod site;

use list::Mutant;
use run::Fate;
use site::Build;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

fn main() -> ExitCode {
    match measure() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("mutation: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What is asked for on the command line.
struct Wish {
    /// Every how manieth mutant.
    sample: usize,
    /// Part of the name of the mutants wanted, or several with commas between.
    only: String,
    jobs: usize,
    /// When to stop running mutants.
    time: Duration,
    /// Tests that take longer are left out.
    longest: Duration,
    /// Only the constants, each built apart, rather than only what can be switched.
    constants: bool,
}

fn wish() -> Result<Wish, String> {
    let mut wish = Wish {
        sample: 1,
        only: String::new(),
        jobs: std::thread::available_parallelism().map_or(2, usize::from),
        time: Duration::from_secs(1 << 20),
        longest: Duration::MAX,
        constants: false,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--constants" {
            wish.constants = true;
            continue;
        }
        let value = arguments.next();
        let value = value.ok_or(format!("{argument} needs a value"))?;
        let number = || value.parse().map_err(|_| format!("{argument}: no number"));
        match argument.as_str() {
            "--sample" => wish.sample = number()?,
            "--only" => wish.only = value,
            "--jobs" => wish.jobs = number()?,
            "--minutes" => wish.time = Duration::from_secs(60 * number()? as u64),
            "--longest" => wish.longest = Duration::from_millis(number()? as u64),
            _ => {
                let known = "--sample N, --only TEXT,TEXT, --jobs N, --minutes N, --longest MS, --constants";
                return Err(format!("unknown argument {argument}; {known}"));
            }
        }
    }
    Ok(wish)
}

fn measure() -> Result<(), String> {
    let wish = wish()?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.canonicalize().map_err(|error| error.to_string())?;
    let mutants = list::mutants(&root)?;
    let ground = site::prepare(&root)?;
    let mut build = site::build(&root, &ground, &mutants)?;
    let reached = run::trace(&ground, &build.binaries, mutants.len(), &wish)?;
    let chosen = |number: &usize| {
        let name = &mutants[*number].name;
        number.is_multiple_of(wish.sample) && wish.only.split(',').any(|part| name.contains(part))
    };
    let fates = if wish.constants {
        let constants = build
            .constant
            .iter()
            .copied()
            .filter(chosen)
            .collect::<Vec<_>>();
        let tests = &reached[mutants.len()];
        let mut fates = BTreeMap::new();
        for number in constants {
            let fate = apart::fate(&root, &ground, (number, &mutants[number]), tests)?;
            build.constant.remove(&number);
            match fate {
                Some(fate) => drop(fates.insert(number, fate)),
                None => drop(build.unviable.insert(number)),
            }
        }
        fates
    } else {
        let numbers = (0..mutants.len()).filter(chosen);
        let left_out =
            |number: &usize| build.unviable.contains(number) || build.constant.contains(number);
        let numbers: Vec<_> = numbers.filter(|number| !left_out(number)).collect();
        run::all(
            &ground,
            &build.binaries,
            &reached,
            &mutants,
            &numbers,
            &wish,
        )
    };
    report(&mutants, &build, &fates);
    Ok(())
}

/// A line for each file and crate, and one for each mutant that tests did not notice.
fn report(mutants: &[Mutant], build: &Build, fates: &BTreeMap<usize, Fate>) {
    let mut tallies = BTreeMap::<&str, Tally>::new();
    for (number, mutant) in mutants.iter().enumerate() {
        let folder = mutant.file.split('/').take(2).map(str::len).sum::<usize>() + 1;
        for group in ["all", &mutant.file[..folder], &mutant.file] {
            let tally = tallies.entry(group).or_default();
            tally.listed += 1;
            tally.unviable += usize::from(build.unviable.contains(&number));
            tally.constant += usize::from(build.constant.contains(&number));
            tally.run += usize::from(fates.contains_key(&number));
            tally.killed += usize::from(fates.get(&number) == Some(&Fate::Killed));
        }
    }
    for (group, tally) in tallies {
        if tally.run > 0 {
            println!("{group}: {tally}");
        }
    }
    for (number, fate) in fates {
        let name = &mutants[*number].name;
        if *fate != Fate::Killed {
            println!("{fate}: {name}");
        }
    }
    for number in &build.constant {
        println!("constant: {}", mutants[*number].name);
    }
}

#[derive(Default)]
struct Tally {
    listed: usize,
    unviable: usize,
    constant: usize,
    run: usize,
    killed: usize,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally {
            listed,
            unviable,
            constant,
            run,
            killed,
        } = self;
        let share = 100.0 * *killed as f64 / (*run).max(1) as f64;
        write!(
            f,
            "{listed} listed, {unviable} do not compile, {constant} constant, "
        )?;
        write!(f, "{killed} of {run} killed ({share:.1} %)")
    }
}
