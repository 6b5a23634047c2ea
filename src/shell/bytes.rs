//! Byte strings over the wire: `bytes` and `bytes[]`, as parameters, as answers and in calls to others.

use crate::words::{pack, Answer, Parameter, Parameters, Word};
use alloc::vec::Vec;
use alloy_primitives::{B256, U256};
use stylus_sdk::ArbResult;

pub use stylus_sdk::abi::Bytes;

const WORD: usize = 32;

/// A byte string of any content. The parameter is the place of its length.
impl Parameter for Bytes {
    fn from_word(_: U256) -> Option<Self> {
        None
    }

    fn read(word: U256, data: &[u8]) -> Option<Self> {
        Some(Self(string_at(word, data)?.to_vec()))
    }
}

impl Answer for Bytes {
    fn encode(self) -> ArbResult {
        let mut data = pack(&[], &[place(WORD)]);
        append(&mut data, &self.0);
        Ok(data)
    }
}

/// The place of the list, its length, the places of the strings behind that, and the strings.
impl Answer for Vec<Bytes> {
    fn encode(self) -> ArbResult {
        let mut head = Vec::with_capacity(self.len().saturating_add(2));
        head.push(place(WORD));
        head.push(place(self.len()));
        let mut at = self.len().saturating_mul(WORD);
        for string in &self {
            head.push(place(at));
            at = at.saturating_add(padded(string.len()).saturating_add(WORD));
        }
        let mut data = pack(&[], &head);
        for string in &self {
            append(&mut data, &string.0);
        }
        Ok(data)
    }
}

/// A call whose parameters are these words and one byte string behind them.
pub fn call_with(selector: &[u8; 4], words: &[B256], string: &[u8]) -> Vec<u8> {
    let mut data = pack(selector, words);
    let behind = words.len().saturating_add(1).saturating_mul(WORD);
    data.extend_from_slice(place(behind).as_slice());
    append(&mut data, string);
    data
}

/// The byte string that a function returned as its only answer, or as its word with this index.
pub fn returned(data: &[u8], index: usize) -> Option<&[u8]> {
    let start = index.checked_mul(WORD)?;
    let word = data.get(start..start.checked_add(WORD)?)?;
    string_at(U256::try_from_be_slice(word)?, data)
}

/// Adds a byte string: its length, and its bytes padded with zeros to whole words.
pub fn append(data: &mut Vec<u8>, string: &[u8]) {
    data.extend_from_slice(place(string.len()).as_slice());
    let end = data.len().saturating_add(padded(string.len()));
    data.extend_from_slice(string);
    data.resize(end, 0);
}

/// The byte string whose length stands at this place of `data`.
#[inline(never)]
fn string_at(word: U256, data: &[u8]) -> Option<&[u8]> {
    let place = usize::try_from(u64::from_word(word)?).ok()?;
    let string = data.get(place..)?;
    let length = usize::try_from(Parameters::new(string).next::<u64>()?).ok()?;
    string.get(WORD..length.checked_add(WORD)?)
}

fn place(number: usize) -> B256 {
    U256::from(number).to_word()
}

const fn padded(length: usize) -> usize {
    length.div_ceil(WORD).saturating_mul(WORD)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use alloc::vec;
    use stylus_sdk::alloy_sol_types::SolValue;

    fn plain(strings: &[&[u8]]) -> Vec<Bytes> {
        strings
            .iter()
            .map(|string| Bytes(string.to_vec()))
            .collect()
    }

    #[test]
    fn strings_go_over_the_wire_as_solidity_packs_them() {
        for length in [0, 1, 31, 32, 33, 64, 100] {
            let string: Vec<u8> = (0..length).collect();
            let packed = alloy_primitives::Bytes::from(string.clone()).abi_encode();
            assert_eq!(Bytes(string.clone()).encode().unwrap(), packed);
            let read: Bytes = Parameters::new(&packed).next().unwrap();
            assert_eq!(read.0, string);
            assert_eq!(returned(&packed, 0).unwrap(), string);
            // Behind another word, as a call has it.
            let call = call_with(&[1, 2, 3, 4], &[place(7)], &string);
            let expected = (U256::from(7), alloy_primitives::Bytes::from(string.clone()));
            assert_eq!(call[..4], [1, 2, 3, 4]);
            assert_eq!(call[4..], expected.abi_encode_params());
        }
    }

    #[test]
    fn lists_of_strings_go_over_the_wire_as_solidity_packs_them() {
        let long = [7; 70];
        for strings in [
            vec![],
            vec![&b""[..]],
            vec![&b"a"[..], &b""[..], &long[..]],
            vec![&long[..32], &long[..33]],
        ] {
            let listed: Vec<_> = strings
                .iter()
                .map(|string| alloy_primitives::Bytes::copy_from_slice(string))
                .collect();
            let packed = listed.abi_encode();
            assert_eq!(plain(&strings).encode().unwrap(), packed);
            let read: Vec<Bytes> = Parameters::new(&packed).next().unwrap();
            assert_eq!(read, plain(&strings));
        }
    }

    /// A2: what the data does not hold is not read, and reserves nothing.
    #[test]
    fn a2_places_and_lengths_past_the_end_are_refused() {
        let packed = alloy_primitives::Bytes::from(vec![1; 40]).abi_encode();
        assert!(Parameters::new(&packed[..packed.len() - 25])
            .next::<Bytes>()
            .is_none());
        for word in [0, 32] {
            let mut broken = packed.clone();
            broken[word] = 1;
            assert!(Parameters::new(&broken).next::<Bytes>().is_none());
            broken[word] = 0;
            broken[word + 24] = 0xff;
            assert!(Parameters::new(&broken).next::<Bytes>().is_none());
        }
        let listed = vec![alloy_primitives::Bytes::from(vec![1; 3])].abi_encode();
        for word in [0, 32, 64, 96] {
            let mut broken = listed.clone();
            broken[word + 30] = 0xff;
            assert!(
                Parameters::new(&broken).next::<Vec<Bytes>>().is_none(),
                "{word}"
            );
        }
    }
}
