//! Calls within a call: several at once, and one for somebody who signed it.

use crate::abi::{MalformedCall, NotMandate, ZeroAddress};
use crate::bytes::Bytes;
use crate::caller::is_caller;
use crate::error::VaultError;
use crate::host::sender;
use crate::state::{Vault, MANDATE};
use alloc::vec::Vec;
use alloy_primitives::Address;
use stylus_sdk::abi::Router;

impl Vault {
    pub(crate) fn run_all(&mut self, calls: Vec<Bytes>) -> Result<Vec<Bytes>, VaultError> {
        let mut answers = Vec::with_capacity(calls.len());
        for call in calls {
            answers.push(self.run(&call)?);
        }
        Ok(answers)
    }

    /// Runs a call for an actor that the mandate vouches for.
    pub(crate) fn run_for(&mut self, actor: Address, call: &Bytes) -> Result<Bytes, VaultError> {
        // Who acts for somebody acts for nobody else within it.
        if !is_caller(MANDATE) || !self.call.0.actor.is_zero() {
            return Err(NotMandate { caller: sender() }.into());
        }
        if actor.is_zero() {
            return Err(ZeroAddress {}.into());
        }
        let locked = self.call.0.locked;
        // The mandate may have locked the house itself.
        self.call.0.locked = locked || self.lock_holder()? == sender();
        self.call.0.actor = actor;
        let answer = self.run(call)?;
        self.call.0.actor = Address::ZERO;
        self.call.0.locked = locked;
        Ok(answer)
    }

    fn run(&mut self, call: &Bytes) -> Result<Bytes, VaultError> {
        let routed = call.split_first_chunk().and_then(|(selector, data)| {
            <Self as Router<Self, Self>>::route(self, u32::from_be_bytes(*selector), data)
        });
        match routed {
            Some(Ok(answer)) => Ok(Bytes(answer)),
            Some(Err(data)) if !data.is_empty() => Err(VaultError(data)),
            _ => Err(MalformedCall {}.into()),
        }
    }
}
