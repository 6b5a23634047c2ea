//! Ticks of a pool of Uniswap's third version: prices are powers of 1.0001, and their roots have 96 binary digits.
//!
//! To the last digit what the pool itself computes (its `TickMath` and `TickBitmap`), so that a walk over a pool's
//! liquidity meets the prices at which the pool changes it.

use crate::error::OVERFLOW;
use crate::RiskError;
use fixed::{mul_div_down, multiply, U256};

/// Ticks lie between this and its negative.
pub const MAX_TICK: i32 = 887_272;

/// `2^128 / 1.0001^(2^k / 2)`, k from 0, rounded as `TickMath` has them.
const FACTORS: [u128; 20] = [
    0xfffc_b933_bd6f_ad37_aa2d_162d_1a59_4001,
    0xfff9_7272_373d_4132_59a4_6990_580e_213a,
    0xfff2_e50f_5f65_6932_ef12_357c_f3c7_fdcc,
    0xffe5_caca_7e10_e4e6_1c36_24ea_a094_1cd0,
    0xffcb_9843_d60f_6159_c9db_5883_5c92_6644,
    0xff97_3b41_fa98_c081_472e_6896_dfb2_54c0,
    0xff2e_a164_66c9_6a38_43ec_78b3_26b5_2861,
    0xfe5d_ee04_6a99_a2a8_11c4_61f1_969c_3053,
    0xfcbe_86c7_900a_88ae_dcff_c83b_479a_a3a4,
    0xf987_a725_3ac4_1317_6f2b_074c_f781_5e54,
    0xf339_2b08_22b7_0005_940c_7a39_8e4b_70f3,
    0xe715_9475_a2c2_9b74_43b2_9c7f_a6e8_89d9,
    0xd097_f3bd_fd20_22b8_845a_d8f7_92aa_5825,
    0xa9f7_4646_2d87_0fdf_8a65_dc1f_90e0_61e5,
    0x70d8_69a1_56d2_a1b8_90bb_3df6_2baf_32f7,
    0x31be_135f_97d0_8fd9_8123_1505_542f_cfa6,
    0x09aa_508b_5b7a_84e1_c677_de54_f3e9_9bc9,
    0x005d_6af8_dedb_8119_6699_c329_225e_e604,
    0x0000_2216_e584_f5fa_1ea9_2604_1bed_fe98,
    0x0000_0000_048a_1703_91f7_dc42_444e_8fa2,
];

/// The root of the price at a tick, rounded up: `TickMath.getSqrtRatioAtTick`.
///
/// # Errors
/// [`RiskError::InvalidTerms`] for a tick that no pool has.
pub fn sqrt_price_at(tick: i32) -> Result<U256, RiskError> {
    let distance = tick.unsigned_abs();
    if distance > MAX_TICK.unsigned_abs() {
        return Err(RiskError::InvalidTerms);
    }
    // One at 128 digits does not fit: no factor yet.
    let mut ratio: Option<u128> = None;
    for (bit, factor) in FACTORS.iter().enumerate() {
        if distance.unbounded_shr(u32::try_from(bit).unwrap_or(32)) & 1 == 1 {
            ratio = Some(ratio.map_or(*factor, |ratio| multiply(ratio, *factor).0));
        }
    }
    let Some(ratio) = ratio else {
        return Ok(Q96);
    };
    let ratio = U256::from(ratio);
    let ratio = if tick > 0 {
        mul_div_down(U256::MAX, ONE, ratio)?
    } else {
        ratio
    };
    let down = ratio.wrapping_shr(32);
    let exact = down.wrapping_shl(32) == ratio;
    down.checked_add(if exact { U256::ZERO } else { ONE })
        .ok_or(OVERFLOW)
}

/// The mean tick between two sums of tick seconds, rounded down: `OracleLibrary.consult`.
///
/// # Errors
/// No time between them; sums that no pool has.
pub fn mean_tick(before: i64, after: i64, seconds: u32) -> Result<i32, RiskError> {
    let moved = after.checked_sub(before).ok_or(OVERFLOW)?;
    let mean = moved
        .checked_div_euclid(i64::from(seconds))
        .ok_or(RiskError::InvalidTerms)?;
    i32::try_from(mean).map_err(|_| OVERFLOW)
}

/// A place where a step of a swap ends: an initialised tick, or the end of a word of the bitmap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stop {
    pub(super) tick: i32,
    pub(super) initialised: bool,
}

/// Where in the bitmap a step from `tick` looks: the word, and the bit in it.
pub(super) fn place(tick: i32, spacing: i32, upwards: bool) -> Result<(i16, u8), RiskError> {
    let compressed = tick
        .checked_div_euclid(spacing)
        .and_then(|compressed| compressed.checked_add(i32::from(upwards)))
        .ok_or(RiskError::InvalidTerms)?;
    let word = i16::try_from(compressed >> 8).map_err(|_| RiskError::InvalidTerms)?;
    let bit = u8::try_from(compressed & 0xff).map_err(|_| RiskError::InvalidTerms)?;
    Ok((word, bit))
}

/// The next stop in a word of the bitmap, from `place` on: `TickBitmap.nextInitializedTickWithinOneWord`.
pub(super) fn next_stop(
    (position, bit): (i16, u8),
    word: U256,
    spacing: i32,
    upwards: bool,
) -> Result<Stop, RiskError> {
    let bit = usize::from(bit);
    let (found, end) = if upwards {
        let above = word.wrapping_shr(bit);
        (
            bit.saturating_add(above.trailing_zeros()),
            (above != U256::ZERO, 255),
        )
    } else {
        let below = word.wrapping_shl(255_usize.saturating_sub(bit));
        (
            bit.saturating_sub(below.leading_zeros()),
            (below != U256::ZERO, 0),
        )
    };
    let (initialised, last) = end;
    let at = if initialised { found } else { last };
    let tick = i32::from(position)
        .checked_mul(256)
        .and_then(|first| first.checked_add(i32::try_from(at).ok()?))
        .and_then(|compressed| compressed.checked_mul(spacing))
        .ok_or(OVERFLOW)?;
    Ok(Stop {
        tick: tick.clamp(-MAX_TICK, MAX_TICK),
        initialised,
    })
}

/// One, with 96 binary digits.
pub(super) const Q96: U256 = U256::from_limbs([0, 1 << 32, 0, 0]);
pub(super) const ONE: U256 = U256::from_limbs([1, 0, 0, 0]);
