//! Asset classes, haircuts and pegs.

use fixed::WAD;
use proptest::prelude::*;
use risk::quality::{
    collateral_price, composite_haircut_up, hedge_correlation, initial_ratio_down, liability_price,
    market_haircut_up, pair_deviation_up, peg_multiplier_up, threshold_down, AssetClass,
    HEDGE_MARGIN,
};
use risk::RiskError;

const fn percent(number: u128) -> u128 {
    number * WAD / 100
}

const ALL: [AssetClass; 8] = [
    AssetClass::Major,
    AssetClass::Volatile,
    AssetClass::LongTail,
    AssetClass::FiatStable,
    AssetClass::CryptoStable,
    AssetClass::AlgorithmicStable,
    AssetClass::LiquidStaking,
    AssetClass::CrossChain,
];

#[test]
fn classes_cover_what_they_have_shown() {
    let rows: [[u128; 4]; 8] = [
        [0, 45, 50, 33],
        [0, 75, 80, 53],
        [20, 90, 350, 235],
        [13, 15, 20, 14],
        [15, 20, 25, 17],
        [100, 100, 150, 100],
        [10, 51, 60, 40],
        [20, 60, 75, 50],
    ];
    for ((number, class), row) in ALL.into_iter().enumerate().zip(rows) {
        let terms = class.terms();
        let [jump, haircut, initial, maintenance] = row.map(percent);
        assert_eq!((terms.jump, terms.haircut), (jump, haircut), "{class:?}");
        assert_eq!((terms.initial, terms.maintenance), (initial, maintenance));
        assert!(jump <= haircut && haircut <= WAD && haircut <= initial);
        assert!(jump <= maintenance && maintenance <= initial);
        assert_eq!(AssetClass::try_from(number as u8), Ok(class));
        assert_eq!(class as usize, number);
        assert_eq!(class.is_pegged(), (3..6).contains(&number));
    }
    assert_eq!(AssetClass::try_from(8), Err(RiskError::Malformed));
    // A claim on a major carries the major's haircut and its own jump.
    let major = AssetClass::Major.terms().haircut;
    for class in [AssetClass::LiquidStaking, AssetClass::CrossChain] {
        let terms = class.terms();
        assert!(terms.haircut >= composite_haircut_up(major, 0, terms.jump));
    }
    // The lowest prints: USDC 0.874, DAI 0.897.
    assert!(WAD - AssetClass::FiatStable.terms().jump < 874 * WAD / 1000);
    assert!(WAD - AssetClass::CryptoStable.terms().jump < 897 * WAD / 1000);
}

#[test]
fn haircuts_at_their_ends() {
    assert_eq!(market_haircut_up(3 * WAD, WAD / 20, 0), Ok(0));
    assert_eq!(market_haircut_up(3 * WAD, 0, WAD), Ok(0));
    // 1 - e^-1.
    assert_eq!(
        market_haircut_up(WAD, WAD, WAD),
        Ok(632_120_558_828_557_679)
    );
    assert_eq!(
        market_haircut_up(WAD, WAD / 2, 4 * WAD),
        Ok(632_120_558_828_557_679)
    );
    assert_eq!(market_haircut_up(WAD, 100 * WAD, WAD), Ok(WAD));
    assert_eq!(market_haircut_up(WAD << 60, WAD << 30, WAD << 60), Ok(WAD));
    assert_eq!(composite_haircut_up(0, 0, 0), 0);
    assert_eq!(composite_haircut_up(WAD / 2, WAD / 2, WAD / 2), 7 * WAD / 8);
    for (market, cost, jump) in [(WAD, 0, 0), (0, WAD, 0), (0, 0, WAD), (0, 7 * WAD, 0)] {
        assert_eq!(composite_haircut_up(market, cost, jump), WAD);
    }
    assert_eq!(composite_haircut_up(1, 1, 0), 2, "rounded up");
    assert_eq!(threshold_down(percent(16), percent(5)), Ok(percent(80)));
    assert_eq!(threshold_down(2 * WAD, 0), Ok(0));
    assert_eq!(threshold_down(0, 2), Ok(WAD - 2));
    assert!(threshold_down(0, u128::MAX).is_err());
    assert_eq!(initial_ratio_down(percent(80), percent(10)), percent(72));
    assert_eq!(initial_ratio_down(percent(80), 2 * WAD), 0);
    assert_eq!(initial_ratio_down(1, 1), 0, "rounded down");
}

#[test]
fn pegs_count_on_the_worse_side() {
    for (market, collateral, liability, multiplier) in [
        (percent(97), percent(97), WAD, percent(108)),
        (percent(99), percent(99), WAD, WAD),
        (percent(99) - 1, percent(99) - 1, WAD, WAD + 4),
        (WAD, WAD, WAD, WAD),
        (percent(130), WAD, percent(130), WAD),
        (0, 0, WAD, percent(496)),
    ] {
        assert_eq!(collateral_price(market), collateral);
        assert_eq!(liability_price(market), liability);
        assert_eq!(peg_multiplier_up(market), multiplier);
    }
}

#[test]
fn hedges_count_for_less_than_they_measure() {
    let one = WAD as i128;
    let tenth = one / 10;
    assert_eq!(HEDGE_MARGIN, tenth);
    assert_eq!(hedge_correlation(9 * tenth, 7 * tenth, false), 6 * tenth);
    assert_eq!(hedge_correlation(7 * tenth, 9 * tenth, false), 6 * tenth);
    assert_eq!(hedge_correlation(one, -one, false), -one);
    assert_eq!(hedge_correlation(one, one, true), -one);

    let pair =
        |correlation| pair_deviation_up((300 * WAD, WAD / 100), (100 * WAD, WAD / 25), correlation);
    // Deviations of three and four dollars.
    assert_eq!(pair(0), Ok(5 * WAD));
    assert_eq!(pair(one), Ok(WAD));
    assert_eq!(pair(-one), Ok(7 * WAD));
    assert_eq!(pair(one + 1), Err(RiskError::InvalidTerms));
    assert_eq!(pair(-one - 1), Err(RiskError::InvalidTerms));
    let half = pair(one / 2).unwrap();
    assert_eq!(half, 3_605_551_275_463_989_294, "the root of thirteen, up");
    assert_eq!(
        pair(-one / 2),
        Ok(6_082_762_530_298_219_689),
        "of thirty-seven, up"
    );
    assert_eq!(pair_deviation_up((1, 1), (1, 1), one), Ok(0));
    assert!(pair_deviation_up((u128::MAX, WAD), (u128::MAX, WAD), 0).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(300)) })]

    #[test]
    fn haircuts_rise_with_every_part(factor in WAD..5 * WAD, sigma in 0..WAD / 2, days in 0..5 * WAD, cost in 0..WAD, jump in 0..WAD, more in 0..WAD / 10) {
        let market = |factor, sigma, days| market_haircut_up(factor, sigma, days).unwrap();
        let base = market(factor, sigma, days);
        prop_assert!(base <= WAD);
        prop_assert!(market(factor + more, sigma, days) >= base);
        prop_assert!(market(factor, sigma + more, days) >= base);
        prop_assert!(market(factor, sigma, days + more) >= base);
        let whole = composite_haircut_up(base, cost, jump);
        prop_assert!(whole >= base.max(cost).max(jump) && whole <= WAD);
        prop_assert!(composite_haircut_up(base, cost + more, jump) >= whole);
        prop_assert!(composite_haircut_up(base, cost, jump + more) >= whole);
        prop_assert!(threshold_down(whole, more).unwrap() <= WAD - whole);
    }

    #[test]
    fn pairs_are_worse_the_less_they_hedge(first in 0..1_000_000 * WAD, second in 0..1_000_000 * WAD, sigma in 0..WAD, other in 0..WAD, rho in -1000i128..1000) {
        let pair = |rho: i128| pair_deviation_up((first, sigma), (second, other), rho * WAD as i128 / 1000).unwrap();
        prop_assert!(pair(rho) >= pair(rho + 1));
        let (own, owed) = (fixed::mul_wad_up(first, sigma).unwrap(), fixed::mul_wad_up(second, other).unwrap());
        prop_assert!(pair(rho) <= own + owed && pair(rho) >= own.abs_diff(owed));
    }
}
