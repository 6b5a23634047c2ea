//! Prices in few bits.

use proptest::prelude::*;
use risk::price::packed::{pack_lower_up, pack_price, pack_upper_down, unpack_bound, unpack_price};
use risk::price::MAX_PRICE;

#[test]
fn answers_of_feeds_are_kept_exactly() {
    for answer in [
        1_u128,
        99_999_999,
        250_000_000_000,
        123_456_789_012_345,
        576_460_752_303_423_487,
    ] {
        let price = answer * 10_u128.pow(10);
        assert_eq!(unpack_price(pack_price(price)), price, "{answer}");
    }
    assert_eq!(unpack_price(pack_price(0)), 0);
    assert_eq!(unpack_price(pack_price(1)), 1);
    // Seventeen digits of eighteen decimals.
    let price = 2_503_123_456_789_012_300_000;
    assert_eq!(unpack_price(pack_price(price)), price);
}

#[test]
fn ends_of_bands_go_inside() {
    for (price, up, down) in [(1, 1, 1), (1_023, 1_023, 1_023), (1_025, 1_026, 1_024)] {
        let lower = unpack_bound(pack_lower_up(price).unwrap());
        let upper = unpack_bound(pack_upper_down(price).unwrap());
        assert!(upper <= price && price <= lower, "{price}: {upper} {lower}");
        if price < 10_000 {
            assert_eq!((lower, upper), (up, down));
        }
    }
    assert_eq!(pack_lower_up(0), None);
    assert_eq!(pack_upper_down(0), None);
    assert_eq!(
        pack_lower_up(MAX_PRICE),
        None,
        "nothing above it would be a price"
    );
    assert!(pack_upper_down(MAX_PRICE).is_some());
    assert_eq!(pack_upper_down(MAX_PRICE + 1), None);
}

proptest! {
    #[test]
    fn prices_lose_less_than_two_in_1e17_and_only_once(price in 1..=MAX_PRICE, shift in 0..112_u32) {
        let price = (price >> shift).max(1);
        let kept = unpack_price(pack_price(price));
        prop_assert!(kept <= price);
        prop_assert!(price - kept <= price / 50_000_000_000_000_000);
        prop_assert_eq!(pack_price(kept), pack_price(price));
    }

    #[test]
    fn any_word_unpacks(word in any::<u64>(), code in any::<u16>()) {
        let _ = unpack_price(word);
        let _ = unpack_bound(code);
    }

    #[test]
    fn bounds_are_inside_by_at_most_a_five_hundredth(price in 1..=MAX_PRICE >> 1, shift in 0..110_u32) {
        let price = (price >> shift).max(1);
        let lower = unpack_bound(pack_lower_up(price).unwrap());
        let upper = unpack_bound(pack_upper_down(price).unwrap());
        prop_assert!(lower >= price && lower - price <= price / 500 + 1);
        prop_assert!(upper <= price && price - upper <= price / 500 + 1);
        prop_assert_eq!(pack_lower_up(lower), pack_upper_down(lower));
    }
}
