//! Laws of the normal distribution, the arc tangent and powers, over arguments at random and at the ends of domains.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::arithmetic_side_effects)]

use fixed::*;
use proptest::prelude::*;

const ONE: i128 = 1_000_000_000_000_000_000;

type OfArgument = fn(i128) -> u128;
type OfProbability = fn(u128) -> Result<i128, MathError>;

/// One format: what one is, and its functions.
struct Format {
    one: i128,
    pdf: OfArgument,
    cdf: OfArgument,
    erfc: OfArgument,
    inv: OfProbability,
}

const FORMATS: [Format; 3] = [
    Format {
        one: ONE,
        pdf: norm_pdf_wad,
        cdf: norm_cdf_wad,
        erfc: erfc_wad,
        inv: norm_inv_wad,
    },
    Format {
        one: 1 << 64,
        pdf: norm_pdf_q64,
        cdf: norm_cdf_q64,
        erfc: erfc_q64,
        inv: norm_inv_q64,
    },
    Format {
        one: 1 << 96,
        pdf: norm_pdf_q96,
        cdf: norm_cdf_q96,
        erfc: erfc_q96,
        inv: norm_inv_q96,
    },
];

impl Format {
    /// The argument `part / 2^64` of one.
    fn part(&self, part: i128) -> i128 {
        let negative = part < 0;
        let size = mul_div_down_u128(part.unsigned_abs(), self.one.unsigned_abs(), 1 << 64);
        let size = i128::try_from(size.unwrap()).unwrap();
        if negative {
            -size
        } else {
            size
        }
    }

    fn whole(&self) -> u128 {
        self.one.unsigned_abs()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(2_000)) })]

    /// Neighbours and distant arguments alike; and both sides of zero are the same curve.
    #[test]
    fn the_distribution_rises_and_is_symmetric(x in -12_i128 << 64..12 << 64, y in -12_i128 << 64..12 << 64, near in 0_i128..100) {
        for format in FORMATS {
            let (x, y) = (format.part(x.min(y)), format.part(x.max(y)));
            for later in [x + 1, x + near, y] {
                prop_assert!((format.cdf)(x) <= (format.cdf)(later));
                prop_assert!((format.erfc)(x) >= (format.erfc)(later));
            }
            prop_assert_eq!((format.cdf)(x) + (format.cdf)(-x), format.whole());
            prop_assert_eq!((format.erfc)(x) + (format.erfc)(-x), 2 * format.whole());
            let (nearer, further) = (x.abs().min(y.abs()), x.abs().max(y.abs()));
            prop_assert!((format.pdf)(nearer) >= (format.pdf)(further));
            prop_assert!((format.pdf)(nearer) >= (format.pdf)(nearer + 1));
            prop_assert_eq!((format.pdf)(x), (format.pdf)(-x));
        }
    }

    /// A step of the distribution is the density times the step of the argument, within the curvature.
    #[test]
    fn the_density_is_the_slope(x in -6_i128 << 64..6 << 64) {
        let x = FORMATS[2].part(x);
        let step = 1_i128 << 60; // 2^-36 of one
        let (low, high) = (norm_cdf_q96(x - step), norm_cdf_q96(x + step));
        let slope = i128::try_from(high - low).unwrap() << 35;
        // The third derivative is below 2/5: step^2 / 15 is less than 2^-75; two roundings of half an ulp.
        let gap = slope - i128::try_from(norm_pdf_q96(x)).unwrap();
        prop_assert!(gap.abs() <= (1 << 35) + 1, "{}", gap);
    }

    /// Back from a quantile: an ulp of x is phi(x) ulp of probability.
    #[test]
    fn quantile_and_distribution_undo_each_other(p in 1_u128..1 << 63, shift in 0_u32..63) {
        for format in FORMATS {
            let p = mul_div_down_u128(p >> shift, format.whole(), 1 << 64).unwrap().max(1);
            let x = (format.inv)(p).unwrap();
            prop_assert!(x <= 0);
            prop_assert!((format.cdf)(x).abs_diff(p) <= 1, "{}", p);
            prop_assert_eq!((format.inv)(format.whole() - p).unwrap(), -x);
            prop_assert!((format.inv)(p + 1).unwrap() > x, "{}", p);
        }
    }

    #[test]
    fn the_arc_tangent_rises_and_is_odd(x in any::<i128>(), shift in 0_u32..127, near in 0_i128..100) {
        let x = x >> shift;
        prop_assume!(x > i128::MIN);
        prop_assert!(atan_wad(x) <= atan_wad(x.saturating_add(near)));
        prop_assert_eq!(atan_wad(-x), -atan_wad(x));
        prop_assert!(atan_wad(x).abs() <= 1_570_796_326_794_896_619);
        // atan x + atan 1/x = pi/2, for an x whose inverse is a whole number of ulp.
        let x = (x.abs() % 1_000_000).max(1);
        let sum = atan_wad(x * ONE) + atan_wad(ONE / x);
        // What is cut from the inverse, and three roundings.
        prop_assert!((sum - 1_570_796_326_794_896_619).abs() <= 2, "{}", sum);
    }

    /// a^y a^-y = 1 and a^y a^z = a^(y+z) lie in the brackets.
    #[test]
    fn powers_multiply(base in ONE / 1_000..1_000 * ONE, y in -5 * ONE..5 * ONE, z in -5 * ONE..5 * ONE) {
        let base = base.unsigned_abs();
        let one = U256::from(WAD);
        let (down, up) = (pow_wad_down(base, y).unwrap(), pow_wad_up(base, y).unwrap());
        prop_assert!(down <= up);
        // Two ulp and twice 2^-62 of the value.
        prop_assert!(up - down <= U256::from(2) + (down >> 61), "{} {}", down, up);
        let product = |a: U256, b: U256| mul_div_down(a, b, one).unwrap();
        prop_assert!(product(down, pow_wad_down(base, -y).unwrap()) <= one);
        prop_assert!(mul_div_up(up, pow_wad_up(base, -y).unwrap(), one).unwrap() >= one);
        prop_assert!(product(down, pow_wad_down(base, z).unwrap()) <= pow_wad_up(base, y + z).unwrap());
        prop_assert!(mul_div_up(up, pow_wad_up(base, z).unwrap(), one).unwrap() >= pow_wad_down(base, y + z).unwrap());
        let squared = mul_div_down(U256::from(base), U256::from(base), one).unwrap();
        prop_assert!(pow_wad_down(base, 2 * ONE).unwrap() <= squared + U256::from(1));
        prop_assert!(pow_wad_up(base, 2 * ONE).unwrap() >= squared);
    }
}

/// Over the tails, where neighbours differ least: every one of 2,000 steps at the ends of the domain and at zero.
#[test]
fn the_distribution_rises_step_by_step() {
    for format in FORMATS {
        for centre in [0, 1, 3, 6, 8, 9] {
            let start = centre * format.one - 1_000;
            let mut last = (format.cdf)(start);
            let mut last_erfc = (format.erfc)(start);
            for step in 1..2_000 {
                let next = (format.cdf)(start + step);
                assert!((last..=last + 1).contains(&next), "{centre} {step}");
                last = next;
                let next = (format.erfc)(start + step);
                assert!(next <= last_erfc, "{centre} {step}");
                last_erfc = next;
            }
        }
    }
}

#[test]
fn the_normal_distribution_at_the_ends() {
    for format in FORMATS {
        for far in [12 * format.one, 13 * format.one, 40 * format.one, i128::MAX] {
            assert_eq!((format.pdf)(far), 0);
            assert_eq!((format.cdf)(far), format.whole());
            assert_eq!((format.cdf)(-far), 0);
            assert_eq!((format.erfc)(far), 0);
            assert_eq!((format.erfc)(-far), 2 * format.whole());
        }
        assert_eq!((format.pdf)(i128::MIN), 0);
        assert_eq!((format.cdf)(i128::MIN), 0);
        assert_eq!((format.erfc)(i128::MIN), 2 * format.whole());
        assert_eq!((format.cdf)(0), format.whole() / 2);
        assert_eq!((format.erfc)(0), format.whole());
        assert_eq!((format.inv)(format.whole() / 2), Ok(0));
        for wrong in [0, format.whole(), format.whole() + 1, u128::MAX] {
            assert_eq!((format.inv)(wrong), Err(MathError::Domain));
        }
    }
    // The first arguments with a tail and a density of more than half an ulp; true values by other means.
    assert_eq!(norm_cdf_wad(-8_757_290_348_782_315_064), 1);
    assert_eq!(norm_inv_wad(1), Ok(-8_757_290_348_782_315_064));
    assert_eq!(norm_inv_wad(WAD - 1), Ok(8_757_290_348_782_315_064));
    assert_eq!(
        norm_inv_wad(10_000_000_000_000_000),
        Ok(-2_326_347_874_040_841_101)
    );
    assert_eq!(norm_pdf_wad(0), 398_942_280_401_432_678);
    assert_eq!(norm_cdf_wad(ONE), 841_344_746_068_542_949);
}

#[test]
fn arc_tangents_of_known_angles() {
    assert_eq!(atan_wad(0), 0);
    assert_eq!(atan_wad(ONE), 785_398_163_397_448_310);
    assert_eq!(atan_wad(-ONE), -785_398_163_397_448_310);
    assert_eq!(atan_wad(i128::MAX), 1_570_796_326_794_896_619);
    assert_eq!(atan_wad(i128::MIN), -1_570_796_326_794_896_619);
    assert_eq!(
        atan_wad(1_732_050_807_568_877_294),
        1_047_197_551_196_597_746
    );
    assert_eq!(atan_wad(577_350_269_189_625_765), 523_598_775_598_298_873);
    assert_eq!(atan_wad(1), 1);
}

#[test]
fn powers_at_the_ends() {
    for y in [0, 1, -1, ONE, i128::MAX, i128::MIN] {
        assert_eq!(pow_wad_down(WAD, y), Ok(U256::from(WAD)));
        assert_eq!(pow_wad_up(WAD, y), Ok(U256::from(WAD)));
        assert_eq!(pow_q64_up(1 << 64, y), Ok(1 << 64));
        assert_eq!(
            pow_q96_down(U256::from(1_u128 << 96), y),
            Ok(U256::from(1_u128 << 96))
        );
    }
    for base in [0, 1, 7, u128::MAX] {
        assert_eq!(pow_wad_up(base, 0), Ok(U256::from(WAD)));
    }
    assert_eq!(pow_wad_up(0, 1), Ok(U256::ZERO));
    assert_eq!(pow_wad_down(0, -1), Err(MathError::DivisionByZero));
    assert_eq!(pow_q64_up(0, -1), Err(MathError::DivisionByZero));
    assert_eq!(pow_wad_down(WAD / 2, i128::MAX), Ok(U256::ZERO));
    assert_eq!(pow_wad_up(WAD / 2, i128::MAX), Ok(U256::from(1)));
    assert_eq!(pow_wad_up(WAD / 2, i128::MIN), Err(MathError::Overflow));
    assert_eq!(pow_wad_down(2 * WAD, 197 * ONE), Err(MathError::Overflow));
    assert!(pow_wad_up(2 * WAD, 196 * ONE).is_ok());
    assert_eq!(pow_q64_up(1 << 127, 2 << 64), Err(MathError::Overflow));
    assert_eq!(pow_q96_up(U256::MAX, i128::MAX), Err(MathError::Overflow));
    // The weight of ten years of days, to 13 digits of its own.
    assert_eq!(
        pow_wad_down(99 * WAD / 100, 3_650 * ONE),
        Ok(U256::from(117))
    );
}

/// Where the series converges slowest, on both sides of where the angle it is added to changes, next to ties: one term
/// less would give a neighbour. True values by mpmath.
#[test]
fn arc_tangents_that_are_hard_to_round() {
    for (x, nearest) in [
        (198_936_876_935_309_354, 196_373_117_455_024_778),
        (199_088_735_814_499_945, 196_519_190_933_601_025),
        (199_134_092_086_139_185, 196_562_817_610_147_559),
        (5_026_203_844_076_735_394, 1_374_403_553_521_091_411),
        (5_025_862_914_498_653_388, 1_374_390_571_173_551_053),
        (5_021_254_717_684_088_694, 1_374_214_928_066_702_229),
        (198_764_020_733_702_335, 196_206_836_261_739_640),
        (198_905_390_255_801_061, 196_342_829_267_510_029),
        (198_639_607_084_968_766, 196_087_148_186_882_460),
        (5_029_516_899_014_253_168, 1_374_529_624_047_737_548),
        (5_029_560_604_393_796_890, 1_374_531_286_085_588_301),
        (5_033_395_384_365_884_450, 1_374_677_007_847_214_139),
        (668_484_350_402_189_210, 589_259_944_494_475_552),
        (668_906_102_694_425_049, 589_551_380_302_626_663),
        (668_584_634_682_963_900, 589_329_252_409_052_765),
        (1_493_716_676_412_422_326, 980_854_772_386_720_856),
        (1_494_780_996_517_959_249, 981_183_999_954_590_055),
        (1_494_582_061_319_913_978, 981_122_487_673_877_253),
        (667_358_625_284_758_777, 588_481_498_842_366_610),
        (667_407_615_930_904_745, 588_515_393_015_856_989),
        (668_065_239_319_704_556, 588_970_221_258_870_572),
        (1_497_490_578_115_497_533, 982_020_698_277_077_027),
        (1_497_725_971_447_770_056, 982_093_287_124_881_532),
        (1_499_361_692_205_439_356, 982_597_262_973_626_143),
    ] {
        assert_eq!(atan_wad(x), nearest, "{x}");
        assert_eq!(atan_wad(-x), -nearest, "{x}");
    }
}

/// sqrt 2 with 96 bits and the next number, to the powers 300 and -180: where the error of the logarithm is largest, times
/// as much as the format allows. Floors by mpmath.
#[test]
fn powers_stay_on_their_side_where_the_logarithm_is_worst() {
    let root = isqrt_down(U256::from(1).wrapping_shl(193));
    for (base, exponent, floor) in [
        (
            root,
            300,
            "113078212145816597093331039770110077559707292705175724405464146712484543060",
        ),
        (root, -180, "64"),
        (
            root + U256::from(1),
            300,
            "113078212145816597093331040072875034143278691142590123680478961832039590775",
        ),
        (root + U256::from(1), -180, "63"),
    ] {
        let floor: U256 = floor.parse().unwrap();
        let exponent = i128::from(exponent) << 96;
        let (down, up) = (
            pow_q96_down(base, exponent).unwrap(),
            pow_q96_up(base, exponent).unwrap(),
        );
        assert!(
            down <= floor && floor < up,
            "{base} {exponent}: {down} {floor} {up}"
        );
        assert!(
            up - down <= (floor >> 92) + U256::from(2),
            "{base} {exponent}"
        );
    }
}
