//! What an owner signs: structured data after EIP-712, in the domain of this contract on this chain.

use crate::abi::Expired;
use crate::error::MandateError;
#[cfg(not(feature = "export-abi"))]
use crate::words::Answer;
use crate::words::{pack, Word};
use alloy_primitives::{B256, U256};
use shell::host::{self, keccak};
use stylus_sdk::keccak_const::Keccak256;
#[cfg(not(feature = "export-abi"))]
use stylus_sdk::ArbResult;

/// Name of the domain.
pub(crate) const NAME: &str = "Plimsoll";
/// Version of the domain.
pub(crate) const VERSION: &str = "1";

const DOMAIN_TYPE: B256 =
    hash(b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
const ACTION_TYPE: B256 =
    hash(b"Action(bytes32 account,bytes call,uint256 nonce,uint256 deadline)");
const NAME_HASH: B256 = hash(NAME.as_bytes());
const VERSION_HASH: B256 = hash(VERSION.as_bytes());
/// Before the domain and the data.
const PREFIX: [u8; 2] = [0x19, 0x01];

const fn hash(text: &[u8]) -> B256 {
    B256::new(Keccak256::new().update(text).finalize())
}

/// One call of the vault, for one account, in the place of its owner.
#[derive(Debug)]
pub(crate) struct Action<'a> {
    /// The account.
    pub(crate) account: B256,
    /// Data of a call of the vault.
    pub(crate) call: &'a [u8],
    /// The account's next number.
    pub(crate) nonce: U256,
    /// The last second in which it may be executed.
    pub(crate) deadline: U256,
}

impl Action<'_> {
    /// What the owner signs.
    pub(crate) fn digest(&self) -> B256 {
        let words = [
            ACTION_TYPE,
            self.account,
            keccak(self.call),
            self.nonce.to_word(),
            self.deadline.to_word(),
        ];
        let data = keccak(&pack(&[], &words));
        keccak(&pack(&PREFIX, &[domain(), data]))
    }

    /// Refuses it past its time.
    pub(crate) fn require_in_time(&self) -> Result<(), MandateError> {
        if U256::from_limbs([host::now(), 0, 0, 0]) > self.deadline {
            let deadline = self.deadline;
            return Err(Expired { deadline }.into());
        }
        Ok(())
    }
}

/// Separator of the domain. The chain is asked each time: one that splits off has another.
pub(crate) fn domain() -> B256 {
    let words = [
        DOMAIN_TYPE,
        NAME_HASH,
        VERSION_HASH,
        host::chain_id().to_word(),
        host::this().to_word(),
    ];
    keccak(&pack(&[], &words))
}

/// What `eip712Domain()` of EIP-5267 answers: which fields the domain has (the lowest four), the fields, no salt, no
/// extensions.
#[derive(Debug)]
#[cfg(not(feature = "export-abi"))]
pub struct Domain;

/// Its types, for the printed interface.
#[cfg(feature = "export-abi")]
pub type Domain = (
    alloy_primitives::FixedBytes<1>,
    alloc::string::String,
    alloc::string::String,
    U256,
    alloy_primitives::Address,
    B256,
    alloc::vec::Vec<U256>,
);

#[cfg(not(feature = "export-abi"))]
impl Answer for Domain {
    fn encode(self) -> ArbResult {
        let mut fields = B256::ZERO;
        if let Some(first) = fields.first_mut() {
            *first = 0x0f;
        }
        let words = [
            fields,
            0xe0_u8.to_word(),
            0x120_u16.to_word(),
            host::chain_id().to_word(),
            host::this().to_word(),
            B256::ZERO,
            0x160_u16.to_word(),
            short(NAME),
            text(NAME),
            short(VERSION),
            text(VERSION),
            B256::ZERO,
        ];
        Ok(pack(&[], &words))
    }
}

/// The domain.
#[cfg(not(feature = "export-abi"))]
pub(crate) const fn described() -> Domain {
    Domain
}

/// Printed, not called.
#[cfg(feature = "export-abi")]
pub(crate) fn described() -> Domain {
    Domain::default()
}

/// Length of a text of at most 32 bytes.
#[cfg(not(feature = "export-abi"))]
fn short(text: &str) -> B256 {
    u32::try_from(text.len()).unwrap_or_default().to_word()
}

/// Its bytes, from the highest.
#[cfg(not(feature = "export-abi"))]
fn text(text: &str) -> B256 {
    let mut word = B256::ZERO;
    for (to, from) in word.0.iter_mut().zip(text.bytes()) {
        *to = from;
    }
    word
}
