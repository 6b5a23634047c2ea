//! The program of the benchmarks on a local chain.

use std::path::{Path, PathBuf};

use alloy::sol_types::SolCall;
use bench::BENCHMARKS;
use devnet::precompiles::{arb_wasm_interface::ArbWasm, ARB_WASM};
use devnet::{EntryCost, Environment, Machine, Outcome, Transaction};
use revm::primitives::{Address, Bytes, U256};

const SENDER: Address = Address::repeat_byte(0x11);
const PROGRAM: Address = Address::repeat_byte(0xa1);
const ETHER: u128 = 1_000_000_000_000_000_000;
/// Ink of one gas.
const INK: f64 = 10_000.0;

/// A machine with the program.
pub(crate) struct Chain {
    machine: Machine,
    block: Environment,
}

fn built(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../target")
        .join(name)
}

fn read(name: &str) -> Vec<u8> {
    let path = built(name);
    std::fs::read(&path)
        .unwrap_or_else(|_| panic!("{} is missing: run scripts/build.sh first", path.display()))
}

impl Chain {
    pub(crate) fn new() -> Self {
        let mut machine = Machine::new(412_346);
        machine.set_balance(SENDER, U256::from(1_000 * ETHER));
        machine.set_entry_cost(EntryCost::Cached);
        let code = program::compress(&read("stylus/bench.wasm"));
        machine.set_code(PROGRAM, Bytes::from(code));
        let block = Environment {
            number: 5_000,
            timestamp: 1_750_000_000,
            base_fee: 100_000_000,
            coinbase: Address::repeat_byte(0xcb),
            gas_limit: 1 << 50,
            chain_id: 412_346,
            l1_number: 77,
        };
        let activation = ArbWasm::activateProgramCall { program: PROGRAM };
        let transaction = transaction(ARB_WASM, activation.abi_encode(), ETHER);
        let outcome = machine.transact(&block, &transaction).unwrap();
        assert!(outcome.success, "{outcome:?}");
        Self { machine, block }
    }

    fn call(&self, to: Address, input: Vec<u8>) -> Outcome {
        let transaction = transaction(to, input, 0);
        let outcome = self.machine.call(&self.block, &transaction).unwrap();
        assert!(outcome.success, "{outcome:?}");
        outcome
    }

    /// Gas of so many runs of a benchmark, its loop included, and the sum of their results.
    pub(crate) fn run(&self, benchmark: &str, times: u16, bytes: &[u8]) -> (f64, u128) {
        let which = BENCHMARKS.iter().position(|(name, _)| *name == benchmark);
        let which = u8::try_from(which.unwrap()).unwrap();
        let mut input = vec![which];
        input.extend(times.to_le_bytes());
        input.extend(bytes);
        let answer = self.call(PROGRAM, input).output;
        let (ink, sum) = answer.split_at(8);
        let ink = u64::from_le_bytes(ink.try_into().unwrap());
        (
            ink as f64 / INK,
            u128::from_le_bytes(sum.try_into().unwrap()),
        )
    }
}

fn transaction(to: Address, input: Vec<u8>, value: u128) -> Transaction {
    Transaction {
        from: SENDER,
        to: Some(to),
        input: input.into(),
        value: U256::from(value),
        gas_limit: 1 << 40,
        gas_price: 100_000_000,
        ..Transaction::default()
    }
}
