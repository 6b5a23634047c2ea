//! Who signed a digest. One encoding of a signature is accepted: 65 bytes r, s, v, s at most half of the group's order,
//! v 27 or 28.

use crate::abi::InvalidSignature;
use crate::error::MandateError;
use crate::words::{address, pack, Word};
use alloy_primitives::{address, Address, B256, U256};
use shell::host;

/// The precompile that recovers a signer.
const ECRECOVER: Address = address!("0000000000000000000000000000000000000001");
/// Half of the order of secp256k1, rounded down.
const HALF_ORDER: U256 = U256::from_limbs([
    0xdfe9_2f46_681b_20a0,
    0x5d57_6e73_57a4_501d,
    0xffff_ffff_ffff_ffff,
    0x7fff_ffff_ffff_ffff,
]);
const WORD: usize = 32;

/// The signer; never the zero address. Error: `InvalidSignature`.
pub(crate) fn signer(digest: B256, signature: &[u8]) -> Result<Address, MandateError> {
    let (r, s, v) = split(signature).ok_or(InvalidSignature {})?;
    let data = pack(&[], &[digest, v.to_word(), r, s]);
    // A signature of nobody is answered with nothing.
    host::static_call(ECRECOVER, &data, WORD)
        .ok()
        .and_then(|returned| returned.word(0))
        .map(address)
        .filter(|signer| !signer.is_zero())
        .ok_or_else(|| InvalidSignature {}.into())
}

/// `r`, `s` and `v` of the one encoding.
fn split(signature: &[u8]) -> Option<(B256, B256, u8)> {
    let (r, rest) = signature.split_first_chunk::<WORD>()?;
    let (s, rest) = rest.split_first_chunk::<WORD>()?;
    let [v] = *rest else { return None };
    let low = U256::from_be_bytes(*s) <= HALF_ORDER;
    (low && matches!(v, 27 | 28)).then_some((B256::new(*r), B256::new(*s), v))
}
