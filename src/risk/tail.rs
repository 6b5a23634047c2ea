//! Tail factors: Value at Risk and Expected Shortfall per unit of standard deviation, WAD, rounded up.
//!
//! EWMA estimates a variance, so Student-t factors are those of a t scaled to unit variance
//! (McNeil, Frey, Embrechts, *Quantitative Risk Management*, examples 2.14 and 2.15). The constants are what contracts
//! use; [`normal`] and [`student`] compute them, and any other level or number of degrees of freedom, in integers.

mod bell;
pub mod normal;
pub mod student;

use crate::RiskError;
use fixed::WAD;

/// One confidence level of one distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TailFactor {
    /// Quantile of the standardised loss.
    pub value_at_risk: u128,
    /// Mean of the losses beyond that quantile.
    pub expected_shortfall: u128,
}

const fn factor(value_at_risk: u128, expected_shortfall: u128) -> TailFactor {
    TailFactor {
        value_at_risk,
        expected_shortfall,
    }
}

/// What is left beyond a confidence level (both WAD), which must be from one half to below 1.
fn beyond_confidence(confidence: u128) -> Result<u128, RiskError> {
    match WAD.checked_sub(confidence) {
        Some(tail) if tail > 0 && tail <= confidence => Ok(tail),
        _ => Err(RiskError::InvalidTerms),
    }
}

/// Student-t losses of 3 degrees of freedom, unit variance.
pub mod t3 {
    use super::{factor, TailFactor};
    /// At 95 %.
    pub const C95: TailFactor = factor(1_358_715_012_583_855_318, 2_236_809_394_267_862_247);
    /// At 97.5 %.
    pub const C97_5: TailFactor = factor(1_837_386_231_037_079_669, 2_909_604_636_937_341_104);
    /// At 99 %.
    pub const C99: TailFactor = factor(2_621_576_017_704_415_114, 4_043_231_298_781_415_960);
    /// At 99.5 %.
    pub const C99_5: TailFactor = factor(3_372_250_562_286_745_027, 5_145_618_914_312_940_584);
    /// At 99.9 %.
    pub const C99_9: TailFactor = factor(5_897_362_714_633_411_334, 8_896_584_354_091_537_733);
}

/// Student-t losses of 4 degrees of freedom, unit variance.
pub mod t4 {
    use super::{factor, TailFactor};
    /// At 95 %.
    pub const C95: TailFactor = factor(1_507_443_319_062_323_262, 2_264_771_380_582_969_203);
    /// At 97.5 %.
    pub const C97_5: TailFactor = factor(1_963_243_161_477_557_698, 2_823_871_251_815_416_195);
    /// At 99 %.
    pub const C99: TailFactor = factor(2_649_491_906_789_311_730, 3_691_510_485_680_758_409);
    /// At 99.5 %.
    pub const C99_5: TailFactor = factor(3_255_586_704_757_785_335, 4_472_330_675_493_563_283);
    /// At 99.9 %.
    pub const C99_9: TailFactor = factor(5_072_205_790_294_842_055, 6_849_191_289_536_340_630);
}

/// Student-t losses of 5 degrees of freedom, unit variance.
pub mod t5 {
    use super::{factor, TailFactor};
    /// At 95 %.
    pub const C95: TailFactor = factor(1_560_849_758_344_229_689, 2_238_684_255_461_521_230);
    /// At 97.5 %.
    pub const C97_5: TailFactor = factor(1_991_164_127_896_548_276, 2_727_802_071_641_670_640);
    /// At 99 %.
    pub const C99: TailFactor = factor(2_606_463_569_384_279_822, 3_448_836_760_048_016_028);
    /// At 99.5 %.
    pub const C99_5: TailFactor = factor(3_123_284_524_967_296_952, 4_066_656_224_562_752_764);
    /// At 99.9 %.
    pub const C99_9: TailFactor = factor(4_565_030_885_397_761_764, 5_820_596_122_692_659_701);
}

/// Student-t losses of 6 degrees of freedom, unit variance.
pub mod t6 {
    use super::{factor, TailFactor};
    /// At 95 %.
    pub const C95: TailFactor = factor(1_586_600_055_166_924_639, 2_213_308_767_237_336_307);
    /// At 97.5 %.
    pub const C97_5: TailFactor = factor(1_997_895_160_291_400_890, 2_658_636_238_030_174_449);
    /// At 99 %.
    pub const C99: TailFactor = factor(2_565_978_006_276_683_948, 3_292_545_062_816_359_059);
    /// At 99.5 %.
    pub const C99_5: TailFactor = factor(3_027_102_303_447_327_286, 3_817_642_924_575_296_758);
    /// At 99.9 %.
    pub const C99_9: TailFactor = factor(4_252_009_018_668_773_462, 5_238_466_754_292_990_389);
}

/// Student-t losses of 8 degrees of freedom, unit variance.
pub mod t8 {
    use super::{factor, TailFactor};
    /// At 95 %.
    pub const C95: TailFactor = factor(1_610_415_840_059_256_750, 2_177_060_494_145_909_272);
    /// At 97.5 %.
    pub const C97_5: TailFactor = factor(1_997_058_162_318_773_703, 2_572_014_593_791_891_568);
    /// At 99 %.
    pub const C99: TailFactor = factor(2_508_407_462_747_977_839, 3_109_802_023_912_426_379);
    /// At 99.5 %.
    pub const C99_5: TailFactor = factor(2_905_850_668_471_193_868, 3_536_325_236_510_623_054);
    /// At 99.9 %.
    pub const C99_9: TailFactor = factor(3_897_799_285_727_429_425, 4_621_287_865_651_228_617);
}

/// Student-t losses of 10 degrees of freedom, unit variance.
pub mod t10 {
    use super::{factor, TailFactor};
    /// At 95 %.
    pub const C95: TailFactor = factor(1_621_114_510_873_001_290, 2_154_139_378_657_864_888);
    /// At 97.5 %.
    pub const C97_5: TailFactor = factor(1_992_907_974_539_861_060, 2_521_388_096_365_030_637);
    /// At 99 %.
    pub const C99: TailFactor = factor(2_471_990_552_991_098_531, 3_008_183_569_423_597_242);
    /// At 99.5 %.
    pub const C99_5: TailFactor = factor(2_834_683_654_081_575_708, 3_384_114_824_515_595_117);
    /// At 99.9 %.
    pub const C99_9: TailFactor = factor(3_706_238_393_235_054_845, 4_304_784_795_874_180_156);
}
