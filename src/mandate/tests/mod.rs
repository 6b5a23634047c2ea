//! The contract under motsu, before a vault that answers what it is called with.

mod operators;
mod signing;
mod wire;

use crate::Mandate;
use alloc::vec::Vec;
use alloy_primitives::{address, b256, bytes, Address, Bytes, B256, U256};
use alloy_sol_types::{sol, SolCall, SolValue};
use core::borrow::BorrowMut;
use core::cell::RefCell;
use motsu::prelude::*;
use stylus_sdk::abi::Router;
use stylus_sdk::prelude::*;
use stylus_sdk::stylus_core::storage::TopLevelStorage;
use stylus_sdk::ArbResult;

sol! {
    function act(address actor, bytes call) returns (bytes);
    function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s);
}

/// The time that motsu gives every block.
pub(super) const NOW: u64 = 1_735_689_600;

thread_local! {
    /// Everything that mocks were called with, and what they answer instead, if anything.
    static CALLS: RefCell<Vec<Vec<u8>>> = RefCell::default();
    static REFUSAL: RefCell<Option<ArbResult>> = RefCell::default();
}

pub(super) fn calls() -> Vec<Vec<u8>> {
    CALLS.with(|calls| calls.borrow_mut().drain(..).collect())
}

pub(super) fn answer_instead(answer: Option<ArbResult>) {
    REFUSAL.with(|refusal| *refusal.borrow_mut() = answer);
}

/// A vault: it answers a call with that call. And a token, which refuses.
#[storage]
pub(super) struct Mock;

unsafe impl TopLevelStorage for Mock {}

impl<S: TopLevelStorage + BorrowMut<Self> + ValueDenier> Router<S> for Mock {
    type Storage = Self;

    fn route(_: &mut S, selector: u32, input: &[u8]) -> Option<ArbResult> {
        let data = [&selector.to_be_bytes()[..], input].concat();
        CALLS.with(|calls| calls.borrow_mut().push(data.clone()));
        if let Some(answer) = REFUSAL.with(|refusal| refusal.borrow().clone()) {
            return Some(answer);
        }
        let call = actCall::abi_decode(&data, true).ok();
        Some(call.map(|call| call.call.abi_encode()).ok_or_else(Vec::new))
    }

    fn receive(_: &mut S) -> Option<Result<(), Vec<u8>>> {
        None
    }

    fn fallback(_: &mut S, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(_: &mut S, _: &[u8]) -> Option<ArbResult> {
        None
    }
}

pub(super) const OWNER: Address = address!("f39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
/// Account 0 of the owner, and account 7.
pub(super) const ACCOUNT: B256 =
    b256!("000000000000000000000000f39fd6e51aad88f6f4ce6ab8827279cfffb92266");
pub(super) const SEVENTH: B256 =
    b256!("000000000000000000000007f39fd6e51aad88f6f4ce6ab8827279cfffb92266");
pub(super) const CHAIN: u64 = 42_161;
pub(super) const PLACE: Address = address!("00000000000000000000000000000000c0ffee01");

/// An action, and what a wallet makes of it.
pub(super) struct Signed {
    pub(super) chain: u64,
    pub(super) place: Address,
    pub(super) account: B256,
    pub(super) call: Bytes,
    pub(super) nonce: u64,
    pub(super) deadline: u64,
    pub(super) digest: B256,
    pub(super) signature: Bytes,
}

/// What viem 2.57 signs with the first key of the development mnemonic (`tests/e2e/dapp/sign.mjs`).
pub(super) fn signed() -> [Signed; 4] {
    let first = Signed {
        chain: CHAIN,
        place: PLACE,
        account: ACCOUNT,
        call: Bytes::new(),
        nonce: 0,
        deadline: NOW,
        digest: b256!("41aa876928068b0303896f90ab6f4e10d732ddaf5c041af62a1b8a9cffba9749"),
        signature: bytes!("d8f9d513ac9ee3622679140f47ae464fc608d84c2e20051aabfe6dcbcdce3d3e1deeead3f7fdb3ed291c4f7e2d2a8bfae7f0dc69907f06d980a51edb73c624be1c"),
    };
    let second = Signed {
        account: SEVENTH,
        call: bytes!("deadbeef00000000000000000000000000000000000000000000000000000000000000ff"),
        nonce: 3,
        deadline: NOW + 1,
        digest: b256!("5e922410401bcbad9b404d1dc6cf6f6249f102eec73693486976900527e89ad9"),
        signature: bytes!("5929dc4bd95b348074e535a1dbf327077a005f691cb86437aee56de2a63fba3404e1478cd1619789ccdaaa89ef7d999025b6f50ce3915a3794b4ff9b048fcfc11c"),
        ..first
    };
    let other_chain = Signed {
        chain: 421_614,
        call: Bytes::new(),
        digest: b256!("42b49e4193f9379d5301ce48595f922a85a1c9288a8457057681e5d2ff77e2b1"),
        signature: bytes!("de13669c9680eaa40a21b0ffb3851287dc95167227bdde4f5336283d4b9f28893ffb82bcfed4542249bb2490f7972d26a2be19c4be9866ac86a44c7115c765841c"),
        ..first
    };
    let other_place = Signed {
        place: address!("00000000000000000000000000000000c0ffee02"),
        call: Bytes::new(),
        digest: b256!("5cf4b40ac5f4e76f8215001628cc15e5d91e13fac7827e3c1e2bc4dae627d8c7"),
        signature: bytes!("c992fd0cadf7fb6b28952a88edbe00a1cccdf9dd4273cf83ad6fe8ce7553ec6702fdf8f18fbc7affe3a0a31273bde57a52e48fa2154be820a9d11778e69f03ee1c"),
        ..first
    };
    [first, second, other_chain, other_place]
}

/// The contract at an address on a chain, before a vault.
pub(super) fn start(place: Address, chain: u64) -> (Contract<Mandate>, Contract<Mock>) {
    VM::context().set_chain_id(chain);
    answer_instead(None);
    drop(calls());
    let (mandate, vault) = (Contract::<Mandate>::new_at(place), Contract::<Mock>::new());
    mandate
        .sender(OWNER)
        .initialize(vault.address())
        .motsu_unwrap();
    (mandate, vault)
}

pub(super) fn plain(bytes: &Bytes) -> stylus_sdk::abi::Bytes {
    stylus_sdk::abi::Bytes(bytes.to_vec())
}

pub(super) fn number(value: u64) -> U256 {
    U256::from(value)
}
