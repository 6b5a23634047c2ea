//! A profile on its way between programs.

use super::grid::PIECES;
use super::lines::Line;
use super::{Grid, Profile};
use crate::margin::wire::{Reader, Sink};
use crate::RiskError;

impl Profile {
    /// Writes the lines; the grid follows from what the profile is of.
    pub(crate) fn write(&self, to: &mut impl Sink) {
        for line in self.lines.iter().flatten() {
            to.pair(line.start.cast_unsigned(), line.slope.cast_unsigned());
        }
    }

    /// Reads the lines of a profile on that grid.
    ///
    /// # Errors
    /// [`RiskError::Malformed`] where there are too few.
    pub(crate) fn read(from: &mut Reader<'_>, grid: Grid) -> Result<Self, RiskError> {
        let mut lines = [[Line::default(); 2]; PIECES];
        for line in lines.iter_mut().flatten() {
            let [start, slope] = from.pair()?;
            *line = Line {
                start: start.cast_signed(),
                slope: slope.cast_signed(),
            };
        }
        Ok(Self { grid, lines })
    }
}
