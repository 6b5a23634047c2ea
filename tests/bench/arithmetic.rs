//! Functions of `fixed`, in a loop over x, x + step, x + 2 step, ... that sums the results. Bytes: x, step, y and d, 32
//! each; y and d are further arguments of those that take them.

use core::hint::black_box;
use fixed::U256;

fn word(bytes: &[u8], place: usize) -> U256 {
    let limb = |number: usize| {
        let limb = bytes.as_chunks().0.get(4 * place + number);
        limb.map_or(0, |bytes| u64::from_le_bytes(*bytes))
    };
    U256::from_limbs([limb(0), limb(1), limb(2), limb(3)])
}

/// The loop for 64 bits.
fn short(times: u16, bytes: &[u8], function: impl Fn(i64) -> i64) -> u128 {
    let [x, step] = [0, 1].map(|place| low(word(bytes, place)) as i64);
    let (mut x, mut sum) = (x, 0_i128);
    for _ in 0..times {
        sum = sum.wrapping_add(i128::from(function(black_box(x))));
        x = x.wrapping_add(step);
    }
    sum.cast_unsigned()
}

/// The loop for 128 bits: of x, y and d.
fn long(times: u16, bytes: &[u8], function: impl Fn(u128, u128, u128) -> u128) -> u128 {
    let [x, step, y, d] = [0, 1, 2, 3].map(|place| low(word(bytes, place)));
    let (mut x, mut sum) = (x, 0_u128);
    for _ in 0..times {
        sum = sum.wrapping_add(function(black_box(x), y, d));
        x = x.wrapping_add(step);
    }
    sum
}

/// The loop for 256 bits.
fn wide(times: u16, bytes: &[u8], function: impl Fn(U256, U256, U256) -> U256) -> u128 {
    let [x, step, y, d] = [0, 1, 2, 3].map(|place| word(bytes, place));
    let (mut x, mut sum) = (x, 0_u128);
    for _ in 0..times {
        sum = sum.wrapping_add(low(function(black_box(x), y, d)));
        x = x.wrapping_add(step);
    }
    sum
}

fn low(x: U256) -> u128 {
    let [low, high, ..] = *x.as_limbs();
    u128::from(low) | u128::from(high) << 64
}

macro_rules! loops {
    ($($name:ident: $loop:ident($($argument:pat),+) $body:expr;)+) => {
        $(pub(crate) fn $name(times: u16, bytes: &[u8]) -> u128 {
            $loop(times, bytes, |$($argument),+| $body)
        })+
    };
}

loops! {
    nothing_64: short(x) x;
    growth: short(x) fixed::lane::growth(x);
    normal_64: short(x) fixed::lane::normal::cdf(x).cast_signed();
    nothing_128: long(x, _, _) x;
    ln: long(x, _, _) fixed::ln_wad(x).map_or(0, i128::cast_unsigned);
    exp: long(x, _, _) fixed::exp_wad_down(x.cast_signed()).map_or(0, low);
    sqrt: long(x, _, _) fixed::isqrt_down_u128(x);
    sqrt_wad: long(x, _, _) fixed::sqrt_wad_down(x);
    normal: long(x, _, _) fixed::norm_cdf_wad(x.cast_signed());
    mul_div_128: long(x, y, d) fixed::mul_div_down_u128(x, y, d).unwrap_or(0);
    nothing_256: wide(x, _, _) x;
    sqrt_256: wide(x, _, _) fixed::isqrt_down(x);
    mul_div: wide(x, y, d) fixed::mul_div_down(x, y, d).unwrap_or(U256::ZERO);
}
