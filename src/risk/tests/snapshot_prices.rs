//! What the margin contract reads of a snapshot is what everybody reads of it, and nothing beside it matters.

use crate::world::{world, Kind};
use fixed::U256;
use proptest::prelude::*;
use risk::snapshot::{decode, encode, read_prices, MAX_WORDS};
use risk::{Market, RiskError, State};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn the_prices_of_a_snapshot_are_those_of_the_whole(
        world in world(Kind { most: 16, legs: false, hedges: true }), facts in any::<[u64; 4]>(), wide in 0u128..1000,
    ) {
        let mut market = world.market;
        let (prices, states) = (market.prices, [State::Live, State::Dead, State::Suspect, State::Paused]);
        for (place, price) in prices.iter().enumerate() {
            market.liability_prices[place] = price + price / 1000 * wide;
            market.states[place] = states[(facts[0] as usize + place) % 4];
        }
        (market.timestamp, market.due_at) = (facts[1], facts[2]);
        let mut words = [U256::ZERO; MAX_WORDS];
        let count = encode(&market, &mut words).unwrap();
        let words = &mut words[..count];
        let whole = decode(words).unwrap();
        // Variances and depths that nobody needs here may be anything.
        words[2] = U256::from_limbs(facts);
        words[3] = U256::from_limbs(facts);
        let mut read = Market::new();
        read_prices(words, &mut read).unwrap();
        prop_assert_eq!((read.mask, read.not_live), (whole.mask, whole.not_live));
        prop_assert_eq!((read.timestamp, read.due_at), (whole.timestamp, whole.due_at));
        prop_assert_eq!((read.prices, read.liability_prices), (whole.prices, whole.liability_prices));
        prop_assert_eq!(read.states, whole.states);
        prop_assert_eq!(&read.covariance, &whole.covariance);
        prop_assert_eq!(read.packed_states(), market.packed_states());

        words[1] -= U256::from(1 + prices[0] / 1000 * wide + u128::from(wide == 0)) << 128;
        let below = read_prices(words, &mut Market::new());
        prop_assert_eq!(below, Err(RiskError::Malformed));
    }
}
