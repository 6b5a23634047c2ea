//! Pages: their price at the entry, when they grow, and over nested frames.

use super::{
    text::{ink_growing, relay, who, Kind, IMPORTS},
    world::{address_word, number, World},
};

const CALL: u64 = 3_800 + 2_450;
const H: u64 = 8_400;
const GAS: u64 = 10_000;

fn pages(pages: u32) -> String {
    format!(
        r#"(module (memory (export "memory") {pages} {pages})
             (func (export "user_entrypoint") (param i32) (result i32) i32.const 0))"#
    )
}

fn gas(text: &str) -> u64 {
    let mut world = World::new();
    let program = world.program(text);
    world.send(program, &[]).gas_used
}

#[test]
fn pages_at_the_entry() {
    // A page more is 5 gas of entry cost, two are free, each further one is 1,000.
    let one = gas(&pages(1));
    assert_eq!(gas(&pages(2)), one + 5);
    assert_eq!(gas(&pages(3)), one + 10 + 1_000);
    // The ramp: 31,874,000^(12/128) = 5.05, of which one is there from the start.
    assert_eq!(gas(&pages(12)), one + 55 + 10_000 + 4);
    // 31,874,000^(64/128) = 5,645.7
    assert_eq!(gas(&pages(64)), one + 5 * 63 + 62_000 + 5_644);
}

#[test]
fn growing() {
    let mut world = World::new();
    // const, grow, drop; no pages: the host function's base
    assert_eq!(
        ink_growing(&mut world, "i32.const 0 memory.grow drop"),
        1 + 8_050 + 9 + H
    );
    // The second page is free, the third is not.
    assert_eq!(
        ink_growing(&mut world, "i32.const 1 memory.grow drop"),
        1 + 8_050 + 9
    );
    assert_eq!(
        ink_growing(&mut world, "i32.const 2 memory.grow drop"),
        1 + 8_050 + 9 + 1_000 * GAS
    );
    // Step by step as at once.
    assert_eq!(
        ink_growing(
            &mut world,
            "i32.const 1 memory.grow drop i32.const 1 memory.grow drop"
        ),
        2 * (1 + 8_050 + 9) + 1_000 * GAS
    );
    // Paid by hand: const and call.
    assert_eq!(
        ink_growing(&mut world, "i32.const 0 call $pay_for_memory_grow"),
        1 + CALL + H
    );
    assert_eq!(
        ink_growing(&mut world, "i32.const 3 call $pay_for_memory_grow"),
        1 + CALL + 2_000 * GAS
    );
}

#[test]
fn grown_memory_is_there() {
    let text = format!(
        r#"(module {IMPORTS} (memory (export "memory") 1)
             (func (export "user_entrypoint") (param i32) (result i32)
               i32.const 0 i32.const 2 memory.grow i32.store
               i32.const 196600 i32.const 7 i32.store
               i32.const 4 memory.size i32.store
               i32.const 0 i32.const 8 call $write_result i32.const 0))"#
    );
    let mut world = World::new();
    let program = world.program(&text);
    assert_eq!(number(&world.output(program, &[])), 1 + (3 << 32));
}

#[test]
fn more_than_128_pages_are_out_of_gas() {
    for grow in [
        "i32.const 128 memory.grow drop",
        "i32.const 200 call $pay_for_memory_grow",
    ] {
        let text = format!(
            r#"(module {IMPORTS} (memory (export "memory") 1)
                 (func (export "user_entrypoint") (param i32) (result i32) {grow} i32.const 0))"#
        );
        let mut world = World::new();
        let program = world.program(&text);
        let mut transaction = world.transaction(program, &[]);
        transaction.gas_limit = 1 << 40;
        world
            .machine
            .set_balance(super::world::SENDER, revm::primitives::U256::MAX);
        let outcome = world.run(&transaction);
        assert!(!outcome.success && outcome.halt.is_some());
        assert_eq!(outcome.gas_used, 1 << 40);
    }
}

#[test]
fn nested_frames_open_pages_on_top_and_close_them() {
    let mut world = World::new();
    let relay = world.program(&relay(Kind::Call));
    let leaf = world.program(&who());
    let path = |count: usize| -> Vec<u8> {
        let relays = std::iter::repeat_n(address_word(relay).0, count);
        relays.chain([address_word(leaf).0]).flatten().collect()
    };
    let mut gas = |count: usize| {
        let outcome = world.send(relay, &path(count));
        assert!(outcome.success);
        outcome.gas_used
    };
    // Two frames of a page each are free; each further level has the same body, but pays its page.
    let (two, three, four) = (gas(0), gas(1), gas(2));
    let level = four - three;
    // Call data grows by a word (12 zero and 20 other bytes: 368 gas) and is copied by all above; that
    // is tens of gas, a page is a thousand.
    assert!(((three - two).abs_diff(level)) < 60, "{two} {three} {four}");
    let cached = super::entry::cached_price(&mut world, relay);
    assert!(
        (level - cached - 368).abs_diff(1_000 + 2_600 - 2_500) < 200,
        "{level} {cached}"
    );
}
