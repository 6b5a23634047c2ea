//! Transactions in the form in which they are signed, hashed and put into blocks.

use alloy::consensus::transaction::{Recovered, SignerRecoverable};
use alloy::consensus::{SignableTransaction, TxEip1559, TxEnvelope, TypedTransaction};
use alloy::eips::eip2718::Decodable2718;
use alloy::primitives::{Address, Signature, TxKind, U256};
use alloy::signers::SignerSync;

use super::{accounts, ChainError, BASE_FEE};
use crate::machine::Transaction;

/// Reads the bytes of `eth_sendRawTransaction` and recovers the sender.
pub(super) fn decode(mut bytes: &[u8]) -> Result<Recovered<TxEnvelope>, ChainError> {
    let envelope = TxEnvelope::decode_2718(&mut bytes)
        .map_err(|error| ChainError::Undecodable(error.to_string()))?;
    if !bytes.is_empty() {
        return Err(ChainError::Undecodable(format!(
            "{} bytes follow the transaction",
            bytes.len()
        )));
    }
    let sender = envelope
        .recover_signer()
        .map_err(|error| ChainError::InvalidSignature(error.to_string()))?;
    Ok(Recovered::new_unchecked(envelope, sender))
}

/// The fee-market form of a transaction of the machine.
pub(super) fn typed(transaction: &Transaction, nonce: u64, chain_id: u64) -> TypedTransaction {
    TypedTransaction::Eip1559(TxEip1559 {
        chain_id,
        nonce,
        gas_limit: transaction.gas_limit,
        max_fee_per_gas: transaction.gas_price.max(u128::from(BASE_FEE)),
        max_priority_fee_per_gas: 0,
        to: transaction.to.map_or(TxKind::Create, TxKind::Call),
        value: transaction.value,
        access_list: transaction.access_list.clone(),
        input: transaction.input.clone(),
    })
}

/// Signs for a development account. Any other sender gets a mark in place of a signature, from which no key can be
/// recovered and which makes the hash depend on the sender.
pub(super) fn sign(
    transaction: TypedTransaction,
    sender: Address,
) -> Result<Recovered<TxEnvelope>, ChainError> {
    let signature = match accounts::signer(sender) {
        Some(signer) => signer
            .sign_hash_sync(&transaction.signature_hash())
            .map_err(|error| ChainError::InvalidSignature(error.to_string()))?,
        None => Signature::new(U256::from_be_slice(sender.as_slice()), U256::ONE, false),
    };
    Ok(Recovered::new_unchecked(
        transaction.into_envelope(signature),
        sender,
    ))
}
