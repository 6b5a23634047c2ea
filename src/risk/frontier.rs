//! The edge between what a judge accepts and what it refuses: the most of something, and the nearest price at which an
//! account falls.
//!
//! The judge is the caller's: it says how far each of a few candidates is from being refused, so that one question
//! carries [`BATCH`] of them. The answer is always a candidate that the judge itself has accepted: rounded against whoever
//! asks, whatever shape the judge has.
//!
//! Between an accepted and a refused candidate both ends of the chord, and of the line through the two accepted ones, are
//! tried. Margin is convex in a position, so headroom is concave: the chord stays on the accepted side, the other line on the
//! refused one, and the bracket shrinks quadratically. A round that cut it to more than a quarter is followed by one that cuts it in
//! five, so that no judge can make the search long.

use fixed::mul_div_down_u128;

/// Candidates of one question.
pub const BATCH: usize = 4;
/// Most questions after the first: two of them cut what is left to a fifth at least, so that a limit falls to 2^-24 of it.
pub const MAX_ROUNDS: usize = 22;
/// A judge that refuses and cannot say by how much.
pub const REFUSED: i128 = i128::MIN;

/// Says how far candidates are from being refused.
pub trait Judge {
    /// Why it could not.
    type Error;

    /// Writes the headroom of each candidate (the two are of one length, at most [`BATCH`]): zero or more is accepted, below is
    /// refused, [`REFUSED`] without a measure.
    ///
    /// # Errors
    /// The judge's own.
    fn judge(&mut self, candidates: &[u128], headrooms: &mut [i128]) -> Result<(), Self::Error>;
}

/// How far below the edge the answer may lie: `unit`, or 2^-24 of the limit where that is more.
#[must_use]
pub const fn tolerance(limit: u128, unit: u128) -> u128 {
    let coarse = limit >> 24;
    let unit = if unit == 0 { 1 } else { unit };
    if coarse > unit {
        coarse
    } else {
        unit
    }
}

/// The largest accepted candidate from 0 to `limit`: the limit itself, or one that [`tolerance`] more would leave refused. `None`
/// where 0 is refused and the limit too.
///
/// At most `MAX_ROUNDS + 1` questions.
///
/// # Errors
/// Those of the judge.
pub fn most<E>(
    judge: &mut dyn Judge<Error = E>,
    limit: u128,
    unit: u128,
) -> Result<Option<u128>, E> {
    let [none, all] = judged(judge, [0, limit])?;
    if all.accepted() {
        return Ok(Some(limit));
    }
    if !none.accepted() {
        return Ok(None);
    }
    let bracket = Bracket::new(none, all);
    bracket.narrowed(judge, tolerance(limit, unit)).map(Some)
}

/// The nearest edge on a way of `stops`, distances in thousandths of `reference`, ascending: the farthest accepted distance before
/// the first stop that is refused, such that [`tolerance`] more (of the reference) is refused; 0 where even no distance is accepted.
/// `None` where every stop is accepted. An edge and its return between two stops are not seen.
///
/// At most `stops.len() / BATCH + MAX_ROUNDS + 1` questions.
///
/// # Errors
/// Those of the judge.
pub fn nearest<E>(
    judge: &mut dyn Judge<Error = E>,
    reference: u128,
    stops: &[u32],
) -> Result<Option<u128>, E> {
    let [mut last] = judged(judge, [0])?;
    if !last.accepted() {
        return Ok(Some(0));
    }
    for group in stops.chunks(BATCH) {
        let mut distances = [0; BATCH];
        for (distance, stop) in distances.iter_mut().zip(group) {
            *distance = mul_div_down_u128(reference, u128::from(*stop), 1_000).unwrap_or(u128::MAX);
        }
        let mut headrooms = [REFUSED; BATCH];
        let count = group.len();
        let (Some(asked), Some(heard)) = (distances.get(..count), headrooms.get_mut(..count))
        else {
            return Ok(None);
        };
        judge.judge(asked, heard)?;
        for (at, headroom) in asked.iter().zip(heard) {
            let point = Point {
                at: *at,
                headroom: *headroom,
            };
            if !point.accepted() {
                let bracket = Bracket::new(last, point);
                return bracket.narrowed(judge, tolerance(reference, 1)).map(Some);
            }
            last = point;
        }
    }
    Ok(None)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Point {
    at: u128,
    headroom: i128,
}

impl Point {
    const fn accepted(self) -> bool {
        self.headroom >= 0
    }
}

/// Asks once about `N` candidates.
fn judged<E, const N: usize>(
    judge: &mut dyn Judge<Error = E>,
    candidates: [u128; N],
) -> Result<[Point; N], E> {
    let mut headrooms = [REFUSED; N];
    judge.judge(&candidates, &mut headrooms)?;
    let mut points = [Point {
        at: 0,
        headroom: REFUSED,
    }; N];
    for (point, (at, headroom)) in points.iter_mut().zip(candidates.iter().zip(headrooms)) {
        *point = Point { at: *at, headroom };
    }
    Ok(points)
}

/// An accepted point below a refused one, and the accepted one before.
struct Bracket {
    before: Option<Point>,
    accepted: Point,
    refused: Point,
}

impl Bracket {
    const fn new(accepted: Point, refused: Point) -> Self {
        Self {
            before: None,
            accepted,
            refused,
        }
    }

    const fn width(&self) -> u128 {
        self.refused.at.saturating_sub(self.accepted.at)
    }

    fn narrowed<E>(mut self, judge: &mut dyn Judge<Error = E>, tolerance: u128) -> Result<u128, E> {
        let mut slow = false;
        for _ in 0..MAX_ROUNDS {
            let width = self.width();
            if width <= tolerance {
                break;
            }
            let candidates = if slow {
                self.parts()
            } else {
                self.guesses(tolerance)
            };
            let points = judged(judge, candidates)?;
            for point in points {
                self.take(point);
            }
            slow = !slow && self.width() > width >> 2;
        }
        Ok(self.accepted.at)
    }

    /// Takes a candidate in, in ascending order: what lies past a refused one is not looked at.
    fn take(&mut self, point: Point) {
        if point.at <= self.accepted.at || point.at >= self.refused.at {
            return;
        }
        if point.accepted() {
            self.before = Some(self.accepted);
            self.accepted = point;
        } else {
            self.refused = point;
        }
    }

    /// Four points that cut the bracket in five.
    fn parts(&self) -> [u128; BATCH] {
        let width = self.width();
        // Rounded up: the last part is no wider than the others.
        let part = |of: u128| {
            let share = mul_div_down_u128(width, of, 5).unwrap_or(width);
            self.inside(self.accepted.at.saturating_add(share))
        };
        [part(1), part(2), part(3), part(4)]
    }

    /// The chord's end, a tolerance past it, the end of the line through the accepted points, and the middle of what lies
    /// between; ascending.
    fn guesses(&self, tolerance: u128) -> [u128; BATCH] {
        let (width, middle) = (self.width(), self.width() >> 1);
        let up = self.accepted.headroom.unsigned_abs();
        let chord = if self.refused.headroom == REFUSED {
            middle
        } else {
            let down = self.refused.headroom.unsigned_abs();
            mul_div_down_u128(width, up, up.saturating_add(down)).unwrap_or(middle)
        };
        let chord = self.inside(self.accepted.at.saturating_add(chord));
        let line = self.line_end().unwrap_or_else(|| {
            // Nothing known of the far side: half of what the chord leaves.
            chord.saturating_add(self.refused.at.saturating_sub(chord) >> 1)
        });
        let line = self.inside(line);
        let between = chord.min(line).saturating_add(chord.abs_diff(line) >> 1);
        let past = self.inside(chord.saturating_add(tolerance));
        // Sorted by the network of five comparisons.
        let ((a, b), (c, d)) = (ordered(chord, past), ordered(line, between));
        let ((a, c), (b, d)) = (ordered(a, c), ordered(b, d));
        let (b, c) = ordered(b, c);
        [a, b, c, d]
    }

    /// Where the line through the two accepted points meets zero, rounded up; none where it does not fall.
    fn line_end(&self) -> Option<u128> {
        let before = self.before?;
        let fall = u128::try_from(before.headroom.checked_sub(self.accepted.headroom)?).ok()?;
        let run = self.accepted.at.checked_sub(before.at)?;
        let up = self.accepted.headroom.unsigned_abs();
        let way = fixed::mul_div_up_u128(run, up, fall).ok()?;
        self.accepted.at.checked_add(way)?.checked_add(1)
    }

    /// The point, moved inside the bracket.
    fn inside(&self, at: u128) -> u128 {
        at.min(self.refused.at.saturating_sub(1))
            .max(self.accepted.at.saturating_add(1))
    }
}

fn ordered(left: u128, right: u128) -> (u128, u128) {
    (left.min(right), left.max(right))
}
