//! From a compiler's output to the module that is deployed.

use thiserror::Error;

use crate::code::{compress, CODE_LIMIT};
use crate::measure::Measure;
use crate::module::Module;
use crate::rejection::Rejection;
use crate::text::{round_trip, strip_custom_sections, TextError};

/// A way to build the same program: a name for the table and the module as it came out of a tool.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// What the table calls it, such as the flags it was built with.
    pub name: &'a str,
    /// The module.
    pub module: &'a [u8],
}

/// A program ready to deploy.
#[derive(Debug, Clone)]
pub struct Packed {
    /// The candidate it was made of.
    pub name: String,
    /// The module before compression.
    pub module: Vec<u8>,
    /// The code to deploy.
    pub code: Vec<u8>,
    /// Counts of the module.
    pub measure: Measure,
}

impl Packed {
    /// Whether an account can hold the code.
    pub fn fits(&self) -> bool {
        self.code.len() <= CODE_LIMIT
    }
}

/// Why no candidate can be deployed.
#[derive(Debug, Error)]
pub enum PackError {
    /// There was none.
    #[error("nothing to pack")]
    Nothing,
    /// The module cannot be rewritten.
    #[error("{name}: {source}")]
    Text {
        /// The candidate.
        name: String,
        /// Why.
        source: TextError,
    },
    /// The chain would refuse the module.
    #[error("{name}: the chain refuses the module: {source}")]
    Rejected {
        /// The candidate.
        name: String,
        /// Why.
        source: Rejection,
    },
}

/// Makes each candidate acceptable and takes the one that is cheapest to enter while cached, among those
/// that fit an account if any does. A candidate that the chain refuses is passed over as long as
/// another is accepted.
pub fn pack(candidates: &[Candidate<'_>]) -> Result<Packed, PackError> {
    let mut best: Option<Packed> = None;
    let mut refused = PackError::Nothing;
    for candidate in candidates {
        match prepare(candidate) {
            Ok(packed) => {
                let rank = |packed: &Packed| {
                    (
                        !packed.fits(),
                        packed.measure.entry_cost_cached(),
                        packed.code.len(),
                    )
                };
                if best.as_ref().is_none_or(|best| rank(&packed) < rank(best)) {
                    best = Some(packed);
                }
            }
            Err(error) => refused = error,
        }
    }
    best.ok_or(refused)
}

fn prepare(candidate: &Candidate<'_>) -> Result<Packed, PackError> {
    let name = candidate.name.to_owned();
    let text = |source| PackError::Text {
        name: name.clone(),
        source,
    };
    let module = strip_custom_sections(candidate.module)
        .and_then(|module| round_trip(&module))
        .map_err(text)?;
    let measure = Module::parse(&module).map_err(|source| PackError::Rejected {
        name: name.clone(),
        source,
    })?;
    Ok(Packed {
        name,
        code: compress(&module),
        module,
        measure,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module(data: usize, operator: &str) -> Vec<u8> {
        let noise: String = (0..data)
            .map(|i| format!("\\{:02x}", (i * 7 + i * i / 3) % 251))
            .collect();
        wat::parse_str(format!(
            r#"(module (memory (export "memory") 1 1)
                (func (export "user_entrypoint") (param i32) (result i32) {operator} i32.const 0)
                (data (i32.const 0) "{noise}") (@custom "producers" "nobody"))"#
        ))
        .unwrap()
    }

    #[test]
    fn takes_the_cheaper_entry_and_strips_it() {
        let (large, small) = (module(2_000, ""), module(10, ""));
        let candidates = [
            Candidate {
                name: "large",
                module: &large,
            },
            Candidate {
                name: "small",
                module: &small,
            },
        ];
        let packed = pack(&candidates).unwrap();
        assert_eq!(packed.name, "small");
        assert!(packed.module.len() < small.len());
        assert_eq!(crate::decompress(&packed.code).unwrap(), packed.module);
        assert_eq!(packed.measure, Module::parse(&packed.module).unwrap());
        assert!(packed.fits());
    }

    #[test]
    fn passes_over_a_refused_candidate() {
        let (refused, accepted) = (module(10, "f32.const 0 drop"), module(2_000, ""));
        let candidates = [
            Candidate {
                name: "accepted",
                module: &accepted,
            },
            Candidate {
                name: "refused",
                module: &refused,
            },
        ];
        assert_eq!(pack(&candidates).unwrap().name, "accepted");
        match pack(&candidates[1..]) {
            Err(PackError::Rejected {
                name,
                source: Rejection::Operator { .. },
            }) => assert_eq!(name, "refused"),
            other => panic!("{other:?}"),
        }
        assert!(matches!(pack(&[]), Err(PackError::Nothing)));
    }

    #[test]
    fn says_when_the_code_does_not_fit() {
        // 31 KB of bytes without a pattern.
        let mut state = 1_u32;
        let noise: String = (0..31_000)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                format!("\\{:02x}", state & 0xff)
            })
            .collect();
        let large = wat::parse_str(format!(
            r#"(module (memory (export "memory") 1 1)
                (func (export "user_entrypoint") (param i32) (result i32) i32.const 0)
                (data (i32.const 0) "{noise}"))"#
        ))
        .unwrap();
        let packed = pack(&[Candidate {
            name: "noise",
            module: &large,
        }])
        .unwrap();
        assert!(!packed.fits(), "{}", packed.code.len());
    }
}
