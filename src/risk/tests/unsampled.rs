//! What a margin says of a move that nobody has sampled, and what silence takes from a variance.

use crate::flat::{Facts, Footing};
use fixed::WAD;
use risk::margin::{AssetPolicy, Policy};
use risk::scenarios::Scenarios;
use risk::volatility::asset::{AssetVolatility, VolatilityTerms, SAMPLES_TO_TRUST};
use risk::volatility::estimate::Estimate;
use risk::{Covariance, Holding, Leg, LegKind, Market, DAY, MAX_ASSETS};

const TERMS: VolatilityTerms = VolatilityTerms::standard();
/// (4 % a day)^2.
const CALM: i128 = 16 * 10i128.pow(32);

/// Initial margin of one asset at that variance, long or short by a million dollars, in a deep market.
fn initial(matrix: &Covariance, price: u128, long: bool) -> u128 {
    let mut market = Market::new();
    market.mask = 1;
    market.prices[0] = price;
    market.covariance = matrix.clone();
    let facts = [Facts::plain(price, 10u128.pow(38)); MAX_ASSETS];
    let assets = [AssetPolicy::default(); MAX_ASSETS];
    let policy = Policy::standard();
    let context = Footing::new(&market, &facts, &assets, &policy);
    let size = fixed::mul_div_down_u128(1_000_000 * WAD, WAD, price).unwrap();
    let leg = Leg {
        asset: 0,
        kind: LegKind::Linear,
        size: -(size as i128),
        strike: price,
        expiry: 0,
    };
    let held = Holding {
        asset: 0,
        amount: size,
    };
    let (holdings, legs) = if long {
        (vec![held], vec![])
    } else {
        (vec![], vec![leg])
    };
    let sums = context.accumulate(0, &holdings, &legs).unwrap();
    sums.verdict(&Scenarios::default()).unwrap().initial
}

/// V7: the price has moved since the last sample, nobody pokes, and an account opens as much as it may. Margin is
/// that after the poke or more, whichever way the price went; by the variance as stored it would be less than half
/// after a fall of 15 %.
#[test]
fn orc_7_v7_nothing_is_lent_before_a_poke_that_is_not_after_it() {
    for (percent, dt) in [(85, 12), (85, 0), (115, 600), (98, 3000), (100, 3599)] {
        let price = 2_500 * WAD / 100 * percent;
        let moved = fixed::ln_wad(price).unwrap() - fixed::ln_wad(2_500 * WAD).unwrap();
        let mut asset = AssetVolatility::listed(CALM, &TERMS).unwrap();
        asset.samples = SAMPLES_TO_TRUST;
        asset.fast = Estimate::Running { variance: CALM };
        let stored = Covariance::from_triangle(1, &[CALM]).unwrap();

        let mut before = stored.pending(&[Some(moved)], dt, &TERMS.fast).unwrap();
        let pending = asset.pending(moved, dt, &TERMS).unwrap();
        before.raise(&[pending.fast]).unwrap();

        let mut after = stored.clone();
        after
            .update(&[Some(moved)], dt.max(1), &TERMS.fast)
            .unwrap();
        asset.sample(moved, dt.max(1), &TERMS).unwrap();
        after.raise(&[asset.reading(&TERMS).unwrap().fast]).unwrap();

        for long in [true, false] {
            let [hidden, unpoked, poked] =
                [&stored, &before, &after].map(|matrix| initial(matrix, price, long));
            assert!(unpoked >= poked, "{percent} % {dt} s: {unpoked} < {poked}");
            assert!(unpoked >= hidden);
            if percent == 85 {
                assert!(hidden < poked / 2, "what would be lent: {hidden} {poked}");
            }
        }
    }
}

/// V8: however long nobody samples, the sample that ends the silence takes three quarters of a variance at most, as
/// two half-lives would.
#[test]
fn orc_6_v8_silence_takes_three_quarters_at_most() {
    for silence in [5 * DAY, 30 * DAY, 366 * DAY, u64::MAX] {
        let mut asset = AssetVolatility::listed(CALM, &TERMS).unwrap();
        asset.fast = Estimate::Running { variance: CALM };
        asset.slow = Estimate::Running { variance: CALM };
        asset.sample(0, silence, &TERMS).unwrap();
        let fast = asset.fast.variance_up().unwrap();
        assert!(
            (CALM / 4..=CALM / 4 + 10).contains(&fast),
            "{silence}: {fast}"
        );
        assert!(asset.slow.variance_up().unwrap() >= CALM / 4);
        let mut matrix = Covariance::from_triangle(1, &[CALM]).unwrap();
        matrix.update(&[Some(0)], silence, &TERMS.fast).unwrap();
        let kept = matrix.get(0, 0).unwrap();
        assert!(
            (CALM / 4..=CALM / 4 + 10).contains(&kept),
            "{silence}: {kept}"
        );
    }
}
