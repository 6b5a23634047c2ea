//! Sending, calling, and the way of a transaction into its block.

use std::sync::Arc;

use alloy::consensus::transaction::Recovered;
use alloy::consensus::{Transaction as _, TxEnvelope};
use alloy::primitives::{Address, Bytes, B256};

use super::admission::Admission;
use super::{envelope, Block, Chain, ChainError, Event, Locator, Mined, Receipt};
use super::{BASE_FEE, BLOCK_GAS_LIMIT, SEQUENCER, TRANSACTION_GAS_LIMIT};
use crate::machine::{Environment, Outcome, Transaction};

/// Seconds between two blocks of the parent chain.
const L1_BLOCK_TIME: u64 = 12;

/// Which block a call believes to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The block of this number, after its transaction, as on a public node.
    At(u64),
    /// The block that would be mined now: what a transaction would meet.
    Next,
}

impl Chain {
    /// Executes a transaction in a new block. Any sender is taken at its word: tests act for whom they like.
    ///
    /// The nonce is that of the account unless given; a gas limit of 0 means [`TRANSACTION_GAS_LIMIT`]. A revert is
    /// not an error: the receipt says so, and keeps its data.
    pub fn send(&mut self, mut transaction: Transaction) -> Result<Receipt, ChainError> {
        if transaction.gas_limit == 0 {
            transaction.gas_limit = TRANSACTION_GAS_LIMIT;
        }
        let expected = self.machine.nonce(transaction.from);
        let given = transaction.nonce.unwrap_or(expected);
        if given > expected {
            return Err(ChainError::NonceTooHigh { expected, given });
        }
        let typed = envelope::typed(&transaction, given, self.chain_id());
        let signed = envelope::sign(typed, transaction.from)?;
        self.admit(&signed)?;
        let receipt = self.execute(signed)?;
        self.execute_queued(transaction.from);
        Ok(receipt)
    }

    /// Takes a signed transaction. If its nonce lies ahead, it waits for those before it.
    pub fn send_raw(&mut self, bytes: &[u8]) -> Result<B256, ChainError> {
        self.submit(envelope::decode(bytes)?)
    }

    /// Takes a transaction whose sender is known, as from [`Chain::sign_for`].
    pub fn submit(&mut self, transaction: Recovered<TxEnvelope>) -> Result<B256, ChainError> {
        let hash = *transaction.tx_hash();
        let sender = transaction.signer();
        match self.admit(&transaction)? {
            Admission::Ready => {
                self.execute(transaction)?;
                self.execute_queued(sender);
            }
            Admission::Queued => {
                self.queue
                    .insert((sender, transaction.nonce()), transaction);
            }
        }
        Ok(hash)
    }

    /// Signs for a development account, and marks as sent by it a transaction of an impersonated one.
    pub fn sign_for(
        &self,
        transaction: alloy::consensus::TypedTransaction,
        sender: Address,
    ) -> Result<Recovered<TxEnvelope>, ChainError> {
        if super::signer(sender).is_none() && !self.impersonated.contains(&sender) {
            return Err(ChainError::UnknownAccount(sender));
        }
        envelope::sign(transaction, sender)
    }

    /// A transaction that waits for those with lower nonces.
    pub fn queued(&self, hash: B256) -> Option<&Recovered<TxEnvelope>> {
        self.queue.values().find(|queued| *queued.tx_hash() == hash)
    }

    /// What a transaction sent now would meet; nothing stays of it.
    pub fn call(&self, transaction: Transaction) -> Result<Outcome, ChainError> {
        self.call_at(Moment::Next, transaction)
    }

    /// What a call returns, where only success is of interest.
    pub fn view(&self, to: Address, input: impl Into<Bytes>) -> Result<Bytes, ChainError> {
        self.call(Transaction {
            to: Some(to),
            input: input.into(),
            ..Transaction::default()
        })?
        .returned()
    }

    /// Like [`Chain::call`], in the block chosen.
    pub fn call_at(
        &self,
        moment: Moment,
        mut transaction: Transaction,
    ) -> Result<Outcome, ChainError> {
        if transaction.gas_limit == 0 {
            transaction.gas_limit = TRANSACTION_GAS_LIMIT;
        }
        let machine = self.state_at(moment)?;
        let have = machine.balance(transaction.from);
        if transaction.value > have {
            let (account, want) = (transaction.from, transaction.value);
            return Err(ChainError::InsufficientValue {
                account,
                have,
                want,
            });
        }
        let environment = self.environment(moment)?;
        Ok(machine.call(&environment, &transaction)?)
    }

    /// Time that the next block would carry, Unix seconds.
    pub fn now(&self) -> u64 {
        self.clock.peek(self.head().timestamp())
    }

    /// Mines a block without a transaction.
    pub(super) fn mine_empty(&mut self) {
        let timestamp = self.now();
        let l1_number = self.l1_number(timestamp);
        self.seal(timestamp, l1_number, None);
    }

    /// Executes the transactions of `sender` that have become due. One that has become invalid is dropped.
    fn execute_queued(&mut self, sender: Address) {
        while let Some(transaction) = self.queue.remove(&(sender, self.machine.nonce(sender))) {
            let admitted = matches!(self.admit(&transaction), Ok(Admission::Ready));
            if !admitted || self.execute(transaction).is_err() {
                break;
            }
        }
    }

    fn execute(&mut self, transaction: Recovered<TxEnvelope>) -> Result<Receipt, ChainError> {
        let environment = self.environment(Moment::Next)?;
        let outcome = self.machine.transact(
            &environment,
            &Transaction {
                from: transaction.signer(),
                to: transaction.to(),
                value: transaction.value(),
                input: transaction.input().clone(),
                gas_limit: transaction.gas_limit(),
                gas_price: u128::from(BASE_FEE),
                nonce: Some(transaction.nonce()),
                access_list: transaction.access_list().cloned().unwrap_or_default(),
            },
        )?;
        let receipt = Receipt {
            transaction_hash: *transaction.tx_hash(),
            transaction_type: transaction.tx_type(),
            block_number: environment.number,
            block_hash: B256::ZERO,
            timestamp: environment.timestamp,
            from: transaction.signer(),
            to: transaction.to(),
            contract_address: outcome.created,
            success: outcome.success,
            gas_used: outcome.gas_used,
            effective_gas_price: u128::from(BASE_FEE),
            output: outcome.output,
            halt: outcome.halt,
            logs: outcome.logs,
        };
        let block = self.seal(
            environment.timestamp,
            environment.l1_number,
            Some(Mined {
                transaction,
                receipt,
            }),
        );
        Ok(block
            .receipt()
            .cloned()
            .expect("the block was sealed with a transaction"))
    }

    fn seal(&mut self, timestamp: u64, l1_number: u64, mined: Option<Mined>) -> Arc<Block> {
        let block = Arc::new(Block::on(self.head(), timestamp, l1_number, mined));
        self.append(block.clone());
        self.announce(Event::Mined(block.clone()));
        block
    }

    pub(super) fn append(&mut self, block: Arc<Block>) {
        self.clock.advance(block.timestamp());
        self.block_numbers.insert(block.hash(), block.number());
        if let Some(receipt) = block.receipt() {
            self.transactions.insert(
                receipt.transaction_hash,
                Locator {
                    block: block.number(),
                },
            );
        }
        self.history.keep(block.number(), &self.machine);
        self.blocks.push(block);
    }

    fn environment(&self, moment: Moment) -> Result<Environment, ChainError> {
        let (number, timestamp, l1_number) = match moment {
            Moment::At(number) => {
                let unknown = || ChainError::UnknownBlock(number.to_string());
                let block = self.block_by_number(number).ok_or_else(unknown)?;
                (number, block.timestamp(), block.l1_number)
            }
            Moment::Next => {
                let timestamp = self.now();
                (
                    self.head().number() + 1,
                    timestamp,
                    self.l1_number(timestamp),
                )
            }
        };
        Ok(Environment {
            number,
            timestamp,
            l1_number,
            base_fee: BASE_FEE,
            coinbase: SEQUENCER,
            gas_limit: BLOCK_GAS_LIMIT,
            chain_id: self.chain_id(),
        })
    }

    fn l1_number(&self, timestamp: u64) -> u64 {
        1 + timestamp.saturating_sub(self.blocks[0].timestamp()) / L1_BLOCK_TIME
    }
}
