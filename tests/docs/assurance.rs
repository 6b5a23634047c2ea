//! `docs/assurance.md` beside the sources: the tests it names stand in the files it names, and every id that a test or a comment
//! names has a row. What has no test is printed.

use std::collections::{BTreeMap, BTreeSet};

use crate::sources::{root, Sources};

/// Ids with a hyphen: they may stand in comments too.
const FAMILIES: [&str; 14] = [
    "ACC", "VLT", "RSK", "LIQ", "ORC", "GOV", "UPG", "REE", "REV", "XCH", "SIG", "LIV", "KEP",
    "EXP",
];
/// Ids of a letter and a number: they stand at the front of names.
const LETTERS: &str = "OVTLGXSAKY";

/// A row of a table.
struct Row {
    line: usize,
    ids: Vec<String>,
    /// Tests, each with the file it should be in.
    proofs: Vec<(String, String)>,
}

/// Every row that begins with an id.
fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(root().join("docs/assurance.md")).unwrap();
    let mut rows = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        let cells: Vec<&str> = text.split('|').map(str::trim).collect();
        let [_, ids, _, _, proofs, _] = cells[..] else {
            continue;
        };
        let ids: Vec<String> = ids.split(", ").map(str::to_owned).collect();
        if ids.iter().all(|id| is_id(id.trim_start_matches("crisis "))) {
            rows.push(Row {
                line,
                ids,
                proofs: read_proofs(proofs),
            });
        }
    }
    rows
}

/// `` `test`, `other` in `file`; ... `` What is no pair of these is prose.
fn read_proofs(cell: &str) -> Vec<(String, String)> {
    let mut proofs = Vec::new();
    for group in cell.split("; ") {
        let Some((tests, file)) = group.split_once(" in `") else {
            continue;
        };
        for test in tests.split('`').skip(1).step_by(2) {
            proofs.push((test.to_owned(), file.trim_end_matches('`').to_owned()));
        }
    }
    proofs
}

fn is_id(word: &str) -> bool {
    let numbered = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    match word.split_once('-') {
        Some((family, number)) => FAMILIES.contains(&family) && numbered(number),
        None => word
            .strip_prefix(|letter| LETTERS.contains(letter))
            .is_some_and(numbered),
    }
}

/// The ids at the very front of a test's name.
fn front_ids(test: &str) -> Vec<String> {
    let words: Vec<String> = test.split('_').map(str::to_uppercase).collect();
    let mut ids = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let pair = words.get(at + 1).map(|next| format!("{word}-{next}"));
        if is_id(word) {
            ids.push(word.clone());
            at += 1;
        } else if let Some(pair) = pair.filter(|pair| is_id(pair)) {
            ids.push(pair);
            at += 2;
        } else {
            break;
        }
    }
    ids
}

/// The ids with a hyphen in a comment.
fn comment_ids(line: &str) -> Vec<String> {
    let Some((_, comment)) = line.split_once("//") else {
        return Vec::new();
    };
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let words = comment.split(|c| !letter(c));
    let found = words.filter(|word| word.contains('-') && is_id(word));
    found.map(str::to_owned).collect()
}

#[test]
fn assurance_names_tests_that_exist_where_they_are() {
    let sources = Sources::read();
    let (mut named, mut wrong) = (0, Vec::new());
    for row in rows() {
        for (test, file) in &row.proofs {
            named += 1;
            let known = sources.proven_in(test).any(|path| path == file);
            if !known {
                wrong.push(format!("line {}: {test} in {file}", row.line));
            }
        }
    }
    assert!(wrong.is_empty(), "no such test: {wrong:#?}");
    assert!(named > 250, "read {named} tests");
}

#[test]
fn assurance_knows_every_id_and_each_once() {
    let mut known = BTreeSet::new();
    for row in rows() {
        for id in row.ids {
            assert!(known.insert(id.clone()), "{id} has two rows");
        }
    }
    assert!(known.len() > 150, "read {} ids", known.len());
    let sources = Sources::read();
    let mut unknown = BTreeMap::new();
    for (test, path) in sources.proofs() {
        for id in front_ids(test).into_iter().filter(|id| !known.contains(id)) {
            // Crises have a word of their own in the document.
            if !known.contains(&format!("crisis {id}")) {
                unknown.insert(id, format!("{test} in {path}"));
            }
        }
    }
    for (path, line) in sources.lines() {
        for id in comment_ids(line) {
            if !known.contains(&id) {
                unknown.insert(id, format!("{} in {path}", line.trim()));
            }
        }
    }
    assert!(unknown.is_empty(), "ids without a row: {unknown:#?}");
}

/// Not a failure: what is not proven yet is said plainly, by the document and here.
#[test]
fn ids_without_a_test_are_listed() {
    let rows = rows();
    let bare = rows.iter().filter(|row| row.proofs.is_empty());
    let bare: Vec<&str> = bare.flat_map(|row| &row.ids).map(String::as_str).collect();
    let all: usize = rows.iter().map(|row| row.ids.len()).sum();
    println!(
        "{} of {all} ids have no test: {}",
        bare.len(),
        bare.join(", ")
    );
    let sources = Sources::read();
    for (test, path) in sources.proofs() {
        for id in front_ids(test) {
            if bare.contains(&id.as_str()) {
                println!("{id} is said to have no test, and {test} in {path} is one");
            }
        }
    }
}

#[test]
fn ids_are_read_from_names_and_comments() {
    let found = front_ids("rsk_2_rsk_6_v12_of_l8_names");
    assert_eq!(found, ["RSK-2", "RSK-6", "V12"]);
    assert!(front_ids("t_functions_are_nearest").is_empty());
    assert!(front_ids("orc_gate_1_sequencer_down").is_empty());
    let found = comment_ids("x(); // ORC-1, (LIV-1) and a-1, UTF-8");
    assert_eq!(found, ["ORC-1", "LIV-1"]);
    let proofs = read_proofs("`a`, `b` in `x/y.rs`; `c` in `z.rs`; not yet: the rest");
    let expected = [("a", "x/y.rs"), ("b", "x/y.rs"), ("c", "z.rs")];
    let expected = expected.map(|(test, file)| (test.to_owned(), file.to_owned()));
    assert_eq!(proofs, expected);
}
