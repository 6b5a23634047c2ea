//! Mutants that no switch can reach, in what the compiler evaluates: each is built apart.

use crate::list::{Mutant, Place};
use crate::run::{killed, Fate, Test};
use crate::site;
use std::fs;
use std::path::Path;
use std::time::Instant;

/// What becomes of a mutant built alone and run against all tests; `None` where it does not compile.
pub(crate) fn fate(
    root: &Path,
    ground: &Path,
    (number, mutant): (usize, &Mutant),
    tests: &[Test],
) -> Result<Option<Fate>, String> {
    let path = ground.join(&mutant.file);
    let planted = fs::read_to_string(&path).map_err(|error| error.to_string())?;
    let source = fs::read_to_string(root.join(&mutant.file)).map_err(|error| error.to_string())?;
    fs::write(&path, mutated(&source, mutant)).map_err(|error| error.to_string())?;
    let start = Instant::now();
    let fate = match site::binaries(ground) {
        Err(_) => None,
        Ok(binaries) if killed(ground, &binaries, tests, number) => Some(Fate::Killed),
        Ok(_) => Some(Fate::Survived),
    };
    let said = fate.map_or("does not compile".to_string(), |fate| fate.to_string());
    println!("{said}: {} ({:?})", mutant.name, start.elapsed());
    fs::write(&path, planted).map_err(|error| error.to_string())?;
    Ok(fate)
}

/// The source with one mutant in it.
fn mutated(source: &str, mutant: &Mutant) -> String {
    let place = |place: Place| {
        let before: usize = source
            .split_inclusive('\n')
            .take(place.line - 1)
            .map(str::len)
            .sum();
        let line = source[before..].chars().take(place.column - 1);
        before + line.map(char::len_utf8).sum::<usize>()
    };
    let (start, end) = (place(mutant.span.start), place(mutant.span.end));
    [&source[..start], &mutant.replacement, &source[end..]].concat()
}
