//! Random sequences of actions on the shipped programs, beside the model of the books: after every step both have done
//! or refused the same, and every balance is the same.

mod chain;
mod compare;
mod stage;

use fuzz::draw::Draw;
use fuzz::invariants::Before;
use fuzz::reach::Reach;
use fuzz::run::next;
use stage::Stage;

/// Steps of the quick run; `FUZZ_CHAIN_STEPS` sets another number.
const STEPS: u64 = 300;
/// Steps after which the world begins anew.
const SEQUENCE: u64 = 500;

#[test]
fn the_programs_keep_the_books_of_the_model() {
    let steps = std::env::var("FUZZ_CHAIN_STEPS").ok();
    let steps = steps.map_or(STEPS, |steps| steps.parse().expect("a number of steps"));
    let first = std::env::var("FUZZ_CHAIN_SEED").map_or(1, |seed| seed.parse().expect("a seed"));
    let mut reach = Reach::default();
    let mut stage = Stage::new();
    let mut done = 0;
    for seed in first.. {
        if done >= steps {
            break;
        }
        stage.begin();
        let mut draw = Draw::new(seed);
        let mut told = String::new();
        for _ in 0..SEQUENCE.min(steps - done) {
            let action = next(&stage.house, &stage.chain(), &mut draw);
            told.push_str(&format!("{action:?},\n"));
            let agreed = stage.step(&action, &mut reach);
            agreed.unwrap_or_else(|found| panic!("{found}\nseed {seed}\n{told}"));
            done += 1;
        }
    }
    println!("{reach}");
    if steps >= 10_000 {
        assert_eq!(reach.vacuous(), [""; 0]);
    }
}

/// What an invariant says of a step, as text.
fn broken(
    before: &Before,
    stage: &Stage,
    action: &fuzz::action::Action,
    done: bool,
) -> Result<(), String> {
    let found = before.check(&stage.house, action, done, &stage.chain());
    found.map_err(|(id, found)| format!("{id}: {found}"))
}
