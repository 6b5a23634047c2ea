//! Between a compiler's output and a module that the chain accepts.

use thiserror::Error;
use wasmparser::{Parser, Payload};

/// Why a module cannot be rewritten.
#[derive(Debug, Error)]
pub enum TextError {
    /// The bytes are not a module.
    #[error("not a WebAssembly module: {0}")]
    Malformed(#[from] wasmparser::BinaryReaderError),
    /// The module cannot be printed as text.
    #[error("cannot be printed as text: {0}")]
    Print(anyhow::Error),
    /// What was printed cannot be assembled.
    #[error("cannot be assembled from text: {0}")]
    Assemble(#[from] wat::Error),
}

/// Prints the module to text and assembles it again. Encodings that a chain refuses (an index written
/// in more bytes than it needs, as compilers leave for the linker) do not survive; the meaning does.
pub fn round_trip(module: &[u8]) -> Result<Vec<u8>, TextError> {
    let text = wasmprinter::print_bytes(module).map_err(TextError::Print)?;
    Ok(wat::parse_str(text)?)
}

/// The module without its custom sections: names, producers, features. The rest is untouched.
pub fn strip_custom_sections(module: &[u8]) -> Result<Vec<u8>, TextError> {
    const HEADER: usize = 8;
    let mut kept = module.get(..HEADER).unwrap_or(module).to_vec();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        if matches!(payload, Payload::CustomSection(_)) {
            continue;
        }
        if let Some((id, range)) = payload.as_section() {
            let contents = module
                .get(range.start as usize..range.end as usize)
                .unwrap_or_default();
            kept.push(id);
            push_length(&mut kept, contents.len());
            kept.extend_from_slice(contents);
        }
    }
    Ok(kept)
}

/// A length as WebAssembly writes it: seven bits a byte, least significant first.
fn push_length(bytes: &mut Vec<u8>, mut length: usize) {
    loop {
        let low = (length & 0x7f) as u8;
        length >>= 7;
        if length == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 0x80);
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    const NAMED: &str = r#"(module $named
        (import "vm_hooks" "read_args" (func $read_args (param i32)))
        (memory (export "memory") 1 1)
        (func $entry (export "user_entrypoint") (param $length i32) (result i32)
            i32.const 0 call $read_args local.get $length)
        (data $hello (i32.const 16) "abc")
        (@custom "producers" "nobody"))"#;

    const ANONYMOUS: &str = r#"(module
        (import "vm_hooks" "read_args" (func (param i32)))
        (memory (export "memory") 1 1)
        (func (export "user_entrypoint") (param i32) (result i32)
            i32.const 0 call 0 local.get 0)
        (data (i32.const 16) "abc"))"#;

    #[test]
    fn strips_names_and_producers_only() {
        let named = wat::parse_str(NAMED).unwrap();
        let anonymous = wat::parse_str(ANONYMOUS).unwrap();
        assert!(anonymous.len() < named.len());
        assert_eq!(strip_custom_sections(&named).unwrap(), anonymous);
        assert_eq!(strip_custom_sections(&anonymous).unwrap(), anonymous);
    }

    /// A module whose entry point calls itself through its table, the table's index written as given.
    pub(crate) fn calls_itself(table_index: &[u8]) -> Vec<u8> {
        let section = |id: u8, contents: &[u8]| [&[id, contents.len() as u8], contents].concat();
        let exports = [
            b"\x02\x06memory\x02\x00".as_slice(),
            b"\x0fuser_entrypoint\x00\x00",
        ]
        .concat();
        let body = [
            &[0x00, 0x20, 0x00, 0x41, 0x00, 0x11, 0x00],
            table_index,
            &[0x0b],
        ]
        .concat();
        [
            b"\0asm\x01\0\0\0".to_vec(),
            section(1, &[1, 0x60, 1, 0x7f, 1, 0x7f]),
            section(3, &[1, 0]),
            section(4, &[1, 0x70, 0, 1]),
            section(5, &[1, 1, 1, 1]),
            section(7, &exports),
            section(9, &[1, 0, 0x41, 0, 0x0b, 1, 0]),
            section(10, &[&[1, body.len() as u8], body.as_slice()].concat()),
        ]
        .concat()
    }

    #[test]
    fn round_trip_shortens_a_padded_table_index() {
        let padded = calls_itself(&[0x80, 0x80, 0x80, 0x80, 0x00]);
        let short = calls_itself(&[0x00]);
        assert_eq!(round_trip(&padded).unwrap(), short);
        assert_eq!(round_trip(&short).unwrap(), short);
    }

    #[test]
    fn refuses_what_is_not_a_module() {
        assert!(matches!(
            strip_custom_sections(b"plimsoll"),
            Err(TextError::Malformed(_))
        ));
        assert!(matches!(round_trip(b"plimsoll"), Err(TextError::Print(_))));
    }

    #[test]
    fn lengths_take_as_many_bytes_as_they_need() {
        for (length, encoded) in [
            (0, vec![0]),
            (127, vec![0x7f]),
            (128, vec![0x80, 0x01]),
            (16_384, vec![0x80, 0x80, 0x01]),
        ] {
            let mut bytes = vec![];
            push_length(&mut bytes, length);
            assert_eq!(bytes, encoded);
        }
    }
}
