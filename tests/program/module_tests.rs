//! Every rule of activation broken once, in modules that break no other.

use super::*;
use crate::text::tests::calls_itself;

const ENTRY: &str = r#"(func (export "user_entrypoint") (param i32) (result i32) i32.const 0)"#;
const MEMORY: &str = r#"(memory (export "memory") 1 1)"#;

/// A module with an entry point and one page of memory, and `fields` before them.
fn with(fields: &str) -> Result<Measure, Rejection> {
    parse(&format!("{fields} {MEMORY} {ENTRY}"))
}

/// A module whose entry point runs `operators` first.
fn running(operators: &str) -> Result<Measure, Rejection> {
    parse(&format!(
        r#"{MEMORY} (table 1 1 funcref) (func (export "user_entrypoint") (param i32) (result i32)
            (local i32 i64) {operators} i32.const 0)"#
    ))
}

fn parse(fields: &str) -> Result<Measure, Rejection> {
    Module::parse(&wat::parse_str(format!("(module {fields})")).unwrap())
}

fn too_many(what: Limited, count: u64, limit: u64) -> Result<Measure, Rejection> {
    Err(Rejection::TooMany { what, count, limit })
}

fn repeated(text: &str, times: usize) -> String {
    text.repeat(times)
}

#[test]
fn counts_an_accepted_module() {
    let text = r#"
        (import "vm_hooks" "read_args" (func (param i32)))
        (import "vm_hooks" "pay_for_memory_grow" (func (param i32)))
        (memory (export "memory") 2)
        (global (mut i32) (i32.const 65536))
        (table 2 2 funcref)
        (elem (i32.const 1) 2)
        (func (export "user_entrypoint") (param i32) (result i32) i32.const 0)
        (func (param i64 i64) (result i64) local.get 0)
        (data (i32.const 16) "0123456789")"#;
    let measure = parse(text).unwrap();
    assert_eq!(measure.functions, 2);
    assert_eq!(measure.types, 2 + 3);
    assert_eq!(measure.globals, 1 + 4);
    assert_eq!(measure.pages, 2);
    assert_eq!(measure.imports, 2);
    // Element: flag, i32.const 1, end, count, index. Data: flag, i32.const 16, end, length, ten bytes.
    assert_eq!(measure.data, 6 + 15);
    // i32.const, end with the charge of its block, the check at the entry, a return with its credit.
    assert_eq!(measure.largest_function, 2 + 12 + 12 + 5);
    assert_eq!(
        measure.raw,
        wat::parse_str(format!("(module {text})")).unwrap().len() as u64
    );
    assert_eq!(
        measure.entry_cost_cached(),
        352 + measure.raw * 122 / 100_000 + 8 + 15 + 10
    );
}

#[test]
fn accepts_every_operator_with_a_price() {
    for operators in [
        "nop block end loop end local.get 0 if else end",
        "block local.get 0 br_if 0 br 0 end block local.get 0 br_table 0 0 end",
        "i32.const 1 i32.const 2 local.get 0 select drop",
        "local.get 0 local.tee 1 local.set 0 memory.size drop i32.const 0 memory.grow drop",
        "i32.const 0 i32.const 0 i32.const 0 memory.copy i32.const 0 i32.const 0 i32.const 0 memory.fill",
        "i32.const 0 i64.load32_u i64.extend32_s i64.popcnt i32.wrap_i64 i32.extend8_s i64.extend_i32_u i64.eqz drop",
        "i32.const 0 i64.const 0 i64.store16",
        "i32.const 1 i32.const 0 call_indirect (param i32) (result i32) drop",
    ] {
        assert!(running(operators).is_ok(), "{operators}: {:?}", running(operators));
    }
}

#[test]
fn refuses_every_kind_of_operator_without_a_price() {
    for (operators, name) in [
        ("i32.const 0 f32.convert_i32_s drop", "F32ConvertI32S"),
        ("f64.const 1 drop", "F64Const"),
        ("i32.const 0 f32.load drop", "F32Load"),
        (
            "i32.const 0 i32.const 0 i32.atomic.rmw.add drop",
            "I32AtomicRmwAdd",
        ),
        ("i32.const 0 v128.load drop", "V128Load"),
        ("ref.null func drop", "RefNull"),
        ("i32.const 0 table.get 0 drop", "TableGet"),
        ("table.size 0 drop", "TableSize"),
        ("i32.const 0 return_call 0", "ReturnCall"),
        (
            "i32.const 0 i32.const 0 local.get 0 select (result i32) drop",
            "TypedSelect",
        ),
        ("try_table end", "TryTable"),
        (
            "i64.const 0 i64.const 0 i64.mul_wide_u drop drop",
            "I64MulWideU",
        ),
    ] {
        match running(operators) {
            Err(Rejection::Operator {
                name: found,
                function: 0,
                offset,
            }) => {
                assert_eq!(found, name);
                assert!(offset > 0);
            }
            other => panic!("{operators}: {other:?}"),
        }
    }
}

#[test]
fn names_the_function_of_a_refused_operator() {
    let text = format!(
        r#"(import "vm_hooks" "read_args" (func (param i32))) {MEMORY} {ENTRY} (func f32.const 0 drop)"#
    );
    assert!(matches!(
        parse(&text),
        Err(Rejection::Operator { function: 2, .. })
    ));
}

#[test]
fn refuses_bytes_that_are_no_module() {
    assert!(matches!(Module::parse(b""), Err(Rejection::Malformed(_))));
    assert!(matches!(
        Module::parse(b"\0asm\x02\0\0\0"),
        Err(Rejection::Malformed(_))
    ));
    let module = wat::parse_str(format!("(module {MEMORY} {ENTRY})")).unwrap();
    assert!(matches!(
        Module::parse(&module[..module.len() - 1]),
        Err(Rejection::Malformed(_))
    ));
}

#[test]
fn refuses_what_the_compiler_leaves_in_call_indirect() {
    assert!(Module::parse(&calls_itself(&[0])).is_ok());
    let padded = calls_itself(&[0x80, 0x80, 0x80, 0x80, 0x00]);
    assert!(matches!(
        Module::parse(&padded),
        Err(Rejection::ReferenceTypes { .. })
    ));
    assert!(Module::parse(&crate::round_trip(&padded).unwrap()).is_ok());
}

#[test]
fn refuses_sections_that_the_chain_does_not_read() {
    assert_eq!(
        with(r#"(func i32.const 0 i32.const 0 i32.const 0 memory.init 0) (data "x")"#),
        Err(Rejection::DataCount)
    );
    assert_eq!(with("(tag)"), Err(Rejection::Section("tag")));
    assert_eq!(with("(func $f) (start $f)"), Err(Rejection::StartFunction));
    assert_eq!(
        Module::parse(&wat::parse_str("(component)").unwrap()),
        Err(Rejection::Section("of a component"))
    );
}

#[test]
fn refuses_imports_from_elsewhere() {
    let foreign = |module: &str, name: &str| (module.to_owned(), name.to_owned());
    let (module, name) = foreign("console", "log_txt");
    assert_eq!(
        with(r#"(import "console" "log_txt" (func (param i32 i32)))"#),
        Err(Rejection::ForeignImport { module, name })
    );
    let (module, name) = foreign("vm_hooks", "memory");
    assert_eq!(
        parse(&format!(
            r#"(import "vm_hooks" "memory" (memory 1)) {ENTRY}"#
        )),
        Err(Rejection::ImportKind { module, name })
    );
    assert_eq!(
        with(r#"(import "vm_hooks" "self_destruct" (func (param i32)))"#),
        Err(Rejection::UnknownHook("self_destruct".to_owned()))
    );
    assert_eq!(
        with(r#"(import "vm_hooks" "read_args" (func (param i64)))"#),
        Err(Rejection::HookType("read_args".to_owned()))
    );
    assert_eq!(
        with(r#"(import "vm_hooks" "stylus_ink_left" (func))"#),
        Err(Rejection::ReservedName("stylus_ink_left".to_owned()))
    );
}

#[test]
fn knows_every_host_function_by_its_type() {
    assert_eq!(crate::HOOKS.len(), 42);
    for hook in crate::HOOKS {
        let word = |word: &Word| if *word == Word::I32 { "i32" } else { "i64" };
        let parameters: Vec<&str> = hook.parameters.iter().map(word).collect();
        let result = hook.result.map_or(String::new(), |result| {
            format!("(result {})", word(&result))
        });
        let import = format!(
            r#"(import "vm_hooks" "{}" (func (param {}) {result}))"#,
            hook.name,
            parameters.join(" ")
        );
        assert!(with(&import).is_ok(), "{import}");
    }
}

#[test]
fn refuses_reserved_and_doubled_names() {
    assert_eq!(
        with(r#"(func (export "a__stylus_b"))"#),
        Err(Rejection::ReservedName("a__stylus_b".to_owned()))
    );
    assert_eq!(
        with(
            r#"(import "vm_hooks" "msg_sender" (func (param i32))) (func (export "x__msg_sender"))"#
        ),
        Err(Rejection::ExportedImport("msg_sender".to_owned()))
    );
}

#[test]
fn refuses_other_memories() {
    assert_eq!(parse(ENTRY), Err(Rejection::NoMemory));
    assert_eq!(
        parse(&format!(r#"(memory (export "storage") 1 1) {ENTRY}"#)),
        Err(Rejection::NoMemory)
    );
    assert_eq!(with("(memory 1)"), too_many(Limited::Memories, 2, 1));
    let memory = |memory: &str| parse(&format!(r#"(memory (export "memory") {memory}) {ENTRY}"#));
    assert_eq!(memory("129 129"), too_many(Limited::Pages, 129, 128));
    assert!(memory("128 128").is_ok());
    assert_eq!(memory("i64 1 1"), Err(Rejection::MemoryType));
    assert_eq!(memory("1 1 shared"), Err(Rejection::MemoryType));
    assert_eq!(memory("1 2"), Err(Rejection::GrowthUnpaid));
    assert_eq!(memory("1"), Err(Rejection::GrowthUnpaid));
}

#[test]
fn refuses_other_tables_and_segments() {
    assert_eq!(with("(table 1 externref)"), Err(Rejection::TableType));
    assert_eq!(
        with("(table 1 funcref) (table 1 funcref)"),
        too_many(Limited::Tables, 2, 1)
    );
    assert_eq!(
        with("(table 4097 funcref)"),
        too_many(Limited::TableEntries, 4_097, 4_096)
    );
    assert!(with("(table 4096 funcref)").is_ok());
    assert_eq!(
        with("(func $f) (elem declare func $f)"),
        Err(Rejection::SegmentKind)
    );
    assert_eq!(
        with("(table 1 funcref) (elem (i32.const 0) funcref (ref.null func))"),
        Err(Rejection::SegmentKind)
    );
    assert_eq!(with(r#"(data "passive")"#), Err(Rejection::SegmentKind));
    let offset = r#"(global i32 (i32.const 8)) (data (global.get 0) "x")"#;
    assert_eq!(with(offset), Err(Rejection::SegmentKind));
    assert_eq!(
        with("(global i32 (i32.const 8)) (global i32 (global.get 0))"),
        Err(Rejection::GlobalKind)
    );
}

#[test]
fn refuses_other_values_than_integers() {
    let float = || Err(Rejection::ValueType("f64".to_owned()));
    assert_eq!(with("(func (param f64))"), float());
    assert_eq!(with("(func (local f64))"), float());
    assert_eq!(with("(global f64 (f64.const 0))"), float());
    assert_eq!(running("block (result f64) unreachable end drop"), float());
}

#[test]
fn refuses_several_results() {
    assert_eq!(
        with("(func (result i32 i32) unreachable)"),
        Err(Rejection::MultiValue)
    );
    assert_eq!(
        running("i32.const 0 block (param i32) drop end"),
        Err(Rejection::MultiValue)
    );
}

#[test]
fn refuses_other_entry_points() {
    assert_eq!(parse(MEMORY), Err(Rejection::NoEntryPoint));
    assert_eq!(
        parse(&format!(
            r#"{MEMORY} (global (export "user_entrypoint") i32 (i32.const 0))"#
        )),
        Err(Rejection::NoEntryPoint)
    );
    for ty in [
        "",
        "(param i32)",
        "(param i64) (result i32)",
        "(param i32 i32) (result i32)",
    ] {
        let text = format!(r#"{MEMORY} (func (export "user_entrypoint") {ty} unreachable)"#);
        assert_eq!(parse(&text), Err(Rejection::EntryPointType), "{ty}");
    }
}

#[test]
fn refuses_what_is_too_large() {
    let bytes = vec![0; MODULE_LIMIT + 1];
    assert_eq!(
        Module::parse(&bytes),
        too_many(Limited::Bytes, 131_073, 131_072)
    );

    // The entry point is one function more.
    assert!(with(&repeated("(func)", 4_095)).is_ok());
    assert_eq!(
        with(&repeated("(func)", 4_096)),
        too_many(Limited::Functions, 4_097, 4_096)
    );

    let import = r#"(import "vm_hooks" "msg_sender" (func (param i32)))"#;
    assert!(with(&repeated(import, 513)).is_ok());
    assert_eq!(
        with(&repeated(import, 514)),
        too_many(Limited::Imports, 514, 513)
    );

    let exports = |count: usize| {
        (0..count)
            .map(|i| format!(r#"(export "e{i}" (func 0))"#))
            .collect::<String>()
    };
    // The memory and the entry point are exported too.
    assert!(with(&exports(1_022)).is_ok());
    assert_eq!(
        with(&exports(1_023)),
        too_many(Limited::Exports, 1_025, 1_024)
    );

    let data = r#"(data (i32.const 0) "x")"#;
    assert!(with(&repeated(data, 128)).is_ok());
    assert_eq!(
        with(&repeated(data, 129)),
        too_many(Limited::DataSegments, 129, 128)
    );

    let elements = |count| {
        format!(
            "(table 1 funcref) (func $f) {}",
            repeated("(elem (i32.const 0) $f)", count)
        )
    };
    assert!(with(&elements(128)).is_ok());
    assert_eq!(
        with(&elements(129)),
        too_many(Limited::ElementSegments, 129, 128)
    );
    let entries = |count| {
        format!(
            "(table 4096 funcref) (func $f) (elem (i32.const 0) {})",
            repeated("$f ", count)
        )
    };
    assert!(with(&entries(4_090)).is_ok());
    assert_eq!(
        with(&entries(4_091)),
        too_many(Limited::ElementBytes, 4_097, 4_096)
    );

    let name = |length: usize| format!(r#"(func (export "{}"))"#, "n".repeat(length));
    assert!(with(&name(512)).is_ok());
    assert_eq!(with(&name(513)), too_many(Limited::NameBytes, 513, 512));

    let locals = |count| format!("(func (local {}))", repeated("i32 ", count));
    assert!(with(&locals(348)).is_ok());
    assert_eq!(with(&locals(349)), too_many(Limited::Locals, 349, 348));
}

/// An empty function measures 30: end, the charge of its block, the check at the entry, a return with its
/// credit. A nop adds one, a block with its end fourteen.
#[test]
fn refuses_a_function_that_metering_makes_too_long() {
    let function = |operators: String| with(&format!("(func {operators})"));
    assert_eq!(
        function("nop ".repeat(65_506)).unwrap().largest_function,
        65_536
    );
    assert_eq!(
        function("nop ".repeat(65_507)),
        too_many(Limited::Operators, 65_537, 65_536)
    );
    assert_eq!(
        function("block end ".repeat(4_679))
            .unwrap()
            .largest_function,
        65_536
    );
    assert_eq!(
        function("block end ".repeat(4_680)),
        too_many(Limited::Operators, 65_550, 65_536)
    );
}

#[test]
fn refuses_an_entry_cost_that_does_not_fit() {
    // 87,200 bytes of data cost over 65,535 gas to copy at each entry.
    let data = format!(r#"(data (i32.const 0) "{}")"#, "x".repeat(87_200));
    let text = format!(r#"(memory (export "memory") 2 2) {data} {ENTRY}"#);
    match parse(&text) {
        Err(Rejection::TooMany {
            what: Limited::CachedCost,
            count,
            limit: 65_535,
        }) => {
            assert!((65_600..66_000).contains(&count), "{count}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn refuses_what_webassembly_itself_refuses() {
    let body_leaves_nothing = r#"(func (result i32))"#;
    assert!(matches!(
        with(body_leaves_nothing),
        Err(Rejection::Invalid(_))
    ));
    let data_out_of_order = r#"(func call 7)"#;
    assert!(matches!(
        with(data_out_of_order),
        Err(Rejection::Invalid(_))
    ));
}
