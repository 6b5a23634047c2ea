//! Why the chain refuses something.

use alloy::primitives::{Address, Bytes, B256, U256};
use alloy::sol_types::{Panic, Revert, SolError};

use crate::machine::{MachineError, Outcome};

/// Why the chain refuses something.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    /// The nonce was used before.
    #[error("nonce too low: next nonce {expected}, tx nonce {given}")]
    NonceTooLow {
        /// Nonce that the account is at.
        expected: u64,
        /// Nonce of the transaction.
        given: u64,
    },
    /// The nonce is further ahead than what the queue holds.
    #[error("nonce too high: next nonce {expected}, tx nonce {given}")]
    NonceTooHigh {
        /// Nonce that the account is at.
        expected: u64,
        /// Nonce of the transaction.
        given: u64,
    },
    /// The transaction waits already.
    #[error("already known")]
    AlreadyKnown,
    /// Value plus the largest possible fee is more than the account has.
    #[error(
        "insufficient funds for gas * price + value: address {account} have {have} want {want}"
    )]
    InsufficientFunds {
        /// Who pays.
        account: Address,
        /// Its balance, wei.
        have: U256,
        /// What the transaction may cost at most, wei.
        want: U256,
    },
    /// The value is more than the account has.
    #[error("insufficient funds for transfer: address {account} have {have} want {want}")]
    InsufficientValue {
        /// Who pays.
        account: Address,
        /// Its balance, wei.
        have: U256,
        /// The value, wei.
        want: U256,
    },
    /// The fee offered does not cover the base fee.
    #[error(
        "max fee per gas less than block base fee: maxFeePerGas {offered}, baseFee {base_fee}"
    )]
    FeeTooLow {
        /// Largest fee per gas offered, wei.
        offered: u128,
        /// Base fee, wei.
        base_fee: u64,
    },
    /// The tip is larger than the fee that contains it.
    #[error("max priority fee per gas higher than max fee per gas: maxPriorityFeePerGas {tip}, maxFeePerGas {cap}")]
    TipAboveFee {
        /// Tip per gas, wei.
        tip: u128,
        /// Largest fee per gas offered, wei.
        cap: u128,
    },
    /// The gas limit is more than one transaction may use.
    #[error("exceeds block gas limit: tx gas {given}, limit {limit}")]
    GasLimitTooHigh {
        /// Gas limit of the transaction.
        given: u64,
        /// Largest allowed.
        limit: u64,
    },
    /// The signature is for another chain.
    #[error("invalid chain id for signer: have {given} want {expected}")]
    WrongChain {
        /// Chain id of this chain.
        expected: u64,
        /// Chain id in the transaction.
        given: u64,
    },
    /// The kind of transaction is not supported.
    #[error("transaction type not supported: type {0} (this chain takes 0, 1 and 2)")]
    UnsupportedType(u8),
    /// The bytes are not a transaction.
    #[error("transaction could not be decoded: {0}")]
    Undecodable(String),
    /// The signature gives no sender.
    #[error("invalid sender: {0}")]
    InvalidSignature(String),
    /// The node has no key of this account, and it is not impersonated.
    #[error("unknown account: {0} is neither a development account nor impersonated")]
    UnknownAccount(Address),
    /// The code reverted.
    #[error("execution reverted{}", reason_suffix(.0))]
    Reverted(Bytes),
    /// The code came to an end without a result.
    #[error("{0}")]
    Halted(String),
    /// No gas limit up to the largest allowed is enough.
    #[error("gas required exceeds allowance ({0})")]
    GasAllowance(u64),
    /// The deployed code is not what was meant.
    #[error("{0}")]
    Deployment(String),
    /// The time lies before the last block.
    #[error("timestamp {given} is lower than that of the last block ({head})")]
    TimestampInPast {
        /// What was asked for, seconds.
        given: u64,
        /// Time of the last block, seconds.
        head: u64,
    },
    /// There is no such block.
    #[error("unknown block {0}")]
    UnknownBlock(String),
    /// The state of the block is gone.
    #[error("state of block {number} is not available: the chain keeps that of the last {kept} blocks before its head")]
    StateNotKept {
        /// The block asked for.
        number: u64,
        /// How many are kept.
        kept: usize,
    },
    /// The first block of a range lies behind its last.
    #[error("invalid block range: from {from} to {to}")]
    InvalidRange {
        /// First block.
        from: u64,
        /// Last block.
        to: u64,
    },
    /// There is no such transaction.
    #[error("transaction {0} is not known")]
    UnknownTransaction(B256),
    /// The machine refuses the transaction.
    #[error(transparent)]
    Machine(#[from] MachineError),
}

impl ChainError {
    /// What a contract gave as the reason of its revert, if this is one.
    pub fn revert_data(&self) -> Option<&Bytes> {
        match self {
            Self::Reverted(data) => Some(data),
            _ => None,
        }
    }
}

impl Outcome {
    /// What the code returned, or why it returned nothing.
    ///
    /// # Errors
    /// [`ChainError::Reverted`] with the data of the revert; [`ChainError::Halted`] in words that clients know.
    pub fn returned(self) -> Result<Bytes, ChainError> {
        match self.halt {
            _ if self.success => Ok(self.output),
            None => Err(ChainError::Reverted(self.output)),
            Some(halt) if halt.starts_with("OutOfGas") => {
                Err(ChainError::Halted(format!("out of gas: {halt}")))
            }
            Some(halt) => Err(ChainError::Halted(halt)),
        }
    }
}

fn reason_suffix(data: &[u8]) -> String {
    revert_reason(data)
        .map(|reason| format!(": {reason}"))
        .unwrap_or_default()
}

/// Reads `Error(string)` and `Panic(uint256)`; other data has a meaning only to those who know the contract.
pub fn revert_reason(data: &[u8]) -> Option<String> {
    if let Ok(revert) = Revert::abi_decode(data) {
        return Some(revert.reason);
    }
    Panic::abi_decode(data).ok().map(|panic| panic.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy::primitives::hex;

    #[test]
    fn a_reason_is_read_and_a_custom_error_is_left_alone() {
        // cast calldata 'Error(string)' no
        let error = hex!(
            "08c379a0"
            "0000000000000000000000000000000000000000000000000000000000000020"
            "0000000000000000000000000000000000000000000000000000000000000002"
            "6e6f000000000000000000000000000000000000000000000000000000000000"
        );
        assert_eq!(revert_reason(&error).as_deref(), Some("no"));
        let panic =
            hex!("4e487b71" "0000000000000000000000000000000000000000000000000000000000000011");
        assert!(revert_reason(&panic).expect("a panic").contains("0x11"));
        assert_eq!(revert_reason(&hex!("deadbeef")), None);
        assert_eq!(
            ChainError::Reverted(error.into()).to_string(),
            "execution reverted: no"
        );
    }
}
