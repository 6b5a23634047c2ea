/// Why a value could not be computed. Nothing in this crate panics, wraps or saturates silently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MathError {
    /// The divisor is zero.
    DivisionByZero,
    /// The exact result, rounded as asked, does not fit the return type.
    Overflow,
    /// The function is not defined at the argument: the logarithm of zero.
    Domain,
}
