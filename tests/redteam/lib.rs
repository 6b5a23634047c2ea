//! What an attacker can do to the volatility oracle by choosing when to poke, what to tell and what to wait for.
//!
//! Every attack is played twice: on the naive design that it is known to beat, and on ours, over the very code that
//! the contract runs. [`native`] is the table of docs/manipulation.txt; a band that does not hold is a row that says
//! so, and a test that fails.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::needless_range_loop
)]

pub mod draws;
pub mod feed;
pub mod grid;
pub mod matrix;
pub mod naive;
pub mod ours;
pub mod paths;
pub mod pump;
pub mod schedules;
pub mod silence;
pub mod table;
pub mod window;

use feed::Feed;
use paths::{Character, Path};
use table::Row;

/// How long to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Less than a minute.
    Quick,
    /// `PLIMSOLL_LONG=1`.
    Long,
}

impl Effort {
    /// As the environment says.
    pub fn from_environment() -> Self {
        if std::env::var_os("PLIMSOLL_LONG").is_some() {
            Self::Long
        } else {
            Self::Quick
        }
    }

    /// One of two.
    pub fn pick<T>(self, quick: T, long: T) -> T {
        match self {
            Self::Quick => quick,
            Self::Long => long,
        }
    }
}

/// All paths: made ones, real ones, and the files that are absent.
pub fn paths(effort: Effort) -> (Vec<Path>, Vec<String>) {
    let minutes = effort.pick(20, 120) * 1440;
    let made = Character::ALL.map(|character| character.path(7, minutes));
    let (real, absent) = paths::real();
    (made.into_iter().chain(real).collect(), absent)
}

/// The rows of the pure code, each told as soon as it is known.
pub fn native(effort: Effort, paths: &[Path], tell: &mut dyn FnMut(Row)) {
    let push = ("push feed", Feed::PUSH);
    tell(grid::same_price());
    tell(grid::alternating());
    for path in paths {
        schedules::alone(path, push, effort)
            .into_iter()
            .for_each(&mut *tell);
    }
    for path in paths.iter().filter(|path| path.step == 60) {
        let every = ("each minute", Feed::EVERY);
        schedules::alone(path, every, effort)
            .into_iter()
            .for_each(&mut *tell);
    }
    grid::fall_in_pieces().into_iter().for_each(&mut *tell);
    pump::one_print().into_iter().for_each(&mut *tell);
    pump::paced(effort).into_iter().for_each(&mut *tell);
    for path in paths {
        tell(pump::late(path, effort));
    }
    for path in paths {
        schedules::unpoked(path, push, effort)
            .into_iter()
            .for_each(&mut *tell);
    }
    silence::rows(effort).into_iter().for_each(&mut *tell);
    matrix::alone().into_iter().for_each(&mut *tell);
    matrix::semidefinite(effort)
        .into_iter()
        .for_each(&mut *tell);
    grid::new_asset().into_iter().for_each(&mut *tell);
}
