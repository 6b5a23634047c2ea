//! The polynomials of the normal distribution: coefficients by `tests/normal.py`, sums by Horner's scheme.
//!
//! A polynomial is code, not a table: the chain charges each byte of data on every call.

use crate::wide::{multiply_signed_fractions, multiply_signed_high};

/// `c0 + s (c1 + s (c2 + ...))` of signed fractions.
macro_rules! horner {
    ($multiply:ident, $s:expr, $last:literal) => { $last };
    ($multiply:ident, $s:expr, $first:literal $($rest:literal)+) => {
        $multiply(horner!($multiply, $s, $($rest)+), $s).wrapping_add($first)
    };
}

/// `(x + 4) R(x)` at scale 2^-124 for x in [0, 12], from `s = 4 / (x + 4) - 5/8` at scale 2^-128, |s| <= 3/8, where
/// `R(x) = (1 - Phi(x)) / phi(x)` is the ratio of Mills.
///
/// One polynomial for the whole half line: in s the function has no singularity near, and its coefficients fall.
pub(crate) trait Mills {
    fn scaled(s: i128) -> i128;
}

/// 45 terms on 128 bits: relative error below 2^-114.
pub(crate) struct Long;

impl Mills for Long {
    fn scaled(s: i128) -> i128 {
        #[rustfmt::skip]
        let sum: i128 = horner!(
            multiply_signed_high, s,
            0x257b_cd64_cb54_f92e_33c9_8d12_99ae_833f
            0x4367_bc07_a014_5865_5428_ceac_92f5_0efc
            0x5855_2e3f_969e_b61b_00d5_8d00_8a1c_1761
            0x5051_9e6e_8f86_1d22_332b_d770_0d93_ceda
            0x2a2e_0f92_6958_a5a5_76b9_7c69_3ff8_462d
            0x0085_7fbe_9341_a08b_4b1c_b9ae_4503_b131
            -0x0eec_21ed_c6cf_52c8_6257_b529_0117_90df
            -0x0491_f01c_445c_5910_2440_4fb6_f9d7_0c79
            0x05cd_fd62_bd93_9d0f_98a9_8e7c_bf85_d32d
            0x0282_b7a7_9d99_9723_13af_1076_c33d_7bde
            -0x0309_6dd1_ef8e_c4df_2ee2_2ca6_673d_1bab
            -0x00f6_1b2b_6569_baec_2b92_9356_f3be_ed11
            0x01e7_58f3_235c_c4ae_9c0c_b3bd_e1df_f5c9
            0x0009_64c6_480c_0b08_6d67_186e_af8e_d411
            -0x012c_6a14_4e26_cd51_6885_3dc3_1322_0968
            0x0073_6458_603d_e471_6617_adff_917c_b314
            0x008e_b53a_30f8_5a47_d568_15ef_3459_589a
            -0x0096_918d_2bc1_2a0d_12f4_3b10_a4c1_ff29
            -0x000d_d1e6_b65b_2020_4b24_ef52_6f55_960e
            0x0072_bfcd_6671_102f_3c17_40d9_7e99_d98b
            -0x0040_9bb4_eaf9_cb6b_5034_c62e_2d07_44bf
            -0x0028_1d83_50b0_9820_cdb5_1245_bb11_cc43
            0x004d_e745_91a6_3a9b_9a6b_1fa6_e30a_0a90
            -0x001c_cb59_34a8_8e67_94fb_b004_6970_b4a8
            -0x0025_da49_2100_847f_5ac1_ccd4_e6d4_b148
            0x0036_5b6d_eb31_8fcf_9b13_b2d3_ce1b_9b3d
            -0x0010_58c0_26da_35d0_ff6b_bef1_65fe_32b2
            -0x001d_f16d_1948_68a6_e5e2_c3f7_dd27_16fb
            0x0029_2568_fc6e_9b5d_458b_dba9_d320_eec0
            -0x000d_c4a1_da24_d36b_3430_9bff_8d10_9043
            -0x0015_b3eb_7720_faa3_6a49_7f41_d926_f91d
            0x0021_8c75_ef16_7c89_b31e_c25e_ce0f_b1d2
            -0x000f_4fbc_0f86_f892_cd65_77b1_2484_8699
            -0x000d_9972_9698_7516_db49_011e_fe11_52fc
            0x001c_1f9a_e7be_0f2f_1b65_1ea1_ab8e_e974
            -0x0012_9f3f_8158_6f2b_4832_5019_e7b0_7b5f
            -0x0004_a74c_4418_a40d_be5e_1be3_e5ed_25b7
            0x0017_a645_e823_c590_9a27_8d2c_f658_f449
            -0x0018_25db_f91c_fff9_6fbf_ae2b_47d7_d3fd
            0x0002_0a69_2c89_83c1_24c9_f950_3299_d5ae
            0x0018_37e3_d7bb_338d_9f72_f553_91fd_8883
            -0x0016_69c7_92e9_193d_bf33_cd79_6de9_9446
            -0x0003_7fda_7c5f_fa97_d4ff_31b9_545a_03c9
            0x000e_582e_f527_e922_d797_a52d_23e5_375d
            -0x0005_4e14_b476_4d0d_4c29_b3f0_a3c5_13ed
        );
        sum
    }
}

/// 26 terms, those from s^6 on 64 bits: they count for 0.0028 of the sum, so that their error of 5 * 2^-60 leaves
/// less than 2^-65 of it.
pub(crate) struct Short;

impl Mills for Short {
    #[allow(clippy::cast_possible_truncation)] // the upper half is the purpose
    fn scaled(s: i128) -> i128 {
        let near = (s >> 64) as i64;
        #[rustfmt::skip]
        let rest: i64 = horner!(
            multiply_signed_fractions, near,
            -0x0eec_21ed_c6d0_f2bc
            -0x0491_f01c_4451_1264
            0x05cd_fd62_be15_7c44
            0x0282_b7a7_9aa1_f866
            -0x0309_6dd2_0793_362f
            -0x00f6_1b2a_e8a9_6d49
            0x01e7_58f5_f825_bb98
            0x0009_64b8_b789_f068
            -0x012c_6a4c_f28a_78c9
            0x0073_655a_f5fd_9ae5
            0x008e_b834_3bb0_5911
            -0x0096_9ef2_c77b_8972
            -0x000d_ec84_1f5d_7861
            0x0073_3b61_bbcb_985c
            -0x0040_0604_dea6_47c9
            -0x002b_2794_24c6_58fe
            0x004c_3014_31b5_7ad8
            -0x0010_55cf_254d_1b7e
            -0x0025_daa1_ffc9_f21e
            0x0018_8152_e19d_71c6
        );
        let rest = i128::from(rest) << 64;
        macro_rules! terms {
            () => { rest };
            ($first:literal $($rest:literal)*) => {
                multiply_signed_high(terms!($($rest)*), s).wrapping_add($first)
            };
        }
        #[rustfmt::skip]
        let sum: i128 = terms!(
            0x257b_cd64_cb54_f92e_33f9_bed6_b1c7_3c0c
            0x4367_bc07_a014_5865_4d05_d629_fe0c_9152
            0x5855_2e3f_969e_b619_407b_322f_ba4b_392a
            0x5051_9e6e_8f86_1d3a_4cde_6c25_6081_612a
            0x2a2e_0f92_6958_a857_46f6_165e_b989_15ab
            0x0085_7fbe_9341_8863_aa4e_9517_dc70_dad8
        );
        sum
    }
}

/// `r - x` at scale 2^-57, where x has the upper tail probability `exp(-r^2 / 2)`, from `s = 2 / (r + 1) - 69/128` at
/// scale 2^-64: 14 terms, within 2^-25 for probabilities from 2^-96 to 1/2.
pub(crate) fn quantile_gap(s: i64) -> i64 {
    #[rustfmt::skip]
    let sum: i64 = horner!(
        multiply_signed_fractions, s,
        0x0183_b27c_bc45_ecdf
        0x023c_2485_12d4_d0ea
        -0x003a_58ed_fe65_995b
        0x008a_5b31_26cf_d770
        -0x005d_5fbb_3ba9_833b
        0x0090_59f8_7395_5ceb
        -0x009c_7063_ceee_e57d
        0x00ca_a0b4_d177_b687
        -0x0212_1bbb_a33d_faef
        0x03c7_3485_8a8d_cccf
        0x0445_51d8_e68c_aca6
        -0x0aa9_c83f_45d1_14c1
        -0x2096_5fb6_ca88_5a66
        0x3c11_e24d_3aa7_8bdb
    );
    sum
}
