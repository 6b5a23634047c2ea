//! Both ways of dividing 256 bits, as a program on the local chain: the same answers, and what each costs.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use std::path::Path;

use alloy::sol_types::SolCall;
use devnet::precompiles::{arb_wasm_interface::ArbWasm, ARB_WASM};
use devnet::{EntryCost, Environment, Machine, Transaction};
use fixed::{mul_div_down, mul_div_up, MathError, U256};
use revm::primitives::{Address, Bytes};

const SENDER: Address = Address::repeat_byte(0x11);
const PROGRAM: Address = Address::repeat_byte(0xa1);
const ETHER: u128 = 1_000_000_000_000_000_000;

struct World {
    machine: Machine,
    block: Environment,
}

impl World {
    fn new() -> Self {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/stylus/arithmetic.wasm");
        let module = std::fs::read(&path).unwrap_or_else(|_| {
            panic!("{} is missing: run scripts/build.sh first", path.display())
        });
        let mut machine = Machine::new(412_346);
        machine.set_balance(SENDER, U256::from(1_000 * ETHER));
        machine.set_entry_cost(EntryCost::Cached);
        machine.set_code(PROGRAM, Bytes::from(program::compress(&module)));
        let block = Environment {
            number: 5_000,
            timestamp: 1_750_000_000,
            base_fee: 100_000_000,
            coinbase: Address::repeat_byte(0xcb),
            gas_limit: 1 << 50,
            chain_id: 412_346,
            l1_number: 77,
        };
        let mut world = Self { machine, block };
        let call = ArbWasm::activateProgramCall { program: PROGRAM };
        world.send(ARB_WASM, &call.abi_encode(), ETHER);
        world
    }

    /// Gas used and the output of a transaction, which must succeed.
    fn send(&mut self, to: Address, input: &[u8], value: u128) -> (u64, Vec<u8>) {
        let transaction = Transaction {
            from: SENDER,
            to: Some(to),
            input: Bytes::copy_from_slice(input),
            value: U256::from(value),
            gas_limit: 30_000_000,
            gas_price: u128::from(self.block.base_fee),
            ..Transaction::default()
        };
        let outcome = self.machine.transact(&self.block, &transaction).unwrap();
        assert!(outcome.success, "{outcome:?}");
        (outcome.gas_used, outcome.output.to_vec())
    }

    fn run(&mut self, function: u8, times: u8, [a, b, d]: [U256; 3]) -> (u64, Vec<u8>) {
        let mut input = vec![function, times];
        for word in [a, b, d] {
            input.extend_from_slice(&word.to_be_bytes::<32>());
        }
        self.send(PROGRAM, &input, 0)
    }

    fn answer(&mut self, function: u8, operands: [U256; 3]) -> Result<U256, MathError> {
        let (_, output) = self.run(function, 1, operands);
        match output[0] {
            0 => Ok(U256::from_be_slice(&output[1..])),
            1 => Err(MathError::DivisionByZero),
            _ => Err(MathError::Overflow),
        }
    }

    /// Gas of one more division, in hundredths.
    fn cost(&mut self, function: u8, operands: [U256; 3]) -> u64 {
        self.run(function, 201, operands)
            .0
            .abs_diff(self.run(function, 1, operands).0)
            / 2
    }
}

/// Numbers of every length, and those at the ends of limbs; the same every time.
fn numbers() -> impl FnMut() -> U256 {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut limb = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    move || {
        let limbs = [limb(), limb(), limb(), limb()].map(|x| match x % 8 {
            0 => 0,
            1 => u64::MAX,
            2 => 1 << 63,
            _ => x,
        });
        U256::from_limbs(limbs) >> (limb() % 256)
    }
}

fn operands() -> Vec<[U256; 3]> {
    let one = U256::from(1);
    let edges = [
        U256::ZERO,
        one,
        U256::from(ETHER),
        U256::from(u128::MAX),
        U256::MAX,
        one << 255,
        U256::MAX >> 128 << 128,
    ];
    let mut all = Vec::new();
    for a in edges {
        for b in edges {
            all.extend(edges.map(|d| [a, b, d]));
        }
    }
    let mut next = numbers();
    for _ in 0..400 {
        let (a, b, d) = (next(), next(), next());
        all.push([a, b, d]);
        all.push([a.min(d), b, a.max(d)]);
    }
    for case in vectors::cases("integer_ops.json") {
        if case["f"] == "mul_div" {
            all.push(["a", "b", "d"].map(|field| vectors::text(&case[field]).parse().unwrap()));
        }
    }
    all
}

#[test]
fn both_backends_answer_as_on_this_machine() {
    let mut world = World::new();
    let all = operands();
    for [a, b, d] in &all {
        let expected = [mul_div_down(*a, *b, *d), mul_div_up(*a, *b, *d)];
        for (function, expected) in (0..4).zip(expected.iter().cycle()) {
            assert_eq!(
                world.answer(function, [*a, *b, *d]),
                *expected,
                "{function}: {a} * {b} / {d}"
            );
        }
    }
    println!("{} operands, bit for bit", all.len());
}

/// What the host's division saves or costs, in gas. Nothing here fails because of a number, but a division that the host
/// does must be paid to the host.
#[test]
fn what_each_backend_costs() {
    let mut world = World::new();
    let one = U256::from(1);
    let wad = U256::from(ETHER);
    let odd = |bits: usize| (one << bits) - U256::from(12_345_u64);
    println!(
        "{:44} {:>16} {:>16}",
        "gas of a * b / d", "down, own/host", "up, own/host"
    );
    for (name, operands) in [
        ("60 * 60 / 60 bits", [odd(60), odd(60), odd(60)]),
        (
            "128 * 128 / 60 bits, quotient past 128",
            [odd(128), odd(128), wad],
        ),
        ("128 * 128 / 128 bits", [odd(128), odd(128), odd(128)]),
        ("128 * 128 / 200 bits", [odd(128), odd(128), odd(200)]),
        ("190 * 60 / 60 bits", [odd(190), wad, odd(60)]),
        ("190 * 60 / 128 bits", [odd(190), wad, odd(128)]),
        ("190 * 60 / 190 bits", [odd(190), wad, odd(190)]),
        (
            "256 * 256 / 256 bits, product past 256",
            [odd(255), odd(255), odd(255)],
        ),
    ] {
        let gas = [0, 1, 2, 3].map(|function| world.cost(function, operands));
        let [down, up, host_down, host_up] =
            gas.map(|hundredths| format!("{}.{:02}", hundredths / 100, hundredths % 100));
        println!(
            "{name:44} {:>16} {:>16}",
            format!("{down} / {host_down}"),
            format!("{up} / {host_up}")
        );
        assert!(gas.iter().all(|gas| *gas > 100), "{name}");
    }
}
