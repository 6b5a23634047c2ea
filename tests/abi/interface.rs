//! One Solidity interface of functions, declarations and comments.

use std::collections::HashSet;
use std::fmt::Write;

use anyhow::{bail, ensure, Context, Result};

use crate::declared::{Declaration, Kind, Parameter};
use crate::documented::Comments;
use crate::exported::{values, Function, Value};

const HEADER: &str = "// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;
";
const INDENT: &str = "    ";
const WIDTH: usize = 120;

/// Writes the interface `I<name>`.
pub fn write(
    name: &str,
    functions: &[Function],
    declarations: &[Declaration],
    comments: &Comments,
) -> Result<String> {
    let mut out = HEADER.to_owned();
    out.push('\n');
    write_comment(&mut out, "", &comments.contract);
    writeln!(out, "interface I{name} {{")?;
    let mut seen = HashSet::new();
    let mut items = Vec::new();
    for kind in [Kind::Struct, Kind::Event, Kind::Error] {
        for declaration in declarations
            .iter()
            .filter(|declaration| declaration.kind == kind)
        {
            ensure!(
                seen.insert(&declaration.name),
                "{} is declared twice",
                declaration.name
            );
            items.push(declaration_text(declaration));
        }
    }
    for function in functions {
        let text = function_text(function, comments.of(&function.name))
            .with_context(|| format!("function {}", function.name))?;
        items.push(text);
    }
    out.push_str(&items.join("\n"));
    out.push_str("}\n");
    Ok(out)
}

fn write_comment(out: &mut String, indent: &str, lines: &[String]) {
    let end = lines
        .iter()
        .rposition(|line| !line.is_empty())
        .map_or(0, |last| last + 1);
    for line in lines.iter().take(end) {
        // Solidity takes a leading @ for a tag.
        let text = format!("{indent}/// {}", line.trim_start_matches('@'));
        out.push_str(text.trim_end());
        out.push('\n');
    }
}

fn declaration_text(declaration: &Declaration) -> String {
    let mut out = String::new();
    write_comment(&mut out, INDENT, &declaration.comment);
    let name = &declaration.name;
    match declaration.kind {
        Kind::Struct => {
            out.push_str(&format!("{INDENT}struct {name} {{\n"));
            for field in &declaration.parameters {
                write_comment(&mut out, &INDENT.repeat(2), &field.comment);
                out.push_str(&format!("{INDENT}{INDENT}{} {};\n", field.ty, field.name));
            }
            out.push_str(&format!("{INDENT}}}\n"));
        }
        Kind::Event => out.push_str(&list(
            "event",
            name,
            &declared(&declaration.parameters),
            ";\n",
        )),
        Kind::Error => out.push_str(&list(
            "error",
            name,
            &declared(&declaration.parameters),
            ";\n",
        )),
    }
    out
}

fn declared(parameters: &[Parameter]) -> Vec<String> {
    parameters
        .iter()
        .map(|parameter| {
            let indexed = if parameter.indexed { " indexed" } else { "" };
            format!("{}{indexed} {}", parameter.ty, parameter.name)
                .trim_end()
                .to_owned()
        })
        .collect()
}

fn function_text(function: &Function, comment: &[String]) -> Result<String> {
    let (lines, named) = split_answers(comment)?;
    let answers = match named {
        None => function.answers.clone(),
        Some(named) => named_answers(&function.answers, named)?,
    };
    let mut tail = " external".to_owned();
    if !function.mutability.is_empty() {
        tail.push(' ');
        tail.push_str(function.mutability);
    }
    if !answers.is_empty() {
        tail.push_str(&format!(
            " returns ({})",
            placed(&answers, "memory").join(", ")
        ));
    }
    tail.push_str(";\n");
    let mut out = String::new();
    write_comment(&mut out, INDENT, &lines);
    out.push_str(&list(
        "function",
        &function.name,
        &placed(&function.arguments, "calldata"),
        &tail,
    ));
    Ok(out)
}

/// Takes the line "Returns `(...)`." out of a comment, and reads its list.
fn split_answers(comment: &[String]) -> Result<(Vec<String>, Option<Vec<Value>>)> {
    let mut lines = Vec::new();
    let mut named = None;
    for line in comment {
        let list = line
            .strip_prefix("Returns `(")
            .and_then(|rest| rest.trim_end_matches('.').strip_suffix(")`"));
        match list {
            Some(list) if named.is_none() => named = Some(values(list)?),
            Some(_) => bail!("two lists of answers in one comment"),
            None => lines.push(line.clone()),
        }
    }
    Ok((lines, named))
}

/// The answers as the comment names them. Their types must be those of the method, but where the SDK can
/// only print the method's answer as bytes.
fn named_answers(printed: &[Value], named: Vec<Value>) -> Result<Vec<Value>> {
    let types = |list: &[Value]| {
        list.iter()
            .map(|value| value.ty.clone())
            .collect::<Vec<_>>()
    };
    let raw = types(printed) == ["uint8[]"] || types(printed) == ["bytes"];
    ensure!(
        raw || types(printed) == types(&named),
        "the comment says that it returns ({}), the method returns ({})",
        types(&named).join(", "),
        types(printed).join(", ")
    );
    Ok(named)
}

/// Values with the place in memory that Solidity wants of those that have no fixed size.
fn placed(values: &[Value], place: &str) -> Vec<String> {
    values
        .iter()
        .map(|value| {
            let place = if needs_place(&value.ty) {
                format!(" {place}")
            } else {
                String::new()
            };
            format!("{}{place} {}", value.ty, value.name)
                .trim_end()
                .to_owned()
        })
        .collect()
}

/// Arrays, `bytes`, `string` and structs, which have capital letters.
fn needs_place(ty: &str) -> bool {
    ty.ends_with(']') || ty == "bytes" || ty == "string" || ty.starts_with(char::is_uppercase)
}

/// `keyword name(parameters)tail`, with one parameter a line where it is long.
fn list(keyword: &str, name: &str, parameters: &[String], tail: &str) -> String {
    let line = format!("{INDENT}{keyword} {name}({}){tail}", parameters.join(", "));
    if line.trim_end().len() <= WIDTH || parameters.is_empty() {
        return line;
    }
    let separator = format!(",\n{INDENT}{INDENT}");
    let parameters = parameters.join(&separator);
    format!("{INDENT}{keyword} {name}(\n{INDENT}{INDENT}{parameters}\n{INDENT}){tail}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{declared, exported};

    const PRINTED: &str = "interface IShop  {
    function price(uint8 asset) external view returns (uint256, uint64);
    function buy(Order calldata order_now, uint256 most) external;
    function raw() external view returns (uint8[] memory);
}";
    const DECLARED: &str = "sol! {
        /// Sold out.
        error SoldOut(uint8 asset);
        event Bought(address indexed buyer, uint256 paid);
        /// What to buy.
        struct Order {
            /// Which.
            uint8 asset;
            uint256[] amounts;
        }
    }";
    const SOURCE: &str = "//! A shop.
        #[public]
        impl Shop {
            /// What it costs.
            /// Returns `(uint256 price, uint64 until)`.
            fn price() {}
            /// Returns `(int256 cash, Order[] orders)`.
            fn raw() {}
        }";

    fn shop(source: &str) -> Result<String> {
        let mut comments = Comments::default();
        comments.add(source)?;
        let declarations = declared::parse(DECLARED)?;
        write("Shop", &exported::parse(PRINTED)?, &declarations, &comments)
    }

    #[test]
    fn puts_everything_in_one_interface() {
        let expected = format!(
            "{HEADER}
/// A shop.
interface IShop {{
    /// What to buy.
    struct Order {{
        /// Which.
        uint8 asset;
        uint256[] amounts;
    }}

    event Bought(address indexed buyer, uint256 paid);

    /// Sold out.
    error SoldOut(uint8 asset);

    /// What it costs.
    function price(uint8 asset) external view returns (uint256 price, uint64 until);

    function buy(Order calldata orderNow, uint256 most) external;

    function raw() external view returns (int256 cash, Order[] memory orders);
}}
"
        );
        assert_eq!(shop(SOURCE).unwrap(), expected);
    }

    #[test]
    fn refuses_a_comment_with_other_answers() {
        let wrong = SOURCE.replace("uint64 until", "uint32 until");
        let error = format!("{:#}", shop(&wrong).unwrap_err());
        assert!(
            error.contains("function price") && error.contains("uint32"),
            "{error}"
        );
    }

    #[test]
    fn breaks_long_lists() {
        let parameters: Vec<String> = (0..9).map(|i| format!("uint256 parameter{i}")).collect();
        let text = list("function", "f", &parameters, " external;\n");
        assert_eq!(text.lines().count(), 11);
        assert!(text.ends_with("    ) external;\n"));
    }
}
