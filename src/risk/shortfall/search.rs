//! The portfolio in lanes, and the search for the rows of its tail.

use super::column::{Column, Exposure};
use super::scan::{floor, Scan, DONE, FAR};
use super::simulate::MAX_TAIL;
use super::tail::Largest;
use crate::scenarios::{Row, Scenarios};
use crate::{RiskError, MAX_ASSETS};

/// The columns of a portfolio.
pub(super) struct Columns {
    columns: [Column; MAX_ASSETS],
    count: usize,
    pub(super) exponent: i32,
}

impl Columns {
    /// Those of exposures that are not zero.
    pub(super) fn new(exposures: &[Exposure], exponent: i32) -> Result<Self, RiskError> {
        let mut columns = [Column::default(); MAX_ASSETS];
        let mut count = 0_usize;
        for exposure in exposures.iter().filter(|exposure| exposure.usd != 0) {
            let place = columns.get_mut(count).ok_or(RiskError::TooManyAssets)?;
            *place = Column::new(exposure, exponent)?;
            count = count.wrapping_add(1);
        }
        Ok(Self {
            columns,
            count,
            exponent,
        })
    }

    fn iter(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().take(self.count)
    }

    /// The loss of all columns in a row.
    pub(super) fn loss_up(&self, row: &Row) -> i64 {
        self.iter()
            .fold(0, |loss, column| loss.wrapping_add(column.loss_up(row)))
    }

    /// The same in a row that misses none of the assets.
    fn present_loss_up(&self, row: &Row) -> i64 {
        self.iter().fold(0, |loss, column| {
            loss.wrapping_add(column.present_loss_up(row))
        })
    }
}

/// Below any loss: these stay within 2^61 either way.
const LOWEST: i64 = -(1 << 62);
/// Rows whose keys are kept at a time: a page's.
const BAND: usize = 768;

/// The search for the rows of the tail.
pub(super) struct Search<'a> {
    columns: &'a Columns,
    scan: Scan,
    largest: &'a mut Largest<i64, MAX_TAIL>,
    /// The least key of a row that can belong to the tail.
    floor: u32,
}

impl<'a> Search<'a> {
    pub(super) fn new(columns: &'a Columns, largest: &'a mut Largest<i64, MAX_TAIL>) -> Self {
        Self {
            columns,
            scan: Scan::new(columns.iter()),
            largest,
            floor: floor(LOWEST),
        }
    }

    /// Revalues what may belong to the tail.
    pub(super) fn run(mut self, scenarios: &Scenarios<'_>) {
        let mut first = 0_usize;
        for rows in scenarios.segments() {
            for band in rows.chunks(BAND) {
                self.band(band, first);
                first = first.wrapping_add(band.len());
            }
        }
    }

    /// Rows of which the oldest has the number `first`. From each of somewhat more stretches than losses are kept, the
    /// row with the highest key is revalued at once: the floor is then near to where it ends.
    fn band(&mut self, rows: &[Row], first: usize) {
        const STRETCH: usize = 24;
        const CHUNK: usize = 16;
        let mut all_keys = [DONE; BAND];
        let mut start = first;
        let keys = all_keys.get_mut(..rows.len()).unwrap_or(&mut []);
        for (rows, keys) in rows.chunks(STRETCH).zip(keys.chunks_mut(STRETCH)) {
            let highest = self.scan.keys(rows, keys);
            if let (Some(row), Some(key)) = (rows.get(highest), keys.get_mut(highest)) {
                if *key >= self.floor {
                    self.look(row, start.wrapping_add(highest), *key);
                    *key = DONE;
                }
            }
            start = start.wrapping_add(rows.len());
        }
        for (number, chunk) in all_keys.as_chunks::<CHUNK>().0.iter().enumerate() {
            // Negative where a key reaches the floor: a difference costs less than a branch for each.
            let below = i64::from(self.floor).wrapping_sub(1);
            let short = |key: &u32| below.wrapping_sub(i64::from(*key));
            if chunk.iter().fold(0, |any, key| any | short(key)) >= 0 {
                continue;
            }
            for (place, key) in chunk.iter().enumerate() {
                let place = number.wrapping_mul(CHUNK).wrapping_add(place);
                if *key >= self.floor {
                    if let Some(row) = rows.get(place) {
                        self.look(row, first.wrapping_add(place), *key);
                    }
                }
            }
        }
    }

    /// Revalues a row.
    #[inline(never)]
    fn look(&mut self, row: &Row, number: usize, key: u32) {
        let loss = if key < FAR {
            self.columns.present_loss_up(row)
        } else {
            self.columns.loss_up(row)
        };
        self.largest.insert(loss, number);
        self.floor = floor(self.largest.least().unwrap_or(LOWEST));
    }
}
