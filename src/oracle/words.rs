//! ABI words by hand: every argument, answer, error and event field of this contract is a word, and the
//! derived encoders and decoders would take more of the program than the risk model does. The declarations
//! stay in `abi.rs`; the tests compare the two.

use alloc::vec::Vec;
use alloy_primitives::{Address, B256, I256, U256};

/// Bytes of a word.
const WORD: usize = 32;

/// A value of one word.
pub(crate) trait Word {
    /// The word.
    fn word(&self) -> U256;
}

impl Word for U256 {
    fn word(&self) -> U256 {
        *self
    }
}

impl Word for I256 {
    fn word(&self) -> U256 {
        self.into_raw()
    }
}

impl Word for Address {
    fn word(&self) -> U256 {
        self.into_word().word()
    }
}

impl Word for B256 {
    fn word(&self) -> U256 {
        from_bytes(&self.0)
    }
}

impl Word for bool {
    fn word(&self) -> U256 {
        u64::from(*self).word()
    }
}

impl Word for u64 {
    fn word(&self) -> U256 {
        U256::from_limbs([*self, 0, 0, 0])
    }
}

impl Word for u32 {
    fn word(&self) -> U256 {
        u64::from(*self).word()
    }
}

impl Word for u8 {
    fn word(&self) -> U256 {
        u64::from(*self).word()
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

/// Words behind what introduces them: a selector, or nothing.
#[inline(never)]
pub(crate) fn pack(head: &[u8], words: &[U256]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(words.len().saturating_mul(WORD).saturating_add(head.len()));
    bytes.extend_from_slice(head);
    for word in words {
        bytes.extend_from_slice(&to_bytes(word));
    }
    bytes
}

/// Words being read. What is missing, or does not fit its type, is `None`; what follows is ignored.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a>(&'a [[u8; WORD]]);

impl<'a> Reader<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes.as_chunks().0)
    }

    pub(crate) fn word(&self, at: usize) -> Option<U256> {
        self.0.get(at).map(from_bytes)
    }

    #[inline(never)]
    pub(crate) fn number(&self, at: usize) -> Option<u64> {
        match self.word(at)?.into_limbs() {
            [number, 0, 0, 0] => Some(number),
            _ => None,
        }
    }

    pub(crate) fn uint32(&self, at: usize) -> Option<u32> {
        u32::try_from(self.number(at)?).ok()
    }

    pub(crate) fn uint16(&self, at: usize) -> Option<u16> {
        u16::try_from(self.number(at)?).ok()
    }

    pub(crate) fn uint8(&self, at: usize) -> Option<u8> {
        u8::try_from(self.number(at)?).ok()
    }

    #[inline(never)]
    pub(crate) fn address(&self, at: usize) -> Option<Address> {
        let (padding, address) = self.0.get(at)?.split_at_checked(12)?;
        (padding == [0; 12]).then(|| Address::from_slice(address))
    }
}

/// An event as words.
pub(crate) trait Event {
    /// Hands over the words, topics first, and how many of them are topics. The first is the signature.
    fn with_words(&self, take: impl FnOnce(&[U256], usize));
}

/// Packs events: the indexed fields, a semicolon, the others, in the order of their declaration.
macro_rules! events {
    ($($name:ident { $($topic:ident)*; $($data:ident)* })*) => {$(
        impl $crate::words::Event for $name {
            fn with_words(&self, take: impl FnOnce(&[alloy_primitives::U256], usize)) {
                use $crate::words::Word;
                let topics = [<Self as alloy_sol_types::SolEvent>::SIGNATURE_HASH.word() $(, self.$topic.word())*];
                let count = topics.len();
                let [signature, ..] = topics;
                take(&[signature $(, self.$topic.word())* $(, self.$data.word())*], count);
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
            $(#[doc = concat!("See the Solidity error `", stringify!($name), "`.")] $name($name)),*
        }

        $(impl From<$name> for $all {
            fn from(error: $name) -> Self {
                Self::$name(error)
            }
        })*

        impl From<$all> for alloc::vec::Vec<u8> {
            #[allow(unused_variables)] // an error without fields
            fn from(error: $all) -> Self {
                use $crate::words::{pack, Word};
                match error {
                    $($all::$name(error) => pack(
                        &<$name as alloy_sol_types::SolError>::SELECTOR,
                        &[$(error.$field.word()),*],
                    ),)*
                }
            }
        }

        // The printed interface takes the errors from their declarations.
        #[cfg(feature = "export-abi")]
        impl stylus_sdk::abi::export::internal::InnerTypes for $all {}
    };
}

pub(crate) use {errors, events};
