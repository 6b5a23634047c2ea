//! What a transaction must fulfil before it is executed.

use alloy::consensus::transaction::Recovered;
use alloy::consensus::{Transaction as _, TxEnvelope, Typed2718};
use alloy::primitives::U256;

use super::{Chain, ChainError, BASE_FEE};

/// Most gas that one transaction may use: the limit of Arbitrum One.
pub const TRANSACTION_GAS_LIMIT: u64 = 32_000_000;

/// How far ahead of its account a nonce may lie.
const QUEUE_DEPTH: u64 = 256;

/// Where a transaction belongs.
pub(super) enum Admission {
    /// It can be executed now.
    Ready,
    /// It waits for transactions with lower nonces.
    Queued,
}

impl Chain {
    /// Checks everything that does not need execution; the order is that of a public node.
    pub(super) fn admit(
        &self,
        transaction: &Recovered<TxEnvelope>,
    ) -> Result<Admission, ChainError> {
        let sender = transaction.signer();
        if transaction.ty() > 2 {
            return Err(ChainError::UnsupportedType(transaction.ty()));
        }
        // A signature without a chain id is valid on every chain; well-known factories are deployed with such.
        if let Some(given) = transaction
            .chain_id()
            .filter(|given| *given != self.chain_id())
        {
            return Err(ChainError::WrongChain {
                expected: self.chain_id(),
                given,
            });
        }
        if transaction.gas_limit() > TRANSACTION_GAS_LIMIT {
            return Err(ChainError::GasLimitTooHigh {
                given: transaction.gas_limit(),
                limit: TRANSACTION_GAS_LIMIT,
            });
        }
        let cap = transaction.max_fee_per_gas();
        if let Some(tip) = transaction
            .max_priority_fee_per_gas()
            .filter(|tip| *tip > cap)
        {
            return Err(ChainError::TipAboveFee { tip, cap });
        }
        if cap < u128::from(BASE_FEE) {
            return Err(ChainError::FeeTooLow {
                offered: cap,
                base_fee: BASE_FEE,
            });
        }
        let expected = self.machine.nonce(sender);
        let given = transaction.nonce();
        if given < expected {
            return Err(ChainError::NonceTooLow { expected, given });
        }
        if given - expected > QUEUE_DEPTH {
            return Err(ChainError::NonceTooHigh { expected, given });
        }
        if given > expected && self.queued(*transaction.tx_hash()).is_some() {
            return Err(ChainError::AlreadyKnown);
        }
        let have = self.machine.balance(sender);
        let fee = U256::from(transaction.gas_limit()).saturating_mul(U256::from(cap));
        let want = fee.saturating_add(transaction.value());
        if have < want {
            return Err(ChainError::InsufficientFunds {
                account: sender,
                have,
                want,
            });
        }
        Ok(if given == expected {
            Admission::Ready
        } else {
            Admission::Queued
        })
    }
}
