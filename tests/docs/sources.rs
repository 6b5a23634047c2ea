//! The sources: names of files, of tests, and of everything else that code names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The root of the project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What the project's folders hold.
pub(crate) struct Sources {
    /// Paths from the root.
    files: BTreeSet<String>,
    /// Every word of the Rust and Python sources outside of comments.
    words: BTreeSet<String>,
    /// Every function of a file in a folder of tests.
    tests: BTreeSet<String>,
    /// Every function that a runner of tests calls, and its files.
    proofs: BTreeMap<String, BTreeSet<String>>,
    /// The text of every file of Rust and Solidity.
    texts: BTreeMap<String, String>,
}

/// What stands before a test.
const TEST_MARKS: [&str; 3] = ["#[test]", "#[motsu::test", "#[tokio::test"];

/// The folders that are read; nothing that is built.
const FOLDERS: [&str; 4] = ["src", "tests", "docs", "scripts"];

impl Sources {
    pub(crate) fn read() -> Self {
        let mut sources = Self {
            files: BTreeSet::new(),
            words: BTreeSet::new(),
            tests: BTreeSet::new(),
            proofs: BTreeMap::new(),
            texts: BTreeMap::new(),
        };
        for folder in FOLDERS {
            sources.enter(folder);
        }
        sources
    }

    fn enter(&mut self, folder: &str) {
        for entry in std::fs::read_dir(root().join(folder)).unwrap().flatten() {
            let name = entry.file_name().into_string().unwrap();
            let path = format!("{folder}/{name}");
            if entry.file_type().unwrap().is_dir() {
                if !["node_modules", "target"].contains(&name.as_str()) {
                    self.enter(&path);
                }
            } else {
                // The document would prove itself by what this crate says of it.
                let own = path.starts_with("tests/docs/");
                if !own && (name.ends_with(".rs") || name.ends_with(".py")) {
                    self.learn(&path);
                }
                if !own && (name.ends_with(".rs") || name.ends_with(".sol")) {
                    self.keep(&path);
                }
                self.files.insert(path);
            }
        }
    }

    fn learn(&mut self, path: &str) {
        let text = std::fs::read_to_string(root().join(path)).unwrap();
        let proves = path.contains("/tests/") || path.starts_with("tests/");
        for line in text.lines() {
            let code = line.split("//").next().unwrap_or("");
            let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
            let mut words = code
                .split(|letter| !is_word(letter))
                .filter(|word| !word.is_empty());
            let mut before = "";
            for word in &mut words {
                if before == "fn" && proves {
                    self.tests.insert(word.to_owned());
                }
                before = word;
                self.words.insert(word.to_owned());
            }
        }
    }

    fn keep(&mut self, path: &str) {
        let text = std::fs::read_to_string(root().join(path)).unwrap();
        let mut marked = false;
        for line in text.lines().map(str::trim) {
            if TEST_MARKS.iter().any(|mark| line.starts_with(mark)) {
                marked = true;
            } else if let Some((_, name)) = line.split_once("fn ").filter(|_| marked) {
                let name = name.split(['(', '<']).next().unwrap_or(name);
                let files = self.proofs.entry(name.to_owned()).or_default();
                files.insert(path.to_owned());
                marked = false;
            } else if !line.starts_with("#[") && !line.starts_with("//") {
                marked = false;
            }
        }
        self.texts.insert(path.to_owned(), text);
    }

    /// The files that have a test of this name.
    pub(crate) fn proven_in(&self, test: &str) -> impl Iterator<Item = &String> {
        self.proofs.get(test).into_iter().flatten()
    }

    /// Every test, with each of its files.
    pub(crate) fn proofs(&self) -> impl Iterator<Item = (&String, &String)> {
        let of = |(test, files)| std::iter::repeat(test).zip(files);
        self.proofs.iter().flat_map(of)
    }

    /// Every line of every file of Rust and Solidity, with its path.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (&String, &str)> {
        let files = self.texts.iter();
        files.flat_map(|(path, text)| std::iter::repeat(path).zip(text.lines()))
    }

    /// Whether a file's path ends so.
    pub(crate) fn has_file(&self, end: &str) -> bool {
        let tail = format!("/{end}");
        self.files
            .iter()
            .any(|file| file == end || file.ends_with(&tail))
    }

    /// Whether every part of a name is a word of the sources.
    pub(crate) fn has_name(&self, name: &str) -> bool {
        name.split("::").all(|part| match part.split_once('*') {
            None => self.words.contains(part),
            Some((front, back)) => self
                .words
                .iter()
                .any(|word| word.starts_with(front) && word.ends_with(back)),
        })
    }

    /// The functions of all folders of tests.
    pub(crate) fn tests(&self) -> impl Iterator<Item = &String> {
        self.tests.iter()
    }

    /// The files of the model.
    pub(crate) fn model_files(&self) -> impl Iterator<Item = &String> {
        self.files.iter().filter(|file| {
            let model = file.starts_with("src/fixed/") || file.starts_with("src/risk/");
            model && file.ends_with(".rs") && !file.contains("/tests/")
        })
    }
}
