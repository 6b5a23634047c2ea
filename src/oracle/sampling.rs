//! Joint samples of all assets, on the common clock.

use crate::abi::Sampled;
use crate::clock::now;
use crate::error::OracleError;
use crate::host::{emit, gas_left};
use crate::prices::{self, List};
use crate::rows;
use crate::state::{self, Clock, Pace};
use alloc::vec::Vec;
use alloy_primitives::U256;
use risk::covariance::correlations::{Correlations, Share};
use risk::volatility::clock::{index_of_variances_up, next_due};
use risk::volatility::limits::VarianceBounds;
use risk::volatility::moments::{Interval, Moments, Shown};
use risk::{annual_volatility_up, MAX_ASSETS};

/// Most due times that one call serves.
const MOST_SAMPLES: u32 = 8;
/// Gas to finish with.
const RESERVE: u64 = 300_000;
/// Set in the word of an asset that was sampled.
const PRESENT: u128 = 1 << 88;

/// Takes the samples that are due, in their order, each from the prices of its due time: what they leave is the
/// same whenever the call comes. `false` has written nothing: nothing is due, nothing is listed, or the sequencer
/// is not trusted.
pub(crate) fn poke() -> Result<bool, OracleError> {
    let clock = Clock::load();
    let now = now();
    if clock.assets == 0 || now < clock.due_at {
        return Ok(false);
    }
    let mut walk = Walk::load(clock)?;
    for taken in 0..MOST_SAMPLES {
        let before = gas_left();
        let Some(record) = prices::record(walk.pace.prices, walk.clock.due_at)? else {
            if taken == 0 {
                return Ok(false);
            }
            break;
        };
        walk.sample(&record, now)?;
        let left = gas_left();
        let used = before.saturating_sub(left);
        // A call that may not be able to pay for one more leaves it to another.
        if now < walk.clock.due_at || left < used.saturating_mul(2).saturating_add(RESERVE) {
            break;
        }
    }
    walk.store()?;
    Ok(true)
}

/// The state of the estimates: loaded once, stored once, however many samples are between.
struct Walk {
    clock: Clock,
    pace: Pace,
    correlations: Correlations,
    assets: [Asset; MAX_ASSETS],
}

#[derive(Clone, Copy)]
struct Asset {
    moments: Moments,
    bounds: VarianceBounds,
    weight: u32,
}

impl Walk {
    #[inline(never)]
    fn load(clock: Clock) -> Result<Self, OracleError> {
        let nothing = Asset {
            moments: Moments::default(),
            bounds: VarianceBounds { least: 0, most: 0 },
            weight: 0,
        };
        let mut assets = [nothing; MAX_ASSETS];
        for (asset, place) in (0..clock.assets).zip(&mut assets) {
            let (floor, weight) = state::terms(asset);
            *place = Asset {
                moments: state::moments(asset)?,
                bounds: state::bounds(floor)?,
                weight,
            };
        }
        Ok(Self {
            clock,
            pace: Pace::load(),
            correlations: state::correlations(all(clock.assets)),
            assets,
        })
    }

    /// One joint sample. An asset that is missing keeps its variances, and its next return spans the gap.
    #[inline(never)]
    fn sample(&mut self, record: &List, now: u64) -> Result<(), OracleError> {
        let (due, before) = (self.clock.due_at, self.clock.sampled_at);
        let interval = Interval::of(due.saturating_sub(before), &self.clock.memory())?;
        let mut shares = [Share::MISSING; MAX_ASSETS];
        let mut variances = [0i128; MAX_ASSETS];
        let mut weights = [0u32; MAX_ASSETS];
        let crosses = self.crosses_row(before, due);
        let count = usize::from(self.clock.assets);
        let mut words = Vec::with_capacity(count);
        let mut facts = Vec::with_capacity(if crosses { count } else { 0 });
        let places = self.assets.iter_mut().zip(&mut shares);
        let places = places.zip(variances.iter_mut().zip(&mut weights));
        for (index, ((asset, share), (variance, weight))) in (0..self.clock.assets).zip(places) {
            let sampled = record.sampled(index);
            if let Some((log_return, _)) = sampled {
                (asset.moments, *share) =
                    asset.moments.step(log_return, &interval, &asset.bounds)?;
            }
            (*variance, *weight) = (asset.moments.fast, asset.weight);
            let shown = reading(index, &asset.moments, &asset.bounds)?.fast;
            let price = sampled.map_or(0, |(_, price)| price);
            let annual = annual_volatility_up(shown)?;
            let tags = annual >> 16 | u128::from(index) << 80;
            let tags = if sampled.is_some() {
                tags | PRESENT
            } else {
                tags
            };
            words.push(fixed::word((tags, price | annual << 112)));
            if crosses {
                facts.push(fixed::word((shown.unsigned_abs(), price)));
            }
        }
        let shares = shares.get(..count).unwrap_or(&[]);
        self.correlations.step(shares)?;
        self.clock.index = index_of_variances_up(&variances, &weights)?;
        self.clock.sampled_at = due;
        self.clock.due_at = next_due(due, now, self.pace.seconds(self.clock.index)?);
        if crosses {
            rows::write(due, self.clock.assets, &facts)?;
        }
        emit(Sampled {
            at: due,
            dueAt: self.clock.due_at,
            index: U256::from(self.clock.index),
            assets: words,
        });
        Ok(())
    }

    /// Whether a row of the book belongs between two samples.
    fn crosses_row(&self, before: u64, due: u64) -> bool {
        let row = |at: u64| at.checked_div(self.clock.row_period);
        row(before) != row(due)
    }

    #[inline(never)]
    fn store(&self) -> Result<(), OracleError> {
        self.clock.store();
        for (asset, two) in (0..self.clock.assets).step_by(2).zip(self.assets.chunks(2)) {
            // Past the last asset there are no moments: zero bits.
            let mut bits = two.iter().map(|kept| kept.moments.to_bits());
            let low = bits.next().unwrap_or(Ok(0))?;
            state::set_moments_of_two(asset, low, bits.next().unwrap_or(Ok(0))?);
        }
        state::set_correlations(&self.correlations);
        Ok(())
    }
}

/// What the samples of an asset say.
fn reading(asset: u8, moments: &Moments, bounds: &VarianceBounds) -> Result<Shown, OracleError> {
    let start = state::start_variance(asset, moments)?;
    Ok(moments.reading(start, bounds)?)
}

/// The mask of the first assets.
fn all(assets: u8) -> u16 {
    !u16::MAX.checked_shl(assets.into()).unwrap_or(0)
}
