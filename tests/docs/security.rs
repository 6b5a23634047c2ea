//! The storage section of `docs/security.md` is what the programs' `state.rs` say of themselves.

use std::fmt::Write as _;

use crate::sources::root;

const DOCUMENT: &str = "docs/security.md";
const BEGIN: &str = "<!-- layout -->\n";
const END: &str = "<!-- end of layout -->\n";

/// A heading and a table for every program, by name.
fn layout() -> String {
    let mut programs: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(root().join("src")).unwrap().flatten() {
        if entry.path().join("state.rs").exists() && entry.path().join("routes.rs").exists() {
            programs.push(entry.file_name().into_string().unwrap());
        }
    }
    programs.sort();
    let (mut text, mut empty) = (String::new(), Vec::new());
    for program in programs {
        let path = root().join("src").join(&program).join("state.rs");
        let table = table_of(&std::fs::read_to_string(path).unwrap());
        if table.is_empty() {
            empty.push(format!("`{program}`"));
        } else {
            write!(text, "\n### {program}\n\n{table}").unwrap();
        }
    }
    write!(text, "\nWithout slots: {}.\n\n", empty.join(", ")).unwrap();
    text
}

/// The rows that begin with `//! |`; where there are none, the comments of the fields that begin with `Slot`.
fn table_of(state: &str) -> String {
    let rows: Vec<&str> = state
        .lines()
        .filter_map(|line| line.strip_prefix("//! |"))
        .collect();
    if !rows.is_empty() {
        return rows.iter().map(|row| format!("|{row}\n")).collect();
    }
    let mut fields: Vec<String> = Vec::new();
    let mut open = false;
    for line in state.lines() {
        // Fields are inside of a struct.
        let comment = line.strip_prefix("    /// ");
        match comment {
            Some(text) if text.starts_with("Slot") => fields.push(text.to_owned()),
            Some(text) if open => {
                if let Some(field) = fields.last_mut() {
                    write!(field, " {text}").unwrap();
                }
            }
            _ => {}
        }
        open = comment.is_some_and(|text| open || text.starts_with("Slot"));
    }
    let rows = fields.iter().filter_map(|field| field.split_once(": "));
    let rows = rows.map(|(slots, what)| {
        let slots = slots
            .trim_start_matches("Slots ")
            .trim_start_matches("Slot ");
        format!("| {slots} | {what} |\n")
    });
    let rows: String = rows.collect();
    match rows.is_empty() {
        true => rows,
        false => format!("| slot | what |\n|---|---|\n{rows}"),
    }
}

#[test]
fn layout_is_that_of_the_sources() {
    let path = root().join(DOCUMENT);
    let document = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = document.split_once(BEGIN).unwrap();
    let (kept, after) = rest.split_once(END).unwrap();
    let made = layout();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{made}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(
        kept, made,
        "{DOCUMENT} is old: BLESS=1 cargo test -p docs layout"
    );
    assert!(made.matches("### ").count() > 12, "programs are missing");
}

#[test]
fn fields_with_slots_become_a_table() {
    let state = "    /// Slot 0: who\n    a: Slot,\n    /// Slots 1 to 3: what,\n    /// and more.\n    b: Slot,\n    /// Other.\n    c: u8,\n";
    let expected = "| slot | what |\n|---|---|\n| 0 | who |\n| 1 to 3 | what, and more. |\n";
    assert_eq!(table_of(state), expected);
    assert_eq!(
        table_of("//! | slot | what |\n//! |---|---|\n//! | 7 | x |\n"),
        "| slot | what |\n|---|---|\n| 7 | x |\n"
    );
    assert_eq!(table_of("/// Nothing.\n"), "");
}
