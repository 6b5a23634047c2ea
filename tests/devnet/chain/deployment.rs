//! Putting contracts and programs on the chain.

use std::borrow::Cow;

use alloy::primitives::{Address, Bytes, U256};
use alloy::sol_types::{SolCall, SolInterface};

use super::{Chain, ChainError, Receipt};
use crate::machine::Transaction;
use crate::precompiles::arb_wasm_interface::ArbWasm;
use crate::precompiles::ARB_WASM;

/// First bytes of the code of a program.
pub const PROGRAM_PREFIX: [u8; 3] = [0xef, 0xf0, 0x00];
/// First bytes of a WASM module.
const MODULE_PREFIX: [u8; 4] = *b"\0asm";
/// Value sent along with an activation, wei; what is left of it comes back.
const ACTIVATION_VALUE: u64 = 1_000_000_000_000_000_000;

impl Chain {
    /// Runs init code and returns the address of the contract.
    pub fn deploy(
        &mut self,
        from: Address,
        init_code: impl Into<Bytes>,
    ) -> Result<Address, ChainError> {
        let receipt = self.send(Transaction {
            from,
            input: init_code.into(),
            ..Transaction::default()
        })?;
        require_success(&receipt)?;
        receipt
            .contract_address
            .ok_or_else(|| ChainError::Deployment("no contract was created".into()))
    }

    /// Puts a program on the chain and sees to it that it can be called. `program` is the compressed code with its
    /// prefix, or the module itself. A copy of a program that is active needs no activation of its own.
    pub fn deploy_program(&mut self, from: Address, program: &[u8]) -> Result<Address, ChainError> {
        let code: Cow<'_, [u8]> = if program.starts_with(&MODULE_PREFIX) {
            Cow::Owned(program::compress(program))
        } else if program.starts_with(&PROGRAM_PREFIX) {
            Cow::Borrowed(program)
        } else {
            let message = "neither a module nor the code of a program, which begins with 0xeff000";
            return Err(ChainError::Deployment(message.into()));
        };
        let program = self.deploy(from, returning(&code)?)?;
        let version = ArbWasm::programVersionCall { program };
        if self.view(ARB_WASM, version.abi_encode()).is_err() {
            self.activate(from, program)?;
        }
        Ok(program)
    }

    /// Makes the program at an address callable, as it must be after deployment, a year, or a new version.
    pub fn activate(&mut self, from: Address, program: Address) -> Result<Receipt, ChainError> {
        let receipt = self.send(Transaction {
            from,
            to: Some(ARB_WASM),
            value: U256::from(ACTIVATION_VALUE),
            input: ArbWasm::activateProgramCall { program }.abi_encode().into(),
            ..Transaction::default()
        })?;
        if let (false, Ok(error)) = (
            receipt.success,
            ArbWasm::ArbWasmErrors::abi_decode(&receipt.output),
        ) {
            return Err(ChainError::Deployment(format!(
                "activation of {program} failed: {error:?}"
            )));
        }
        require_success(&receipt)?;
        Ok(receipt)
    }
}

/// Init code that returns `code` as it is.
pub fn returning(code: &[u8]) -> Result<Bytes, ChainError> {
    let length = u16::try_from(code.len()).map_err(|_| {
        ChainError::Deployment(format!("{} bytes of code are too many", code.len()))
    })?;
    let [high, low] = length.to_be_bytes();
    // PUSH2 length, DUP1, PUSH1 10, PUSH0, CODECOPY, PUSH0, RETURN
    let mut init_code = vec![0x61, high, low, 0x80, 0x60, 0x0a, 0x5f, 0x39, 0x5f, 0xf3];
    init_code.extend_from_slice(code);
    Ok(init_code.into())
}

fn require_success(receipt: &Receipt) -> Result<(), ChainError> {
    match (&receipt.halt, receipt.success) {
        (_, true) => Ok(()),
        (Some(halt), false) => Err(ChainError::Halted(halt.clone())),
        (None, false) => Err(ChainError::Reverted(receipt.output.clone())),
    }
}
