//! What a poke makes of what `prices` says: samples, nothing, or its revert.

use crate::error::OracleError;
use crate::tests::clock;
use crate::tests::prices::{start, MockPrices, WAD};
use crate::Oracle;
use alloy_primitives::{Address, U256};
use motsu::prelude::*;

/// `SequencerDown()`
const DOWN: [u8; 4] = [0x03, 0x2b, 0x3d, 0x00];

fn list(words: &[U256]) -> Vec<U256> {
    let mut list = vec![U256::from(32), U256::from(words.len())];
    list.extend_from_slice(words);
    list
}

fn sampled(log_return: i128, price: u128) -> U256 {
    U256::from(log_return.cast_unsigned()) | U256::from(price) << 128 | U256::from(1) << 240
}

#[motsu::test]
fn a_poke_takes_what_prices_recorded(
    oracle: Contract<Oracle>,
    prices: Contract<MockPrices>,
    alice: Address,
) {
    start(&oracle, &prices, alice);
    // The third asset is not the oracle's.
    let words = [
        sampled(10i128.pow(16), 2_500 * WAD),
        U256::ZERO,
        sampled(1, WAD),
    ];
    prices.sender(alice).set_answer(&list(&words));
    assert!(
        !oracle.sender(alice).poke().motsu_unwrap(),
        "nothing is due"
    );
    clock::pass(3_599);
    assert!(!oracle.sender(alice).poke().motsu_unwrap());
    assert_eq!(prices.sender(alice).calls(), U256::ZERO);
    clock::pass(1);
    assert!(oracle.sender(alice).poke().motsu_unwrap());
    let samples = |asset| oracle.sender(alice).samples(asset).motsu_unwrap();
    assert_eq!((samples(0), samples(1)), (1, 0));
    assert_eq!(oracle.sender(alice).sampled_at(), clock::START + 3_600);
    assert!(!oracle.sender(alice).poke().motsu_unwrap());
    assert_eq!(prices.sender(alice).calls(), U256::from(1));
}

#[motsu::test]
fn due_times_are_walked_eight_at_a_time(
    oracle: Contract<Oracle>,
    prices: Contract<MockPrices>,
    alice: Address,
) {
    start(&oracle, &prices, alice);
    prices
        .sender(alice)
        .set_answer(&list(&[sampled(0, WAD), sampled(0, WAD)]));
    clock::pass(20 * 3_600);
    let mut due = oracle.sender(alice).due_at();
    assert!(oracle.sender(alice).poke().motsu_unwrap());
    assert_eq!(prices.sender(alice).calls(), U256::from(8));
    let after = oracle.sender(alice).due_at();
    assert!(after > due && oracle.sender(alice).sampled_at() < clock::now());
    due = after;
    let (at, overdue) = oracle.sender(alice).next_due().motsu_unwrap();
    assert!(at == due && overdue > 0);
    while oracle.sender(alice).poke().motsu_unwrap() {}
    assert_eq!(oracle.sender(alice).next_due().motsu_unwrap().1, 0);
}

#[motsu::test]
fn a_sequencer_that_is_down_samples_nothing(
    oracle: Contract<Oracle>,
    prices: Contract<MockPrices>,
    alice: Address,
) {
    use alloy_sol_types::SolError;
    alloy_sol_types::sol! { error SequencerDown(); }
    assert_eq!(SequencerDown::SELECTOR, DOWN);
    start(&oracle, &prices, alice);
    clock::pass(4_000);
    prices.sender(alice).set_revert(&DOWN);
    assert!(!oracle.sender(alice).poke().motsu_unwrap());
    prices.sender(alice).set_revert(b"anything else");
    let refused = oracle.sender(alice).poke();
    assert!(matches!(refused, Err(OracleError::Prices(data)) if data == b"anything else"));
    prices.sender(alice).set_revert(b"");
    prices.sender(alice).set_answer(&[U256::from(32)]);
    assert!(matches!(
        oracle.sender(alice).poke(),
        Err(OracleError::PricesFailed(_))
    ));
    assert_eq!(oracle.sender(alice).sampled_at(), clock::START);
}
