//! Exponential, logarithm and the normal distribution of [`Real`], to 1e-70.

use crate::Real;
use std::sync::OnceLock;

const LN2: &str = "0.69314718055994530941723212145817656807550013436025525412068000949339362196969471560586332699641868754200148102057068573368552";
const ROOT_TWO_PI: &str = "2.50662827463100050241576528481104525300698674060993831662992357634229365460784197494659583837805726611600997266520387964486632";

fn constant(cell: &'static OnceLock<Real>, digits: &str) -> Real {
    *cell.get_or_init(|| Real::decimal(digits))
}

fn ln2() -> Real {
    static CELL: OnceLock<Real> = OnceLock::new();
    constant(&CELL, LN2)
}

impl Real {
    /// `e^x`: halvings of ln 2 off, Taylor on a `2^-12` of the rest, and twelve squarings.
    pub fn exp(self) -> Self {
        const SQUARINGS: i64 = 12;
        if self.is_zero() {
            return Self::ONE;
        }
        let twos = (self.to_f64() / std::f64::consts::LN_2).round();
        assert!(twos.abs() < 1e15, "an exponent beyond any use");
        let rest = self - Self::from_f64(twos) * ln2();
        let small = rest.shifted(-SQUARINGS);
        // e^small - 1, which keeps its digits through the squarings: (1 + d)^2 - 1 = 2 d + d^2.
        let mut term = small;
        let mut sum = small;
        let mut order = 1;
        while term.magnitude() > sum.magnitude() - 260 && !term.is_zero() {
            order += 1;
            term = (term * small).over(order);
            sum += term;
        }
        for _ in 0..SQUARINGS {
            sum = sum.shifted(1) + sum * sum;
        }
        (Self::ONE + sum).shifted(twos as i64)
    }

    /// The natural logarithm of a positive number: from a float, two steps that each triple the digits.
    pub fn ln(self) -> Self {
        assert!(
            !self.is_negative() && !self.is_zero(),
            "the logarithm of a positive number only"
        );
        let shift = self.magnitude();
        let scaled = self.shifted(-shift);
        let mut root = Self::from_f64(scaled.to_f64().ln());
        for _ in 0..2 {
            let power = root.exp();
            root += (scaled - power).shifted(1) / (scaled + power);
        }
        root + Self::integer(shift.into()) * ln2()
    }

    /// `self^exponent` of a positive number.
    pub fn to_the(self, exponent: Self) -> Self {
        (self.ln() * exponent).exp()
    }

    /// The normal density.
    pub fn normal_density(self) -> Self {
        static CELL: OnceLock<Real> = OnceLock::new();
        (-(self * self).shifted(-1)).exp() / constant(&CELL, ROOT_TWO_PI)
    }

    /// The normal distribution function: `1/2 + phi(x) (x + x^3/3 + x^5/(3*5) + ...)`, all terms of one sign.
    /// Past 20 it is 0 or 1, which is wrong by less than 1e-88.
    pub fn normal_probability(self) -> Self {
        if self.abs() > Self::natural(20) {
            return if self.is_negative() {
                Self::ZERO
            } else {
                Self::ONE
            };
        }
        let square = self * self;
        let (mut term, mut sum, mut odd) = (self, self, 1);
        while !term.is_zero() && term.magnitude() > sum.magnitude() - 260 {
            odd += 2;
            term = (term * square).over(odd);
            sum += term;
        }
        Self::ONE.shifted(-1) + self.normal_density() * sum
    }
}
