//! Samples of past times.

use super::clock::{self, now, START};
use super::feed::{MockFeed, ANSWER};
use super::world::{list, sequencer_up, start, start_with, storage, terms, wad, PRICE_8};
use crate::abi::*;
use crate::Prices;
use alloy_primitives::{Address, U256};
use motsu::prelude::*;

/// Present, price, log return.
fn sample(word: U256) -> Option<(U256, i128)> {
    word.bit(240).then(|| {
        let price = (word >> 128_usize) & ((U256::from(1) << 112) - U256::from(1));
        let low: u128 = (word & U256::from(u128::MAX)).to();
        (price, low.cast_signed())
    })
}

#[motsu::test]
fn who_may_record_and_when(
    prices: Contract<Prices>,
    sequencer: Contract<MockFeed>,
    eth: Contract<MockFeed>,
    alice: Address,
    eve: Address,
) {
    clock::reset();
    sequencer_up(&sequencer, alice);
    start_with(&prices, alice, sequencer.address());
    assert_eq!(
        prices.sender(alice).record(now()).motsu_unwrap(),
        Vec::<U256>::new()
    );
    list(&prices, alice, &eth, PRICE_8);
    clock::pass(3_600);
    let before = storage(&prices, alice);
    let record = |caller, due| prices.sender(caller).record(due).motsu_unwrap_err();
    assert_eq!(record(eve, now()), NotOracle { caller: eve }.into());
    assert_eq!(record(alice, now() + 1), NotDue { due: now() + 1 }.into());
    assert_eq!(record(alice, START), AlreadyRecorded { due: START }.into());
    assert_eq!(
        record(alice, START - 1),
        AlreadyRecorded { due: START - 1 }.into()
    );
    sequencer.sender(alice).set_word(ANSWER, U256::from(1));
    assert_eq!(record(alice, now()), SequencerDown {}.into());
    assert_eq!(storage(&prices, alice), before);
    sequencer_up(&sequencer, alice);
    assert_eq!(prices.sender(alice).record(now()).motsu_unwrap().len(), 1);
    assert_eq!(record(alice, now()), AlreadyRecorded { due: now() }.into());
}

#[motsu::test]
fn eight_assets_take_three_slots(
    prices: Contract<Prices>,
    eth: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    start(&prices, alice);
    for _ in 0..8 {
        list(&prices, alice, &eth, PRICE_8);
    }
    clock::pass(600);
    eth.sender(alice).next(PRICE_8 + 1_000_000_000);
    clock::pass(600);
    let before = storage(&prices, alice);
    let words = prices.sender(alice).record(now()).motsu_unwrap();
    let after = storage(&prices, alice);
    let changed: Vec<usize> = (0..after.len())
        .filter(|slot| after[*slot] != before[*slot])
        .collect();
    assert_eq!(changed, [8, 9, 12]);
    // ln 1.004
    let expected = Some((wad(2_510), 3_992_021_269_537_453));
    assert_eq!(words.len(), 8);
    for (asset, word) in (0..).zip(words) {
        assert_eq!(sample(word), expected);
        assert_eq!(
            prices.sender(alice).sampled(asset).motsu_unwrap(),
            (wad(2_510), now())
        );
    }
}

#[motsu::test]
fn what_is_not_live_then_is_absent(
    prices: Contract<Prices>,
    eth: Contract<MockFeed>,
    btc: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    start(&prices, alice);
    list(&prices, alice, &eth, PRICE_8);
    list(&prices, alice, &btc, PRICE_8);
    clock::pass(100);
    // 21 % at once: suspect.
    eth.sender(alice).next(PRICE_8 / 100 * 121);
    clock::pass(100);
    let words = prices.sender(alice).record(now()).motsu_unwrap();
    assert_eq!(sample(words[0]), None);
    assert_eq!(words[0], U256::ZERO);
    assert_eq!(sample(words[1]), Some((wad(2_500), 0)));
    assert_eq!(
        prices.sender(alice).sampled(0).motsu_unwrap(),
        (wad(2_500), START)
    );
    assert_eq!(
        prices.sender(alice).sampled(1).motsu_unwrap(),
        (wad(2_500), START + 200)
    );
    // Half an hour later it has held, and the whole move is told.
    clock::pass(1_900);
    let words = prices.sender(alice).record(now()).motsu_unwrap();
    // ln 1.21
    assert_eq!(
        sample(words[0]),
        Some((wad(3_025), 190_620_359_608_649_720))
    );
    assert_eq!(sample(words[1]), Some((wad(2_500), 0)));
}

#[motsu::test]
fn a_new_asset_waits_for_times_after_its_listing(
    prices: Contract<Prices>,
    eth: Contract<MockFeed>,
    btc: Contract<MockFeed>,
    alice: Address,
) {
    clock::reset();
    start(&prices, alice);
    list(&prices, alice, &eth, PRICE_8);
    btc.sender(alice).answer(PRICE_8, 8);
    clock::pass(5_000);
    prices
        .sender(alice)
        .list(terms(btc.address()))
        .motsu_unwrap();
    let words = prices.sender(alice).record(now() - 1_000).motsu_unwrap();
    assert!(sample(words[0]).is_some());
    assert_eq!(sample(words[1]), None);
}

#[motsu::test]
fn returns_of_a_path_add_up(prices: Contract<Prices>, eth: Contract<MockFeed>, alice: Address) {
    clock::reset();
    start(&prices, alice);
    list(&prices, alice, &eth, PRICE_8);
    let mut sum = 0;
    for step in 1..=20_u128 {
        clock::pass(900);
        eth.sender(alice)
            .next(PRICE_8 + step * step * 123_456_789 % 40_000_000_000);
        clock::pass(900);
        let words = prices.sender(alice).record(now()).motsu_unwrap();
        sum += sample(words[0]).unwrap().1;
    }
    let (end, _) = prices.sender(alice).sampled(0).motsu_unwrap();
    let exact = fixed::ln_wad(end.to()).unwrap() - fixed::ln_wad(wad(2_500).to()).unwrap();
    assert_eq!(sum, exact);
}
