//! The packed words: fixed bits, round trip, and refusal of anything else.

use crate::world::{world, Kind};
use fixed::U256;
use proptest::prelude::*;
use risk::snapshot::{decode, encode, length, MAX_WORDS};
use risk::{Covariance, Gate, Market, RiskError, State};

fn two() -> Market {
    let mut market = Market::new();
    market.mask = 0b1000_0000_0100;
    market.not_live = 0b1000_0000_0000;
    market.prices[..2].copy_from_slice(&[3_000_000_000_000_000_000_000, u128::MAX]);
    market.states[1] = State::Suspect;
    market.gates[1] = Gate::PriceDeviates;
    market.updated_at[..2].copy_from_slice(&[1_738_454_400, u64::MAX]);
    market.covariance = Covariance::from_triangle(2, &[1600, -7, i128::MAX]).unwrap();
    market.index_volatility = 600_000_000_000_000_000;
    market.timestamp = 1_738_454_460;
    market.due_at = 1_738_458_000;
    market
}

/// Every field at the bit where readers in other languages expect it.
#[test]
fn words_have_their_fields_at_fixed_bits() {
    let mut words = [U256::ZERO; MAX_WORDS];
    assert_eq!(encode(&two(), &mut words), Ok(5));
    let at = |value: u128, bit: usize| U256::from(value) << bit;
    assert_eq!(
        words[0],
        at(600_000_000_000_000_000, 0) | at(1_738_454_460, 128) | at(1_738_458_000, 192)
    );
    assert_eq!(
        words[1],
        at(3_000_000_000_000_000_000_000, 0) | at(2, 144) | at(1_738_454_400, 152)
    );
    let tags = at(3, 128) | at(10, 136) | at(11, 144) | at(u64::MAX.into(), 152);
    assert_eq!(words[2], at(u128::MAX, 0) | tags);
    assert_eq!(words[3], at(1600, 0) | at(u128::MAX - 6, 128));
    assert_eq!(words[4], at(i128::MAX as u128, 0));
    assert_eq!(decode(&words[..5]), Ok(two()));
}

#[test]
fn a_variance_of_zero_is_read() {
    let mut still = two();
    still.covariance = Covariance::from_triangle(2, &[0, 0, 0]).unwrap();
    let mut words = [U256::ZERO; MAX_WORDS];
    encode(&still, &mut words).unwrap();
    assert_eq!(decode(&words[..5]), Ok(still));
}

#[test]
fn lengths_tell_the_number_of_assets() {
    assert_eq!(
        (length(0), length(1), length(2), length(3), length(16)),
        (1, 3, 5, 7, 85)
    );
    assert!((0..16).all(|assets| length(assets) < length(assets + 1)));
}

#[test]
fn malformed_words_are_refused() {
    let mut words = [U256::ZERO; MAX_WORDS];
    encode(&two(), &mut words).unwrap();
    let with = |place: usize, value: U256| {
        let mut changed = words;
        changed[place] = value;
        decode(&changed[..5])
    };
    let bit = |bit: usize| U256::from(1u8) << bit;
    assert_eq!(decode(&[]), Err(RiskError::Malformed));
    assert_eq!(decode(&words[..4]), Err(RiskError::Malformed));
    assert_eq!(
        with(1, words[2]),
        Err(RiskError::Malformed),
        "an asset twice"
    );
    assert_eq!(
        with(2, words[1]),
        Err(RiskError::Malformed),
        "an asset twice"
    );
    assert_eq!(
        with(1, words[1] | bit(148)),
        Err(RiskError::Malformed),
        "asset 18"
    );
    assert_eq!(
        with(1, words[1] | bit(216)),
        Err(RiskError::Malformed),
        "a bit above the time"
    );
    assert_eq!(
        with(1, words[1] | bit(131)),
        Err(RiskError::Malformed),
        "state 8"
    );
    assert_eq!(
        with(1, words[1] | bit(140)),
        Err(RiskError::Malformed),
        "gate 16"
    );
    assert_eq!(
        with(4, words[4] | bit(128)),
        Err(RiskError::Malformed),
        "a fourth entry"
    );
    assert_eq!(
        with(4, words[4] | bit(127)),
        Err(RiskError::Malformed),
        "a negative variance"
    );
    assert_eq!(
        encode(&two(), &mut words[..4]),
        Err(RiskError::LengthMismatch)
    );
    assert_eq!(
        encode(&Market { mask: 1, ..two() }, &mut words),
        Err(RiskError::LengthMismatch)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn round_trip(world in world(Kind { most: 16, legs: false, hedges: true }), times in any::<[u64; 16]>(), tags in any::<[u8; 16]>()) {
        let mut market = world.market;
        for (place, asset) in (0..16).filter(|asset| market.mask >> asset & 1 == 1).enumerate() {
            market.updated_at[place] = times[place];
            market.states[place] = State::try_from(tags[place] % 5).unwrap();
            market.gates[place] = Gate::try_from(tags[place] % 11).unwrap();
            market.not_live |= u16::from(tags[place] % 5 != 0) << asset;
        }
        (market.timestamp, market.due_at, market.index_volatility) = (times[1], times[0], u128::from(times[2]) << 64);
        let mut words = [U256::MAX; MAX_WORDS];
        let count = encode(&market, &mut words).unwrap();
        prop_assert_eq!(count, length(market.assets()));
        prop_assert_eq!(decode(&words[..count]), Ok(market));
    }

    #[test]
    fn any_words_decode_or_fail_without_panic(words in prop::collection::vec(any::<[u64; 4]>(), 0..10)) {
        let words: Vec<U256> = words.into_iter().map(U256::from_limbs).collect();
        let _ = decode(&words);
    }
}
