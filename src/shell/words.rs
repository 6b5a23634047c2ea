//! ABI words by hand. Nearly everything here is a few words long, and the derived coders are half of a program
//! in bytes and most of its static data, which every call pays for. The declarations stay in `abi.rs`; the
//! tests compare the two.

use alloc::string::String;
use alloc::vec::Vec;
use alloy_primitives::{aliases::U80, Address, B256, I256, U256};
use stylus_sdk::ArbResult;

const WORD: usize = 32;
/// Of the 32 bytes of a word, from the highest, the one above an address.
const TAG_AT: usize = 11;
/// Where an address begins.
const ADDRESS_AT: usize = 12;

/// A value of one ABI word.
pub trait Word {
    /// The word.
    fn to_word(&self) -> B256;
}

/// The address in the low 160 bits of a word.
pub fn address(word: U256) -> Address {
    Address::from_word(word.to_word())
}

/// An address, and a small number in the byte above it: one slot for both.
pub fn tagged(address: Address, tag: u8) -> U256 {
    let mut bytes = address.to_word().0;
    if let Some(byte) = bytes.get_mut(TAG_AT) {
        *byte = tag;
    }
    U256::from_be_bytes(bytes)
}

/// The number above the address.
pub fn tag(word: U256) -> u8 {
    word.to_word().get(TAG_AT).copied().unwrap_or_default()
}

/// A parameter of one ABI word. Bits that the type does not have must be zero.
pub trait Parameter: Sized {
    /// The value of a word, if the word is one of the type.
    fn from_word(word: U256) -> Option<Self>;

    /// The value of the parameter that stands in this word of `data`.
    fn read(word: U256, _data: &[u8]) -> Option<Self> {
        Self::from_word(word)
    }

    /// The next parameter: one word, but of a struct all of its fields.
    fn take(parameters: &mut Parameters<'_>) -> Option<Self> {
        Self::read(parameters.word()?, parameters.data)
    }
}

impl Parameter for U256 {
    fn from_word(word: U256) -> Option<Self> {
        Some(word)
    }
}

impl Parameter for B256 {
    fn from_word(word: U256) -> Option<Self> {
        Some(word.to_word())
    }
}

impl Parameter for Address {
    fn from_word(word: U256) -> Option<Self> {
        let bytes = word.to_word();
        let address = Self::from_word(bytes);
        (address.to_word() == bytes).then_some(address)
    }
}

impl Parameter for U80 {
    fn from_word(word: U256) -> Option<Self> {
        Self::checked_from_limbs_slice(word.as_limbs())
    }
}

impl Parameter for I256 {
    fn from_word(word: U256) -> Option<Self> {
        Some(Self::from_raw(word))
    }
}

macro_rules! narrow_parameters {
    ($($number:ty),*) => {$(
        impl Parameter for $number {
            fn from_word(word: U256) -> Option<Self> {
                number(word)?.try_into().ok()
            }
        }
    )*};
}

narrow_parameters!(u8, u16, u32, u64);

/// Zero or one, and nothing else.
impl Parameter for bool {
    fn from_word(word: U256) -> Option<Self> {
        match number(word)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Parameter for u128 {
    fn from_word(word: U256) -> Option<Self> {
        word.try_into().ok()
    }
}

/// A word below 2^64.
#[inline(never)]
fn number(word: U256) -> Option<u64> {
    match word.into_limbs() {
        [number, 0, 0, 0] => Some(number),
        _ => None,
    }
}

/// Items of the type: the parameter is the place of their count.
impl<P: Parameter> Parameter for Vec<P> {
    fn from_word(_: U256) -> Option<Self> {
        None
    }

    fn read(word: U256, data: &[u8]) -> Option<Self> {
        let place = usize::try_from(number(word)?).ok()?;
        let mut words = Parameters::new(data.get(place..)?);
        let count = words.next::<u64>()?;
        let count = usize::try_from(count).ok()?;
        // A count that the data does not hold reserves nothing.
        words.rest.get(..count.checked_mul(WORD)?)?;
        // The places of items that are strings count from behind the length.
        words = Parameters::new(words.rest);
        let mut list = Self::with_capacity(count);
        for _ in 0..count {
            list.push(words.next()?);
        }
        Some(list)
    }
}

/// The words of call data, in order. What comes after the parameters is ignored, as Solidity does.
#[derive(Debug)]
pub struct Parameters<'a> {
    data: &'a [u8],
    rest: &'a [u8],
}

impl<'a> Parameters<'a> {
    /// Reads from the first word behind the selector.
    pub const fn new(data: &'a [u8]) -> Self {
        Self { data, rest: data }
    }

    /// The next parameter; none past the end of the data.
    #[allow(clippy::should_implement_trait)] // the type of each word is its own
    pub fn next<P: Parameter>(&mut self) -> Option<P> {
        P::take(self)
    }

    /// The next word: one copy, not one per type.
    #[inline(never)]
    fn word(&mut self) -> Option<U256> {
        let (word, rest) = self.rest.split_at_checked(WORD)?;
        self.rest = rest;
        U256::try_from_be_slice(word)
    }
}

/// What a function answers.
pub trait Answer {
    /// The bytes of the answer, or of the error.
    fn encode(self) -> ArbResult;
}

impl<W: Word> Answer for W {
    fn encode(self) -> ArbResult {
        Ok(pack(&[], &[self.to_word()]))
    }
}

impl Answer for () {
    fn encode(self) -> ArbResult {
        Ok(Vec::new())
    }
}

impl<A: Answer, E: Into<Vec<u8>>> Answer for Result<A, E> {
    fn encode(self) -> ArbResult {
        match self {
            Ok(answer) => answer.encode(),
            Err(error) => Err(error.into()),
        }
    }
}

impl Answer for String {
    fn encode(self) -> ArbResult {
        let mut data = pack(
            &[],
            &[U256::from(WORD).to_word(), U256::from(self.len()).to_word()],
        );
        data.extend_from_slice(self.as_bytes());
        let padded = self.len().div_ceil(WORD).saturating_add(2);
        data.resize(padded.saturating_mul(WORD), 0);
        Ok(data)
    }
}

/// An item of a list: always as many words.
pub trait Item {
    /// Adds the words of the item.
    fn add_to(&self, words: &mut Vec<B256>);
}

impl<W: Word> Item for W {
    fn add_to(&self, words: &mut Vec<B256>) {
        words.push(self.to_word());
    }
}

/// Adds a word: one copy, not one per field of a struct.
#[inline(never)]
pub fn put(words: &mut Vec<B256>, word: B256) {
    words.push(word);
}

/// The place and the length of a list.
#[inline(never)]
fn list_of(count: usize) -> Vec<B256> {
    let mut words = Vec::with_capacity(count.saturating_add(2));
    words.push(U256::from(WORD).to_word());
    words.push(U256::from(count).to_word());
    words
}

/// The place and the items of a list.
impl<I: Item> Answer for Vec<I> {
    fn encode(self) -> ArbResult {
        let mut words = list_of(self.len());
        for item in &self {
            item.add_to(&mut words);
        }
        Ok(pack(&[], &words))
    }
}

/// A word or the words of a struct, and the place and the items of the list behind.
impl<A: Item, I: Item> Answer for (A, Vec<I>) {
    fn encode(self) -> ArbResult {
        let (first, items) = self;
        let mut words = Vec::with_capacity(items.len().saturating_mul(2).saturating_add(3));
        first.add_to(&mut words);
        let place = words.len().saturating_add(1).saturating_mul(WORD);
        words.push(U256::from(place).to_word());
        words.push(U256::from(items.len()).to_word());
        for item in &items {
            item.add_to(&mut words);
        }
        Ok(pack(&[], &words))
    }
}

/// The places and the items of two lists.
impl<I: Item, J: Item> Answer for (Vec<I>, Vec<J>) {
    fn encode(self) -> ArbResult {
        let mut words = Vec::new();
        put(&mut words, U256::from(0x40).to_word());
        put(&mut words, B256::ZERO);
        put(&mut words, U256::from(self.0.len()).to_word());
        for item in &self.0 {
            item.add_to(&mut words);
        }
        let behind = U256::from(words.len().saturating_mul(WORD)).to_word();
        if let Some(place) = words.get_mut(1) {
            *place = behind;
        }
        put(&mut words, U256::from(self.1.len()).to_word());
        for item in &self.1 {
            item.add_to(&mut words);
        }
        Ok(pack(&[], &words))
    }
}

/// A word, and the places and the items of the two lists behind it.
impl<A: Word, I: Item, J: Item> Answer for (A, Vec<I>, Vec<J>) {
    fn encode(self) -> ArbResult {
        let mut words = Vec::new();
        add_lists(&mut words, &self.0, &self.1, &self.2);
        Ok(pack(&[], &words))
    }
}

/// Adds a word, the places of two lists, counted from that word on, and the lists.
pub fn add_lists<A: Word, I: Item, J: Item>(
    words: &mut Vec<B256>,
    first: &A,
    left: &[I],
    right: &[J],
) {
    let start = words.len();
    put(words, first.to_word());
    put(words, U256::from(0x60).to_word());
    let place = words.len();
    put(words, B256::ZERO);
    put(words, U256::from(left.len()).to_word());
    for item in left {
        item.add_to(words);
    }
    let behind = words.len().saturating_sub(start).saturating_mul(WORD);
    if let Some(word) = words.get_mut(place) {
        *word = U256::from(behind).to_word();
    }
    put(words, U256::from(right.len()).to_word());
    for item in right {
        item.add_to(words);
    }
}

impl<A: Word, B: Word> Answer for (A, B) {
    fn encode(self) -> ArbResult {
        Ok(pack(&[], &[self.0.to_word(), self.1.to_word()]))
    }
}

impl<A: Word, B: Word, C: Word, D: Word> Answer for (A, B, C, D) {
    fn encode(self) -> ArbResult {
        Ok(pack(
            &[],
            &[
                self.0.to_word(),
                self.1.to_word(),
                self.2.to_word(),
                self.3.to_word(),
            ],
        ))
    }
}

impl<A: Word, B: Word, C: Word, D: Word, E: Word> Answer for (A, B, C, D, E) {
    fn encode(self) -> ArbResult {
        Ok(pack(
            &[],
            &[
                self.0.to_word(),
                self.1.to_word(),
                self.2.to_word(),
                self.3.to_word(),
                self.4.to_word(),
            ],
        ))
    }
}

/// Packs structs whose fields are one word each: their fields, in the order of their declaration, with types.
#[macro_export]
macro_rules! structs {
    ($($name:ident { $($field:ident: $type:ty),* })*) => {$(
        impl $crate::words::Item for $name {
            fn add_to(&self, words: &mut alloc::vec::Vec<alloy_primitives::B256>) {
                $($crate::words::put(words, $crate::words::Word::to_word(&self.$field));)*
            }
        }

        impl $crate::words::Answer for $name {
            fn encode(self) -> stylus_sdk::ArbResult {
                let mut words = alloc::vec::Vec::new();
                $crate::words::Item::add_to(&self, &mut words);
                Ok($crate::words::pack(&[], &words))
            }
        }

        impl $crate::words::Parameter for $name {
            fn from_word(_: alloy_primitives::U256) -> Option<Self> {
                None
            }

            fn take(parameters: &mut $crate::words::Parameters<'_>) -> Option<Self> {
                Some(Self { $($field: parameters.next::<$type>()?),* })
            }
        }
    )*};
}

/// Routes a call to one of these functions: by name, method and the types of the parameters. A function of the contract,
/// the selector and the data of the parameters; nothing where none of them has the selector.
#[macro_export]
macro_rules! functions {
    ($(#[$meaning:meta])* $visibility:vis fn $route:ident($contract:ident) {
        $($name:literal => $method:ident($($parameter:ty),*);)*
    }) => {
        $(#[$meaning])*
        #[allow(non_upper_case_globals, clippy::redundant_closure_call)] // the closure is what `?` ends
        $visibility fn $route(
            contract: &mut $contract,
            selector: u32,
            data: &[u8],
        ) -> Option<stylus_sdk::ArbResult> {
            $(
                const $method: u32 =
                    u32::from_be_bytes(stylus_sdk::function_selector!($name $(, $parameter)*));
            )*
            #[allow(unused_mut, unused_variables)]
            let mut parameters = $crate::words::Parameters::new(data);
            let answer = match selector {
                $(
                    $method => (|| {
                        Some($crate::words::Answer::encode(
                            contract.$method($(parameters.next::<$parameter>()?),*),
                        ))
                    })(),
                )*
                _ => return None,
            };
            // As the SDK's own router: data that is not that of the parameters reverts without data.
            Some(answer.unwrap_or_else(|| Err(alloc::vec::Vec::new())))
        }
    };
}

/// The router of a contract: its functions by name, method and the types of the parameters, or a function that routes.
#[macro_export]
macro_rules! routes {
    ($contract:ident { $($functions:tt)* }) => {
        $crate::words::functions! {
            fn route_of_contract($contract) { $($functions)* }
        }
        $crate::words::routes! { $contract by route_of_contract }
    };
    ($contract:ident by $route:path) => {
        impl<S> stylus_sdk::abi::Router<S> for $contract
        where
            S: stylus_sdk::stylus_core::storage::TopLevelStorage
                + core::borrow::BorrowMut<Self>
                + stylus_sdk::stylus_core::ValueDenier,
        {
            type Storage = Self;

            fn route(storage: &mut S, selector: u32, data: &[u8]) -> Option<stylus_sdk::ArbResult> {
                if let Err(refusal) = storage.deny_value("") {
                    return Some(Err(refusal));
                }
                $route(storage.borrow_mut(), selector, data)
            }

            fn receive(_: &mut S) -> Option<Result<(), alloc::vec::Vec<u8>>> {
                None
            }

            fn fallback(_: &mut S, _: &[u8]) -> Option<stylus_sdk::ArbResult> {
                None
            }

            fn constructor(_: &mut S, _: &[u8]) -> Option<stylus_sdk::ArbResult> {
                None
            }
        }

        impl $contract {
            /// Nothing is inherited, so nothing is overridden.
            #[doc(hidden)]
            pub const fn __stylus_assert_overrides() {}
        }
    };
}

// Not `into_word`, whose slices bring the texts of their bounds checks and the formatting of numbers.
impl Word for Address {
    #[inline(never)]
    fn to_word(&self) -> B256 {
        let mut word = B256::ZERO;
        for (to, from) in word.0.iter_mut().skip(ADDRESS_AT).zip(self.0) {
            *to = from;
        }
        word
    }
}

impl Word for U256 {
    #[inline(never)]
    fn to_word(&self) -> B256 {
        B256::from(self.to_be_bytes::<32>())
    }
}

impl Word for U80 {
    fn to_word(&self) -> B256 {
        let [low, high] = self.into_limbs();
        U256::from_limbs([low, high, 0, 0]).to_word()
    }
}

impl Word for B256 {
    fn to_word(&self) -> B256 {
        *self
    }
}

impl Word for I256 {
    fn to_word(&self) -> B256 {
        self.into_raw().to_word()
    }
}

/// The word of a small number: one copy, not one per use.
#[inline(never)]
fn small(number: u64) -> B256 {
    U256::from_limbs([number, 0, 0, 0]).to_word()
}

/// The word of a number of half its width, likewise.
#[inline(never)]
fn wide(number: u128) -> B256 {
    U256::from(number).to_word()
}

impl Word for u128 {
    fn to_word(&self) -> B256 {
        wide(*self)
    }
}

impl Word for u16 {
    fn to_word(&self) -> B256 {
        small(u64::from(*self))
    }
}

impl Word for u32 {
    fn to_word(&self) -> B256 {
        small(u64::from(*self))
    }
}

impl Word for u64 {
    fn to_word(&self) -> B256 {
        small(*self)
    }
}

impl Word for bool {
    fn to_word(&self) -> B256 {
        small(u64::from(*self))
    }
}

impl Word for u8 {
    fn to_word(&self) -> B256 {
        small(u64::from(*self))
    }
}

/// An event as words: the topics, of which the first is the signature, then the data.
pub trait Event {
    /// Hands the words and the number of topics over.
    fn with_words(&self, emit: impl FnOnce(&[B256], usize));
}

/// Packs events: the indexed fields, a semicolon, the others, in the order of their declaration.
#[macro_export]
macro_rules! events {
    ($($name:ident { $($topic:ident),*; $($data:ident),* })*) => {
        $(
            impl $crate::words::Event for $name {
                fn with_words(&self, emit: impl FnOnce(&[alloy_primitives::B256], usize)) {
                    use $crate::words::Word;
                    let topics = [<Self as alloy_sol_types::SolEvent>::SIGNATURE_HASH $(, self.$topic.to_word())*].len();
                    emit(
                        &[
                            <Self as alloy_sol_types::SolEvent>::SIGNATURE_HASH
                            $(, self.$topic.to_word())*
                            $(, self.$data.to_word())*
                        ],
                        topics,
                    );
                }
            }
        )*
    };
}

/// An enumeration of errors and its packing: each error with its fields in the order of their declaration, and,
/// `passing` it on, what a callee reverted with.
#[macro_export]
macro_rules! errors {
    ($(#[$meaning:meta])* $all:ident $(passing $callee:ident)? { $($name:ident { $($field:ident),* })* }) => {
        $(#[$meaning])*
        #[allow(missing_docs)]
        #[derive(Debug, PartialEq, Eq)]
        pub enum $all {
            $($name($name),)*
            $($callee(alloc::vec::Vec<u8>),)?
        }

        $(
            impl From<$name> for $all {
                fn from(error: $name) -> Self {
                    Self::$name(error)
                }
            }
        )*

        impl From<$all> for alloc::vec::Vec<u8> {
            fn from(error: $all) -> Self {
                use $crate::words::Word;
                match error {
                    $($all::$callee(data) => data,)?
                    $(
                        #[allow(unused_variables)]
                        $all::$name(error) => $crate::words::pack(
                            &<$name as alloy_sol_types::SolError>::SELECTOR[..],
                            &[$(error.$field.to_word()),*],
                        ),
                    )*
                }
            }
        }

        // The generated interface takes the errors from their declarations.
        #[cfg(feature = "export-abi")]
        impl stylus_sdk::abi::export::internal::InnerTypes for $all {}
    };
}

/// As [`errors`], and an error is packed where it arises: a result is as small as its bytes, in a program with many
/// kinds of errors.
#[macro_export]
macro_rules! packed_errors {
    ($(#[$meaning:meta])* $all:ident { $($name:ident { $($field:ident),* })* }) => {
        $(#[$meaning])*
        #[derive(Debug, PartialEq, Eq)]
        pub struct $all(pub alloc::vec::Vec<u8>);

        $(
            impl From<$name> for $all {
                #[inline(never)]
                #[allow(unused_variables, unused_imports)]
                fn from(error: $name) -> Self {
                    use $crate::words::Word;
                    Self($crate::words::pack(
                        &<$name as alloy_sol_types::SolError>::SELECTOR[..],
                        &[$(error.$field.to_word()),*],
                    ))
                }
            }
        )*

        impl From<$all> for alloc::vec::Vec<u8> {
            fn from(error: $all) -> Self {
                error.0
            }
        }

        // The generated interface takes the errors from their declarations.
        #[cfg(feature = "export-abi")]
        impl stylus_sdk::abi::export::internal::InnerTypes for $all {}
    };
}

pub use crate::{errors, events, functions, packed_errors, routes, structs};

/// Words behind what introduces them: a selector, or nothing.
#[inline(never)]
pub fn pack(head: &[u8], words: &[B256]) -> Vec<u8> {
    let mut data = Vec::with_capacity(head.len().saturating_add(words.len().saturating_mul(WORD)));
    data.extend_from_slice(head);
    for word in words {
        data.extend_from_slice(word.as_slice());
    }
    data
}
