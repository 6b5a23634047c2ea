//! Leaves out what a program does before it traps for certain.
//!
//! A trap discards everything but the gas. A function that runs straight into one - a panic's message is put
//! together, the handler is called, which traps - may as well trap at once; wasm-opt then finds the formatting
//! of numbers and its tables unused. Host functions are never left out: some end the call with success.

use std::collections::HashSet;

use crate::text::{strip_custom_sections, TextError};

/// Where a function's lines begin in the printed module, and where its instructions do.
const FUNCTION: &str = "  (func (;";
const CLOSE: &str = "  )";

/// Operators after which a function is no straight line.
const TURNS: [&str; 9] = [
    "block", "loop", "if", "else", "end", "br", "br_if", "br_table", "return",
];

struct Function<'a> {
    index: &'a str,
    /// Lines of the module that hold its instructions.
    body: std::ops::Range<usize>,
}

/// The module, in which functions that trap for certain do so at once.
pub fn trim(module: &[u8]) -> Result<Vec<u8>, TextError> {
    let text =
        wasmprinter::print_bytes(strip_custom_sections(module)?).map_err(TextError::Print)?;
    let lines: Vec<&str> = text.lines().collect();
    let functions = functions(&lines);
    let mut trapping: HashSet<&str> = HashSet::new();
    while let Some(found) = functions.iter().find(|function| {
        !trapping.contains(function.index) && traps(&lines[function.body.clone()], &trapping)
    }) {
        trapping.insert(found.index);
    }
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for function in functions.iter().filter(|f| trapping.contains(f.index)) {
        for line in &lines[from..function.body.start] {
            kept.push_str(line);
            kept.push('\n');
        }
        kept.push_str("    unreachable\n");
        from = function.body.end;
    }
    for line in &lines[from..] {
        kept.push_str(line);
        kept.push('\n');
    }
    Ok(wat::parse_str(kept)?)
}

fn functions<'a>(lines: &[&'a str]) -> Vec<Function<'a>> {
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some((index, _)) = line
            .strip_prefix(FUNCTION)
            .and_then(|rest| rest.split_once(';'))
        else {
            continue;
        };
        let Some(length) = lines[at..].iter().position(|line| *line == CLOSE) else {
            continue;
        };
        let local = |line: &&&str| line.trim_start().starts_with("(local");
        let locals = lines[at + 1..at + length].iter().take_while(local).count();
        found.push(Function {
            index,
            body: at + 1 + locals..at + length,
        });
    }
    found
}

/// Whether these instructions reach a trap, and nothing else that anybody could notice.
fn traps(body: &[&str], trapping: &HashSet<&str>) -> bool {
    for line in body {
        let mut words = line.split_whitespace();
        match (words.next(), words.next()) {
            (Some("unreachable"), _) => return true,
            (Some("call"), Some(callee)) => return trapping.contains(callee),
            (Some("call_indirect" | "memory.grow"), _) => return false,
            (Some(operator), _) if TURNS.contains(&operator) => return false,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::trim;

    fn text(module: &str) -> String {
        let module = wat::parse_str(module).unwrap();
        wasmprinter::print_bytes(trim(&module).unwrap()).unwrap()
    }

    /// Messages go; a branch, a loop, an import before the trap, and what returns stay.
    #[test]
    fn only_what_surely_traps_is_left_out() {
        let module = r#"(module
            (import "vm_hooks" "exit_early" (func $exit (param i32)))
            (memory 1)
            (func $handler unreachable)
            (func $panic (local i32) i32.const 11 i32.const 12 i32.store call $handler unreachable)
            (func $outer i32.const 13 drop call $panic i32.const 14 drop)
            (func $ends i32.const 15 call $exit unreachable)
            (func $perhaps (param i32) local.get 0 if i32.const 16 drop end unreachable)
            (func $returns i32.const 17 i32.const 18 i32.store)
            (export "memory" (memory 0)))"#;
        let kept = text(module);
        for gone in [11, 12, 13, 14] {
            assert!(
                !kept.contains(&format!("i32.const {gone}")),
                "{gone}: {kept}"
            );
        }
        for stays in [15, 16, 17, 18] {
            assert!(
                kept.contains(&format!("i32.const {stays}")),
                "{stays}: {kept}"
            );
        }
        assert_eq!(kept.matches("unreachable").count(), 5);
    }
}
