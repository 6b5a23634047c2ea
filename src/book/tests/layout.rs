//! Where everything is on chain: what readers of the storage rely on, and upgrades must keep.

use super::*;
use crate::slot::Slot;

#[motsu::test]
fn upg_2_every_field_is_in_its_slot(
    book: Contract<Book>,
    owner: Address,
    oracle: Address,
    next: Address,
) {
    open(&book, owner, oracle);
    book.sender(owner).transfer_ownership(next).motsu_unwrap();
    for day in 0..3 {
        let words = facts(&[(10_000 + 400 * day, PERCENT), (0, 0), (500, 4 * PERCENT)]);
        let at = START + u64::try_from(day).unwrap() * DAY;
        book.sender(oracle).record(at, words).motsu_unwrap();
    }
    let read = |slot: u64| {
        // Any call makes this the contract whose slots are read.
        let _ = book.sender(owner).owner();
        Slot::at(U256::from(slot)).get()
    };
    let word = |address: Address| U256::from_be_bytes(address.into_word().0);
    assert_eq!((read(0), read(1)), (word(owner), word(next)));
    let last = u(u128::from(START + 2 * DAY)) << 192;
    assert_eq!(
        read(2),
        word(oracle) + (u(3) << 176) + last + (u(0b101) << 240)
    );
    assert_eq!(read(3), u(86_400) << 224);
    let seen = |price: u128, variance: u128| {
        u(price * DOLLAR / 100)
            + (u(u128::from(START + 2 * DAY)) << 112)
            + (u(variance >> 20) << 152)
    };
    assert_eq!(
        (read(16), read(17), read(18)),
        (seen(10_800, PERCENT), U256::ZERO, seen(500, 4 * PERCENT))
    );
    // Two days: +3.92 % and +3.77 % at 1 %, and none.
    assert_eq!((read(32), read(48)), (u(0b100), u(0b111)));
    assert_eq!((read(34), read(50)), (u(0b100), u(0b100)));
    for slot in [33, 49, 66, 67, 70] {
        assert_eq!(read(slot), U256::ZERO, "{slot}");
    }
    for slot in [64, 65, 68, 69] {
        assert_ne!(read(slot), U256::ZERO, "{slot}");
    }
    let ring = book.sender(owner).ring().motsu_unwrap();
    assert_eq!([read(1024), read(1025), read(1026)][..], ring);
    assert_eq!(read(1027), U256::ZERO);
    // ln(1.04) of 1 % is 3.92 standard deviations, 4,016.2 units: asset 0 in the two highest bytes, little-endian.
    assert_eq!(
        ring[1].to_be_bytes::<32>()[..6],
        [0xb1, 0x0f, 0x00, 0x80, 0x00, 0x00]
    );
}
