//! A chain, and what is sent on it.

use alloy::{
    primitives::{Address, Bytes, U256},
    sol_types::{SolCall, SolError},
};
use devnet::{
    chain::{Chain, Config, Pace},
    machine::{Outcome, Transaction},
};

/// Gas of every call: no program of ours needs as much.
pub const GAS: u64 = 100_000_000;

/// A chain on which time stands still.
pub fn chain() -> Chain {
    Chain::new(Config {
        pace: Pace::Seconds(0),
        ..Config::default()
    })
}

fn transaction(from: Address, to: Address, input: Vec<u8>, value: u64) -> Transaction {
    Transaction {
        from,
        to: Some(to),
        input: input.into(),
        value: U256::from(value),
        gas_limit: GAS,
        ..Transaction::default()
    }
}

/// Calls and keeps nothing.
pub fn call(chain: &Chain, from: Address, to: Address, input: Vec<u8>) -> Outcome {
    call_with(chain, from, to, input, 0)
}

/// The same with wei.
pub fn call_with(chain: &Chain, from: Address, to: Address, input: Vec<u8>, wei: u64) -> Outcome {
    chain
        .call(transaction(from, to, input, wei))
        .expect("the chain takes the call")
}

/// Sends; what it answers is that of the same call just before.
#[track_caller]
pub fn send<C: SolCall>(chain: &mut Chain, from: Address, to: Address, input: C) -> C::Return {
    let input = input.abi_encode();
    let outcome = call(chain, from, to, input.clone());
    let receipt = chain
        .send(Transaction {
            gas_limit: 30_000_000,
            ..transaction(from, to, input, 0)
        })
        .expect("the chain takes the transaction");
    assert!(
        receipt.success,
        "{} refused: {} {:?} {:?}",
        C::SIGNATURE,
        e2e::name(&receipt.output),
        receipt.halt,
        outcome.failures
    );
    C::abi_decode_returns(&outcome.output).expect("an answer of its type")
}

/// Calls a view, or what would be answered.
#[track_caller]
pub fn read<C: SolCall>(chain: &Chain, from: Address, to: Address, input: C) -> C::Return {
    let outcome = call(chain, from, to, input.abi_encode());
    assert!(
        outcome.success,
        "{} refused: {} {:?}",
        C::SIGNATURE,
        e2e::name(&outcome.output),
        outcome.failures
    );
    C::abi_decode_returns(&outcome.output).expect("an answer of its type")
}

/// Why a call is refused.
#[track_caller]
pub fn refusal<C: SolCall>(chain: &Chain, from: Address, to: Address, input: C) -> Bytes {
    let outcome = call(chain, from, to, input.abi_encode());
    assert!(!outcome.success, "{} went through", C::SIGNATURE);
    assert_eq!(outcome.halt, None, "{} halted", C::SIGNATURE);
    assert!(outcome.failures.is_empty(), "{:?}", outcome.failures);
    outcome.output
}

/// The data of an error.
pub fn typed<E: SolError>(error: E) -> Bytes {
    error.abi_encode().into()
}
