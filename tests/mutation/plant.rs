//! Plants the mutants of one file into its source, each behind its switch.

use crate::list::{Mutant, Place};
use proc_macro2::Span;
use quote::quote;
use std::collections::{BTreeMap, BTreeSet};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{parse_quote, Arm, BinOp, Block, Expr, ExprBinary, ExprStruct, ExprUnary, Signature};

/// The source of a file with its mutants in it, but for those left out. Functions named in `constant` stay `const`.
pub(crate) fn plant(
    source: &str,
    mutants: &[(usize, &Mutant)],
    left_out: &BTreeSet<usize>,
    constant: &BTreeSet<String>,
) -> Result<(String, BTreeSet<usize>), String> {
    let mut file = syn::parse_file(source).map_err(|error| error.to_string())?;
    let mut places = BTreeMap::<_, Vec<_>>::new();
    for (number, mutant) in mutants {
        if !left_out.contains(number) {
            let place = (mutant.genre.as_str(), mutant.span.start);
            places
                .entry(place)
                .or_default()
                .push((*number, mutant.replacement.as_str()));
        }
    }
    let mut planter = Planter {
        places,
        planted: BTreeSet::new(),
        constant,
    };
    planter.visit_file_mut(&mut file);
    Ok((prettyplease::unparse(&file), planter.planted))
}

struct Planter<'a> {
    places: BTreeMap<(&'a str, Place), Vec<(usize, &'a str)>>,
    planted: BTreeSet<usize>,
    constant: &'a BTreeSet<String>,
}

fn place(span: Span) -> Place {
    let start = span.start();
    Place {
        line: start.line,
        column: start.column + 1,
    }
}

impl<'a> Planter<'a> {
    fn take(&mut self, genre: &str, span: Span) -> Vec<(usize, &'a str)> {
        let genre = [
            "FnValue",
            "BinaryOperator",
            "UnaryOperator",
            "MatchArm",
            "MatchArmGuard",
            "StructField",
        ]
        .into_iter()
        .find(|known| *known == genre);
        let found = genre.and_then(|genre| self.places.remove(&(genre, place(span))));
        let found = found.unwrap_or_default();
        self.planted.extend(found.iter().map(|(number, _)| *number));
        found
    }

    /// Replaces a body; says whether the function may be evaluated by the compiler.
    fn function(&mut self, signature: &mut Signature, body: &mut Block) {
        if self.constant.contains(&signature.ident.to_string()) && signature.constness.is_some() {
            return;
        }
        signature.constness = None;
        let values = body.stmts.first().map(Spanned::span);
        let values = values.map_or_else(Vec::new, |span| self.take("FnValue", span));
        visit_mut::visit_block_mut(self, body);
        for (number, value) in values.into_iter().rev() {
            let number = number as u32;
            if let Ok(value) = syn::parse_str::<Expr>(value) {
                let switch = parse_quote! { if ::fixed::mutation::on(#number) { return #value; } };
                body.stmts.insert(0, switch);
            }
        }
    }

    fn binary(&mut self, binary: ExprBinary, mutants: Vec<(usize, &str)>) -> Expr {
        let ExprBinary {
            left, op, right, ..
        } = binary;
        let with = |text: &str| syn::parse_str::<BinOp>(text).unwrap_or(op);
        let numbered = mutants
            .into_iter()
            .map(|(number, text)| (number as u32, with(text)));
        let lazy = matches!(op, BinOp::And(_) | BinOp::Or(_));
        let compares = matches!(
            op,
            BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_)
        );
        let assigns = quote!(#op).to_string().ends_with('=') && !compares;
        if lazy || assigns {
            let mut all = quote! { { #left #op #right } };
            for (number, op) in numbered {
                all =
                    quote! { { if ::fixed::mutation::on(#number) { #left #op #right } else #all } };
            }
            return parse_quote! { (#all) };
        }
        let (first, second, arguments) = if compares {
            (
                quote!(*__left),
                quote!(*__right),
                quote!((&(#left), &(#right))),
            )
        } else {
            (quote!(__left), quote!(__right), quote!((#left, #right)))
        };
        let mut all = quote! { { #first #op #second } };
        for (number, op) in numbered {
            all = quote! { { if ::fixed::mutation::on(#number) { #first #op #second } else #all } };
        }
        parse_quote! { (match #arguments { (__left, __right) => #all }) }
    }
}

impl VisitMut for Planter<'_> {
    fn visit_item_fn_mut(&mut self, item: &mut syn::ItemFn) {
        self.function(&mut item.sig, &mut item.block);
    }

    fn visit_impl_item_fn_mut(&mut self, item: &mut syn::ImplItemFn) {
        self.function(&mut item.sig, &mut item.block);
    }

    // The compiler evaluates these: no switch can reach them.
    fn visit_item_const_mut(&mut self, _: &mut syn::ItemConst) {}
    fn visit_item_static_mut(&mut self, _: &mut syn::ItemStatic) {}
    fn visit_impl_item_const_mut(&mut self, _: &mut syn::ImplItemConst) {}
    fn visit_trait_item_const_mut(&mut self, _: &mut syn::TraitItemConst) {}
    fn visit_expr_const_mut(&mut self, _: &mut syn::ExprConst) {}
    fn visit_type_mut(&mut self, _: &mut syn::Type) {}
    fn visit_pat_mut(&mut self, _: &mut syn::Pat) {}
    fn visit_generic_argument_mut(&mut self, _: &mut syn::GenericArgument) {}

    fn visit_expr_repeat_mut(&mut self, repeat: &mut syn::ExprRepeat) {
        self.visit_expr_mut(&mut repeat.expr);
    }

    /// A field left out comes from the rest.
    fn visit_expr_struct_mut(&mut self, expression: &mut ExprStruct) {
        visit_mut::visit_expr_struct_mut(self, expression);
        let Some(rest) = &expression.rest else { return };
        for field in &mut expression.fields {
            for (number, _) in self.take("StructField", field.member.span()) {
                let (number, member, value) = (number as u32, &field.member, &field.expr);
                field.expr = parse_quote! { if ::fixed::mutation::on(#number) { #rest.#member } else { #value } };
                field.colon_token = Some(Default::default());
            }
        }
    }

    fn visit_arm_mut(&mut self, arm: &mut Arm) {
        let deleted = self.take("MatchArm", arm.pat.span());
        let guard = arm.guard.as_ref().map(|(_, guard)| guard.span());
        let guards = guard.map_or_else(Vec::new, |span| self.take("MatchArmGuard", span));
        visit_mut::visit_arm_mut(self, arm);
        for (number, value) in guards {
            let number = number as u32;
            let value = value == "true";
            if let Some((_, guard)) = &mut arm.guard {
                **guard =
                    parse_quote! { (if ::fixed::mutation::on(#number) { #value } else { #guard }) };
            }
        }
        for (number, _) in deleted {
            let number = number as u32;
            let stays: Expr = parse_quote! { !::fixed::mutation::on(#number) };
            arm.guard = Some(match arm.guard.take() {
                Some((token, guard)) => (token, Box::new(parse_quote! { #stays && (#guard) })),
                None => (Default::default(), Box::new(stays)),
            });
        }
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        let binary = match expression {
            Expr::Binary(binary) => self.take("BinaryOperator", binary.op.span()),
            _ => Vec::new(),
        };
        let unary = match expression {
            Expr::Unary(unary) => self.take("UnaryOperator", unary.op.span()),
            _ => Vec::new(),
        };
        visit_mut::visit_expr_mut(self, expression);
        match expression {
            Expr::Binary(found) if !binary.is_empty() => {
                let found = found.clone();
                *expression = self.binary(found, binary);
            }
            Expr::Unary(found) if !unary.is_empty() => {
                let ExprUnary { expr, op, .. } = found.clone();
                for (number, _) in unary {
                    let number = number as u32;
                    *expression = parse_quote! { (if ::fixed::mutation::on(#number) { #expr } else { #op #expr }) };
                }
            }
            _ => {}
        }
    }
}
