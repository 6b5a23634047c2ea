//! Where everything is on chain: what readers of the storage rely on, and upgrades must keep.

use super::*;
use crate::slot::Slot;

#[motsu::test]
fn upg_2_every_field_is_in_its_slot(
    contract: Contract<PoolDepth>,
    pool: Pool,
    asset: Pool,
    quote: Pool,
    owner: Address,
    bob: Address,
) {
    set_up(&contract, &pool, &asset, &quote, owner);
    contract
        .sender(owner)
        .transfer_ownership(bob)
        .motsu_unwrap();
    let read = |slot: u128| {
        // Any call makes this the contract whose slots are read.
        let _ = contract.sender(owner).owner();
        Slot::at(u(slot)).get()
    };
    assert_eq!(read(0), word(owner));
    assert_eq!(read(1), word(bob));
    assert_eq!(read(2), word(quote.address()));
    let terms = (u(60) << 192) | (u(255) << 216) | (u(6) << 224);
    assert_eq!(read(6), word(pool.address()) | (u(1_800) << 160) | terms);
    assert_eq!(read(22), wad());
    assert_eq!((read(5), read(21)), (U256::ZERO, U256::ZERO));
}
