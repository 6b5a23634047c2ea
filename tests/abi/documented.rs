//! Comments of a contract: those of its crate and of the methods that it exports.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result};
use syn::visit::Visit;

use crate::declared::comment;

/// Comments of one contract.
#[derive(Debug, Default)]
pub struct Comments {
    /// Of the crate.
    pub contract: Vec<String>,
    /// Of each exported method, by [`key`] of its name.
    methods: HashMap<String, Vec<String>>,
}

impl Comments {
    /// Comment of a function, by its name in Solidity.
    pub fn of(&self, function: &str) -> &[String] {
        self.methods
            .get(&key(function))
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// Adds the comments of one Rust source.
    pub fn add(&mut self, text: &str) -> Result<()> {
        let file = syn::parse_file(text).context("not Rust")?;
        if self.contract.is_empty() {
            self.contract = comment(&file.attrs);
        }
        self.visit_file(&file);
        Ok(())
    }
}

/// Reads the comments of a contract's crate: its door first.
pub fn read(folder: &Path) -> Result<Comments> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    files.sort_by_key(|path| (!path.ends_with("lib.rs"), path.clone()));
    let mut comments = Comments::default();
    for file in files {
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("cannot read {}", file.display()))?;
        comments
            .add(&text)
            .with_context(|| format!("in {}", file.display()))?;
    }
    Ok(comments)
}

impl Visit<'_> for Comments {
    fn visit_item_impl(&mut self, item: &syn::ItemImpl) {
        if !item.attrs.iter().any(is_public) {
            return;
        }
        for member in &item.items {
            if let syn::ImplItem::Fn(method) = member {
                self.methods
                    .insert(key(&method.sig.ident.to_string()), comment(&method.attrs));
            }
        }
    }
}

/// Whether the attribute exports methods: `public`, on a condition or not.
fn is_public(attribute: &syn::Attribute) -> bool {
    if attribute
        .path()
        .segments
        .last()
        .is_some_and(|last| last.ident == "public")
    {
        return true;
    }
    let syn::Meta::List(list) = &attribute.meta else {
        return false;
    };
    list.path.is_ident("cfg_attr") && list.tokens.to_string().trim_end().ends_with("public")
}

/// A name without what differs between Rust and Solidity.
fn key(name: &str) -> String {
    name.chars()
        .filter(|letter| *letter != '_')
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_comments_of_exported_methods_only() {
        let text = r#"
            //! The contract.

            #[cfg_attr(feature = "export-abi", stylus_sdk::prelude::public)]
            impl Margin {
                /// What it asks for.
                /// Returns `(uint256 price)`.
                pub fn initial_margin(&self) {}
            }
            #[public]
            impl Margin {
                /// Says who owns it.
                fn owner(&self) {}
            }
            impl Margin {
                /// Nobody sees this.
                fn hidden(&self) {}
            }"#;
        let mut comments = Comments::default();
        comments.add(text).unwrap();
        assert_eq!(comments.contract, ["The contract."]);
        assert_eq!(
            comments.of("initialMargin"),
            ["What it asks for.", "Returns `(uint256 price)`."]
        );
        assert_eq!(comments.of("owner"), ["Says who owns it."]);
        assert!(comments.of("hidden").is_empty());
    }
}
