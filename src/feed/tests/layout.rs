//! Where everything is on chain: what readers of the storage rely on, and upgrades must keep.

use super::*;
use crate::slot::Slot;
use crate::words::Word;
use alloy_primitives::keccak256;

#[motsu::test]
fn upg_2_every_field_is_in_its_slot(
    feed: Contract<Feed>,
    oracle: Contract<MockOracle>,
    anyone: Address,
) {
    oracle.sender(anyone).set_price(u(3 * WAD), clock::now());
    let text = "A description that is longer than one slot of thirty-two bytes";
    feed.sender(anyone)
        .initialize(
            oracle.address(),
            0,
            ASSET,
            8,
            U256::from(DEVIATION),
            HEARTBEAT,
            String::from(text),
        )
        .motsu_unwrap();
    assert!(feed.sender(anyone).update().motsu_unwrap());
    let read = |slot: U256| {
        // Any call makes this the contract whose slots are read.
        let _ = feed.sender(anyone).decimals();
        Slot::at(slot).get()
    };
    let oracle = U256::from_be_bytes(oracle.address().into_word().0);
    let head = [
        (0, 160),
        (u128::from(ASSET), 168),
        (8, 176),
        (62, 184),
        (1, 192),
    ];
    let head = head
        .into_iter()
        .fold(oracle, |word, (value, at)| word + (u(value) << at));
    assert_eq!(read(u(0)), head);
    let rhythm = U256::from(DEVIATION) + (U256::from(HEARTBEAT) << 64);
    assert_eq!(read(u(1)), rhythm);
    let mut bytes = text.as_bytes().to_vec();
    bytes.resize(64, 0);
    assert_eq!(read(u(2)), U256::from_be_slice(&bytes[..32]));
    assert_eq!(read(u(3)), U256::from_be_slice(&bytes[32..]));
    let place = keccak256([1_u64.to_word(), u(4).to_word()].concat());
    let round = u(300_000_000) + (U256::from(clock::now()) << 128);
    assert_eq!(read(U256::from_be_bytes(place.0)), round);
    assert_eq!(read(u(4)), U256::ZERO);
    assert_eq!(feed.sender(anyone).description(), text);
}
