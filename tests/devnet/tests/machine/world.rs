//! A machine with one funded sender, and the shortest ways to put code on it and call it.

use alloy::{
    primitives::keccak256,
    sol_types::{SolCall, SolError},
};
use devnet::{
    machine::EntryCost,
    precompiles::{arb_wasm_interface::ArbWasm, ARB_WASM},
    Environment, Machine, Outcome, Transaction,
};
use revm::primitives::{Address, Bytes, B256, U256};

pub(crate) const SENDER: Address = Address::repeat_byte(0x11);
pub(crate) const CHAIN: u64 = 412_346;
pub(crate) const START: u64 = 1_750_000_000;
pub(crate) const ETHER: u128 = 1_000_000_000_000_000_000;
pub(crate) const DAY: u64 = 86_400;

/// A machine in a block.
pub(crate) struct World {
    pub(crate) machine: Machine,
    pub(crate) block: Environment,
}

impl World {
    /// Programs cost as if cached: entry costs are a matter of their own test.
    pub(crate) fn new() -> Self {
        let mut machine = Machine::new(CHAIN);
        machine.set_balance(SENDER, U256::from(1_000 * ETHER));
        machine.set_entry_cost(EntryCost::Cached);
        let block = Environment {
            number: 5_000,
            timestamp: START,
            base_fee: 100_000_000,
            coinbase: Address::repeat_byte(0xcb),
            gas_limit: 1 << 50,
            chain_id: CHAIN,
            l1_number: 77,
        };
        Self { machine, block }
    }

    pub(crate) fn transaction(&self, to: Address, input: &[u8]) -> Transaction {
        Transaction {
            from: SENDER,
            to: Some(to),
            input: Bytes::copy_from_slice(input),
            gas_limit: 30_000_000,
            gas_price: u128::from(self.block.base_fee),
            ..Transaction::default()
        }
    }

    pub(crate) fn run(&mut self, transaction: &Transaction) -> Outcome {
        self.machine
            .transact(&self.block, transaction)
            .expect("a valid transaction")
    }

    /// A call that is kept.
    pub(crate) fn send(&mut self, to: Address, input: &[u8]) -> Outcome {
        let transaction = self.transaction(to, input);
        self.run(&transaction)
    }

    /// The same, which must succeed.
    pub(crate) fn output(&mut self, to: Address, input: &[u8]) -> Vec<u8> {
        let outcome = self.send(to, input);
        assert!(outcome.success, "{outcome:?}");
        outcome.output.to_vec()
    }

    pub(crate) fn put_code(&mut self, code: &[u8]) -> Address {
        let address = Address::from_word(keccak256([code, b"address"].concat()));
        self.machine.set_code(address, Bytes::copy_from_slice(code));
        address
    }

    pub(crate) fn activate(&mut self, program: Address) -> Outcome {
        let call = ArbWasm::activateProgramCall { program };
        let mut transaction = self.transaction(ARB_WASM, &call.abi_encode());
        transaction.value = U256::from(ETHER);
        self.run(&transaction)
    }

    /// An activated program from its text. The same text has the same address.
    pub(crate) fn program(&mut self, text: &str) -> Address {
        let address = self.put_code(&code(text));
        let outcome = self.activate(address);
        let is_active = outcome.output.as_ref() == ArbWasm::ProgramUpToDate::SELECTOR;
        assert!(outcome.success || is_active, "{outcome:?} {text}");
        address
    }

    pub(crate) fn slot(&self, address: Address, key: u64) -> U256 {
        self.machine.storage(address, U256::from(key))
    }
}

/// A program's code on the chain, from its text.
pub(crate) fn code(text: &str) -> Vec<u8> {
    program::compress(&wat::parse_str(text).expect("text of a module"))
}

pub(crate) fn word(number: u64) -> [u8; 32] {
    U256::from(number).to_be_bytes()
}

/// The address as a word, as EVM code and call data have it.
pub(crate) fn address_word(address: Address) -> B256 {
    address.into_word()
}

/// A little-endian number that a program wrote with `i64.store`.
pub(crate) fn number(output: &[u8]) -> u64 {
    u64::from_le_bytes(output.try_into().expect("eight bytes"))
}
