//! The packed words: fixed bits, round trip, and refusal of anything else.

use crate::world::{world, Kind};
use fixed::U256;
use proptest::prelude::*;
use risk::snapshot::{decode, encode, length, MAX_WORDS};
use risk::{Covariance, Gate, Market, RiskError, State};

const DOLLAR: u128 = 1_000_000_000_000_000_000;
const PRICE: u128 = (1 << 112) - 1;
const TIME: u64 = (1 << 48) - 1;

fn two() -> Market {
    let mut market = Market::new();
    market.mask = 0b1000_0000_0100;
    market.not_live = 0b1000_0000_0000;
    market.prices[..2].copy_from_slice(&[3_000 * DOLLAR, PRICE]);
    market.liability_prices[..2].copy_from_slice(&[3_001 * DOLLAR, PRICE]);
    market.states[1] = State::Suspect;
    market.gates[1] = Gate::PriceDeviates;
    market.updated_at[..2].copy_from_slice(&[1_738_454_400, TIME]);
    market.covariance = Covariance::from_triangle(2, &[1600, -7, i128::MAX]).unwrap();
    market.slow[..2].copy_from_slice(&[900, 901]);
    market.paced[..2].copy_from_slice(&[1_000, i128::MAX]);
    market.forecasts[..2].copy_from_slice(&[5 << 47, ((1 << 80) - 1) << 47]);
    market.depths[..2].copy_from_slice(&[250_000 * DOLLAR, ((1 << 56) - 1) * DOLLAR]);
    market.maintenance_depths[..2].copy_from_slice(&[300_000 * DOLLAR, ((1 << 56) - 1) * DOLLAR]);
    market.surcharges[..2].copy_from_slice(&[13, 255]);
    market.samples[..2].copy_from_slice(&[30, 31]);
    market.index_volatility = 600_000_000_000_000_000;
    market.sampled_at = 1_738_450_800;
    market.timestamp = 1_738_454_460;
    market.due_at = 1_738_458_000;
    market
}

/// Every field at the bit where readers in other languages expect it.
#[test]
fn words_have_their_fields_at_fixed_bits() {
    let mut words = [U256::ZERO; MAX_WORDS];
    assert_eq!(encode(&two(), &mut words), Ok(9));
    let at = |value: u128, bit: usize| U256::from(value) << bit;
    assert_eq!(
        words[0],
        at(600_000_000_000_000_000, 0)
            | at(1_738_450_800, 80)
            | at(1_738_454_460, 128)
            | at(1_738_458_000, 192)
    );
    let first = at(3_000 * DOLLAR, 0) | at(3_001 * DOLLAR, 128) | at(2, 240) | at(13, 248);
    assert_eq!(words[1], first);
    assert_eq!(words[2], at(900, 0) | at(1_000, 128));
    let facts = at(5, 0) | at(1_738_454_400, 80) | at(250_000, 128) | at(300_000, 184);
    assert_eq!(words[3], facts | at(30, 240));
    let tags = at(3, 112) | at(10, 120) | at(11, 240) | at(255, 248);
    assert_eq!(words[4], at(PRICE, 0) | at(PRICE, 128) | tags);
    assert_eq!(words[5], at(901, 0) | at(i128::MAX as u128, 128));
    assert_eq!(
        words[6],
        ((U256::from(1u8) << 240) - U256::from(1u8)) | at(31, 240)
    );
    assert_eq!(words[7], at(1600, 0) | at(u128::MAX - 6, 128));
    assert_eq!(words[8], at(i128::MAX as u128, 0));
    assert_eq!(decode(&words[..9]), Ok(two()));
}

/// A depth between dollars is told as the lower one, a forecast between units as the higher.
#[test]
fn what_does_not_fit_is_rounded_against_the_borrower() {
    let mut market = two();
    market.depths[0] += DOLLAR - 1;
    market.maintenance_depths[0] += 1;
    market.forecasts[0] -= (1 << 47) - 1;
    let mut words = [U256::ZERO; MAX_WORDS];
    encode(&market, &mut words).unwrap();
    assert_eq!(decode(&words[..9]), Ok(two()));
}

#[test]
fn a_variance_of_zero_is_read() {
    let mut still = two();
    still.covariance = Covariance::from_triangle(2, &[0, 0, 0]).unwrap();
    let mut words = [U256::ZERO; MAX_WORDS];
    encode(&still, &mut words).unwrap();
    assert_eq!(decode(&words[..9]), Ok(still));
}

#[test]
fn lengths_tell_the_number_of_assets() {
    assert_eq!(
        (length(0), length(1), length(2), length(3), length(16)),
        (1, 5, 9, 13, 117)
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
        decode(&changed[..9])
    };
    let bit = |bit: usize| U256::from(1u8) << bit;
    let cheap: U256 = words[1] ^ U256::from(3_001 * DOLLAR) << 128;
    assert_eq!(decode(&[]), Err(RiskError::Malformed));
    assert_eq!(decode(&words[..8]), Err(RiskError::Malformed));
    for (place, value, what) in [
        (1, words[4], "an asset twice"),
        (4, words[1], "an asset twice"),
        (1, words[1] | bit(244), "asset 18"),
        (1, words[1] | bit(115), "state 8"),
        (1, words[1] | bit(124), "gate 16"),
        (1, cheap, "a liability below the price"),
        (2, words[2] | bit(127), "a negative long-run variance"),
        (2, words[2] | bit(255), "a negative paced variance"),
        (3, words[3] | bit(248), "a bit above the samples"),
        (8, words[8] | bit(128), "a fourth entry"),
        (8, words[8] | bit(127), "a negative variance"),
    ] {
        assert_eq!(with(place, value), Err(RiskError::Malformed), "{what}");
    }
    assert_eq!(
        encode(&two(), &mut words[..8]),
        Err(RiskError::LengthMismatch)
    );
    assert_eq!(
        encode(&Market { mask: 1, ..two() }, &mut words),
        Err(RiskError::LengthMismatch)
    );
}

/// What does not fit its bits is refused, not cut.
#[test]
fn what_is_too_wide_is_refused() {
    let mut words = [U256::ZERO; MAX_WORDS];
    let refused = |change: fn(&mut Market)| {
        let mut market = two();
        change(&mut market);
        encode(&market, &mut words)
    };
    let overflow = Err(RiskError::Math(fixed::MathError::Overflow));
    let changes: [fn(&mut Market); 7] = [
        |market| market.prices[0] = PRICE + 1,
        |market| market.liability_prices[0] = PRICE + 1,
        |market| market.index_volatility = 1 << 80,
        |market| market.sampled_at = TIME + 1,
        |market| market.updated_at[0] = TIME + 1,
        |market| market.depths[0] = (1 << 56) * DOLLAR,
        |market| market.maintenance_depths[0] = (1 << 56) * DOLLAR,
    ];
    let mut refused = refused;
    for change in changes {
        assert_eq!(refused(change), overflow);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn round_trip(world in world(Kind { most: 16, legs: false, hedges: true }), times in any::<[u64; 16]>(), tags in any::<[u8; 16]>()) {
        let mut market = world.market;
        for (place, asset) in (0..16).filter(|asset| market.mask >> asset & 1 == 1).enumerate() {
            market.updated_at[place] = times[place] >> 16;
            market.samples[place] = tags[place] >> 3;
            market.surcharges[place] = tags[15 - place];
            market.depths[place] = u128::from(times[place] >> 9) * DOLLAR;
            market.maintenance_depths[place] = u128::from(times[place] >> 8) * DOLLAR;
            market.forecasts[place] = i128::from(times[place] >> 1) << 47;
            market.slow[place] = i128::from(times[15 - place]);
            market.paced[place] = i128::from(times[15 - place]) << 60;
            market.liability_prices[place] = market.prices[place] + u128::from(tags[place]);
            market.states[place] = State::try_from(tags[place] % 5).unwrap();
            market.gates[place] = Gate::try_from(tags[place] % 11).unwrap();
            market.not_live |= u16::from(tags[place] % 5 != 0) << asset;
        }
        (market.timestamp, market.due_at, market.index_volatility) = (times[1], times[0], u128::from(times[2]) << 16);
        market.sampled_at = times[3] >> 16;
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
