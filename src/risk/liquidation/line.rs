//! Where a straight line through two judgements crosses zero.

/// What a sale of a certain size leaves above what it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) units: u128,
    pub(super) surplus: i128,
}

/// Where the straight line through two points crosses zero, rounded away from the nearer of them; `None`
/// where it does not, or not within the type.
pub(super) fn line_zero(a: Point, b: Point) -> Option<u128> {
    let (near, far) = if a.surplus.unsigned_abs() <= b.surplus.unsigned_abs() {
        (a, b)
    } else {
        (b, a)
    };
    let between = (near.surplus < 0) != (far.surplus < 0);
    let (nearer, farther) = (near.surplus.unsigned_abs(), far.surplus.unsigned_abs());
    let rise = if between {
        farther.checked_add(nearer)?
    } else {
        farther.checked_sub(nearer)?
    };
    let apart = near.units.abs_diff(far.units);
    let distance = fixed::mul_div_up_u128(apart, nearer, rise).ok()?;
    if between == (far.units > near.units) {
        near.units.checked_add(distance)
    } else {
        Some(near.units.saturating_sub(distance))
    }
}
