//! Where everything is on chain: what readers of the storage rely on, and upgrades must keep.

use super::mock::Mock;
use super::*;
use crate::slot::Slot;
use risk::terms::sheet::{pack, ASSET, ASSET_BITS, SHARED, SHARED_BITS};

#[motsu::test]
fn upg_2_every_field_is_in_its_slot(
    terms: Contract<Terms>,
    oracle: Contract<Mock>,
    vault: Contract<Mock>,
    owner: Address,
    next: Address,
) {
    open(&terms, owner, oracle.address());
    terms.sender(owner).transfer_ownership(next).motsu_unwrap();
    terms.sender(owner).set_guardian(next).motsu_unwrap();
    terms
        .sender(owner)
        .set_sources(vault.address(), terms.address())
        .motsu_unwrap();
    clock::pass(WEEK);
    let mut less = own();
    less.halfSpread = milli(9);
    terms.sender(owner).set_asset(0, MAJOR, less).motsu_unwrap();
    terms
        .sender(owner)
        .set_sources(vault.address(), Address::ZERO)
        .motsu_unwrap();
    vault.sender(owner).set_answer(&[32, 1, 7]);
    terms.sender(owner).note_exposures(0b1000).motsu_unwrap();
    oracle.sender(owner).set_answer(&[WAD]);
    terms.sender(owner).turn_buffer().motsu_unwrap();
    let at = clock::now();
    let read = |slot: u64| {
        // Any call makes this the contract whose slots are read.
        let _ = terms.sender(owner).owner();
        Slot::at(U256::from(slot)).get()
    };
    let word = |address: Address| U256::from_be_bytes(address.into_word().0);
    assert_eq!((read(0), read(1)), (word(owner), word(next)));
    assert_eq!(
        (read(2), read(3)),
        (word(oracle.address()), word(vault.address()))
    );
    assert_eq!((read(4), read(5)), (U256::ZERO, word(next)));
    // Versions: 1 the shared terms, 2 and 3 the listings, 4 the change.
    assert_eq!(read(6), u(4) + (u(250_000) << 160) + (u(0b1001) << 180));
    let policy = risk::terms::sheet::shared(&risk::margin::Policy::standard()).unwrap();
    assert_eq!(policy[1], 2_823_871_252);
    assert_eq!([7, 8, 9].map(read), [pack(&SHARED, &policy); 3]);
    assert_eq!(
        read(10),
        u(WAD) + (u(WAD / 4 * 5) << 96) + (u(at.into()) << 192)
    );
    // Majors: 0, 100 %, 50 %, 33 %, and class 0.
    let mut values = [0, 1_000_000, 500_000, 330_000, 0, 0, 0, 0, 0, 1];
    assert_eq!(read(16), pack(&ASSET, &values));
    [values[4], values[5], values[6], values[7], values[8]] = [10_000, 5_000, 2_000, 2_000, 3_600];
    let before = pack(&ASSET, &values);
    values[4] = 9_000;
    let now = pack(&ASSET, &values);
    assert_eq!(
        read(32),
        now + (u(at.into()) << ASSET_BITS) + (u(4) << (ASSET_BITS + 32))
    );
    // What loosened counts at once: the second set is what maintenance was at.
    assert_eq!(read(33), before + (u(at.into()) << (ASSET_BITS + 32)));
    assert_eq!(read(34), before);
    assert_eq!(read(35), U256::ZERO);
    assert_ne!(read(44), U256::ZERO);
    assert_eq!(read(96), u(7) << 192);
    assert_eq!((SHARED_BITS, ASSET_BITS), (232, 190));
}
