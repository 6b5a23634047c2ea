//! A stand-in for `alloy-signer-local` 0.11.1, in the graph only because motsu 0.10.0 names its accounts with it.
//!
//! The released crate brings in the whole of alloy 0.11, which uses a private module that serde has since
//! removed. motsu needs a key with an address, and tests of signatures need to sign a hash: that is here.

use alloy_primitives::{keccak256, Address, PrimitiveSignature as Signature, B256, U256};
use k256::ecdsa::{self, SigningKey};
use std::fmt;

/// A private key with its address.
#[derive(Clone)]
pub struct PrivateKeySigner {
    key: SigningKey,
    address: Address,
}

impl PrivateKeySigner {
    /// The account of a key.
    pub fn from_signing_key(key: SigningKey) -> Self {
        let point = key.verifying_key().to_encoded_point(false);
        let hash = keccak256(&point.as_bytes()[1..]);
        Self {
            address: Address::from_slice(&hash[12..]),
            key,
        }
    }

    /// The address of the account.
    pub const fn address(&self) -> Address {
        self.address
    }

    /// The private key.
    pub fn to_bytes(&self) -> B256 {
        B256::from_slice(&self.key.to_bytes())
    }

    /// Signs a hash (RFC 6979, low s).
    pub fn sign_hash_sync(&self, hash: &B256) -> Result<Signature, ecdsa::Error> {
        let (signature, recovery) = self.key.sign_prehash_recoverable(hash.as_slice())?;
        let (r, s) = signature.split_bytes();
        Ok(Signature::new(
            U256::from_be_slice(&r),
            U256::from_be_slice(&s),
            recovery.is_y_odd(),
        ))
    }
}

impl fmt::Debug for PrivateKeySigner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PrivateKeySigner")
            .field("address", &self.address)
            .finish()
    }
}
