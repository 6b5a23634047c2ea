//! The pace of the clock and the index that sets it.

use fixed::WAD;
use proptest::prelude::*;
use risk::{index_volatility_up, next_interval};

#[test]
fn twice_the_volatility_is_sampled_four_times_as_often() {
    let reference = 60 * WAD / 100;
    let next = |index: u128| next_interval(index, reference, 3600, 300, 14_400).unwrap();
    assert_eq!(next(reference), 3600);
    assert_eq!(next(2 * reference), 900);
    assert_eq!(next(reference / 2), 14_400);
    assert_eq!(next(reference * 2 / 3), 8100);
    assert_eq!(next(10 * reference), 300);
    assert_eq!(next(0), 14_400);
    assert_eq!(next(1), 14_400);
    assert_eq!(next(u128::MAX), 300);
    assert_eq!(
        next_interval(u128::MAX, u128::MAX, u64::MAX, 0, u64::MAX),
        Ok(u64::MAX)
    );
}

#[test]
fn index_is_the_weighted_root_mean_square() {
    assert_eq!(
        index_volatility_up(&[3 * WAD, 4 * WAD], &[1, 1]),
        Ok(3_535_533_905_932_737_623)
    );
    assert_eq!(
        index_volatility_up(&[3 * WAD, 4 * WAD], &[WAD, 0]),
        Ok(3 * WAD)
    );
    assert_eq!(index_volatility_up(&[WAD], &[0]), Ok(0));
    assert_eq!(index_volatility_up(&[], &[]), Ok(0));
    assert!(index_volatility_up(&[WAD], &[]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn interval_falls_as_the_index_rises(index in 1u128..100 * WAD, more in 0u128..WAD, base in 1u64..86_400) {
        let next = |index| next_interval(index, 6 * WAD / 10, base, 60, 86_400).unwrap();
        prop_assert!(next(index + more) <= next(index));
        prop_assert!((60..=86_400).contains(&next(index)));
    }

    #[test]
    fn index_lies_between_its_members(list in prop::collection::vec((0u128..10 * WAD, 1u128..WAD), 1..16)) {
        let (volatilities, weights): (Vec<u128>, Vec<u128>) = list.into_iter().unzip();
        let index = index_volatility_up(&volatilities, &weights).unwrap();
        prop_assert!(index >= *volatilities.iter().min().unwrap());
        prop_assert!(index <= *volatilities.iter().max().unwrap());
    }
}
