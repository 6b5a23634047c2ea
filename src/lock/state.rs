//! What the lock keeps.
//!
//! | slot | what |
//! |---|---|
//! | 0, 1 | owner, pending owner |
//! | 2^160 + address | 1 where the address is a member |
//! | transient 0 | who holds the lock; zero where nobody does, as at the start of every transaction |

use crate::slot::Slot;
use crate::words::{address, Word};
use alloc::vec::Vec; // what the SDK's macro writes names it
use alloy_primitives::{Address, U256};
use shell::transient::Transient;
use stylus_sdk::prelude::*;

/// The contract. Its slots are those of the table above; the SDK lays out none.
#[storage]
#[cfg_attr(not(target_arch = "wasm32"), entrypoint)]
pub struct Lock;

shell::entry!(Lock);

const HOLDER: U256 = U256::ZERO;

/// Above every address.
fn place(member: Address) -> Slot {
    let [a, b, c, _] = U256::from_be_bytes(member.to_word().0).into_limbs();
    Slot::at(U256::from_limbs([a, b, c | 1 << 32, 0]))
}

pub(crate) fn is_member(account: Address) -> bool {
    !place(account).get().is_zero()
}

pub(crate) fn set_member(account: Address, member: bool) {
    place(account).set(U256::from(u8::from(member)));
}

/// Zero where nobody holds the lock.
pub(crate) fn holder() -> Address {
    address(Transient::at(HOLDER).get())
}

pub(crate) fn set_holder(holder: Address) {
    Transient::at(HOLDER).set(holder.to_word().into());
}
