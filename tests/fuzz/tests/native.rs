//! The books alone: many steps, all invariants.

use fuzz::run::run;

/// Steps of the quick run; `FUZZ_STEPS` sets another number.
const STEPS: u64 = 30_000;

#[test]
fn no_sequence_breaks_the_books() {
    let steps = std::env::var("FUZZ_STEPS").ok();
    let steps = steps.map_or(STEPS, |steps| steps.parse().expect("a number of steps"));
    let reach = run(1, steps);
    println!("{reach}");
    assert_eq!(reach.vacuous(), [""; 0]);
}
