//! ABI words by hand: what the derived encoders take 20 KB of program for, every error and event being a few
//! words long. The declarations stay in `abi.rs`; the tests compare the two.

use alloy_primitives::{Address, B256, I256, U256};

/// A value of one ABI word.
pub(crate) trait Word {
    /// The word.
    fn to_word(&self) -> B256;
}

impl Word for Address {
    fn to_word(&self) -> B256 {
        self.into_word()
    }
}

impl Word for U256 {
    fn to_word(&self) -> B256 {
        B256::from(self.to_be_bytes::<32>())
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

impl Word for u16 {
    fn to_word(&self) -> B256 {
        U256::from(*self).to_word()
    }
}

impl Word for u8 {
    fn to_word(&self) -> B256 {
        U256::from(*self).to_word()
    }
}

/// An event as words: the topics, of which the first is the signature, then the data.
pub(crate) trait Event {
    /// Hands the words and the number of topics over.
    fn with_words(&self, emit: impl FnOnce(&[B256], usize));
}

/// Packs events: the indexed fields, a semicolon, the others, in the order of their declaration.
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

/// An enumeration of errors and its packing: each error with its fields in the order of their declaration, and
/// what a callee reverted with.
macro_rules! errors {
    ($(#[$meaning:meta])* $all:ident { $($name:ident { $($field:ident),* })* }) => {
        $(#[$meaning])*
        #[allow(missing_docs)]
        #[derive(Debug, PartialEq, Eq)]
        pub enum $all {
            $($name($name),)*
            Callee(alloc::vec::Vec<u8>),
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
                    $all::Callee(data) => data,
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

pub(crate) use {errors, events};

/// Words behind what introduces them: a selector, or nothing.
pub(crate) fn pack(head: &[u8], words: &[B256]) -> alloc::vec::Vec<u8> {
    let mut data = alloc::vec::Vec::with_capacity(100);
    data.extend_from_slice(head);
    for word in words {
        data.extend_from_slice(word.as_slice());
    }
    data
}
