//! Where everything is on chain: what readers of the storage rely on, and upgrades must keep.

use super::*;
use crate::slot::Slot;

#[motsu::test]
fn upg_2_every_field_is_in_its_slot(
    desk: Contract<Depth>,
    source: Somebody,
    oracle: Somebody,
    owner: Address,
    bob: Address,
) {
    open(&desk, &source, &oracle, owner);
    desk.sender(owner).transfer_ownership(bob).motsu_unwrap();
    say(&source, "decimals()", &[], &[u(8)]);
    let address = source.address();
    desk.sender(owner)
        .set_source(15, address, FEED, 3_600, usd(7))
        .motsu_unwrap();
    for dollars in [1_000, 2_000, 3_000, 4_000, 5_000] {
        say(&source, "depth(uint8)", &[u(2)], &[usd(dollars)]);
        refresh(&desk);
    }
    let read = |slot: u128| {
        // Any call makes this the contract whose slots are read.
        let _ = desk.sender(owner).owner();
        Slot::at(u(slot)).get()
    };
    assert_eq!(read(0), word(owner));
    assert_eq!(read(1), word(bob));
    assert_eq!(
        read(2),
        word(oracle.address()) | (u(1 << 2 | 1 << 15) << 160)
    );
    let terms = [900, 7_200, 14_400, 86_400, 86_400_u128];
    let packed = (0..5).fold(u(0), |all, at| all | (u(terms[at]) << (32 * at)));
    assert_eq!(read(3), packed);
    let base = |whole: u128| u(whole * 100) << 208;
    assert_eq!(read(10), word(address) | (u(1) << 160) | base(1_000));
    let feed = (u(2) << 160) | (u(8) << 168) | (u(3_600) << 176);
    assert_eq!(read(49), word(address) | feed | base(7));
    let snapshots = (0..5_usize).fold(u(0), |all, at| {
        all | (u(u128::try_from(5 - at).unwrap() * 100_000) << (48 * at))
    });
    assert_eq!(read(11), snapshots);
    // Up to the base with the third, and twice by a quarter of an hour: 1,000, 1,007.22, 1,014.49.
    let now = u(u128::from(clock::now()));
    let progress = u(101_449) | (now << 48) | (now << 88) | (now << 128);
    assert_eq!(read(12), progress);
}
