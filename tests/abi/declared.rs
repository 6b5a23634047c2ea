//! Events, errors and structs, as a contract declares them in the `sol!` block of its `abi.rs`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use syn::visit::Visit;
use syn_solidity::{File, Item, Type};

/// One parameter or field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Comment, line by line.
    pub comment: Vec<String>,
    /// Solidity type.
    pub ty: String,
    /// Whether it is a topic of its event.
    pub indexed: bool,
    /// Name.
    pub name: String,
}

/// What a declaration declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A struct.
    Struct,
    /// An event.
    Event,
    /// An error.
    Error,
}

/// A struct, an event or an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// What it is.
    pub kind: Kind,
    /// Comment, line by line.
    pub comment: Vec<String>,
    /// Name.
    pub name: String,
    /// Parameters or fields.
    pub parameters: Vec<Parameter>,
}

/// Reads what the contract in the folder declares, and before it what it takes over from a crate beside it, by
/// `pub use CRATE::abi::*`.
pub fn of(folder: &Path) -> Result<Vec<Declaration>> {
    let file = folder.join("abi.rs");
    let own = read(&file)?;
    let text = std::fs::read_to_string(&file)?;
    let mut all = Vec::new();
    for line in text.lines() {
        let taken = line.trim().strip_prefix("pub use ");
        if let Some(name) = taken.and_then(|rest| rest.strip_suffix("::abi::*;")) {
            all.extend(read(&folder.join("..").join(name).join("abi.rs"))?);
        }
    }
    all.extend(own);
    Ok(all)
}

/// Reads all declarations of one file, and of those in the folder of its name beside it.
pub fn read(file: &Path) -> Result<Vec<Declaration>> {
    let mut declarations = Vec::new();
    for part in sources(file)? {
        let text = std::fs::read_to_string(&part)
            .with_context(|| format!("cannot read {}", part.display()))?;
        declarations.extend(parse(&text).with_context(|| format!("in {}", part.display()))?);
    }
    Ok(declarations)
}

/// A file, and the parts of it in the folder of its name, by name.
pub fn sources(file: &Path) -> Result<Vec<PathBuf>> {
    let mut parts = Vec::new();
    let folder = file.with_extension("");
    if folder.is_dir() {
        for entry in std::fs::read_dir(&folder)? {
            parts.push(entry?.path());
        }
        parts.sort();
    }
    parts.insert(0, file.to_path_buf());
    Ok(parts)
}

/// Reads all declarations of a Rust source.
pub fn parse(text: &str) -> Result<Vec<Declaration>> {
    let mut blocks = Blocks::default();
    blocks.visit_file(&syn::parse_file(text).context("not Rust")?);
    let mut declarations = Vec::new();
    for block in blocks.0 {
        let file: File = syn_solidity::parse2(block).context("a sol! block is not Solidity")?;
        declarations.extend(file.items.iter().filter_map(declaration));
    }
    Ok(declarations)
}

#[derive(Default)]
struct Blocks(Vec<proc_macro2::TokenStream>);

impl Visit<'_> for Blocks {
    fn visit_macro(&mut self, call: &syn::Macro) {
        if call
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident == "sol")
        {
            self.0.push(call.tokens.clone());
        }
    }
}

fn declaration(item: &Item) -> Option<Declaration> {
    let (kind, attributes, name, parameters) = match item {
        Item::Struct(item) => (
            Kind::Struct,
            &item.attrs,
            item.name.to_string(),
            variables(&item.fields),
        ),
        Item::Error(item) => (
            Kind::Error,
            &item.attrs,
            item.name.to_string(),
            variables(&item.parameters),
        ),
        Item::Event(item) => {
            let parameters = item.parameters.iter().map(|parameter| Parameter {
                comment: comment(&parameter.attrs),
                ty: solidity(&parameter.ty),
                indexed: parameter.indexed.is_some(),
                name: parameter
                    .name
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            });
            (
                Kind::Event,
                &item.attrs,
                item.name.to_string(),
                parameters.collect(),
            )
        }
        _ => return None,
    };
    Some(Declaration {
        kind,
        comment: comment(attributes),
        name,
        parameters,
    })
}

fn variables<'a>(
    variables: impl IntoIterator<Item = &'a syn_solidity::VariableDeclaration>,
) -> Vec<Parameter> {
    variables
        .into_iter()
        .map(|variable| Parameter {
            comment: comment(&variable.attrs),
            ty: solidity(&variable.ty),
            indexed: false,
            name: variable
                .name
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        })
        .collect()
}

/// The type as Solidity writes it.
pub(crate) fn solidity(ty: &Type) -> String {
    ty.to_string()
}

/// The comment among the attributes, line by line, without the blank that follows the slashes.
pub(crate) fn comment(attributes: &[syn::Attribute]) -> Vec<String> {
    attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            syn::Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                syn::Expr::Lit(syn::ExprLit {
                    lit: syn::Lit::Str(text),
                    ..
                }) => Some(text.value()),
                _ => None,
            },
            _ => None,
        })
        .flat_map(|text| {
            let line = |line: &str| line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned();
            text.split('\n').map(line).collect::<Vec<_>>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_declarations_with_comments() {
        let text = r"
            mod inner {
                sol! {
                    /// A price moved.
                    ///
                    /// Twice.
                    #[derive(Debug)]
                    event Moved(uint8 indexed asset, uint256 price);
                    error Late(uint64 until, uint8[] assets);
                    struct Terms {
                        /// Seconds.
                        uint32 horizon;
                        Leg[] legs;
                    }
                }
            }";
        let found = parse(text).unwrap();
        let names: Vec<_> = found
            .iter()
            .map(|found| (found.kind, found.name.as_str()))
            .collect();
        assert_eq!(
            names,
            [
                (Kind::Event, "Moved"),
                (Kind::Error, "Late"),
                (Kind::Struct, "Terms")
            ]
        );
        assert_eq!(found[0].comment, ["A price moved.", "", "Twice."]);
        assert!(found[0].parameters[0].indexed);
        assert!(!found[0].parameters[1].indexed);
        assert_eq!(found[1].parameters[1].ty, "uint8[]");
        assert_eq!(found[2].parameters[0].comment, ["Seconds."]);
        assert_eq!(found[2].parameters[1].ty, "Leg[]");
    }

    #[test]
    fn refuses_what_is_not_solidity() {
        assert!(parse("sol! { error }").is_err());
    }
}
