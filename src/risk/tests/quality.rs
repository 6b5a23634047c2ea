//! Asset classes, haircuts and pegs.

use fixed::WAD;
use proptest::prelude::*;
use risk::margin::AssetPolicy;
use risk::quality::{
    collateral_price, composite_haircut_up, initial_ratio_down, liability_price, market_haircut_up,
    peg_charge, threshold_down, AssetClass,
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
        let pegged = (3..6).contains(&number);
        let expected = AssetPolicy {
            jump,
            pegged,
            stress_scale: if pegged { 0 } else { WAD },
            table_initial: initial,
            table_maintenance: maintenance,
        };
        assert_eq!((terms, class.haircut()), (expected, haircut), "{class:?}");
        assert!(jump <= haircut && haircut <= WAD && haircut <= initial);
        assert!(jump <= maintenance && maintenance <= initial);
        assert_eq!(AssetClass::try_from(number as u8), Ok(class));
        assert_eq!(class as usize, number);
        assert_eq!(class.is_pegged(), pegged);
    }
    assert_eq!(AssetClass::try_from(8), Err(RiskError::Malformed));
    // A claim on a major carries the major's haircut and its own jump.
    let major = AssetClass::Major.haircut();
    for class in [AssetClass::LiquidStaking, AssetClass::CrossChain] {
        let terms = class.terms();
        assert!(class.haircut() >= composite_haircut_up(major, 0, terms.jump));
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
    for (market, collateral, liability, charge) in [
        (percent(97), percent(97), WAD, percent(8)),
        (percent(99), percent(99), WAD, 0),
        (percent(99) - 1, percent(99) - 1, WAD, 4),
        (WAD, WAD, WAD, 0),
        (percent(130), WAD, percent(130), 0),
        (0, 0, WAD, percent(396)),
    ] {
        assert_eq!(collateral_price(market), collateral);
        assert_eq!(liability_price(market), liability);
        assert_eq!(peg_charge(market), charge);
    }
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
}
