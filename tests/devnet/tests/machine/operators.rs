//! Ink of operators, class by class.

use super::text::ink_of;

/// Header of a further basic block.
const HEADER: u64 = 2_450;

#[track_caller]
fn costs(piece: &str, ink: u64) {
    assert_eq!(ink_of("", piece), ink, "{piece}");
}

#[test]
fn constants_and_stack() {
    costs("nop", 1);
    // const + drop
    costs("i32.const 7 drop", 1 + 9);
    costs("i64.const 7 drop", 1 + 9);
    // three constants, select, drop
    costs(
        "i32.const 1 i32.const 2 i32.const 0 select drop",
        3 + 1_250 + 9,
    );
}

#[test]
fn locals_and_globals() {
    costs("local.get $x drop", 75 + 9);
    costs("i32.const 1 local.set $x", 1 + 210);
    costs("i64.const 1 local.tee $y drop", 1 + 75 + 9);
    let globals = "(global $g (mut i32) (i32.const 5)) (global $h i64 (i64.const 6))";
    assert_eq!(ink_of(globals, "global.get $g drop"), 225 + 9);
    assert_eq!(ink_of(globals, "global.get $h drop"), 225 + 9);
    assert_eq!(ink_of(globals, "i32.const 1 global.set $g"), 1 + 575);
}

#[test]
fn blocks_and_branches() {
    // `end` closes a basic block: one more header.
    costs("block end", 1 + 1 + HEADER);
    // `loop` closes one, `end` another.
    costs("loop end", 1 + 1 + 2 * HEADER);
    // Not taken: the block that only holds `end` is not run.
    costs("i32.const 0 if end", 1 + 765 + HEADER);
    costs("i32.const 1 if end", 1 + 765 + 1 + 2 * HEADER);
    // const, if | nop, else
    costs("i32.const 1 if nop else end", 1 + 765 + 1 + 1 + 2 * HEADER);
    // const, if | nop, nop, end
    costs(
        "i32.const 0 if else nop nop end",
        1 + 765 + 1 + 1 + 1 + 2 * HEADER,
    );
    // block, br; the `end` is jumped over
    costs("block br 0 end", 1 + 765 + HEADER);
    costs("block i32.const 1 br_if 0 end", 1 + 1 + 765 + HEADER);
    costs(
        "block i32.const 0 br_if 0 end",
        1 + 1 + 765 + 1 + 2 * HEADER,
    );
    // one target and three, the default not counted
    costs(
        "block i32.const 0 br_table 0 0 end",
        1 + 1 + 2_400 + 325 + HEADER,
    );
    costs(
        "block i32.const 9 br_table 0 0 0 0 end",
        1 + 1 + 2_400 + 3 * 325 + HEADER,
    );
}

#[test]
fn a_loop_pays_for_each_turn() {
    // const, set, loop | 3 x (get, const, sub, tee, br_if) | end
    let turn = 75 + 1 + 70 + 75 + 765 + HEADER;
    costs(
        "i32.const 3 local.set $x
         loop local.get $x i32.const 1 i32.sub local.tee $x br_if 0 end",
        1 + 210 + 1 + 3 * turn + 1 + 2 * HEADER,
    );
}

#[test]
fn functions() {
    // call | end of the callee
    assert_eq!(ink_of("(func $f)", "call $f"), 3_800 + 1 + 2 * HEADER);
    // call | return of the callee
    assert_eq!(
        ink_of("(func $f return)", "call $f"),
        3_800 + 1 + 2 * HEADER
    );
    // Two constants, the table's index, two parameters | end of the callee
    let table = "(type $two (func (param i32 i64)))
                 (table 1 1 funcref) (elem (i32.const 0) func $f)
                 (func $f (param i32 i64))";
    assert_eq!(
        ink_of(
            table,
            "i32.const 1 i64.const 2 i32.const 0 call_indirect (type $two)"
        ),
        3 + 13_610 + 2 * 650 + 1 + 2 * HEADER
    );
    let plain = "(type $none (func)) (table 1 1 funcref) (elem (i32.const 0) func $f) (func $f)";
    assert_eq!(
        ink_of(plain, "i32.const 0 call_indirect (type $none)"),
        1 + 13_610 + 1 + 2 * HEADER
    );
}

#[test]
fn memory_access() {
    for load in [
        "i32.load",
        "i32.load8_s",
        "i32.load8_u",
        "i32.load16_s",
        "i32.load16_u",
    ] {
        costs(&format!("i32.const 64 {load} drop"), 1 + 670 + 9);
    }
    for load in [
        "i64.load",
        "i64.load8_s",
        "i64.load8_u",
        "i64.load16_s",
        "i64.load16_u",
        "i64.load32_s",
        "i64.load32_u",
    ] {
        costs(&format!("i32.const 64 {load} drop"), 1 + 680 + 9);
    }
    for store in ["i32.store", "i32.store8", "i32.store16"] {
        costs(&format!("i32.const 64 i32.const 1 {store}"), 2 + 825);
    }
    for store in ["i64.store", "i64.store8", "i64.store16", "i64.store32"] {
        costs(&format!("i32.const 64 i64.const 1 {store}"), 2 + 950);
    }
    costs("memory.size drop", 3_000 + 9);
}

#[test]
fn bulk_memory_pays_by_the_byte() {
    for bytes in [0, 1, 1_000] {
        let price = 3 + 950 + 100 * bytes;
        costs(
            &format!("i32.const 64 i32.const 128 i32.const {bytes} memory.copy"),
            price,
        );
        costs(
            &format!("i32.const 64 i32.const 7 i32.const {bytes} memory.fill"),
            price,
        );
    }
}

#[test]
fn comparisons() {
    for op in [
        "eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u",
    ] {
        costs(
            &format!("i32.const 1 i32.const 2 i32.{op} drop"),
            2 + 170 + 9,
        );
        costs(
            &format!("i64.const 1 i64.const 2 i64.{op} drop"),
            2 + 225 + 9,
        );
    }
    costs("i32.const 1 i32.eqz drop", 1 + 170 + 9);
    costs("i64.const 1 i64.eqz drop", 1 + 225 + 9);
}

#[test]
fn arithmetic() {
    for op in [
        "add", "sub", "and", "or", "xor", "shl", "shr_s", "shr_u", "rotl", "rotr",
    ] {
        costs(
            &format!("i32.const 9 i32.const 2 i32.{op} drop"),
            2 + 70 + 9,
        );
        costs(
            &format!("i64.const 9 i64.const 2 i64.{op} drop"),
            2 + 100 + 9,
        );
    }
    costs("i32.const 9 i32.const 2 i32.mul drop", 2 + 160 + 9);
    costs("i64.const 9 i64.const 2 i64.mul drop", 2 + 160 + 9);
    for op in ["div_s", "div_u", "rem_s", "rem_u"] {
        costs(
            &format!("i32.const 9 i32.const 2 i32.{op} drop"),
            2 + 1_120 + 9,
        );
        costs(
            &format!("i64.const 9 i64.const 2 i64.{op} drop"),
            2 + 1_270 + 9,
        );
    }
    for op in ["clz", "ctz"] {
        costs(&format!("i32.const 9 i32.{op} drop"), 1 + 210 + 9);
        costs(&format!("i64.const 9 i64.{op} drop"), 1 + 210 + 9);
    }
    costs("i32.const 9 i32.popcnt drop", 1 + 2_650 + 9);
    costs("i64.const 9 i64.popcnt drop", 1 + 6_000 + 9);
}

#[test]
fn conversions() {
    costs("i64.const 9 i32.wrap_i64 drop", 1 + 100 + 9);
    for op in [
        "i64.extend_i32_s",
        "i64.extend_i32_u",
        "i32.extend8_s",
        "i32.extend16_s",
    ] {
        costs(&format!("i32.const 9 {op} drop"), 1 + 100 + 9);
    }
    for op in ["i64.extend8_s", "i64.extend16_s", "i64.extend32_s"] {
        costs(&format!("i64.const 9 {op} drop"), 1 + 100 + 9);
    }
}
