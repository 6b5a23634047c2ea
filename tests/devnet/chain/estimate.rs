//! The smallest gas limit with which a transaction succeeds, by bisection.

use alloy::primitives::U256;
use revm::context::result::InvalidTransaction;

use super::{Chain, ChainError, Moment, TRANSACTION_GAS_LIMIT};
use crate::machine::{MachineError, Outcome, Transaction};

/// Cost of a transfer to an account without code.
const TRANSFER_GAS: u64 = 21_000;
/// Gas that a call with value gives to the callee on top.
const CALL_STIPEND: u64 = 2_300;

impl Chain {
    /// A gas limit with which the transaction succeeds in the next block, at most 1.5 % above the smallest one. The
    /// search never goes above the gas limit given (0: [`TRANSACTION_GAS_LIMIT`]) or above what the sender can pay
    /// at the gas price given (0: no such bound).
    pub fn estimate_gas(&self, mut transaction: Transaction) -> Result<u64, ChainError> {
        let mut high = match transaction.gas_limit {
            0 => TRANSACTION_GAS_LIMIT,
            given => given.clamp(TRANSFER_GAS, TRANSACTION_GAS_LIMIT),
        };
        if transaction.gas_price > 0 {
            let balance = self
                .machine
                .balance(transaction.from)
                .saturating_sub(transaction.value);
            let payable = balance / U256::from(transaction.gas_price);
            high = u64::try_from(payable).unwrap_or(u64::MAX).min(high);
        }
        // The price is checked above; inside, the caller pays nothing.
        transaction.gas_price = 0;

        let plain = transaction.input.is_empty()
            && transaction
                .to
                .is_some_and(|to| self.machine.code(to).is_empty() && !is_precompile(to));
        if plain && high >= TRANSFER_GAS && self.attempt(&transaction, TRANSFER_GAS)?.success {
            return Ok(TRANSFER_GAS);
        }

        let first = self.attempt(&transaction, high)?;
        if !first.success {
            return Err(failure(first, high));
        }
        let mut low = first.gas_used.saturating_sub(1);
        // A caller keeps one part in 64 at each level, so a little more than what was used often suffices.
        let likely = (first.gas_used + first.gas_refunded + CALL_STIPEND) * 64 / 63;
        if likely < high {
            self.narrow(&transaction, likely, &mut low, &mut high)?;
        }
        while low + 1 < high && (high - low) * 1_000 > high * 15 {
            // Most transactions need little more than they use, so the lower half is the likelier one.
            let middle = (low + (high - low) / 2).min(low.saturating_mul(2));
            self.narrow(&transaction, middle, &mut low, &mut high)?;
        }
        Ok(high)
    }

    fn narrow(
        &self,
        transaction: &Transaction,
        limit: u64,
        low: &mut u64,
        high: &mut u64,
    ) -> Result<(), ChainError> {
        if self.attempt(transaction, limit)?.success {
            *high = limit;
        } else {
            *low = limit;
        }
        Ok(())
    }

    /// A gas limit below the intrinsic cost is a failure like any other.
    fn attempt(&self, transaction: &Transaction, gas_limit: u64) -> Result<Outcome, ChainError> {
        match self.call_at(
            Moment::Next,
            Transaction {
                gas_limit,
                ..transaction.clone()
            },
        ) {
            Err(ChainError::Machine(MachineError::Invalid(
                InvalidTransaction::CallGasCostMoreThanGasLimit { .. },
            ))) => Ok(Outcome {
                halt: Some("OutOfGas".into()),
                ..Outcome::default()
            }),
            other => other,
        }
    }
}

fn failure(outcome: Outcome, limit: u64) -> ChainError {
    match outcome.halt {
        None => ChainError::Reverted(outcome.output),
        Some(halt) if halt.to_lowercase().contains("gas") => ChainError::GasAllowance(limit),
        Some(halt) => ChainError::Halted(halt),
    }
}

/// Precompiles have no code but do not behave like accounts.
fn is_precompile(address: alloy::primitives::Address) -> bool {
    address.as_slice()[..18].iter().all(|byte| *byte == 0)
}
