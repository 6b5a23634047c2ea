//! A stand-in for `revm-precompile` 16.2.0, in the graph only because motsu 0.10.0 simulates `ecrecover` with it.
//!
//! The released crate brings in every precompile of that generation and `c-kzg` 1.x, which cannot share a
//! lock file with the release that the host crates need (both claim the native library `ckzg`). The one
//! precompile that motsu offers is here, with the semantics of address 0x01.

/// What a precompile answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrecompileOutput {
    /// Gas used.
    pub gas_used: u64,
    /// Return data.
    pub bytes: alloy_primitives::Bytes,
}

/// Why a precompile failed. The variants are those that motsu names; only the first can occur.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Error {
    OutOfGas,
    Blake2WrongLength,
    Blake2WrongFinalIndicatorFlag,
    ModexpExpOverflow,
    ModexpBaseOverflow,
    ModexpModOverflow,
    Bn128FieldPointNotAMember,
    Bn128AffineGFailedToCreate,
    Bn128PairLength,
    BlobInvalidInputLength,
    BlobMismatchedVersion,
    BlobVerifyKzgProofFailed,
    Other(String),
}

/// An error of the call, or of the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum PrecompileErrors {
    Error(Error),
    Fatal { msg: String },
}

pub mod secp256k1 {
    //! `ecrecover`, the precompile at address 1.

    use crate::{Error, PrecompileErrors, PrecompileOutput};
    use alloy_primitives::{keccak256, Address, Bytes};
    use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};

    const GAS: u64 = 3_000;

    /// A precompile's address.
    #[derive(Debug, Clone, Copy)]
    pub struct PrecompileWithAddress(pub Address);

    /// Where `ecrecover` lives.
    pub const ECRECOVER: PrecompileWithAddress = PrecompileWithAddress(Address::with_last_byte(1));

    /// Recovers the signer of `hash ++ v ++ r ++ s`; empty output where there is none.
    pub fn ec_recover_run(
        input: &Bytes,
        gas_limit: u64,
    ) -> Result<PrecompileOutput, PrecompileErrors> {
        if gas_limit < GAS {
            return Err(PrecompileErrors::Error(Error::OutOfGas));
        }
        let mut padded = [0u8; 128];
        let length = input.len().min(128);
        padded[..length].copy_from_slice(&input[..length]);
        Ok(PrecompileOutput {
            gas_used: GAS,
            bytes: recover(&padded).unwrap_or_default(),
        })
    }

    fn recover(input: &[u8; 128]) -> Option<Bytes> {
        let (v, zeros) = (input[63], &input[32..63]);
        if zeros.iter().any(|byte| *byte != 0) || !matches!(v, 27 | 28) {
            return None;
        }
        let mut odd = v == 28;
        let mut signature = Signature::from_slice(&input[64..128]).ok()?;
        if let Some(low) = signature.normalize_s() {
            signature = low;
            odd = !odd;
        }
        let key = VerifyingKey::recover_from_prehash(
            &input[..32],
            &signature,
            RecoveryId::new(odd, false),
        )
        .ok()?;
        let mut word = keccak256(&key.to_encoded_point(false).as_bytes()[1..]);
        word[..12].fill(0);
        Some(Bytes::copy_from_slice(word.as_slice()))
    }
}
