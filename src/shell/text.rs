//! Text over the wire: as a parameter, and as the reason of a revert.

use crate::words::{pack, Answer, Parameter, Parameters};
use alloc::string::String;
use alloc::vec::Vec;
use alloy_primitives::U256;

/// Selector of `Error(string)`, with which Solidity's `require` reverts.
const ERROR: [u8; 4] = [0x08, 0xc3, 0x79, 0xa0];
const WORD: usize = 32;

/// Text of ASCII; other bytes do not decode. The parameter is the place of its length.
impl Parameter for String {
    fn from_word(_: U256) -> Option<Self> {
        None
    }

    fn read(word: U256, data: &[u8]) -> Option<Self> {
        let place = usize::try_from(u64::from_word(word)?).ok()?;
        let text = data.get(place..)?;
        let length = usize::try_from(Parameters::new(text).next::<u64>()?).ok()?;
        let bytes = text.get(WORD..length.checked_add(WORD)?)?;
        bytes
            .is_ascii()
            .then(|| bytes.iter().copied().map(char::from).collect())
    }
}

/// What a contract of Solidity reverts with for this reason.
pub fn reason(text: &str) -> Vec<u8> {
    let mut data = pack(&ERROR, &[]);
    data.extend(String::from(text).encode().unwrap_or_default());
    data
}
