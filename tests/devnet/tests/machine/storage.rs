//! Storage: the frame's cache, its prices, and what others see of it.

use super::{
    evm,
    text::{ink_after, returning, trying, with_data, Kind},
    world::{address_word, word, World},
};
use revm::primitives::U256;

const HEADER: u64 = 2_450;
const CALL: u64 = 3_800 + HEADER;
const H: u64 = 8_400;
const P: u64 = 5_040;
const A: u64 = 59_673;
const GAS: u64 = 10_000;

const LOAD: &str = "i32.const 1024 i32.const 64 call $storage_load_bytes32 ";
const CACHE: &str = "i32.const 1024 i32.const 1056 call $storage_cache_bytes32 ";
const FLUSH: &str = "i32.const 0 call $storage_flush_cache ";
const FLUSH_AND_CLEAR: &str = "i32.const 1 call $storage_flush_cache ";
/// Two constants, the call, the host function.
const ACCESS: u64 = 2 + CALL + H + 2 * P;
/// One constant, the call, the host function.
const FLUSHED: u64 = 1 + CALL + H + A;

/// Ink of `piece` after `before`; key 1 and `value` are the call data, the slot holds `held`.
#[track_caller]
fn ink(before: &str, piece: &str, held: u64, value: u64) -> u64 {
    let mut world = World::new();
    let text = super::text::measuring("", "1 1", before, piece);
    let program = world.program(&text);
    world
        .machine
        .set_storage(program, U256::from(1), U256::from(held));
    ink_after(
        &mut world,
        "",
        before,
        piece,
        &[word(1), word(value)].concat(),
    )
}

fn setter() -> String {
    returning(&format!("{CACHE}{FLUSH}"), 0, 0)
}

fn getter() -> String {
    returning(LOAD, 64, 32)
}

#[test]
fn reads() {
    // A miss asks the chain: cold 2,100, warm 100, and 5.
    assert_eq!(ink("", LOAD, 9, 0), ACCESS + (2_100 + 5) * GAS);
    // A hit does not.
    assert_eq!(ink(LOAD, LOAD, 9, 0), ACCESS);
    assert_eq!(ink(CACHE, LOAD, 9, 3), ACCESS);
    // After a flush the value is still known; after a clear it is a warm miss.
    assert_eq!(ink(&format!("{LOAD}{FLUSH}"), LOAD, 9, 0), ACCESS);
    assert_eq!(
        ink(&format!("{LOAD}{FLUSH_AND_CLEAR}"), LOAD, 9, 0),
        ACCESS + (100 + 5) * GAS
    );
}

#[test]
fn reads_by_their_count() {
    assert_eq!(ink(&LOAD.repeat(31), LOAD, 9, 0), ACCESS);
    assert_eq!(ink(&LOAD.repeat(32), LOAD, 9, 0), ACCESS + 2 * GAS);
    assert_eq!(ink(&LOAD.repeat(127), LOAD, 9, 0), ACCESS + 2 * GAS);
    assert_eq!(ink(&LOAD.repeat(128), LOAD, 9, 0), ACCESS + 10 * GAS);
}

#[test]
fn writes_by_their_count() {
    assert_eq!(ink("", CACHE, 9, 1), ACCESS);
    assert_eq!(ink(&CACHE.repeat(7), CACHE, 9, 1), ACCESS);
    assert_eq!(ink(&CACHE.repeat(8), CACHE, 9, 1), ACCESS + 7 * GAS);
    assert_eq!(ink(&CACHE.repeat(63), CACHE, 9, 1), ACCESS + 7 * GAS);
    assert_eq!(ink(&CACHE.repeat(64), CACHE, 9, 1), ACCESS + 10 * GAS);
}

#[test]
fn flushes() {
    let load_and_cache = format!("{LOAD}{CACHE}");
    // Nothing dirty.
    assert_eq!(ink("", FLUSH, 9, 0), FLUSHED);
    assert_eq!(ink(LOAD, FLUSH, 9, 0), FLUSHED);
    // Set: 20,000, and 2,100 where the slot is cold.
    assert_eq!(ink(CACHE, FLUSH, 0, 3), FLUSHED + 22_100 * GAS);
    assert_eq!(ink(&load_and_cache, FLUSH, 0, 3), FLUSHED + 20_000 * GAS);
    // Reset: 2,900.
    assert_eq!(ink(CACHE, FLUSH, 9, 3), FLUSHED + 5_000 * GAS);
    assert_eq!(ink(&load_and_cache, FLUSH, 9, 3), FLUSHED + 2_900 * GAS);
    // Written without having been read, the same value is written for 100; having been read, it is not.
    assert_eq!(ink(CACHE, FLUSH, 9, 9), FLUSHED + 2_200 * GAS);
    assert_eq!(ink(&load_and_cache, FLUSH, 9, 9), FLUSHED);
    // Flushed once, it is clean; written again, it is dirty for 100.
    assert_eq!(ink(&format!("{CACHE}{FLUSH}"), FLUSH, 9, 3), FLUSHED);
    let again = "i32.const 1024 i32.const 1088 call $storage_cache_bytes32 ";
    assert_eq!(
        ink(&format!("{CACHE}{FLUSH}{again}"), FLUSH, 9, 3),
        FLUSHED + 100 * GAS
    );
}

#[test]
fn transient_slots() {
    let store = "i32.const 1024 i32.const 1056 call $transient_store_bytes32 ";
    let load = "i32.const 1024 i32.const 64 call $transient_load_bytes32 ";
    assert_eq!(ink("", store, 0, 3), ACCESS + A + 100 * GAS);
    assert_eq!(ink(store, load, 0, 3), ACCESS + A + 100 * GAS);
    // Kept through the transaction, gone after it.
    let mut world = World::new();
    let both = world.program(&returning(&format!("{store}{load}"), 64, 32));
    assert_eq!(world.output(both, &[word(1), word(3)].concat()), word(3));
    let text = with_data(&format!(
        "local.get $length i32.const 64 i32.eq if {store} end
         {load} i32.const 64 i32.const 32 call $write_result i32.const 0"
    ));
    let program = world.program(&text);
    assert_eq!(world.output(program, &[word(1), word(3)].concat()), word(3));
    assert_eq!(world.output(program, &word(1)), word(0));
    assert_eq!(world.slot(program, 1), U256::ZERO);
}

#[test]
fn what_is_flushed_is_kept_and_what_is_not_is_lost() {
    let mut world = World::new();
    let set = world.program(&setter());
    world.output(set, &[word(1), word(3)].concat());
    assert_eq!(world.slot(set, 1), U256::from(3));
    let forget = world.program(&returning(CACHE, 0, 0));
    world.output(forget, &[word(1), word(3)].concat());
    assert_eq!(world.slot(forget, 1), U256::ZERO);
    // The frame itself reads its own write.
    let own = world.program(&returning(&format!("{CACHE}{LOAD}"), 64, 32));
    assert_eq!(world.output(own, &[word(1), word(3)].concat()), word(3));
}

/// Writes 3 into its slot 1, then reads that slot through another program that it lends its storage.
/// Call data: key, value, address of the reader.
fn lending(between: &str) -> String {
    let call = Kind::Delegate.text(1_100, "i32.const 1024 i32.const 32", 0, -1);
    with_data(&format!(
        "{CACHE}{between}
         {call} drop
         i32.const 2048 i32.const 0 i32.const 32 call $read_return_data drop
         i32.const 2048 i32.const 32 call $write_result i32.const 0"
    ))
}

#[test]
fn a_called_frame_sees_only_what_was_flushed() {
    let mut world = World::new();
    let reader = world.program(&getter());
    let data = [word(1), word(3), address_word(reader).0].concat();
    let unflushed = world.program(&lending(""));
    assert_eq!(world.output(unflushed, &data), word(0));
    let flushed = world.program(&lending(FLUSH));
    assert_eq!(world.output(flushed, &data), word(3));
}

/// Reads its slot 1, lets another program write it, reads it again. Call data: key, value, writer.
fn rereading(after: &str) -> String {
    let call = Kind::Delegate.text(1_100, "i32.const 1024 i32.const 64", 0, -1);
    returning(&format!("{LOAD} {call} drop {after} {LOAD}"), 64, 32)
}

#[test]
fn the_cache_is_stale_until_it_is_cleared() {
    let mut world = World::new();
    let writer = world.program(&setter());
    let data = [word(1), word(3), address_word(writer).0].concat();
    let stale = world.program(&rereading(FLUSH));
    assert_eq!(world.output(stale, &data), word(0));
    assert_eq!(world.slot(stale, 1), U256::from(3));
    let fresh = world.program(&rereading(FLUSH_AND_CLEAR));
    assert_eq!(world.output(fresh, &data), word(3));
}

#[test]
fn a_dirty_flush_in_a_static_call_fails() {
    let mut world = World::new();
    let set = world.program(&setter());
    let clean = world.program(&returning(&format!("{LOAD}{FLUSH}"), 64, 32));
    for caller in [
        evm::relay(Kind::Static),
        super::world::code(&super::text::relay(Kind::Static)),
    ] {
        let caller = world.put_code(&caller);
        world.activate(caller);
        let data = [address_word(set).0, word(1), word(3)].concat();
        let outcome = world.send(caller, &data);
        assert!(!outcome.success && outcome.output.is_empty());
        assert_eq!(world.slot(set, 1), U256::ZERO);
        let data = [address_word(clean).0, word(1)].concat();
        assert!(world.send(caller, &data).success);
    }
}

#[test]
fn a_reverted_frame_leaves_nothing() {
    let mut world = World::new();
    let reverting = world.program(&with_data(&format!(
        "{CACHE}{FLUSH}
         i32.const 0 i32.const 0 i32.const 0 call $emit_log
         i32.const 1056 i32.const 32 call $write_result i32.const 1"
    )));
    let caller = world.program(&trying(Kind::Call));
    let data = [address_word(reverting).0, word(1), word(3)].concat();
    let outcome = world.send(caller, &data);
    assert!(outcome.success);
    assert_eq!(outcome.output[0], 2, "the status of a failed call");
    assert_eq!(outcome.output[1..], word(3), "its revert data");
    assert!(outcome.logs.is_empty());
    assert_eq!(world.slot(reverting, 1), U256::ZERO);
    // The same alone: the transaction reverts.
    let outcome = world.send(reverting, &[word(1), word(3)].concat());
    assert!(!outcome.success && outcome.logs.is_empty());
    assert_eq!(outcome.output.as_ref(), word(3));
    assert_eq!(world.slot(reverting, 1), U256::ZERO);
}

#[test]
fn refunds_are_those_of_the_evm() {
    let mut world = World::new();
    let set = world.program(&setter());
    let refund = |world: &mut World, key: u64, value: u64| {
        world
            .send(set, &[word(key), word(value)].concat())
            .gas_refunded
    };
    assert_eq!(refund(&mut world, 1, 3), 0);
    assert_eq!(refund(&mut world, 1, 0), 4_800, "clearing");
    // Set and cleared in one transaction: 19,900 come back, at most a fifth of the gas.
    let zero = "i32.const 1024 i32.const 1088 call $storage_cache_bytes32 ";
    let there_and_back = returning(&format!("{CACHE}{FLUSH}{zero}{FLUSH}"), 0, 0);
    let program = world.program(&there_and_back);
    let outcome = world.send(program, &[word(1), word(3)].concat());
    let spent = outcome.gas_used + outcome.gas_refunded;
    assert_eq!(outcome.gas_refunded, 19_900.min(spent / 5));
    assert!(outcome.gas_refunded > 8_000);
    // A failed frame's refund is dropped.
    let clears_and_fails = world.program(&with_data(&format!("{CACHE}{FLUSH} i32.const 1")));
    world
        .machine
        .set_storage(clears_and_fails, U256::from(1), U256::from(9));
    let caller = world.program(&trying(Kind::Call));
    let data = [address_word(clears_and_fails).0, word(1), word(0)].concat();
    assert_eq!(world.send(caller, &data).gas_refunded, 0);
    // A called frame's refund counts.
    let data = [address_word(set).0, word(5), word(0)].concat();
    world.machine.set_storage(set, U256::from(5), U256::from(9));
    assert_eq!(world.send(caller, &data).gas_refunded, 4_800);
}

/// Gas that must be left when a function is called, though it may not be spent.
#[test]
fn sentries() {
    // `read_args` of two words, then the function: its constants, call, header and fixed price.
    let before = 1 + CALL + H + 5_040 + 30 * 32;
    let access = before + 2 + CALL + H + 2 * P;
    let flush = before + 1 + CALL + H + A;
    // Loading what is there already asks for the price of a miss, too.
    for (piece, spent, sentry) in [
        (CACHE, access, 2_300 + 10),
        (FLUSH, flush, 2_300),
        (LOAD, access, 2_100 + 10 + 5),
    ] {
        let mut world = World::new();
        let program = world.program(&returning(piece, 0, 0));
        let data = [word(1), word(3)].concat();
        let entry = super::entry::cached_price(&mut world, program);
        // 62 zero bytes at 4, two others at 16.
        let intrinsic = 21_000 + 62 * 4 + 2 * 16;
        let least = intrinsic + entry + sentry + spent.div_ceil(GAS);
        let mut transaction = world.transaction(program, &data);
        transaction.gas_limit = least - 1;
        let outcome = world.run(&transaction);
        assert_eq!(
            (outcome.success, outcome.gas_used),
            (false, least - 1),
            "{piece}"
        );
        transaction.gas_limit = least;
        // What is spent afterwards is less than what had to be left.
        assert!(world.run(&transaction).success, "{piece}");
    }
}
