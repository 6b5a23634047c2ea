//! Functions of a contract, as the SDK prints them.

use std::str::FromStr;

use anyhow::{anyhow, Context, Result};
use proc_macro2::TokenStream;
use syn_solidity::{File, FunctionAttribute, FunctionKind, Item, ItemFunction, Mutability};

use crate::declared::solidity;

/// A typed value that a function takes or answers with; the name may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Solidity type, without its place in memory.
    pub ty: String,
    /// Name in camelCase.
    pub name: String,
}

/// An external function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Name in camelCase.
    pub name: String,
    /// Arguments.
    pub arguments: Vec<Value>,
    /// `view`, `pure`, `payable`, or nothing.
    pub mutability: &'static str,
    /// Answers.
    pub answers: Vec<Value>,
}

/// Reads the functions of all interfaces in what the SDK printed. One that is printed twice, because a
/// contract overrides what it inherits, counts once.
pub fn parse(text: &str) -> Result<Vec<Function>> {
    let start = text
        .find("interface ")
        .ok_or_else(|| anyhow!("no interface was printed"))?;
    let tokens = TokenStream::from_str(&text[start..]).map_err(|error| anyhow!("{error}"))?;
    let file: File =
        syn_solidity::parse2(tokens).context("what the SDK printed is not Solidity")?;
    let mut functions: Vec<Function> = Vec::new();
    for item in &file.items {
        let Item::Contract(interface) = item else {
            continue;
        };
        for item in &interface.body {
            let Item::Function(item) = item else { continue };
            let Some(function) = function(item) else {
                continue;
            };
            if !functions.contains(&function) {
                functions.push(function);
            }
        }
    }
    Ok(functions)
}

/// Reads a list of typed values, as between the parentheses of `returns (...)`.
pub fn values(list: &str) -> Result<Vec<Value>> {
    let text = format!("function f() external returns ({list});");
    let tokens = TokenStream::from_str(&text).map_err(|error| anyhow!("{error}"))?;
    let file =
        syn_solidity::parse2(tokens).with_context(|| format!("({list}) is no list of values"))?;
    match file.items.first() {
        Some(Item::Function(item)) => Ok(answers(item)),
        _ => Err(anyhow!("({list}) is no list of values")),
    }
}

fn function(item: &ItemFunction) -> Option<Function> {
    if !matches!(item.kind, FunctionKind::Function(_)) {
        return None;
    }
    let mutability = item
        .attributes
        .0
        .iter()
        .find_map(|attribute| match attribute {
            FunctionAttribute::Mutability(Mutability::Pure(_)) => Some("pure"),
            FunctionAttribute::Mutability(Mutability::View(_)) => Some("view"),
            FunctionAttribute::Mutability(Mutability::Payable(_)) => Some("payable"),
            _ => None,
        });
    Some(Function {
        name: item.name.as_ref()?.to_string(),
        arguments: item.parameters.iter().map(value).collect(),
        mutability: mutability.unwrap_or_default(),
        answers: answers(item),
    })
}

fn answers(item: &ItemFunction) -> Vec<Value> {
    item.returns
        .iter()
        .flat_map(|returns| returns.returns.iter())
        .map(value)
        .collect()
}

fn value(variable: &syn_solidity::VariableDeclaration) -> Value {
    let name = variable
        .name
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    Value {
        ty: solidity(&variable.ty),
        name: camel(&name),
    }
}

/// A Rust name as Solidity writes it: `max_repay` is `maxRepay`. Leading underscores stay.
pub fn camel(name: &str) -> String {
    let body = name.trim_start_matches('_');
    let mut out = name[..name.len() - body.len()].to_owned();
    let mut raise = false;
    for letter in body.chars() {
        if letter == '_' {
            raise = true;
        } else if raise {
            out.extend(letter.to_uppercase());
            raise = false;
        } else {
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = "/**\n * This file was generated\n */\n\n// SPDX-License-Identifier: MIT\npragma solidity ^0.8.23;\n
interface IBase  {
    function owner() external view returns (address);
}

interface IMargin is IBase  {
    function owner() external view returns (address);

    function assess(int256 cash, Holding[] calldata held_now) external view returns (Verdict memory, int256[] memory);

    function setTerms(Terms calldata terms) external;

    function pay() external payable;

    error NotOwner(address);

    error Late();
}";

    #[test]
    fn reads_functions_once_each() {
        let functions = parse(PRINTED).unwrap();
        let names: Vec<_> = functions
            .iter()
            .map(|function| function.name.as_str())
            .collect();
        assert_eq!(names, ["owner", "assess", "setTerms", "pay"]);
        let assess = &functions[1];
        assert_eq!(assess.mutability, "view");
        assert_eq!(
            assess.arguments[1],
            Value {
                ty: "Holding[]".into(),
                name: "heldNow".into()
            }
        );
        assert_eq!(
            assess.answers[1],
            Value {
                ty: "int256[]".into(),
                name: String::new()
            }
        );
        assert_eq!(
            (functions[2].mutability, functions[3].mutability),
            ("", "payable")
        );
    }

    #[test]
    fn reads_a_list_of_values() {
        let list = values("uint256 price, Holding[] memory held").unwrap();
        assert_eq!(
            list[0],
            Value {
                ty: "uint256".into(),
                name: "price".into()
            }
        );
        assert_eq!(
            list[1],
            Value {
                ty: "Holding[]".into(),
                name: "held".into()
            }
        );
        assert!(values("what it costs").is_err());
    }

    #[test]
    fn says_when_nothing_was_printed() {
        assert!(parse("").is_err());
    }

    #[test]
    fn names_become_camel_case() {
        for (rust, solidity) in [
            ("max_repay", "maxRepay"),
            ("a", "a"),
            ("_in", "_in"),
            ("x_2_y", "x2Y"),
        ] {
            assert_eq!(camel(rust), solidity);
        }
    }
}
