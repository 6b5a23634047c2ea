//! A window of time in which the attacker alone chooses when to poke, and what comes of it.

use crate::draws::Draws;
use crate::feed::{Feed, Rounds};
use crate::naive::PerPoke;
use crate::ours::{Ours, Pace};
use crate::paths::Path;
use risk::DAY;

/// A path told by a feed, and the punctual sampler along it.
#[derive(Debug)]
pub struct Track {
    /// The rounds.
    pub rounds: Rounds,
    /// After each punctual sample.
    pub states: Vec<Ours>,
    /// When the path ends.
    pub end: u64,
}

impl Track {
    /// Samples a path punctually from a start at 4 % a day.
    pub fn new(path: &Path, feed: Feed, pace: Pace) -> Self {
        let rounds = feed.rounds(0, path.step, &path.prices);
        let end = path.step * (path.prices.len() as u64 - 1);
        let mut ours = Ours::settled(0, rounds.price_at(0), 0.04, pace);
        let mut states = vec![ours.clone()];
        while ours.due_at <= end {
            ours.punctual(ours.due_at, &rounds);
            states.push(ours.clone());
        }
        Self {
            rounds,
            states,
            end,
        }
    }

    /// About `count` windows of `length` seconds, after a day of settling; each starts with a sample, and they are an
    /// hour apart at least.
    pub fn windows(&self, length: u64, count: u64) -> impl Iterator<Item = Window<'_>> {
        let (mut next, every) = (DAY, (self.end / count).max(3600));
        self.states.iter().filter_map(move |state| {
            let from = state.sampled_at;
            if from < next || from + length > self.end {
                return None;
            }
            next = from + every;
            Some(Window::new(&self.rounds, state, length))
        })
    }
}

/// How free the attacker is, in minutes between two pokes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freedom {
    /// At least; the naive designs demand so much.
    pub apart: usize,
    /// At the most: then somebody else pokes.
    pub most: usize,
}

/// What an attacker who looks at the past only does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strategy {
    /// Pokes when the price is back where it was at the last poke.
    Return,
    /// Pokes after small moves only.
    Small,
    /// Pokes after large moves only.
    Large,
    /// Waits while the price is more than 1 % from the last poke.
    PastJumps,
    /// Pokes as often as allowed.
    Often,
    /// Leaves it to others.
    Never,
}

impl Strategy {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Return,
        Self::Small,
        Self::Large,
        Self::PastJumps,
        Self::Often,
        Self::Never,
    ];

    fn pokes(self, minutes: usize, moved: f64) -> bool {
        let expected = 0.04 * (minutes as f64 / 1440.0).sqrt();
        match self {
            Self::Return => moved < 1e-3,
            Self::Small => moved < 0.3 * expected,
            Self::Large => moved > 1.5 * expected,
            Self::PastJumps => moved < 0.01,
            Self::Often => true,
            Self::Never => false,
        }
    }
}

/// One window.
#[derive(Debug)]
pub struct Window<'a> {
    rounds: &'a Rounds,
    /// The sampler at its start.
    pub start: &'a Ours,
    /// The price of each minute from the start.
    prices: Vec<u128>,
    /// Ours at its end, poked at each due time.
    pub full: Ours,
    /// The naive mean, poked each hour, from the same variance.
    naive_full: f64,
}

fn float(price: u128) -> f64 {
    price as f64 / 1e18
}

impl<'a> Window<'a> {
    /// From a sampler that has just sampled.
    pub fn new(rounds: &'a Rounds, start: &'a Ours, length: u64) -> Self {
        let from = start.sampled_at;
        let prices: Vec<u128> = (0..=length / 60)
            .map(|minute| rounds.price_at(from + minute * 60))
            .collect();
        let mut full = start.clone();
        full.punctual(from + length, rounds);
        let mut window = Self {
            rounds,
            start,
            full,
            prices,
            naive_full: 0.0,
        };
        let hourly: Vec<usize> = (1..=window.minutes() / 60).map(|hour| hour * 60).collect();
        window.naive_full = window.naive_variance(&hourly);
        window
    }

    /// Minutes of the window.
    pub fn minutes(&self) -> usize {
        self.prices.len() - 1
    }

    /// The time of a minute.
    pub fn time(&self, minute: usize) -> u64 {
        self.start.sampled_at + minute as u64 * 60
    }

    /// Ours after pokes at these minutes and everybody's at the end.
    pub fn ours_after(&self, minutes: &[usize]) -> Ours {
        let mut ours = self.start.clone();
        for minute in minutes {
            ours.poke(self.time(*minute), self.rounds);
        }
        ours.catch_up(self.time(self.minutes()), self.rounds);
        ours
    }

    /// The variance it stores, relative to the full grid. One only where the whole state is the same.
    pub fn ours(&self, minutes: &[usize]) -> f64 {
        let ours = self.ours_after(minutes);
        let ratio = ours.stored() as f64 / self.full.stored() as f64;
        if ratio == 1.0 && ours != self.full {
            return 1.0 + f64::EPSILON;
        }
        ratio
    }

    fn naive_variance(&self, minutes: &[usize]) -> f64 {
        let mut naive = PerPoke {
            variance: self.start.stored() as f64 / 1e36,
            at: 0,
            price: float(self.prices[0]),
        };
        for minute in minutes {
            naive.poke(*minute as u64 * 60, float(self.prices[*minute]));
        }
        naive.variance
    }

    /// The naive mean after pokes at these minutes, relative to hourly ones.
    pub fn naive(&self, minutes: &[usize]) -> f64 {
        self.naive_variance(minutes) / self.naive_full
    }

    /// The minutes at which a strategy pokes.
    pub fn schedule(&self, strategy: Strategy, freedom: Freedom) -> Vec<usize> {
        let (mut pokes, mut last) = (Vec::new(), 0);
        for minute in 1..=self.minutes() {
            let moved = (float(self.prices[minute]) / float(self.prices[last])).ln();
            let since = minute - last;
            let wanted = strategy.pokes(since, moved.abs()) || since >= freedom.most;
            if since >= freedom.apart && wanted {
                pokes.push(minute);
                last = minute;
            }
        }
        pokes
    }

    /// Any schedule of about so many pokes, as far as the freedom goes.
    pub fn any_schedule(&self, draws: &mut Draws, pokes: usize, freedom: Freedom) -> Vec<usize> {
        let minutes = self.minutes() as u64;
        let any = (0..pokes).map(|_| 1 + draws.below(minutes) as usize);
        self.allowed(any.collect(), freedom)
    }

    /// The best that an attacker who knows the path finds by changing a schedule `tries` times: the lowest score
    /// (`down`) or the highest.
    pub fn search(
        &self,
        draws: &mut Draws,
        start: &[usize],
        (tries, freedom, down): (usize, Freedom, bool),
        score: impl Fn(&[usize]) -> f64,
    ) -> (f64, Vec<usize>) {
        let minutes = self.minutes() as u64;
        let (mut best, mut found) = (start.to_vec(), score(start));
        for _ in 0..tries {
            let mut next = best.clone();
            let any = draws.below(next.len().max(1) as u64) as usize;
            match draws.below(3) {
                0 if !next.is_empty() => {
                    next.remove(any);
                }
                1 if !next.is_empty() => {
                    next[any] = (next[any] as u64 + draws.below(61)).saturating_sub(30) as usize;
                }
                _ => next.push(1 + draws.below(minutes) as usize),
            }
            let next = self.allowed(next, freedom);
            let value = score(&next);
            if value != found && (value < found) == down {
                (best, found) = (next, value);
            }
        }
        (found, best)
    }

    /// Ascending, none too near to the one before, and others' pokes where a gap is too long.
    fn allowed(&self, mut minutes: Vec<usize>, freedom: Freedom) -> Vec<usize> {
        minutes.sort_unstable();
        let (mut kept, mut last) = (Vec::with_capacity(minutes.len()), 0);
        for minute in minutes.into_iter().chain([self.minutes() + freedom.apart]) {
            while last + freedom.most < minute.min(self.minutes()) {
                last += freedom.most;
                kept.push(last);
            }
            if minute >= last + freedom.apart && minute <= self.minutes() {
                kept.push(minute);
                last = minute;
            }
        }
        kept
    }

    /// Lowest of what a reader sees over what he would see after a poke of that moment, where one is due and new risk is
    /// allowed still; over what a sample of that moment would leave, were one due; the same of a reader of what is stored,
    /// as a design without a pending return has it; and the first, where new risk is refused until somebody pokes. Nobody
    /// pokes, and somebody looks every `every` minutes.
    pub fn hidden(&self, every: usize) -> [f64; 4] {
        let mut lowest = [f64::INFINITY; 4];
        let stored = self.start.reading().fast as f64;
        for minute in (0..=self.minutes()).step_by(every) {
            let now = self.time(minute);
            let shown = self.start.shown(now, self.rounds).fast as f64;
            let sampled = self.start.if_sampled(now, self.rounds).fast as f64;
            lowest[1] = lowest[1].min(shown / sampled);
            lowest[2] = lowest[2].min(stored / sampled);
            if now >= self.start.due_at {
                let poked = self.start.shown_if_poked(now, self.rounds).fast as f64;
                let refused = now > self.start.due_at + risk::CLOCK_PATIENCE;
                let kind = if refused { 3 } else { 0 };
                lowest[kind] = lowest[kind].min(shown / poked);
            }
        }
        lowest
    }
}
