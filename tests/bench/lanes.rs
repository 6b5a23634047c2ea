//! Arithmetic in lanes.

/// `growth` of the shock in the first eight bytes.
pub(crate) fn growth(bytes: &[u8]) -> u64 {
    let shock = bytes
        .first_chunk()
        .map_or(0, |bytes| i64::from_le_bytes(*bytes));
    fixed::lane::growth(shock) as u64
}
