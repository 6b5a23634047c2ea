//! Code of a program as it lies on the chain: three bytes of prefix, one that names the dictionary
//! (0, the empty one), then the module compressed with brotli.

use std::io::Read;

use thiserror::Error;

/// `EFF000` and the empty dictionary.
pub const CODE_PREFIX: [u8; 4] = [0xef, 0xf0, 0x00, 0x00];
/// Most bytes of code an account may have, prefix included.
pub const CODE_LIMIT: usize = 24_576;
/// Most bytes of a module before compression.
pub const MODULE_LIMIT: usize = 128 * 1024;

/// Quality and window (as a power of two) that the chain's own tools compress with.
const QUALITY: i32 = 11;
const WINDOW: i32 = 22;

/// Why code does not hold a module.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CodeError {
    /// Does not begin with `EFF000`.
    #[error("not the code of a program")]
    NotAProgram,
    /// A dictionary other than the empty one.
    #[error("compressed with dictionary {0}, which is not supported")]
    Dictionary(u8),
    /// The compressed bytes are damaged.
    #[error("damaged brotli stream")]
    Damaged,
    /// More than [`MODULE_LIMIT`] bytes come out.
    #[error("the module is larger than {MODULE_LIMIT} bytes")]
    TooLarge,
}

/// The code to deploy for a module.
pub fn compress(module: &[u8]) -> Vec<u8> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: QUALITY,
        lgwin: WINDOW,
        size_hint: module.len(),
        ..Default::default()
    };
    let mut code = CODE_PREFIX.to_vec();
    let mut input = module;
    // Reading from and writing to memory cannot fail; a failure would show as code that does not decompress.
    let written = brotli::BrotliCompress(&mut input, &mut code, &parameters);
    debug_assert!(written.is_ok());
    code
}

/// The module in code on the chain. Reads no more than the limit, whatever the stream promises.
pub fn decompress(code: &[u8]) -> Result<Vec<u8>, CodeError> {
    let [0xef, 0xf0, 0x00, dictionary, stream @ ..] = code else {
        return Err(CodeError::NotAProgram);
    };
    if *dictionary != 0 {
        return Err(CodeError::Dictionary(*dictionary));
    }
    let mut module = Vec::new();
    brotli::Decompressor::new(stream, 4096)
        .take(MODULE_LIMIT as u64 + 1)
        .read_to_end(&mut module)
        .map_err(|_| CodeError::Damaged)?;
    if module.len() > MODULE_LIMIT {
        return Err(CodeError::TooLarge);
    }
    Ok(module)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(len: usize) -> Vec<u8> {
        (0..len).map(|i| ((i * i) >> 7) as u8).collect()
    }

    #[test]
    fn comes_back_as_it_went_in() {
        for len in [0, 1, 100, 60_000, MODULE_LIMIT] {
            let module = sample(len);
            let code = compress(&module);
            assert_eq!(code[..4], CODE_PREFIX);
            assert_eq!(decompress(&code).as_ref(), Ok(&module), "{len} bytes");
        }
    }

    /// The word six times over, compressed by the reference implementation at quality 11, window 22.
    #[test]
    fn reads_a_stream_of_another_compressor() {
        let stream = [
            0x1b, 0x34, 0x00, 0xf8, 0x05, 0x3c, 0x86, 0xd7, 0xeb, 0x7f, 0xd5, 0x44, 0x09, 0x7f,
            0x82, 0x81, 0x36, 0x9c, 0x17, 0x04,
        ];
        let code = [&CODE_PREFIX[..], &stream[..]].concat();
        let word = b"plimsoll plimsoll plimsoll plimsoll plimsoll plimsoll";
        assert_eq!(decompress(&code), Ok(word.to_vec()));
    }

    #[test]
    fn refuses_what_is_not_a_program() {
        assert_eq!(decompress(&[]), Err(CodeError::NotAProgram));
        assert_eq!(
            decompress(&[0x60, 0x80, 0x60, 0x40]),
            Err(CodeError::NotAProgram)
        );
        assert_eq!(
            decompress(&[0xef, 0xf0, 0x01, 0x00, 0x06]),
            Err(CodeError::NotAProgram)
        );
        assert_eq!(
            decompress(&[0xef, 0xf0, 0x00, 0x01, 0x06]),
            Err(CodeError::Dictionary(1))
        );
        assert_eq!(decompress(&[0xef, 0xf0, 0x00]), Err(CodeError::NotAProgram));
    }

    #[test]
    fn refuses_damage_and_excess() {
        let mut code = compress(&sample(5_000));
        code.truncate(code.len() / 2);
        assert_eq!(decompress(&code), Err(CodeError::Damaged));
        assert_eq!(
            decompress(&compress(&vec![0; MODULE_LIMIT + 1])),
            Err(CodeError::TooLarge)
        );
    }
}
