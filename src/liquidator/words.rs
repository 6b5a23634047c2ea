//! ABI words by hand: the derived encoders and decoders would take most of the program. The declarations stay in `abi.rs`; the tests compare the two.

use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};

/// Bytes of a word.
pub(crate) const WORD: usize = 32;

/// A value of one word.
pub(crate) trait Word {
    /// Appends it.
    fn put(&self, words: &mut Writer);
}

impl Word for U256 {
    fn put(&self, words: &mut Writer) {
        words.word(self);
    }
}

impl Word for B256 {
    fn put(&self, words: &mut Writer) {
        words.bytes(self);
    }
}

impl Word for Address {
    fn put(&self, words: &mut Writer) {
        words.bytes(&self.into_word());
    }
}

impl Word for u64 {
    fn put(&self, words: &mut Writer) {
        words.number(*self);
    }
}

impl Word for u16 {
    fn put(&self, words: &mut Writer) {
        words.number(u64::from(*self));
    }
}

impl Word for u8 {
    fn put(&self, words: &mut Writer) {
        words.number(u64::from(*self));
    }
}

/// A word from its bytes. One copy of the reversal in the program, not one per use.
#[inline(never)]
pub(crate) fn from_bytes(bytes: &[u8; WORD]) -> U256 {
    let mut limbs = [0; 4];
    let (chunks, _) = bytes.as_chunks();
    for (limb, chunk) in limbs.iter_mut().rev().zip(chunks) {
        *limb = u64::from_be_bytes(*chunk);
    }
    U256::from_limbs(limbs)
}

/// The bytes of a word, likewise.
#[inline(never)]
pub(crate) fn to_bytes(word: &U256) -> [u8; WORD] {
    let mut bytes = [0; WORD];
    let (chunks, _) = bytes.as_chunks_mut();
    for (chunk, limb) in chunks.iter_mut().rev().zip(word.as_limbs()) {
        *chunk = limb.to_be_bytes();
    }
    bytes
}

/// Words being written, each by reference: a word by value is four limbs to copy.
#[derive(Default)]
pub(crate) struct Writer(Vec<u8>);

impl Writer {
    /// Words behind the selector of a function or an error.
    #[inline(never)]
    pub(crate) fn after(selector: [u8; 4]) -> Self {
        Self(selector.to_vec())
    }

    #[inline(never)]
    pub(crate) fn bytes(&mut self, word: &B256) -> &mut Self {
        self.0.extend_from_slice(word.as_slice());
        self
    }

    #[inline(never)]
    pub(crate) fn word(&mut self, word: &U256) -> &mut Self {
        self.bytes(&to_bytes(word).into())
    }

    #[inline(never)]
    pub(crate) fn number(&mut self, number: u64) -> &mut Self {
        self.word(&U256::from_limbs([number, 0, 0, 0]))
    }

    /// A length.
    pub(crate) fn count(&mut self, items: usize) -> &mut Self {
        self.word(&U256::from(items))
    }

    /// The byte offset of a word.
    pub(crate) fn offset(&mut self, words: usize) -> &mut Self {
        self.count(words.saturating_mul(WORD))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Words being read. What is missing, or does not fit its type, is `None`; what follows is ignored.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a>(&'a [[u8; WORD]]);

impl<'a> Reader<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes.as_chunks().0)
    }

    pub(crate) const fn len(&self) -> usize {
        self.0.len()
    }

    #[inline(never)]
    pub(crate) fn word(&self, at: usize) -> Option<U256> {
        self.0.get(at).map(from_bytes)
    }

    pub(crate) fn bytes(&self, at: usize) -> Option<B256> {
        self.0.get(at).map(|bytes| B256::new(*bytes))
    }

    #[inline(never)]
    pub(crate) fn number(&self, at: usize) -> Option<u64> {
        match self.word(at)?.into_limbs() {
            [number, 0, 0, 0] => Some(number),
            _ => None,
        }
    }

    #[inline(never)]
    pub(crate) fn uint8(&self, at: usize) -> Option<u8> {
        u8::try_from(self.number(at)?).ok()
    }

    #[inline(never)]
    pub(crate) fn address(&self, at: usize) -> Option<Address> {
        let (padding, address) = self.0.get(at)?.split_at_checked(12)?;
        (padding == [0; 12]).then(|| Address::from_slice(address))
    }
}

/// An event as words: the topics, of which the first is the signature, then the data.
pub(crate) trait Event {
    /// The number of topics.
    const TOPICS: usize;
    /// Appends them all.
    fn write(&self, words: &mut Writer);
}

/// Packs events: the number of topics, then all fields, the indexed ones first as they are declared.
macro_rules! events {
    ($($name:ident $topics:literal { $($field:ident)* })*) => {$(
        impl $crate::words::Event for $name {
            const TOPICS: usize = $topics;

            fn write(&self, words: &mut $crate::words::Writer) {
                words.bytes(&<Self as alloy_sol_types::SolEvent>::SIGNATURE_HASH);
                $($crate::words::Word::put(&self.$field, words);)*
            }
        }
    )*};
}

/// An enumeration of errors and its packing: each error with its fields in the order of their declaration.
macro_rules! errors {
    ($(#[$meaning:meta])* $all:ident { $($name:ident { $($field:ident)* })* }) => {
        $(#[$meaning])*
        #[derive(Debug, PartialEq, Eq)]
        pub enum $all {
            $(#[doc = concat!("See the Solidity error `", stringify!($name), "`.")] $name($name),)*
            /// What a callee reverted with.
            Callee(alloc::vec::Vec<u8>),
        }

        $(impl From<$name> for $all {
            fn from(error: $name) -> Self {
                Self::$name(error)
            }
        })*

        impl From<$all> for alloc::vec::Vec<u8> {
            #[allow(unused_variables, unused_mut)] // an error without fields
            fn from(error: $all) -> Self {
                use $crate::words::{Word, Writer};
                match error {
                    $($all::$name(error) => {
                        let mut words = Writer::after(<$name as alloy_sol_types::SolError>::SELECTOR);
                        $(error.$field.put(&mut words);)*
                        words.into_bytes()
                    })*
                    $all::Callee(data) => data,
                }
            }
        }

        // The printed interface takes the errors from their declarations.
        #[cfg(feature = "export-abi")]
        impl stylus_sdk::abi::export::internal::InnerTypes for $all {}
    };
}

pub(crate) use {errors, events};
