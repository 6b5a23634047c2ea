//! The document: its spans of code and its tables.

use std::path::Path;

/// A text in Markdown.
pub(crate) struct Document {
    text: String,
}

/// What stands between two backticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Span<'a> {
    /// A file, by the end of its path.
    Path(&'a str),
    /// An item or a test; a `*` at an end stands for any letters.
    Name(&'a str),
    /// Anything else.
    Formula,
}

/// Ends of the files that the document may name.
const EXTENSIONS: [&str; 7] = [".rs", ".py", ".sh", ".md", ".txt", ".json", ".toml"];

impl Document {
    /// `docs/model.md`.
    pub(crate) fn model() -> Self {
        Self::read("docs/model.md")
    }

    /// `docs/security.md`.
    pub(crate) fn security() -> Self {
        Self::read("docs/security.md")
    }

    fn read(path: &str) -> Self {
        let path = crate::sources::root().join(Path::new(path));
        Self {
            text: std::fs::read_to_string(path).unwrap(),
        }
    }

    /// Every span of code with the number of its line.
    pub(crate) fn spans(&self) -> impl Iterator<Item = (usize, Span<'_>)> {
        let lines = (1..).zip(self.text.lines());
        lines.flat_map(|(number, line)| {
            let spans = line.split('`').skip(1).step_by(2);
            spans.map(move |text| (number, classify(text)))
        })
    }

    /// The rows of the table below a heading whose first cell names the id.
    pub(crate) fn rows(&self, heading: &str, id: &str) -> Vec<&str> {
        let below = self
            .text
            .lines()
            .skip_while(|line| *line != heading)
            .skip(1);
        below
            .take_while(|line| !line.starts_with('#'))
            .filter(|line| {
                let first = line.trim_start_matches('|').split('|').next().unwrap_or("");
                first.split([',', ' ']).any(|word| word == id)
            })
            .collect()
    }
}

fn classify(text: &str) -> Span<'_> {
    let is_path = EXTENSIONS.iter().any(|end| text.ends_with(end));
    if is_path && !text.contains(['*', ' ']) {
        return Span::Path(text);
    }
    let name = text.strip_suffix("()").unwrap_or(text);
    let letters = |letter: char| letter.is_ascii_alphanumeric() || "_:*".contains(letter);
    let starts = name.starts_with(|letter: char| letter.is_ascii_alphabetic());
    if !starts || !name.chars().all(letters) || is_symbol(name) {
        return Span::Formula;
    }
    Span::Name(name)
}

/// Letters of a formula: `m`, `sigma`, `w_i`, `rho_ij`.
fn is_symbol(name: &str) -> bool {
    let upper = name.starts_with(|letter: char| letter.is_ascii_uppercase());
    match name.split_once('_') {
        None => !name.contains("::") && (!upper || name.len() < 4),
        Some((_, index)) => index.len() <= 2 && index != "up",
    }
}

/// The ids at the front of a test's name: `rsk_2_rsk_6_...` are RSK-2 and RSK-6, `orc_5_v1_...` ORC-5 and V1.
pub(crate) fn ids_of(test: &str) -> impl Iterator<Item = String> {
    let words: Vec<String> = test.split('_').map(str::to_uppercase).collect();
    let mut ids = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let next = words.get(place + 1).map(String::as_str);
        let number = next.filter(|next| next.chars().all(|digit| digit.is_ascii_digit()));
        match (word.as_str(), number) {
            ("RSK" | "ORC" | "ACC" | "LIQ", Some(number)) => ids.push(format!("{word}-{number}")),
            _ => ids.push(word.clone()),
        }
    }
    ids.into_iter()
}

#[test]
fn spans_are_told_apart() {
    for (text, span) in [
        ("src/risk/margin.rs", Span::Path("src/risk/margin.rs")),
        ("mul_div_up", Span::Name("mul_div_up")),
        ("accrue_up", Span::Name("accrue_up")),
        ("Policy::check", Span::Name("Policy::check")),
        ("MAX_TAIL", Span::Name("MAX_TAIL")),
        ("rsk_2_*", Span::Name("rsk_2_*")),
        ("w_i", Span::Formula),
        ("sigma", Span::Formula),
        ("ES", Span::Formula),
        ("w' S w", Span::Formula),
    ] {
        assert_eq!(classify(text), span, "{text}");
    }
    let found: Vec<String> = ids_of("rsk_2_rsk_6_v12_of_l8_names").collect();
    for id in ["RSK-2", "RSK-6", "V12", "L8"] {
        assert!(found.iter().any(|other| other == id), "{id}");
    }
}
