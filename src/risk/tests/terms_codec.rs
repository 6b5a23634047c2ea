//! The words of the terms: what is written is read, and every rounding is towards more margin.

use fixed::{U256, WAD};
use proptest::prelude::*;
use risk::margin::{AssetPolicy, Policy};
use risk::terms::{decode, encode, length, AssetRules, Rules, SystemSize, MAX_WORDS};
use risk::RiskError;

const MILLIONTH: u128 = 1_000_000_000_000;

fn listed(half_spread: u128, depth: u128) -> AssetRules {
    AssetRules {
        listed: true,
        policy: AssetPolicy {
            jump: 130_000 * MILLIONTH,
            pegged: true,
            stress_scale: 0,
            table_initial: WAD / 5,
            table_maintenance: 140_000 * MILLIONTH,
        },
        half_spread,
        dead_band: 5_000 * MILLIONTH,
        uncertainty: 2_500 * MILLIONTH,
        assumed_depth: depth,
        expected_age: 3_600,
    }
}

#[test]
fn rules_survive_their_words() {
    let mut rules = Rules::new();
    rules.initial.policy.buffer = WAD / 4;
    rules.initial.assets[0] = listed(WAD / 100, 2_000_000 * WAD);
    rules.maintenance.assets[0] = listed(WAD / 200, 3_000_000 * WAD);
    rules.initial.assets[1] = AssetRules {
        policy: AssetPolicy {
            pegged: false,
            ..rules.initial.assets[0].policy
        },
        ..rules.initial.assets[0]
    };
    rules.sizes[0] = SystemSize {
        long: 77 << 80,
        short: 3,
    };
    let mask = 0b1000_0000_0000_1010;
    let mut words = [U256::ZERO; MAX_WORDS];
    assert_eq!(encode(&rules, mask, &mut words), Ok(8));
    assert_eq!(length(mask), 8);
    let mut read = Rules::new();
    assert_eq!(decode(&words[..8], mask, &mut read), Ok(()));
    // The one value of the standard that is no whole number of its units.
    let factor = Policy::standard().margin.shortfall_factor;
    let got = read.initial.policy.margin.shortfall_factor;
    assert_eq!(got, factor.div_ceil(1_000_000_000) * 1_000_000_000);
    rules.initial.policy.margin.shortfall_factor = got;
    rules.maintenance.policy.margin.shortfall_factor = got;
    assert_eq!(read, rules);
}

#[test]
fn words_are_rules_or_refused() {
    let mut rules = Rules::new();
    let mut words = [U256::ZERO; MAX_WORDS];
    // Shared terms that were never set.
    assert_eq!(
        decode(&words[..4], 1, &mut rules),
        Err(RiskError::InvalidTerms)
    );
    assert_eq!(encode(&Rules::new(), 1, &mut words), Ok(4));
    assert_eq!(decode(&words[..4], 1, &mut rules), Ok(()));
    assert_eq!(
        decode(&words[..6], 1, &mut rules),
        Err(RiskError::Malformed)
    );
    assert_eq!(
        decode(&words[..3], 1, &mut rules),
        Err(RiskError::Malformed)
    );
    assert_eq!(decode(&[], 0, &mut rules), Err(RiskError::Malformed));
    assert_eq!(
        encode(&rules, 3, &mut words[..5]),
        Err(RiskError::LengthMismatch)
    );
    // An asset that nobody listed has the widest table.
    assert_eq!(rules.initial.assets[0], AssetRules::unlisted());
    assert_eq!(rules.initial.assets[0].policy.table_initial, 4 * WAD);
    rules.initial.assets[0].half_spread = WAD;
    assert_eq!(encode(&rules, 1, &mut words), Err(RiskError::InvalidTerms));
}

proptest! {
    #[test]
    fn what_is_kept_is_never_looser(
        half_spread in 0..=WAD / 2,
        depth in 0..(1u128 << 28) * 1_000 * WAD,
        long: u128,
        short: u128,
        rate in WAD..=100 * WAD,
    ) {
        let mut rules = Rules::new();
        rules.initial.policy.unwind_rate = rate;
        rules.initial.assets[0] = listed(half_spread, depth);
        rules.sizes[0] = SystemSize { long, short };
        let mut words = [U256::ZERO; 4];
        encode(&rules, 1, &mut words).unwrap();
        let mut read = Rules::new();
        decode(&words, 1, &mut read).unwrap();
        let kept = read.initial.assets[0];
        prop_assert!(kept.half_spread >= half_spread && kept.half_spread - half_spread < MILLIONTH);
        prop_assert!(kept.assumed_depth <= depth && depth - kept.assumed_depth < 1_000 * WAD);
        let kept = read.initial.policy.unwind_rate;
        prop_assert!(kept <= rate && rate - kept < WAD / 100);
        let kept = read.sizes[0];
        for (kept, is) in [(kept.long, long), (kept.short, short)] {
            prop_assert!(kept >= is && kept - is <= is >> 24, "{kept} for {is}");
        }
    }
}
