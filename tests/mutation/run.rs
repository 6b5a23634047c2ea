//! Which tests reach which mutants, and what becomes of each mutant.

use crate::list::Mutant;
use crate::Wish;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// What became of a mutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Killed,
    Survived,
    /// No test comes by.
    NotReached,
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Killed => "killed",
            Self::Survived => "survived",
            Self::NotReached => "not reached",
        })
    }
}

/// A test and how long it takes.
#[derive(Debug, Clone)]
pub(crate) struct Test {
    binary: usize,
    name: String,
    time: Duration,
}

/// The tests that reach each mutant, fastest first; behind the last mutant all tests. A test that fails without any cannot judge one.
pub(crate) fn trace(
    ground: &Path,
    binaries: &[PathBuf],
    mutants: usize,
    wish: &Wish,
) -> Result<Vec<Vec<Test>>, String> {
    let mut tests = Vec::new();
    for (binary, path) in binaries.iter().enumerate() {
        let list = Command::new(path)
            .args(["--list", "--format=terse"])
            .output();
        let list = list.map_err(|error| error.to_string())?;
        for line in String::from_utf8_lossy(&list.stdout).lines() {
            if let Some(name) = line.strip_suffix(": test") {
                tests.push((binary, name.to_string()));
            }
        }
    }
    let (next, reached) = (
        AtomicUsize::new(0),
        Mutex::new(vec![Vec::new(); mutants + 1]),
    );
    std::thread::scope(|scope| {
        for worker in 0..wish.jobs {
            let (tests, next, reached) = (&tests, &next, &reached);
            let file = ground.join(format!("trace-{worker}"));
            scope.spawn(move || {
                while let Some((binary, name)) = tests.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let _ = fs::remove_file(&file);
                    let start = Instant::now();
                    let mut command = command(ground, &binaries[*binary]);
                    command.args(["--exact", name]).env("MUTANT_TRACE", &file);
                    let passed = passes(command, wish.longest);
                    let test = Test {
                        binary: *binary,
                        name: name.clone(),
                        time: start.elapsed(),
                    };
                    if !passed {
                        let slow = test.time > wish.longest;
                        let why = if slow {
                            "takes too long"
                        } else {
                            "fails without a mutant"
                        };
                        println!("warning: {why}, so not used: {name}");
                        continue;
                    }
                    let trace = fs::read_to_string(&file).unwrap_or_default();
                    let mut reached = reached.lock().unwrap();
                    reached[mutants].push(test.clone());
                    for number in trace.lines().filter_map(|line| line.parse::<usize>().ok()) {
                        reached[number].push(test.clone());
                    }
                }
            });
        }
    });
    let mut reached = reached.into_inner().unwrap();
    for tests in &mut reached {
        tests.sort_by_key(|test: &Test| test.time);
    }
    println!("{} tests", tests.len());
    Ok(reached)
}

fn command(ground: &Path, binary: &Path) -> Command {
    let mut command = Command::new(binary);
    if std::env::var_os("PLIMSOLL_SHARED").is_none() {
        let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
        command.env("PLIMSOLL_SHARED", shared);
    }
    command
        .env("PROPTEST_RNG_SEED", "1")
        .current_dir(ground)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// What became of the mutants that were run before time was up, in the order given: whether tests noticed them.
pub(crate) fn all(
    ground: &Path,
    binaries: &[PathBuf],
    reached: &[Vec<Test>],
    mutants: &[Mutant],
    numbers: &[usize],
    wish: &Wish,
) -> BTreeMap<usize, Fate> {
    let end = Instant::now() + wish.time;
    let (next, fates) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    std::thread::scope(|scope| {
        for _ in 0..wish.jobs {
            scope.spawn(|| {
                while let Some(number) = numbers.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if Instant::now() > end {
                        break;
                    }
                    let tests = &reached[*number];
                    let fate = if tests.is_empty() {
                        Fate::NotReached
                    } else if killed(ground, binaries, tests, *number) {
                        Fate::Killed
                    } else {
                        Fate::Survived
                    };
                    if fate != Fate::Killed {
                        println!("{fate}: {}", mutants[*number].name);
                    }
                    let mut fates = fates.lock().unwrap();
                    fates.insert(*number, fate);
                    if fates.len().is_multiple_of(100) {
                        println!("{} of {} run", fates.len(), numbers.len());
                    }
                }
            });
        }
    });
    fates.into_inner().unwrap()
}

/// Runs a mutant against the tests that reach it, the quick ones of a binary together.
pub(crate) fn killed(ground: &Path, binaries: &[PathBuf], tests: &[Test], number: usize) -> bool {
    let mut rest = tests;
    while let Some(first) = rest.first() {
        let quick = |test: &&Test| test.time < Duration::from_millis(40);
        let count = rest.iter().take(12).take_while(quick).count().max(1);
        let (chunk, later) = rest.split_at(count);
        rest = later;
        for (binary, path) in binaries.iter().enumerate() {
            let names: Vec<_> = chunk.iter().filter(|test| test.binary == binary).collect();
            if names.is_empty() {
                continue;
            }
            let mut command = command(ground, path);
            command
                .args(["--exact", "--test-threads=1"])
                .env("MUTANT", number.to_string());
            command.args(names.iter().map(|test| &test.name));
            let limit = first.time * 10 + Duration::from_secs(10);
            if !passes(command, limit) {
                return true;
            }
        }
    }
    false
}

/// Whether a run of tests ends well within its time; one that hangs has noticed the mutant.
fn passes(mut command: Command, limit: Duration) -> bool {
    let Ok(mut child) = command.spawn() else {
        return true;
    };
    let start = Instant::now();
    let mut pause = Duration::from_millis(2);
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if start.elapsed() > limit => {
                let _ = child.kill();
                let _ = child.wait();
                return false;
            }
            Ok(None) => std::thread::sleep(pause),
            Err(_) => return true,
        }
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}
