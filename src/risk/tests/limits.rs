//! Bounds and speeds of a reading, ages of a feed, and the price of a due time.

use fixed::WAD;
use proptest::prelude::*;
use risk::volatility::asset::{AssetVolatility, VolatilityTerms};
use risk::volatility::clock::price_at;
use risk::volatility::limits::{SpeedLimits, VarianceBounds};
use risk::volatility::staleness::{deviation_over_up, FeedTerms};
use risk::{annual_volatility_up, RiskError, DAY};

const HOUR: u64 = 3600;

#[test]
fn orc_6_variance_stays_within_its_bounds() {
    let bounds = VarianceBounds {
        least: 10,
        most: 20,
    };
    for (variance, held) in [
        (i128::MIN, 10),
        (9, 10),
        (10, 10),
        (11, 11),
        (20, 20),
        (21, 20),
        (i128::MAX, 20),
    ] {
        assert_eq!(bounds.hold(variance), held);
    }
    assert_eq!(
        VarianceBounds {
            least: 30,
            most: 20
        }
        .hold(25),
        30
    );
}

#[test]
fn orc_6_speeds_up_and_down_are_apart() {
    let limits = SpeedLimits::per(DAY, WAD, WAD / 2).unwrap();
    // A unit of the logarithm, doubled by two days, is 1.4 units of 1: 5.5 of 4.
    assert_eq!(limits.hold(WAD, 10 * WAD, 2 * DAY), Ok(4 * WAD + 6));
    assert_eq!(limits.hold(WAD, 0, 2 * DAY), Ok(WAD / 4 + 1));
    assert_eq!(limits.hold(WAD, 10 * WAD, 0), Ok(WAD));
    assert_eq!(limits.hold(WAD, 0, 0), Ok(WAD));
    assert_eq!(limits.hold(WAD, 3 * WAD, 2 * DAY), Ok(3 * WAD));
    assert_eq!(limits.hold(0, 5 * WAD, 0), Ok(5 * WAD), "no reading yet");
    assert_eq!(limits.hold(1, 0, u64::MAX), Ok(1), "never to zero");
    assert_eq!(limits.hold(WAD, u128::MAX, u64::MAX), Ok(u128::MAX));
    assert_eq!(limits.hold(u128::MAX, u128::MAX, DAY), Ok(u128::MAX));

    let close = |got: u128, exact: f64| {
        (got as f64 / exact - 1.0).abs() < 1e-15 && got as f64 >= exact * (1.0 - 3e-16)
    };
    let limits = SpeedLimits::per(DAY, WAD / 4, WAD / 50).unwrap();
    let (up, down) = (
        limits.hold(WAD, u128::MAX, HOUR).unwrap(),
        limits.hold(WAD, 0, HOUR).unwrap(),
    );
    assert!(close(up, 1e18 * 1.25f64.powf(1.0 / 24.0)), "{up}");
    assert!(close(down, 1e18 * 0.98f64.powf(1.0 / 24.0)), "{down}");
    // 1.25 and 0.98 to the last digits: rounded up after a day of either.
    let day = [
        limits.hold(WAD, u128::MAX, DAY).unwrap(),
        limits.hold(WAD, 0, DAY).unwrap(),
    ];
    for (got, exact) in day.into_iter().zip([WAD * 5 / 4, WAD * 98 / 100]) {
        assert!((exact..=exact + 3).contains(&got), "{got} {exact}");
    }
    let hourly = SpeedLimits::per(HOUR, WAD / 4, WAD / 50).unwrap();
    assert!(
        hourly
            .hold(WAD, u128::MAX, HOUR)
            .unwrap()
            .abs_diff(WAD * 5 / 4)
            <= 3
    );
    let frozen = SpeedLimits::per(DAY, 0, 0).unwrap();
    assert_eq!(
        (frozen.hold(7, 9, 1 << 40), frozen.hold(7, 0, 1 << 40)),
        (Ok(7), Ok(7))
    );
    for (period, down) in [(0, 0), (DAY, WAD), (DAY, WAD + 1)] {
        assert_eq!(
            SpeedLimits::per(period, 0, down),
            Err(RiskError::InvalidTerms)
        );
    }
    assert!(SpeedLimits::per(DAY, 0, WAD - 1).is_ok());
    assert!(SpeedLimits::per(DAY, u128::MAX, 0).is_err());
    assert!(SpeedLimits::per(1, u128::MAX - WAD, 0)
        .unwrap()
        .hold(1, 9, u64::MAX)
        .is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(200)) })]

    /// Reading in between moves a limit no further than the rounding of a step.
    #[test]
    fn orc_6_speed_does_not_depend_on_how_often_one_reads(
        previous in 10u128.pow(15)..10u128.pow(20), first in 0u64..DAY, second in 0u64..DAY,
        up in 0u128..2 * WAD, down in 0u128..WAD / 2, rise: bool,
    ) {
        let limits = SpeedLimits::per(DAY, up, down).unwrap();
        let wanted = if rise { u128::MAX } else { 0 };
        let between = limits.hold(previous, wanted, first).unwrap();
        let twice = limits.hold(between, wanted, second).unwrap();
        let once = limits.hold(previous, wanted, first + second).unwrap();
        prop_assert!(twice.abs_diff(once) <= 10 + once / 10u128.pow(17), "{} {}", twice, once);
        prop_assert_eq!(between.max(previous), if rise { between } else { previous });
    }
}

/// V6: the price stays, the volatility is pumped as fast as samples allow. What maintenance margin follows
/// rises by its limit and no faster; what initial margin follows rises at once.
#[test]
fn v6_pumped_volatility_reaches_maintenance_at_its_own_speed() {
    let terms = VolatilityTerms::standard();
    let limits = SpeedLimits::per(DAY, WAD / 4, WAD / 50).unwrap();
    let hourly = 1.25f64.powf(1.0 / 24.0) + 1e-12;
    let mut asset = AssetVolatility::listed(16 * 10i128.pow(32), &terms).unwrap();
    for _ in 0..200 {
        asset.sample(8_000_000_000_000_000, HOUR, &terms).unwrap();
    }
    let shown = |asset: &AssetVolatility| {
        annual_volatility_up(asset.reading(&terms).unwrap().fast).unwrap()
    };
    let calm = shown(&asset);
    let (mut maintenance, mut initial) = (calm, calm);
    for hour in 0..24i128 {
        // Up and back within each hour's sample: 15 % either way.
        let wick = 150_000_000_000_000_000 * (1 - 2 * (hour % 2));
        asset.sample(wick, HOUR, &terms).unwrap();
        initial = shown(&asset);
        let next = limits.hold(maintenance, initial, HOUR).unwrap();
        assert!(next as f64 <= maintenance as f64 * hourly, "hour {hour}");
        assert!(next > maintenance && next < initial, "hour {hour}");
        maintenance = next;
    }
    assert!(initial > 2 * calm, "{initial} {calm}");
    assert!(
        (maintenance as f64 / calm as f64 - 1.25).abs() < 1e-9,
        "a day's limit"
    );
}

#[test]
fn age_extends_the_horizon_and_the_dead_band_is_added() {
    let feed = FeedTerms {
        heartbeat: 86_400,
        grace: 600,
    };
    assert!(!feed.is_stale(87_000));
    assert!(feed.is_stale(87_001));
    assert_eq!(feed.variance(4, 9, 87_000), 4);
    assert_eq!(feed.variance(4, 9, 87_001), 9);
    assert_eq!(feed.variance(9, 4, 87_001), 9);
    assert!(!FeedTerms {
        heartbeat: u64::MAX,
        ..feed
    }
    .is_stale(u64::MAX));

    // 4 % a day and a dead band of 3 %, WAD.
    let (daily, band) = (40_000_000_000_000_000, 30_000_000_000_000_000);
    let over = |days| deviation_over_up(daily, days, band);
    assert_eq!(over(0), Ok(band));
    assert_eq!(over(WAD), Ok(50_000_000_000_000_000));
    assert_eq!(over(4 * WAD), Ok(85_440_037_453_175_312), "rounded up");
    assert_eq!(deviation_over_up(daily, WAD / 4, 0), Ok(daily / 2));
    assert_eq!(deviation_over_up(1, 1, 0), Ok(1), "rounded up");
    assert!(deviation_over_up(u128::MAX, u128::MAX, 0).is_err());
    assert!(deviation_over_up(u128::MAX, WAD, u128::MAX).is_err());
}

#[test]
fn due_price_is_the_last_one_told_by_then() {
    let rounds = [(30, 3), (20, 2), (20, 9), (10, 1)];
    let at = |due| price_at(due, rounds);
    assert_eq!(
        [at(9), at(10), at(19), at(20), at(29), at(30), at(99)],
        [None, Some(1), Some(1), Some(2), Some(2), Some(3), Some(3)]
    );
}
