//! Every program and every function, from the published ABI; and call data for each of them.

use alloy::{
    dyn_abi::{DynSolType, DynSolValue, Specifier},
    json_abi::{Function, JsonAbi, StateMutability},
    primitives::{Address, B256, I256, U256},
};
use std::{collections::BTreeMap, fs, path::PathBuf};

/// One program.
pub struct Program {
    /// As it is built: `pool_depth`.
    pub name: String,
    /// What is published.
    pub abi: JsonAbi,
}

/// All programs, by name.
pub fn programs() -> Vec<Program> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../abi");
    let mut programs: Vec<Program> = fs::read_dir(folder)
        .expect("abi/")
        .filter_map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_stem()?.to_str()?.to_owned();
            let published = path.extension()? == "json" && name != "package";
            published.then(|| Program {
                name: snake(&name),
                abi: serde_json::from_str(&fs::read_to_string(&path).expect("a file"))
                    .unwrap_or_else(|error| panic!("{}: {error}", path.display())),
            })
        })
        .collect();
    programs.sort_by(|one, other| one.name.cmp(&other.name));
    programs
}

fn snake(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

/// The names of the errors that anybody declares, by selector.
pub fn errors(programs: &[Program]) -> BTreeMap<[u8; 4], String> {
    let all = programs.iter().flat_map(|program| program.abi.errors());
    all.map(|error| (error.selector().0, error.name.clone()))
        .collect()
}

/// Whether an error refuses a caller for who it is: `NotOwner(caller)`, `NotAllowed(account, caller)`.
pub fn bars(name: &str, data: &[u8], caller: Address) -> bool {
    let not = name.strip_prefix("Not");
    let not = not.is_some_and(|rest| rest.starts_with(char::is_uppercase));
    let word = caller.into_word();
    not && data
        .get(4..)
        .unwrap_or_default()
        .chunks(32)
        .any(|other| other == word.as_slice())
}

/// Whether a function may change something.
pub fn changes(function: &Function) -> bool {
    !matches!(
        function.state_mutability,
        StateMutability::View | StateMutability::Pure
    )
}

/// Who and what the sample of a call names.
#[derive(Clone, Copy)]
pub struct Named {
    /// Every address.
    pub address: Address,
    /// Every 32 bytes: an account.
    pub account: B256,
    /// Every number.
    pub number: Number,
}

/// How large the numbers of a call are.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// Nothing; lists are empty.
    Zero,
    /// The smallest there is.
    One,
    /// All that the type holds.
    Most,
}

impl Number {
    fn of(self, bits: usize) -> U256 {
        match self {
            Self::Zero => U256::ZERO,
            Self::One => U256::from(1),
            Self::Most => U256::MAX >> (256 - bits),
        }
    }
}

/// A value for each parameter.
pub fn samples(function: &Function, named: Named) -> Vec<DynSolValue> {
    let types = function.inputs.iter().map(|input| {
        input
            .resolve()
            .unwrap_or_else(|error| panic!("{}: {error}", function.name))
    });
    types.map(|ty| sample(&ty, named)).collect()
}

/// The parameters behind the selector.
pub fn encoded(function: &Function, values: &[DynSolValue]) -> Vec<u8> {
    let mut data = function.selector().to_vec();
    data.extend(DynSolValue::Tuple(values.to_vec()).abi_encode_params());
    data
}

fn sample(ty: &DynSolType, named: Named) -> DynSolValue {
    match ty {
        DynSolType::Bool => DynSolValue::Bool(!matches!(named.number, Number::Zero)),
        DynSolType::Uint(bits) => DynSolValue::Uint(named.number.of(*bits), *bits),
        DynSolType::Int(bits) => {
            let number = I256::from_raw(named.number.of(*bits - 1));
            DynSolValue::Int(number, *bits)
        }
        DynSolType::Address => DynSolValue::Address(named.address),
        DynSolType::FixedBytes(32) => DynSolValue::FixedBytes(named.account, 32),
        DynSolType::FixedBytes(size) => DynSolValue::FixedBytes(B256::ZERO, *size),
        DynSolType::Bytes => DynSolValue::Bytes(vec![1, 2, 3, 4, 5]),
        DynSolType::String => DynSolValue::String("short".to_owned()),
        DynSolType::Array(item) => match named.number {
            Number::Zero => DynSolValue::Array(Vec::new()),
            _ => DynSolValue::Array(vec![sample(item, named)]),
        },
        DynSolType::FixedArray(item, size) => {
            DynSolValue::FixedArray(vec![sample(item, named); *size])
        }
        DynSolType::Tuple(items) => {
            DynSolValue::Tuple(items.iter().map(|item| sample(item, named)).collect())
        }
        other => panic!("no sample of {other}"),
    }
}

/// Bytes at the end of the call data that only fill up a word: Solidity does not miss them either.
pub fn filling(values: &[DynSolValue]) -> usize {
    values
        .iter()
        .rev()
        .find(|value| dynamic(value))
        .map_or(0, |last| match last {
            DynSolValue::Bytes(bytes) => bytes.len().wrapping_neg() % 32,
            DynSolValue::String(text) => text.len().wrapping_neg() % 32,
            DynSolValue::Array(items) | DynSolValue::Tuple(items) => filling(items),
            _ => 0,
        })
}

fn dynamic(value: &DynSolValue) -> bool {
    match value {
        DynSolValue::Bytes(_) | DynSolValue::String(_) | DynSolValue::Array(_) => true,
        DynSolValue::FixedArray(items) | DynSolValue::Tuple(items) => items.iter().any(dynamic),
        _ => false,
    }
}

/// Words that are none of their type, for each static word of the parameters: where, and what stands there instead.
pub fn dirty_words(values: &[DynSolValue]) -> Vec<(usize, [u8; 32])> {
    let mut words = Vec::new();
    let mut at = 0;
    for value in values {
        at = dirty_word(value, at, &mut words);
    }
    words
}

/// Adds those of a value whose head is at a word; the word behind its head.
fn dirty_word(value: &DynSolValue, at: usize, words: &mut Vec<(usize, [u8; 32])>) -> usize {
    if dynamic(value) {
        // A place past every end.
        words.push((at, [0xff; 32]));
        return at + 1;
    }
    if let DynSolValue::Tuple(items) | DynSolValue::FixedArray(items) = value {
        return items
            .iter()
            .fold(at, |at, item| dirty_word(item, at, words));
    }
    let clean = U256::from_be_slice(&value.abi_encode());
    let spare = match value {
        DynSolValue::Bool(_) => vec![1, 255],
        DynSolValue::Uint(_, bits) if *bits < 256 => vec![*bits, 255],
        // A sign that is not carried through.
        DynSolValue::Int(_, bits) if *bits < 256 => vec![*bits - 1, 255],
        DynSolValue::Address(_) => vec![160, 255],
        DynSolValue::FixedBytes(_, size) if *size < 32 => vec![0, 255 - 8 * size],
        _ => vec![],
    };
    for bit in spare {
        words.push((at, (clean | U256::from(1) << bit).to_be_bytes()));
    }
    if matches!(value, DynSolValue::Bool(_)) {
        words.push((at, U256::from(2).to_be_bytes()));
    }
    at + 1
}
