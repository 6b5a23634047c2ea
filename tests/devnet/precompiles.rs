//! Contracts of the chain itself: Ethereum's, and of Arbitrum's those that programs and their
//! deployment need.

mod arb_sys;
mod arb_wasm;
mod arb_wasm_cache;

use crate::machine::Ctx;
use alloy::sol_types::{SolCall, SolError};
use revm::{
    context_interface::context::ContextTr,
    handler::{EthPrecompiles, PrecompileProvider},
    interpreter::{CallInputs, Gas, InstructionResult, InterpreterResult},
    precompile::secp256r1,
    primitives::{hardfork::SpecId, Address, AddressSet, Bytes, U256},
};

pub use arb_sys::ARB_SYS;
pub use arb_wasm::{interface as arb_wasm_interface, ARB_WASM};
pub use arb_wasm_cache::{interface as arb_wasm_cache_interface, ARB_WASM_CACHE};

/// Signature check over secp256r1 (RIP-7212).
const P256_VERIFY: Address = revm::primitives::address!("0000000000000000000000000000000000000100");
/// Gas of each word of call data and of returned data.
const WORD_GAS: u64 = 3;
/// Gas of reading a word of the chain's own state.
const STATE_READ_GAS: u64 = 800;
/// Gas of writing one.
const STATE_WRITE_GAS: u64 = 20_000;

/// All of them.
#[derive(Debug)]
pub(crate) struct Precompiles {
    ethereum: EthPrecompiles,
    warm: AddressSet,
}

impl Precompiles {
    pub(crate) fn new(spec: SpecId) -> Self {
        let ethereum = EthPrecompiles::new(spec);
        let mut warm = ethereum.warm_addresses().clone();
        warm.extend([ARB_SYS, ARB_WASM, ARB_WASM_CACHE, P256_VERIFY]);
        Self { ethereum, warm }
    }
}

impl PrecompileProvider<Ctx> for Precompiles {
    type Output = InterpreterResult;

    fn set_spec(&mut self, spec: SpecId) -> bool {
        <EthPrecompiles as PrecompileProvider<Ctx>>::set_spec(&mut self.ethereum, spec)
    }

    fn run(
        &mut self,
        ctx: &mut Ctx,
        inputs: &CallInputs,
    ) -> Result<Option<InterpreterResult>, String> {
        match inputs.bytecode_address {
            ARB_SYS => Ok(Some(native(ctx, inputs, arb_sys::answer))),
            ARB_WASM => Ok(Some(native(ctx, inputs, arb_wasm::answer))),
            ARB_WASM_CACHE => Ok(Some(native(ctx, inputs, arb_wasm_cache::answer))),
            P256_VERIFY => Ok(Some(verify_p256(ctx, inputs))),
            _ => self.ethereum.run(ctx, inputs),
        }
    }

    fn warm_addresses(&self) -> &AddressSet {
        &self.warm
    }
}

/// A call of one of Arbitrum's precompiles.
pub(crate) struct NativeCall<'a> {
    pub(crate) ctx: &'a mut Ctx,
    pub(crate) caller: Address,
    pub(crate) value: U256,
    pub(crate) is_static: bool,
    gas: Gas,
}

/// Why such a call does not succeed.
pub(crate) enum NativeFailure {
    /// With this data.
    Revert(Vec<u8>),
    OutOfGas,
}

impl<E: SolError> From<E> for NativeFailure {
    fn from(error: E) -> Self {
        Self::Revert(error.abi_encode())
    }
}

pub(crate) type NativeResult = Result<Vec<u8>, NativeFailure>;

impl NativeCall<'_> {
    pub(crate) fn burn(&mut self, gas: u64) -> Result<(), NativeFailure> {
        if self.gas.record_regular_cost(gas) {
            Ok(())
        } else {
            Err(NativeFailure::OutOfGas)
        }
    }

    /// For functions that change the chain.
    pub(crate) fn writes(&self) -> Result<(), NativeFailure> {
        if self.is_static {
            return Err(NativeFailure::Revert(Vec::new()));
        }
        Ok(())
    }

    /// For functions that take no wei.
    pub(crate) fn takes_no_value(&self) -> Result<(), NativeFailure> {
        if !self.value.is_zero() {
            return Err(NativeFailure::Revert(Vec::new()));
        }
        Ok(())
    }
}

/// The call's arguments.
pub(crate) fn decode<C: SolCall>(input: &[u8]) -> Result<C, NativeFailure> {
    C::abi_decode(input).map_err(|_| NativeFailure::Revert(Vec::new()))
}

fn native(
    ctx: &mut Ctx,
    inputs: &CallInputs,
    answer: fn(&mut NativeCall<'_>, &[u8]) -> NativeResult,
) -> InterpreterResult {
    let input = inputs.input.bytes(ctx);
    let is_direct = inputs.bytecode_address == inputs.target_address;
    let mut call = NativeCall {
        ctx,
        caller: inputs.caller,
        value: inputs.value.get(),
        is_static: inputs.is_static,
        gas: Gas::new(inputs.gas_limit),
    };
    let words = |bytes: &[u8]| WORD_GAS * bytes.len().div_ceil(32) as u64;
    let answered = match call.burn(words(&input)) {
        // Through a delegate call they would act on another's behalf.
        Ok(()) if !is_direct => Err(NativeFailure::Revert(Vec::new())),
        Ok(()) => answer(&mut call, &input),
        Err(failure) => Err(failure),
    };
    let answered = answered.and_then(|output| call.burn(words(&output)).map(|()| output));
    let mut gas = call.gas;
    let (result, output) = match answered {
        Ok(output) => (InstructionResult::Return, output),
        Err(NativeFailure::Revert(data)) => (InstructionResult::Revert, data),
        Err(NativeFailure::OutOfGas) => {
            gas.spend_all();
            (InstructionResult::PrecompileOOG, Vec::new())
        }
    };
    InterpreterResult::new(result, Bytes::from(output), gas)
}

fn verify_p256(ctx: &mut Ctx, inputs: &CallInputs) -> InterpreterResult {
    let input = inputs.input.as_bytes_local(ctx.local()).to_vec();
    let mut gas = Gas::new(inputs.gas_limit);
    if !gas.record_regular_cost(secp256r1::P256VERIFY_BASE_GAS_FEE) {
        gas.spend_all();
        return InterpreterResult::new(InstructionResult::PrecompileOOG, Bytes::new(), gas);
    }
    let is_valid = secp256r1::verify_impl(&input);
    let output = if is_valid {
        U256::from(1).to_be_bytes_vec()
    } else {
        Vec::new()
    };
    InterpreterResult::new(InstructionResult::Return, Bytes::from(output), gas)
}
