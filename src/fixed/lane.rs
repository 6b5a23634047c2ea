//! Arithmetic in lanes of 64 bits, for loops over scenarios.
//!
//! A lane is an `i64` in units of 2^-55. On chain a product of 64 bits costs a fiftieth of one of 128 bits, and a
//! branch as much as fifteen products: everything here is free of both. Preconditions are the caller's, and nothing
//! panics where one is broken.

mod exp;
pub mod normal;

pub use crate::wide::{multiply_fractions, multiply_signed_fractions};
pub use exp::{growth, inlined_growth, LIMIT};

/// Binary digits after the point of a lane.
pub const FRACTION: u32 = 55;
/// One in a lane.
pub const ONE: i64 = 1 << FRACTION;

/// `a * b / 2^55`, at most 3 units below the true value and never above it.
///
/// Defined for |a| < 2^61, |b| < 2^62.5 and a product |a b| < 2^116: outside of that the result is meaningless.
#[must_use]
#[inline(always)]
pub const fn multiply(a: i64, b: i64) -> i64 {
    const A_BITS: u32 = 27;
    const B_BITS: u32 = FRACTION - A_BITS;
    let (a1, a0) = (a >> A_BITS, a & ((1 << A_BITS) - 1));
    let (b1, b0) = (b >> B_BITS, b & ((1 << B_BITS) - 1));
    // |a1 b0| < 2^62 and |a0 b1| < 2^62; a0 b0 counts for less than one unit and is left out.
    a1.wrapping_mul(b1)
        .wrapping_add(a1.wrapping_mul(b0) >> B_BITS)
        .wrapping_add(a0.wrapping_mul(b1) >> A_BITS)
}
