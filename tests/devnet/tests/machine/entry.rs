//! The price of entering a program, cached and not.

use super::world::World;
use alloy::sol_types::SolCall;
use devnet::{
    machine::EntryCost,
    precompiles::{
        arb_wasm_cache_interface::ArbWasmCache, arb_wasm_interface::ArbWasm, ARB_WASM,
        ARB_WASM_CACHE,
    },
};
use revm::primitives::Address;

fn text(mark: u32) -> String {
    format!(
        r#"(module (memory (export "memory") 1 1)
             (func (export "user_entrypoint") (param i32) (result i32) i32.const {mark} drop i32.const 0))"#
    )
}

/// Constant, drop, constant, end; the header.
const BODY: u64 = (1 + 9 + 1 + 1 + 2_450_u64).div_ceil(10_000);

fn prices(world: &mut World, program: Address) -> (u64, u64) {
    let output = world.output(
        ARB_WASM,
        &ArbWasm::programInitGasCall { program }.abi_encode(),
    );
    let prices = ArbWasm::programInitGasCall::abi_decode_returns(&output).expect("two numbers");
    (prices.gas, prices.gasWhenCached)
}

/// What the chain says a cached entry costs.
pub(crate) fn cached_price(world: &mut World, program: Address) -> u64 {
    prices(world, program).1
}

#[test]
fn the_formula_by_hand() {
    let mut world = World::new();
    let module = wat::parse_str(text(5)).expect("a module");
    let bytes = module.len() as f64;
    let program = world.program(&text(5));
    let (uncached, cached) = prices(&mut world, program);
    // One function of two types; four globals of the meter; one page; no data. Each term is rounded down.
    let terms = [0.1342, 2.0 * 0.00089, bytes * 0.00122, 4.0 * 1.628, 5.0];
    assert_eq!(
        cached,
        352 + terms.iter().map(|term| term.floor() as u64).sum::<u64>()
    );
    let terms = [8.252, 2.0 * 1.059, bytes * 0.1286];
    let init = terms.iter().map(|term| term.floor() as u64).sum::<u64>();
    assert_eq!(uncached, 8_832 + init + cached);
}

#[test]
fn a_call_pays_its_entry_and_its_body() {
    let mut world = World::new();
    let program = world.program(&text(5));
    let (uncached, cached) = prices(&mut world, program);
    world.machine.set_cached(true);
    assert_eq!(world.send(program, &[]).gas_used, 21_000 + cached + BODY);
    world.machine.set_cached(false);
    assert_eq!(world.send(program, &[]).gas_used, 21_000 + uncached + BODY);
    assert_eq!(world.send(program, &[]).gas_used, 21_000 + uncached + BODY);
    // Less gas than the entry: out of gas.
    let mut transaction = world.transaction(program, &[]);
    transaction.gas_limit = 21_000 + uncached - 1;
    let outcome = world.run(&transaction);
    assert_eq!(
        (outcome.success, outcome.gas_used),
        (false, transaction.gas_limit)
    );
    transaction.gas_limit = 21_000 + uncached + BODY;
    assert!(world.run(&transaction).success);
}

#[test]
fn a_program_called_before_in_the_block_is_cached() {
    let mut world = World::new();
    world.machine.set_entry_cost(EntryCost::ByRecentUse);
    let program = world.program(&text(5));
    let (uncached, cached) = prices(&mut world, program);
    let (first, later) = (21_000 + uncached + BODY, 21_000 + cached + BODY);
    assert_eq!(world.send(program, &[]).gas_used, first);
    assert_eq!(world.send(program, &[]).gas_used, later);
    world.block.number += 1;
    assert_eq!(world.send(program, &[]).gas_used, first);
    // A call that is not kept leaves no trace.
    world.block.number += 1;
    let call = world.transaction(program, &[]);
    assert_eq!(
        world
            .machine
            .call(&world.block, &call)
            .expect("a call")
            .gas_used,
        first
    );
    assert_eq!(world.send(program, &[]).gas_used, first);
    // 31 others leave it where it is, 32 push it out.
    let others: Vec<Address> = (100..132).map(|mark| world.program(&text(mark))).collect();
    world.block.number += 1;
    world.send(program, &[]);
    for other in &others[..31] {
        world.send(*other, &[]);
    }
    assert_eq!(world.send(program, &[]).gas_used, later);
    for other in &others {
        world.send(*other, &[]);
    }
    assert_eq!(world.send(program, &[]).gas_used, first);
}

#[test]
fn returned_data_costs_at_least_what_the_evm_takes_for_it() {
    let size = 60_000;
    let text = super::text::with_data(&format!(
        "i32.const 0 i32.const {size} call $write_result i32.const 0"
    ));
    let mut world = World::new();
    let program = world.program(&text);
    let gas = world.send(program, &[]).gas_used;
    // 1,875 words: 3 each and the square by 512: 12,491. The ink of the two reads is 662 gas.
    assert_eq!(gas, 21_000 + 12_491);
}

#[test]
fn a_program_in_the_cache_is_cached_from_its_first_call_on() {
    let mut world = World::new();
    world.machine.set_entry_cost(EntryCost::ByRecentUse);
    let program = world.program(&text(5));
    let (uncached, cached) = prices(&mut world, program);
    let codehash = world.machine.code_hash(program);
    let is_cached = |world: &mut World| {
        let call = ArbWasmCache::codehashIsCachedCall { codehash };
        world.output(ARB_WASM_CACHE, &call.abi_encode())[31] == 1
    };
    assert!(!is_cached(&mut world));
    let outcome = world.send(
        ARB_WASM_CACHE,
        &ArbWasmCache::cacheProgramCall { program }.abi_encode(),
    );
    assert!(outcome.success && outcome.logs.len() == 1);
    assert!(is_cached(&mut world));
    assert_eq!(world.send(program, &[]).gas_used, 21_000 + cached + BODY);
    world.block.number += 1;
    assert_eq!(world.send(program, &[]).gas_used, 21_000 + cached + BODY);
    assert!(
        world
            .send(
                ARB_WASM_CACHE,
                &ArbWasmCache::evictCodehashCall { codehash }.abi_encode()
            )
            .success
    );
    assert!(!is_cached(&mut world));
    world.block.number += 1;
    assert_eq!(world.send(program, &[]).gas_used, 21_000 + uncached + BODY);
}
