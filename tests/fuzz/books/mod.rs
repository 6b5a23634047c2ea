//! The books of the house, as the plan says that they are kept. No contract code was read to write them, and of the
//! shipped crates they use `fixed` and `risk` for arithmetic and judgement alone.

pub mod clearing;
pub mod insurance;
pub mod ledger;
pub mod pool;
pub mod shares;
pub mod vault;

/// Why nothing happened.
pub type Refused = &'static str;
/// Or that it did.
pub type Done = Result<(), Refused>;

/// The arithmetic left its range.
pub const MATH: Refused = "arithmetic";

/// `a * b / c`, rounded down.
///
/// # Errors
/// [`MATH`].
pub fn down(a: u128, b: u128, c: u128) -> Result<u128, Refused> {
    fixed::mul_div_down_u128(a, b, c).map_err(|_| MATH)
}

/// `a * b / c`, rounded up.
///
/// # Errors
/// [`MATH`].
pub fn up(a: u128, b: u128, c: u128) -> Result<u128, Refused> {
    fixed::mul_div_up_u128(a, b, c).map_err(|_| MATH)
}
