//! Order, sums, products, roots.

use super::{left, Limbs, Real, BITS, LIMBS};
use std::cmp::Ordering;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

impl Real {
    /// Times `2^shift`.
    pub fn shifted(self, shift: i64) -> Self {
        if self.is_zero() {
            return self;
        }
        Self {
            exponent: self.exponent + shift,
            ..self
        }
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.limbs[LIMBS - 1] == 0
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.negative && !self.is_zero()
    }

    /// Without its sign.
    pub fn abs(self) -> Self {
        Self {
            negative: false,
            ..self
        }
    }

    /// The larger.
    pub fn max(self, other: Self) -> Self {
        if self < other {
            other
        } else {
            self
        }
    }

    /// The smaller.
    pub fn min(self, other: Self) -> Self {
        if other < self {
            other
        } else {
            self
        }
    }

    /// The power of two next below its size, as an exponent; very small for zero.
    pub fn magnitude(self) -> i64 {
        if self.is_zero() {
            i64::MIN / 2
        } else {
            self.exponent + BITS - 1
        }
    }

    /// A whole power, by squaring.
    pub fn power(self, exponent: u64) -> Self {
        let (mut base, mut left, mut product) = (self, exponent, Self::ONE);
        while left > 0 {
            if left & 1 == 1 {
                product = product * base;
            }
            base = base * base;
            left >>= 1;
        }
        product
    }

    /// Divided by a small number, limb by limb.
    pub fn over(self, divisor: u32) -> Self {
        // The remainder's bits are kept by dividing 64 more.
        let (mut rest, mut limbs) = (0u128, [0; LIMBS]);
        for place in (0..LIMBS).rev() {
            let part = rest << 64 | u128::from(self.limbs[place]);
            limbs[place] = (part / u128::from(divisor)) as u64;
            rest = part % u128::from(divisor);
        }
        let below = ((rest << 64) / u128::from(divisor)) as u64;
        let shift = limbs[LIMBS - 1].leading_zeros();
        if self.is_zero() || shift == 0 {
            return Self { limbs, ..self };
        }
        // At most 32 bits are missing at the top.
        let mut limbs = left(limbs, shift);
        limbs[0] |= below >> (64 - shift);
        Self {
            limbs,
            exponent: self.exponent - i64::from(shift),
            ..self
        }
    }

    /// The reciprocal by Newton from a float: 53 digits, 106, 212, 256.
    fn reciprocal(self) -> Self {
        assert!(!self.is_zero(), "division by zero");
        let shift = self.magnitude();
        let scaled = self.shifted(-shift);
        let mut guess = Self::from_f64(1.0 / scaled.to_f64());
        let two = Self::natural(2);
        for _ in 0..3 {
            guess = guess * (two - scaled * guess);
        }
        guess.shifted(-shift)
    }

    /// The root of a number that is not negative, by Newton from a float.
    pub fn sqrt(self) -> Self {
        assert!(!self.is_negative());
        if self.is_zero() {
            return self;
        }
        let shift = self.magnitude() & !1;
        let scaled = self.shifted(-shift);
        let mut guess = Self::from_f64(1.0 / scaled.to_f64().sqrt());
        let three = Self::natural(3);
        for _ in 0..3 {
            guess = (guess * (three - scaled * guess * guess)).shifted(-1);
        }
        // One more step on the root itself takes the last error.
        let root = scaled * guess;
        (root + (scaled - root * root) * guess.shifted(-1)).shifted(shift / 2)
    }
}

/// Shifted right by less than 256 bits.
fn right(limbs: Limbs, shift: u32) -> Limbs {
    let (whole, bits) = ((shift / 64) as usize, shift % 64);
    let mut moved = [0; LIMBS];
    for place in 0..LIMBS - whole {
        moved[place] = limbs[place + whole] >> bits;
        if bits > 0 && place + whole + 1 < LIMBS {
            moved[place] |= limbs[place + whole + 1] << (64 - bits);
        }
    }
    moved
}

fn order(one: &Real, other: &Real) -> Ordering {
    match (one.is_zero(), other.is_zero()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Less,
        (false, true) => return Ordering::Greater,
        (false, false) => {}
    }
    let exponents = one.exponent.cmp(&other.exponent);
    exponents.then_with(|| one.limbs.iter().rev().cmp(other.limbs.iter().rev()))
}

/// The sum of sizes, the first not the smaller.
fn raise(large: Real, small: Real) -> Real {
    let distance = large.exponent - small.exponent;
    if small.is_zero() || distance >= BITS {
        return large;
    }
    let moved = right(small.limbs, distance as u32);
    let (mut limbs, mut carry) = ([0; LIMBS], false);
    for place in 0..LIMBS {
        let (sum, first) = large.limbs[place].overflowing_add(moved[place]);
        let (sum, second) = sum.overflowing_add(carry.into());
        limbs[place] = sum;
        carry = first | second;
    }
    if !carry {
        return Real { limbs, ..large };
    }
    let mut limbs = right(limbs, 1);
    limbs[LIMBS - 1] |= 1 << 63;
    Real {
        limbs,
        exponent: large.exponent + 1,
        ..large
    }
}

/// The difference of sizes, the first not the smaller.
fn lower(large: Real, small: Real) -> Real {
    let distance = large.exponent - small.exponent;
    if small.is_zero() || distance >= BITS {
        return large;
    }
    let moved = right(small.limbs, distance as u32);
    let (mut limbs, mut borrow) = ([0; LIMBS], false);
    for place in 0..LIMBS {
        let (rest, first) = large.limbs[place].overflowing_sub(moved[place]);
        let (rest, second) = rest.overflowing_sub(borrow.into());
        limbs[place] = rest;
        borrow = first | second;
    }
    Real::normal(large.negative, large.exponent, limbs)
}

impl Add for Real {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let (large, small) = if order(&self, &other).is_ge() {
            (self, other)
        } else {
            (other, self)
        };
        if large.negative == small.negative {
            raise(large, small)
        } else {
            lower(large, small)
        }
    }
}

impl Neg for Real {
    type Output = Self;
    fn neg(self) -> Self {
        Self {
            negative: !self.negative,
            ..self
        }
    }
}

impl Sub for Real {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Real {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        if self.is_zero() || other.is_zero() {
            return Self::ZERO;
        }
        let mut product = [0u64; 2 * LIMBS];
        for (place, limb) in self.limbs.iter().enumerate() {
            let mut carry = 0u128;
            for (step, factor) in other.limbs.iter().enumerate() {
                carry +=
                    u128::from(*limb) * u128::from(*factor) + u128::from(product[place + step]);
                product[place + step] = carry as u64;
                carry >>= 64;
            }
            product[place + LIMBS] = carry as u64;
        }
        let mut limbs = [product[4], product[5], product[6], product[7]];
        let mut exponent = self.exponent + other.exponent + BITS;
        if limbs[LIMBS - 1] >> 63 == 0 {
            limbs = left(limbs, 1);
            exponent -= 1;
        }
        Self {
            negative: self.negative != other.negative,
            exponent,
            limbs,
        }
    }
}

impl Div for Real {
    type Output = Self;
    #[allow(clippy::suspicious_arithmetic_impl)]
    fn div(self, other: Self) -> Self {
        self * other.reciprocal()
    }
}

impl AddAssign for Real {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Real {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl PartialOrd for Real {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(match (self.is_negative(), other.is_negative()) {
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => order(self, other),
            (true, true) => order(other, self),
        })
    }
}

impl std::iter::Sum for Real {
    fn sum<Terms: Iterator<Item = Self>>(terms: Terms) -> Self {
        terms.fold(Self::ZERO, Add::add)
    }
}
