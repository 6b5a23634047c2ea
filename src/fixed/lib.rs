//! Integer fixed-point arithmetic for the risk model and the contracts.
//!
//! No floats, no allocation, no panics: a value that cannot be computed is a [`MathError`]. Rounding is in the name.
//!
//! | function | error bound |
//! |---|---|
//! | `mul_div_*`, `mul_wad_*`, `div_wad_*` | exact, rounded as named |
//! | `isqrt_*`, `sqrt_*` | exact, rounded as named |
//! | `ln_*`, `log2_*` | nearest, within 0.52 ulp of the format; monotone |
//! | `exp_wad_*`, `exp2_wad_*` | on the named side; relative 2^-64 and one ulp |
//! | `exp_q64_*`, `exp2_q64_*`, `exp_q96_*`, `exp2_q96_*` | on the named side; relative 2^-117 and one ulp |
//! | `pow_*` | on the named side; relative 2^-63 (WAD) or 2^-116, 2^-101 of the exponent, and one ulp |
//! | `decay_*` | on the named side, within 1.03 ulp |
//! | `norm_pdf_*`, `norm_cdf_*`, `erfc_*` | nearest, within 0.51 ulp (WAD), 0.501 (others); monotone, symmetric |
//! | `norm_inv_*` | nearest, within 0.51 ulp; monotone, odd about one half |
//! | `atan_wad` | nearest, within 0.51 ulp; odd |
//!
//! Quantities that must not be mixed up are in [`quantity`].
//!
//! Formats: WAD (1e18), Q64.64 and 96 fractional bits; each function has one kernel for all three.
//!
//! ```
//! use fixed::{decay_down, ln_wad, sqrt_wad_up, MathError, WAD};
//!
//! assert_eq!(ln_wad(10 * WAD), Ok(2_302_585_092_994_045_684));
//! assert_eq!(sqrt_wad_up(2 * WAD), 1_414_213_562_373_095_049);
//! assert_eq!(decay_down(86_400, 172_800), Ok(707_106_781_186_547_524)); // a day at a half-life of two
//! assert_eq!(ln_wad(0), Err(MathError::Domain));
//! ```

#![no_std]
#![cfg_attr(not(feature = "host"), forbid(unsafe_code))]
#![deny(unsafe_code)]

mod arctan;
mod decay;
mod division;
mod error;
mod exp;
#[cfg(all(feature = "host", target_arch = "wasm32"))]
pub mod host;
pub mod lane;
mod log;
mod mul_div;
mod normal;
mod pow;
pub mod quantity;
mod sqrt;
mod wide;

pub use arctan::atan_wad;
pub use decay::{decay_down, decay_up};
pub use error::MathError;
pub use exp::{
    exp2_q64_down, exp2_q64_up, exp2_q96_down, exp2_q96_up, exp2_wad_down, exp2_wad_up,
    exp_q64_down, exp_q64_up, exp_q96_down, exp_q96_up, exp_wad_down, exp_wad_up,
};
pub use log::{ln_q64, ln_q96, ln_wad, ln_wad_256, log2_q64, log2_q96, log2_wad, log2_wad_256};
pub use mul_div::{
    div_rem_u128, div_wad_down, div_wad_up, mul_div_down, mul_div_down_u128, mul_div_up,
    mul_div_up_u128, mul_wad_ceil_signed, mul_wad_ceil_signed_256, mul_wad_down,
    mul_wad_floor_signed, mul_wad_floor_signed_256, mul_wad_trunc_signed, mul_wad_trunc_signed_256,
    mul_wad_up,
};
pub use normal::{
    erfc_q64, erfc_q96, erfc_wad, norm_cdf_q64, norm_cdf_q96, norm_cdf_wad, norm_inv_q64,
    norm_inv_q96, norm_inv_wad, norm_pdf_q64, norm_pdf_q96, norm_pdf_wad,
};
pub use pow::{pow_q64_down, pow_q64_up, pow_q96_down, pow_q96_up, pow_wad_down, pow_wad_up};
pub use ruint::aliases::U256;
pub use sqrt::{
    isqrt_down, isqrt_down_u128, isqrt_up, isqrt_up_u128, sqrt_q64_down, sqrt_q64_up,
    sqrt_q96_down, sqrt_q96_up, sqrt_wad_down, sqrt_wad_down_256, sqrt_wad_up, sqrt_wad_up_256,
};
pub use wide::{halves, multiply, word};

/// One in WAD: 18 decimals.
pub const WAD: u128 = 1_000_000_000_000_000_000;
