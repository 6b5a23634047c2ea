//! What a judgement knows of an asset, by hand and by law; and which terms go together (LIQ-5).

use fixed::WAD;
use proptest::prelude::*;
use risk::margin::{Kind, Policy};
use risk::quality::AssetClass;
use risk::terms::consistency::{check, LARGEST_DISCOUNT};
use risk::terms::facts::facts;
use risk::terms::{AssetRules, Rules, SystemSize};
use risk::{Covariance, Market, RiskError, State, DAY};

const MILLION: u128 = 1_000_000 * WAD;
/// A standard deviation of 1 % a day.
const PERCENT: i128 = 100_000_000_000_000_000_000_000_000_000_000;

fn market() -> Market {
    let mut market = Market::new();
    market.mask = 1;
    market.prices[0] = 2_000 * WAD;
    market.liability_prices[0] = 2_010 * WAD;
    market.updated_at[0] = 1_000;
    market.timestamp = 5_000;
    market.covariance = Covariance::from_triangle(1, &[16 * PERCENT]).unwrap();
    market
}

fn rules() -> Rules {
    let asset = AssetRules {
        listed: true,
        policy: AssetClass::Major.terms(),
        half_spread: WAD / 100,
        dead_band: WAD / 200,
        uncertainty: WAD / 400,
        assumed_depth: 2 * MILLION,
        expected_age: 3_600,
    };
    let mut rules = Rules::new();
    rules.initial.assets[0] = asset;
    rules.maintenance.assets[0] = AssetRules {
        assumed_depth: 3 * MILLION,
        half_spread: WAD / 200,
        ..asset
    };
    rules.sizes[0] = SystemSize {
        long: 1_000 * WAD,
        short: 10 * WAD,
    };
    rules
}

#[test]
fn facts_by_hand() {
    let (mut market, rules) = (market(), rules());
    let get = |market: &Market, kind| facts(market, &rules, kind, 0).unwrap();
    let initial = get(&market, Kind::Initial);
    assert!(initial.known);
    assert_eq!(initial.deviation, WAD / 25);
    assert_eq!(initial.multiplier, WAD);
    assert_eq!((initial.age, initial.dead_band), (400, WAD / 200));
    assert_eq!(
        (initial.depth, initial.half_spread),
        (2 * MILLION, WAD / 100)
    );
    assert_eq!(
        (initial.system_long, initial.system_short),
        (2 * MILLION, 20_100 * WAD)
    );
    assert_eq!((initial.uncertainty, initial.quote), (WAD / 400, WAD));
    let kept = get(&market, Kind::Maintenance);
    assert_eq!((kept.depth, kept.half_spread), (3 * MILLION, WAD / 200));
    assert_eq!(kept.deviation, WAD / 25);

    // A forecast counts up to half as much again; the long-run level without limit.
    market.forecasts[0] = 25 * PERCENT;
    assert_eq!(get(&market, Kind::Initial).deviation, WAD / 20);
    market.forecasts[0] = 100 * PERCENT;
    assert_eq!(get(&market, Kind::Initial).deviation, WAD / 50 * 3);
    market.slow[0] = 64 * PERCENT;
    assert_eq!(get(&market, Kind::Initial).deviation, WAD / 25 * 2);
    // Maintenance follows at its pace, and never past initial margin.
    market.paced[0] = 9 * PERCENT;
    assert_eq!(get(&market, Kind::Maintenance).deviation, WAD / 100 * 3);
    market.paced[0] = 400 * PERCENT;
    assert_eq!(get(&market, Kind::Maintenance).deviation, WAD / 25 * 2);

    market.surcharges[0] = 13;
    assert_eq!(get(&market, Kind::Initial).multiplier, WAD / 100 * 113);
    market.depths[0] = MILLION;
    market.maintenance_depths[0] = 5 * MILLION;
    assert_eq!(get(&market, Kind::Initial).depth, MILLION);
    assert_eq!(get(&market, Kind::Maintenance).depth, 5 * MILLION);
}

#[test]
fn a_missing_input_is_unknown() {
    let rules = rules();
    let known = |market: &Market, rules: &Rules| {
        let both = [Kind::Initial, Kind::Maintenance].map(|kind| facts(market, rules, kind, 0));
        assert_eq!(both[0].unwrap().known, both[1].unwrap().known);
        both[0].unwrap().known
    };
    let with = |change: fn(&mut Market)| {
        let mut market = market();
        change(&mut market);
        market
    };
    assert!(known(&market(), &rules));
    assert!(!known(&with(|market| market.prices[0] = 0), &rules));
    assert!(!known(
        &with(|market| market.states[0] = State::Dead),
        &rules
    ));
    assert!(!known(
        &with(|market| market.covariance = Covariance::from_triangle(1, &[0]).unwrap()),
        &rules
    ));
    assert!(known(
        &with(|market| market.states[0] = State::Suspect),
        &rules
    ));
    assert!(!known(&market(), &Rules::new()));
    assert_eq!(
        facts(&market(), &rules, Kind::Initial, 16),
        Err(RiskError::UnknownAsset)
    );
}

#[test]
fn a_peg_is_quoted_at_its_price() {
    let mut rules = rules();
    rules.initial.assets[0].policy = AssetClass::FiatStable.terms();
    let mut market = market();
    market.prices[0] = WAD / 100 * 97;
    assert_eq!(
        facts(&market, &rules, Kind::Initial, 0).unwrap().quote,
        WAD / 100 * 97
    );
}

/// A position of one dollar in the calmest market of the class, at a discount, must still be worth less to a liquidator
/// than what it lets go of.
#[test]
fn liq_5_a_sale_lifts_health_in_the_calmest_market() {
    assert_eq!(LARGEST_DISCOUNT, WAD / 20);
    let policy = Policy::standard();
    let mut major = rules().initial.assets[0];
    // 2 % a day: 0.8 * 3.3887 * 2 % = 5.42 %, and 1 % of spread: (1 - 0.0642) * 1.05 = 0.983.
    assert_eq!(check(&policy, &major, AssetClass::Major), Ok(()));
    let mut short = policy;
    short.margin.horizon = DAY / 24;
    // Over an hour: 1.11 %, and 1 %: (1 - 0.0211) * 1.05 = 1.028.
    assert_eq!(
        check(&short, &major, AssetClass::Major),
        Err(RiskError::InvalidTerms)
    );
    major.policy.jump = WAD / 20;
    assert_eq!(check(&short, &major, AssetClass::Major), Ok(()));
    // A pegged asset moves 0.1 %: without its jump nothing is left for a discount.
    let mut stable = major;
    stable.policy = AssetClass::FiatStable.terms();
    assert_eq!(check(&policy, &stable, AssetClass::FiatStable), Ok(()));
    stable.policy.jump = 0;
    assert_eq!(
        check(&policy, &stable, AssetClass::FiatStable),
        Err(RiskError::InvalidTerms)
    );
    // The table: 0.96 * 1.05 > 1; and in order.
    major.policy.table_maintenance = WAD / 25;
    assert_eq!(
        check(&policy, &major, AssetClass::Major),
        Err(RiskError::InvalidTerms)
    );
    major.policy.table_maintenance = major.policy.table_initial + 1;
    assert_eq!(
        check(&policy, &major, AssetClass::Major),
        Err(RiskError::InvalidTerms)
    );
    for class in 0..8 {
        let class = AssetClass::try_from(class).unwrap();
        major.policy = class.terms();
        assert_eq!(check(&policy, &major, class), Ok(()), "{class:?}");
    }
}

proptest! {
    /// RSK-1, fact by fact.
    #[test]
    fn maintenance_never_counts_with_more_risk(
        variances in prop::array::uniform4(0..1i128 << 100),
        depths in prop::array::uniform2(0..1u128 << 80),
    ) {
        let mut market = market();
        let [measured, slow, paced, forecast] = variances;
        market.covariance = Covariance::from_triangle(1, &[measured]).unwrap();
        (market.slow[0], market.paced[0], market.forecasts[0]) = (slow, paced, forecast);
        [market.depths[0], market.maintenance_depths[0]] = depths;
        let rules = rules();
        let initial = facts(&market, &rules, Kind::Initial, 0).unwrap();
        let kept = facts(&market, &rules, Kind::Maintenance, 0).unwrap();
        prop_assert!(kept.deviation <= initial.deviation);
        prop_assert!(kept.depth >= initial.depth);
        prop_assert!(initial.deviation.pow(2) >= measured.max(slow).unsigned_abs());
    }
}
