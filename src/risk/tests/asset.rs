//! What a reader is shown of one asset: its jumps, its cold start, its bounds.

use fixed::WAD;
use proptest::collection::vec;
use proptest::prelude::*;
use risk::volatility::asset::{
    AssetVolatility, VolatilityTerms, COLD_START_VARIANCE, SAMPLES_TO_TRUST,
};
use risk::volatility::estimate::Estimate;
use risk::volatility::jump::JumpMemory;
use risk::{Covariance, EwmaTerms, DAY, MAX_RETURN};

const TERMS: VolatilityTerms = VolatilityTerms::standard();
/// (4 % a day)^2.
const CALM: i128 = 16 * 10i128.pow(32);

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(100)) })]

    /// ORC-7: no sample and no wait takes from a reading more than the decay of what is stored.
    #[test]
    fn orc_7_sampling_never_lowers_what_is_pending(
        past in vec((-10i128.pow(17)..10i128.pow(17), 60u64..DAY), 0..40),
        jump in prop_oneof![-2 * 10i128.pow(18)..2 * 10i128.pow(18), -10i128.pow(16)..10i128.pow(16)],
        dt in prop_oneof![0u64..100, 0u64..10 * DAY],
    ) {
        let mut asset = AssetVolatility::listed(CALM, &TERMS).unwrap();
        for (log_return, dt) in past {
            asset.sample(log_return, dt, &TERMS).unwrap();
        }
        let stored = asset.reading(&TERMS).unwrap();
        let pending = asset.pending(jump, dt, &TERMS).unwrap();
        let mut sampled = asset;
        sampled.sample(jump, dt.max(1), &TERMS).unwrap();
        let after = sampled.reading(&TERMS).unwrap();
        prop_assert_eq!(pending.fast, stored.fast.max(after.fast));
        prop_assert_eq!(pending.slow, stored.slow.max(after.slow));
        let square = (jump as f64 / 1e18).powi(2) * 1e36;
        prop_assert!(after.fast as f64 >= 0.5 * square * (1.0 - 1e-12) || after.fast == TERMS.bounds.most);
        // The move only ever adds, and J is the unclipped one.
        prop_assert!(sampled.jump.size >= jump.unsigned_abs());
        prop_assert!(pending.fast >= asset.pending(0, dt, &TERMS).unwrap().fast);
    }
}

/// V8: a month, a year, or for ever without a sample.
#[test]
fn orc_6_v8_silence_neither_erases_nor_overflows() {
    for silence in [30 * DAY, 366 * DAY, u64::MAX] {
        for jump in [0, MAX_RETURN, i128::MIN] {
            let mut asset = AssetVolatility::listed(CALM, &TERMS).unwrap();
            asset.sample(jump, silence, &TERMS).unwrap();
            asset.sample(jump, silence, &TERMS).unwrap();
            asset.samples = u16::MAX;
            asset.sample(0, 60, &TERMS).unwrap();
            assert_eq!(asset.samples, u16::MAX);
            let reading = asset.pending(jump, silence, &TERMS).unwrap();
            for shown in [reading.fast, reading.slow] {
                assert!((TERMS.bounds.least..=TERMS.bounds.most).contains(&shown));
            }
        }
    }
}

/// V12: 0, 1, 29 and 30 samples of an asset that looks dead calm.
#[test]
fn v12_cold_start_until_thirty_samples() {
    let mut asset = AssetVolatility::listed(0, &TERMS).unwrap();
    assert_eq!(COLD_START_VARIANCE, 128i128.pow(2) * 10i128.pow(30));
    for count in 0..SAMPLES_TO_TRUST {
        assert_eq!(asset.samples, count);
        let reading = asset.reading(&TERMS).unwrap();
        assert_eq!(
            (reading.fast, reading.slow),
            (COLD_START_VARIANCE, COLD_START_VARIANCE)
        );
        asset.sample(0, 3600, &TERMS).unwrap();
    }
    assert_eq!(SAMPLES_TO_TRUST, 30);
    let reading = asset.reading(&TERMS).unwrap();
    assert_eq!(
        (reading.fast, reading.slow),
        (TERMS.bounds.least, TERMS.bounds.least)
    );
    // The sample that ends the start does not lower what a reader of that moment sees.
    asset.samples = 29;
    assert_eq!(
        asset.pending(0, 3600, &TERMS).unwrap().fast,
        COLD_START_VARIANCE
    );
    // A start says no less than a wild estimate.
    asset.fast = Estimate::Running {
        variance: 2 * COLD_START_VARIANCE,
    };
    assert_eq!(asset.reading(&TERMS).unwrap().fast, 2 * COLD_START_VARIANCE);
}

#[test]
fn jump_fades_by_half_and_is_never_clipped() {
    let jump = JumpMemory::default()
        .after(-200_000_000_000_000_001, 60, 20 * DAY)
        .unwrap();
    assert_eq!(jump.size, 200_000_000_000_000_001);
    assert_eq!(jump.after(0, 0, 20 * DAY).unwrap(), jump);
    assert_eq!(
        jump.after(0, 20 * DAY, 20 * DAY).unwrap().size,
        100_000_000_000_000_001
    );
    assert_eq!(
        jump.after(150_000_000_000_000_000, 20 * DAY, 20 * DAY)
            .unwrap()
            .size,
        150_000_000_000_000_000
    );
    assert_eq!(
        jump.after(i128::MIN, 1, 1).unwrap().size,
        MAX_RETURN as u128
    );
    assert!(jump.after(0, 1, 0).is_err());
    // 0.2^2 / 2, and a unit for the last digit.
    let exact = 20_000_000_000_000_000_200_000_000_000_000_000;
    assert_eq!(jump.variance_up(WAD / 2), Ok(exact + 1));
    assert_eq!(JumpMemory { size: 2 }.variance_up(WAD / 2), Ok(2));
    assert!(JumpMemory { size: u128::MAX }.variance_up(WAD).is_err());
}

#[test]
fn standard_terms_are_those_of_the_parameter_sheet() {
    assert_eq!(
        (TERMS.fast.half_life, TERMS.slow.half_life),
        (60 * 3600, 25 * DAY)
    );
    assert_eq!((TERMS.fast.clip, TERMS.slow.clip), (5 * WAD, 5 * WAD));
    assert_eq!(
        (TERMS.fast.max_dt, TERMS.slow.max_dt),
        (120 * 3600, 50 * DAY)
    );
    assert_eq!(
        (TERMS.jump_half_life, TERMS.jump_share),
        (20 * DAY, WAD / 2)
    );
    assert_eq!(
        (TERMS.bounds.least, TERMS.bounds.most),
        (10i128.pow(32), 10i128.pow(36))
    );
    let mut asset = AssetVolatility::listed(CALM, &TERMS).unwrap();
    let before = asset;
    asset.sample(1, 0, &TERMS).unwrap();
    assert_eq!(asset, before);
    let never = VolatilityTerms {
        jump_half_life: 0,
        ..TERMS
    };
    assert!(asset.sample(1, 1, &never).is_err());
    assert_eq!(asset, before, "unchanged on error");
}

/// A jump of 15 %, read before and after it is sampled. The filter learns five deviations of ten minutes, so
/// a reading of the filter alone falls to a fifth when somebody pokes; with the jump memory it stays.
#[test]
fn orc_7_a_poke_after_a_jump_lowers_no_reading() {
    let start = Covariance::from_triangle(2, &[CALM, CALM / 2, CALM]).unwrap();
    let mut assets = [AssetVolatility::listed(CALM, &TERMS).unwrap(); 2];
    for asset in &mut assets {
        asset.samples = SAMPLES_TO_TRUST;
        asset.fast = Estimate::Running { variance: CALM };
    }
    let (returns, dt) = ([-162_518_929_497_774_913, 1_000_000_000_000_000], 600);
    let sample = returns.map(Some);
    let unclipped = EwmaTerms {
        clip: 0,
        ..TERMS.fast
    };
    let shown = start.pending(&sample, dt, &unclipped).unwrap();
    let mut poked = start.clone();
    poked.update(&sample, dt, &TERMS.fast).unwrap();
    assert!(shown.get(0, 0).unwrap() > 5 * poked.get(0, 0).unwrap());

    let mut before = start.pending(&sample, dt, &TERMS.fast).unwrap();
    let pending = [0, 1].map(|at| {
        let asset: &AssetVolatility = &assets[at];
        asset.pending(returns[at], dt, &TERMS).unwrap().fast
    });
    before.raise(&pending).unwrap();
    for (asset, log_return) in assets.iter_mut().zip(returns) {
        asset.sample(log_return, dt, &TERMS).unwrap();
    }
    let mut after = poked;
    let readings = assets.map(|asset| asset.reading(&TERMS).unwrap().fast);
    after.raise(&readings).unwrap();
    assert!(before.get(0, 0).unwrap() > shown.get(0, 0).unwrap());
    assert!(before.get(0, 0).unwrap() - after.get(0, 0).unwrap() <= 4);
    // The quiet asset is shown as stored until it is sampled; then it decays by ten minutes.
    let quiet = after.get(1, 1).unwrap() as f64 / before.get(1, 1).unwrap() as f64;
    assert!((0.998..=1.0).contains(&quiet), "{quiet}");
    let rho = |matrix: &Covariance| matrix.correlation(1, 0).unwrap() as f64;
    assert!((rho(&after) / rho(&before) - 1.0).abs() < 1e-6);
}
