//! Long runs on the books alone.

use crate::action::{Action, Fault};
use crate::amount::Amount;
use crate::books::vault::House;
use crate::cast::{Account, Actor, ACTORS};
use crate::draw::Draw;
use crate::invariants::{Before, Broken};
use crate::judge::Judge;
use crate::liveness::unwind;
use crate::market::Market;
use crate::reach::Reach;

/// Steps after which the world begins anew: long enough for interest and losses, short enough to be told.
pub const SEQUENCE: u64 = 300;

/// A run of one seed up to its end or the first broken invariant.
#[derive(Debug)]
pub struct World {
    /// The books.
    pub house: House,
    /// What surrounds them.
    pub market: Market,
}

impl Default for World {
    fn default() -> Self {
        let market = Market::new();
        Self {
            house: House::new(market.now()),
            market,
        }
    }
}

impl World {
    /// One action, its checks, its count.
    ///
    /// # Errors
    /// The first broken invariant.
    pub fn step(&mut self, action: &Action, reach: &mut Reach) -> Result<(), Broken> {
        self.market.act(action);
        let before = Before::new(&self.house, &self.market);
        let deficit = self.house.pool.deficit;
        let done = self.house.step(action, &self.market);
        reach.count(action, done);
        reach.shared += u64::from(self.house.pool.deficit > deficit);
        before.check(&self.house, action, done.is_ok(), &self.market)
    }

    /// What happens next. Keepers look where something is to be done: an account that may be liquidated or written off
    /// does not stay long.
    #[must_use]
    pub fn next(&self, draw: &mut Draw) -> Action {
        next(&self.house, &self.market, draw)
    }

    /// LIV-1 with feeds that answer.
    ///
    /// # Errors
    /// Who is locked in.
    pub fn unwind(&mut self) -> Result<(), Broken> {
        self.market.act(&Action::Break {
            asset: 0,
            fault: Fault::None,
        });
        unwind(&self.house, &self.market)
    }
}

/// What happens next in a house that keepers watch.
#[must_use]
pub fn next(house: &House, judge: &impl Judge, draw: &mut Draw) -> Action {
    let watched = draw.below(3);
    let account = Account::draw(draw);
    if watched == 0 && house.is_bare(house.target(account, House::is_bare)) {
        return Action::WriteOff { account };
    }
    if watched == 1
        && house.below(
            house.target(account, |house, of| house.below(of, judge)),
            judge,
        )
    {
        return Action::Liquidate {
            buyer: Actor::Liquidator,
            account,
            most: Amount::Max,
        };
    }
    // Whoever gave notice leaves in the days in which that may be.
    let leaves = |actor: &&Actor| house.may_leave(**actor) > 0;
    if watched == 2 {
        if let Some(by) = ACTORS.iter().find(leaves) {
            let shares = draw.of(&[Amount::Part(99), Amount::All(0)]);
            return Action::Uninsure { by: *by, shares };
        }
    }
    Action::draw(draw)
}

/// `steps` steps in sequences of [`SEQUENCE`], everything checked.
///
/// # Panics
/// Where an invariant breaks: with the seed and the sequence that did it.
pub fn run(seed: u64, steps: u64) -> Reach {
    let mut reach = Reach::default();
    for sequence in 0..steps.div_ceil(SEQUENCE) {
        let seed = seed.wrapping_add(sequence);
        let mut draw = Draw::new(seed);
        let mut world = World::default();
        let mut told = Vec::new();
        for _ in 0..SEQUENCE {
            let action = world.next(&mut draw);
            told.push(action);
            if let Err((id, found)) = world.step(&action, &mut reach) {
                panic!("{id}: {found}\nseed {seed}\n{}", lines(&told));
            }
        }
        if let Err((id, found)) = world.unwind() {
            panic!("{id}: {found}\nseed {seed}\n{}", lines(&told));
        }
    }
    reach
}

/// A sequence as it is told, one action a line.
fn lines(actions: &[Action]) -> String {
    actions
        .iter()
        .map(|action| format!("{action:?},\n"))
        .collect()
}
