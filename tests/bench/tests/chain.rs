//! The program of the benchmarks on a local chain.

use std::path::{Path, PathBuf};

use alloy::primitives::keccak256;
use alloy::sol;
use alloy::sol_types::SolCall;
use devnet::precompiles::{arb_wasm_interface::ArbWasm, ARB_WASM};
use devnet::{EntryCost, Environment, Machine, Outcome, Transaction};
use revm::primitives::{Address, Bytes, U256};
use risk::parametric::twin::TwinTerms;

sol! {
    interface ICovarianceShortfall {
        struct Terms {
            uint256 horizon;
            uint256 factor;
            uint256 multiplier;
            uint256 correlationStress;
            uint256 sigmaFloor;
        }

        function lossUp(int256[] memory triangle, int256[] memory exposures, Terms memory terms)
            external view returns (uint256 spent, uint256 loss);
    }
}

const SENDER: Address = Address::repeat_byte(0x11);
const FUNCTIONS: Address = Address::repeat_byte(0xa1);
const MARGIN: Address = Address::repeat_byte(0xa2);
const BENCH: Address = Address::repeat_byte(0xb1);
const COVARIANCE: Address = Address::repeat_byte(0xb2);
const PROGRAMS: [(Address, &str); 2] = [(FUNCTIONS, "bench_functions"), (MARGIN, "bench_margin")];
const ETHER: u128 = 1_000_000_000_000_000_000;
/// Ink of one gas.
const INK: f64 = 10_000.0;

/// A machine with the program and the Solidity contracts.
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

fn solidity(name: &str) -> Bytes {
    let artefact = read(&format!("solidity/{name}.json"));
    let artefact: serde_json::Value = serde_json::from_slice(&artefact).unwrap();
    artefact["deployedBytecode"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap()
}

impl Chain {
    pub(crate) fn new() -> Self {
        let mut machine = Machine::new(412_346);
        machine.set_balance(SENDER, U256::from(1_000 * ETHER));
        machine.set_entry_cost(EntryCost::Cached);
        for (program, name) in PROGRAMS {
            // Put there and not deployed: no account could hold the larger one.
            let code = program::compress(&read(&format!("stylus/{name}.wasm")));
            machine.set_code(program, Bytes::from(code));
        }
        machine.set_code(BENCH, solidity("Bench"));
        machine.set_code(COVARIANCE, solidity("CovarianceShortfall"));
        let block = Environment {
            number: 5_000,
            timestamp: 1_750_000_000,
            base_fee: 100_000_000,
            coinbase: Address::repeat_byte(0xcb),
            gas_limit: 1 << 50,
            chain_id: 412_346,
            l1_number: 77,
        };
        for (program, _) in PROGRAMS {
            let activation = ArbWasm::activateProgramCall { program };
            let transaction = transaction(ARB_WASM, activation.abi_encode(), ETHER);
            let outcome = machine.transact(&block, &transaction).unwrap();
            assert!(outcome.success, "{outcome:?}");
        }
        Self { machine, block }
    }

    fn call(&self, to: Address, input: Vec<u8>) -> Outcome {
        let transaction = transaction(to, input, 0);
        let outcome = self.machine.call(&self.block, &transaction).unwrap();
        assert!(outcome.success, "{outcome:?}");
        outcome
    }

    /// Gas of so many runs of a benchmark, its loop included, and its result.
    pub(crate) fn run(&self, benchmark: &str, times: u16, bytes: &[u8]) -> (f64, u128) {
        let place = |list: &bench::List| list.iter().position(|(name, _)| *name == benchmark);
        let (program, list, which) = match place(bench::FUNCTIONS) {
            Some(which) => (FUNCTIONS, bench::FUNCTIONS, which),
            None => (MARGIN, bench::MARGIN, place(bench::MARGIN).unwrap()),
        };
        let mut input = vec![u8::try_from(which).unwrap()];
        input.extend(times.to_le_bytes());
        input.extend(bytes);
        let answer = self.call(program, input).output;
        let (ink, result) = answer.split_at(8);
        let result = u128::from_le_bytes(result.try_into().unwrap());
        let here = list[which].1(times, bytes);
        assert_eq!(result, here, "{benchmark} as on this machine");
        let ink = u64::from_le_bytes(ink.try_into().unwrap());
        (ink as f64 / INK, result)
    }

    /// The same of a loop of the Solidity contract.
    pub(crate) fn run_solidity(&self, function: &str, words: &[U256]) -> (f64, U256) {
        let arguments = vec!["uint256"; words.len()].join(",");
        let mut input = keccak256(format!("{function}({arguments})"))[..4].to_vec();
        words
            .iter()
            .for_each(|word| input.extend(word.to_be_bytes::<32>()));
        two_words(&self.call(BENCH, input))
    }

    /// Gas and result of Expected Shortfall by covariance in Solidity.
    pub(crate) fn covariance_solidity(
        &self,
        triangle: &[i128],
        exposures: &[i128],
        terms: &TwinTerms,
    ) -> (f64, U256) {
        let signed = |list: &[i128]| list.iter().map(|x| (*x).try_into().unwrap()).collect();
        let call = ICovarianceShortfall::lossUpCall {
            triangle: signed(triangle),
            exposures: signed(exposures),
            terms: ICovarianceShortfall::Terms {
                horizon: U256::from(terms.horizon),
                factor: U256::from(terms.factor),
                multiplier: U256::from(terms.multiplier),
                correlationStress: U256::from(terms.correlation_stress),
                sigmaFloor: U256::from(terms.sigma_floor),
            },
        };
        two_words(&self.call(COVARIANCE, call.abi_encode()))
    }
}

fn two_words(outcome: &Outcome) -> (f64, U256) {
    let (gas, result) = outcome.output.split_at(32);
    let gas = U256::from_be_slice(gas).to::<u64>();
    (gas as f64, U256::from_be_slice(result))
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
