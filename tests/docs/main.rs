//! `docs/model.md`, `docs/security.md` and `docs/assurance.md` beside the sources: every test, file and item that they name
//! exists, every file of the model is named, every property that pure code must have is proven by a test of its name, and every id
//! that a test names is known.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::panic)]

mod assurance;
mod document;
mod security;
mod sources;

use document::{ids_of, Document, Span};
use sources::Sources;

/// The properties that pure code must have, by number.
const IDS: &[(&str, &[u32])] = &[
    ("RSK-", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 11]),
    ("ORC-", &[1, 4, 5, 6, 7, 8, 9]),
    ("O", &[1, 2, 3, 4, 6, 7, 9, 10]),
    ("V", &[1, 2, 3, 4, 6, 7, 8, 9, 10, 12]),
    ("ACC-", &[6, 7, 8, 11, 12]),
    ("LIQ-", &[4, 5, 6, 7, 9]),
    ("L", &[8, 9, 13, 15]),
];

fn ids() -> impl Iterator<Item = String> {
    let of = |(family, numbers): &(&'static str, &'static [u32])| {
        let family = *family;
        numbers
            .iter()
            .map(move |number| format!("{family}{number}"))
    };
    IDS.iter().flat_map(of)
}

#[test]
fn what_the_document_names_exists() {
    let (document, sources) = (Document::model(), Sources::read());
    let (mut paths, mut names, mut missing) = (0, 0, Vec::new());
    for (line, span) in document.spans() {
        let exists = match span {
            Span::Path(path) => {
                paths += 1;
                sources.has_file(path)
            }
            Span::Name(name) => {
                names += 1;
                sources.has_name(name)
            }
            Span::Formula => true,
        };
        if !exists {
            missing.push(format!("line {line}: {span:?}"));
        }
    }
    assert!(missing.is_empty(), "not in the sources: {missing:#?}");
    assert!(
        paths > 80 && names > 250,
        "read {paths} paths and {names} names"
    );
}

#[test]
fn what_the_document_of_security_names_exists() {
    let (document, sources) = (Document::security(), Sources::read());
    let (mut read, mut missing) = (0, Vec::new());
    for (line, span) in document.spans() {
        let exists = match span {
            Span::Path(path) => sources.has_file(path),
            Span::Name(name) => sources.has_name(name),
            Span::Formula => true,
        };
        read += 1;
        if !exists {
            missing.push(format!("line {line}: {span:?}"));
        }
    }
    assert!(missing.is_empty(), "not in the sources: {missing:#?}");
    assert!(read > 30, "read {read} spans");
}

#[test]
fn every_file_of_the_model_is_named() {
    let (document, sources) = (Document::model(), Sources::read());
    let named: Vec<&str> = document
        .spans()
        .filter_map(|(_, span)| match span {
            Span::Path(path) => Some(path),
            _ => None,
        })
        .collect();
    let absent: Vec<&String> = sources
        .model_files()
        .filter(|file| !named.iter().any(|path| file.ends_with(path)))
        .collect();
    assert!(absent.is_empty(), "files without a section: {absent:#?}");
}

#[test]
fn every_id_has_its_tests_and_what_breaks_them() {
    let (document, sources) = (Document::model(), Sources::read());
    for id in ids() {
        let proofs: Vec<&String> = sources
            .tests()
            .filter(|test| ids_of(test).any(|name| name == id))
            .collect();
        assert!(!proofs.is_empty(), "{id}: no test");
        let named = |heading: &str| {
            let rows = document.rows(heading, &id);
            rows.iter()
                .any(|row| proofs.iter().any(|test| row.contains(test.as_str())))
        };
        assert!(
            named("### Which test proves which property"),
            "{id}: no row"
        );
        assert!(
            named("### What breaks what"),
            "{id}: nothing is known to break it"
        );
    }
}
