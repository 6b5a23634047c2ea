//! The oracle's sampler of one asset, as the contract runs it: its loop in small, over the contract's own code.

use crate::feed::{log_return, Rounds};
use risk::volatility::clock::next_due;
use risk::volatility::limits::VarianceBounds;
use risk::volatility::moments::{Interval, Memory, Moments, Shown};
use risk::{annual_volatility_up, next_interval, DAY};

/// Half-lives of 60 hours, 25 days and 20 days; five deviations count.
pub const MEMORY: Memory = Memory {
    fast: 216_000,
    slow: 2_160_000,
    jump: 1_728_000,
    clip: 5_000_000_000_000_000_000,
};
/// What is shown is between 0.26 % and 523 % a day: a floor of 5 % a year.
pub const BOUNDS: VarianceBounds = VarianceBounds {
    least: 6_849_315_068_493_150_684_931_506_849_316,
    most: 27_397_260_273_972_602_739_726_027_397_260_273_973,
};
/// Most due times that one poke walks.
pub const WALK: u32 = 8;
/// A trusted number of samples.
const SETTLED: u8 = 31;

/// How the clock runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Seconds at the reference volatility.
    pub base: u64,
    /// Shortest.
    pub least: u64,
    /// Longest.
    pub most: u64,
    /// Annual, WAD.
    pub reference: u128,
}

impl Pace {
    /// An hour at 80 % a year, between 15 minutes and 4 hours.
    pub const STANDARD: Self = Self {
        base: 3600,
        least: 900,
        most: 14_400,
        reference: 800_000_000_000_000_000,
    };
    /// An hour whatever the market does.
    pub const HOURLY: Self = Self {
        least: 3600,
        most: 3600,
        ..Self::STANDARD
    };
}

/// A mistake to make on purpose: what tests must notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Due times at the price of the poke's own time.
    LatestPrice,
    /// One sample per poke, at its own time, and the next an interval later.
    ClockFromNow,
    /// A poke samples whether or not a due time has passed.
    AnyTime,
    /// A reader sees what is stored.
    NoPending,
}

/// The sampler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ours {
    /// What is stored of the asset.
    pub moments: Moments,
    /// Last sampled price.
    pub price: u128,
    /// Due time of the last sample.
    pub sampled_at: u64,
    /// Due time of the next.
    pub due_at: u64,
    pace: Pace,
    /// The daily variance shown until there are thirty samples.
    start: i128,
    /// Of the contract: none.
    pub flaw: Option<Flaw>,
}

/// A daily variance (scale 1e-36) of a daily deviation.
pub fn variance_of(deviation: f64) -> i128 {
    (deviation * deviation * 1e36) as i128
}

impl Ours {
    /// A new asset.
    pub fn listed(at: u64, price: u128, deviation: f64, pace: Pace) -> Self {
        Self::of_variance(at, price, variance_of(deviation), pace)
    }

    /// A new asset of a daily variance (scale 1e-36).
    pub fn of_variance(at: u64, price: u128, variance: i128, pace: Pace) -> Self {
        let mut ours = Self {
            moments: Moments::listed(variance).expect("in range"),
            price,
            sampled_at: at,
            due_at: at,
            pace,
            start: variance,
            flaw: None,
        };
        ours.due_at += ours.interval();
        ours
    }

    /// A new asset past its start, just sampled.
    pub fn settled(at: u64, price: u128, deviation: f64, pace: Pace) -> Self {
        let mut ours = Self::listed(at, price, deviation, pace);
        ours.moments.samples = SETTLED;
        ours
    }

    /// Seconds to the next sample in a punctual market.
    pub fn interval(&self) -> u64 {
        let index = annual_volatility_up(self.moments.fast).expect("in range");
        let Pace {
            base,
            least,
            most,
            reference,
        } = self.pace;
        next_interval(index, reference, base, least, most).expect("in range")
    }

    /// The fast variance as stored, per day, scale 1e-36.
    pub fn stored(&self) -> i128 {
        self.moments.fast
    }

    /// One sample at the due time. `false` where none is due.
    fn sample(&mut self, now: u64, rounds: &Rounds) -> bool {
        let early = self.flaw == Some(Flaw::AnyTime) && now > self.sampled_at;
        if now < self.due_at && !early {
            return false;
        }
        let at = match self.flaw {
            Some(Flaw::ClockFromNow | Flaw::AnyTime) => now,
            _ => self.due_at,
        };
        // Rounds of the due second do not count: another may still come in it.
        let price = match self.flaw {
            Some(Flaw::LatestPrice) => rounds.price_at(now),
            _ => rounds.price_at(at - 1),
        };
        self.moments = self.after(price, at, MEMORY);
        (self.price, self.sampled_at) = (price, at);
        self.due_at = next_due(at, now, self.interval());
        true
    }

    fn after(&self, price: u128, at: u64, memory: Memory) -> Moments {
        let interval = Interval::of(at - self.sampled_at, &memory).expect("terms");
        let moved = log_return(self.price, price);
        let next = self.moments.step(moved, &interval, &BOUNDS);
        next.expect("in range").0
    }

    /// What `poke()` does at `now`; how many samples it took.
    pub fn poke(&mut self, now: u64, rounds: &Rounds) -> u32 {
        let mut taken = 0;
        while taken < WALK && self.sample(now, rounds) {
            taken += 1;
        }
        taken
    }

    /// Pokes of one moment until nothing is due; how many samples they took.
    pub fn catch_up(&mut self, now: u64, rounds: &Rounds) -> u32 {
        let mut taken = 0;
        while self.sample(now, rounds) {
            taken += 1;
        }
        taken
    }

    /// A poke at each due time as it comes, to `now`: the full grid.
    pub fn punctual(&mut self, now: u64, rounds: &Rounds) {
        while self.due_at <= now {
            self.sample(self.due_at, rounds);
        }
    }

    /// What the samples say.
    pub fn reading(&self) -> Shown {
        let reading = self.moments.reading(self.start, &BOUNDS);
        reading.expect("in range")
    }

    /// What a reader sees at `now`.
    pub fn shown(&self, now: u64, rounds: &Rounds) -> Shown {
        self.shown_at(rounds.price_at(now), now)
    }

    /// The same at a price.
    pub fn shown_at(&self, price: u128, now: u64) -> Shown {
        if self.flaw == Some(Flaw::NoPending) {
            return self.reading();
        }
        let interval = Interval::of(now - self.sampled_at, &MEMORY.unclipped()).expect("terms");
        let moved = log_return(self.price, price);
        let seen = self.moments.pending(moved, &interval, self.start, &BOUNDS);
        seen.expect("in range").0
    }

    /// What a reader would see after a sample at `now`, were one due.
    pub fn if_sampled(&self, now: u64, rounds: &Rounds) -> Shown {
        let moments = self.after(rounds.price_at(now), now.max(self.sampled_at + 1), MEMORY);
        let reading = moments.reading(self.start, &BOUNDS);
        reading.expect("in range")
    }

    /// What a reader sees at `now` once all that is due has been poked.
    pub fn shown_if_poked(&self, now: u64, rounds: &Rounds) -> Shown {
        let mut poked = self.clone();
        poked.catch_up(now, rounds);
        poked.shown(now, rounds)
    }
}

/// Daily deviation of a variance.
pub fn deviation(variance: i128) -> f64 {
    (variance as f64).sqrt() / 1e18
}

/// Minutes of a day, for paths.
pub const MINUTES: usize = (DAY / 60) as usize;
