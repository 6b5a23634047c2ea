//! Arithmetic in lanes. Bytes: the first argument and what each next one adds to it, 8 bytes each.

use core::hint::black_box;

fn sum(times: u16, bytes: &[u8], function: impl Fn(i64) -> i64) -> u128 {
    let word = |place| {
        let bytes = bytes.as_chunks().0.get(place);
        bytes.map_or(0, |bytes| i64::from_le_bytes(*bytes))
    };
    let (mut x, step, mut sum) = (word(0), word(1), 0_i64);
    for _ in 0..times {
        sum = sum.wrapping_add(function(black_box(x)));
        x = x.wrapping_add(step);
    }
    u128::from(sum.cast_unsigned())
}

pub(crate) fn nothing(times: u16, bytes: &[u8]) -> u128 {
    sum(times, bytes, |x| x)
}

pub(crate) fn growth(times: u16, bytes: &[u8]) -> u128 {
    sum(times, bytes, fixed::lane::growth)
}
