//! How a call becomes a program's frame: depth, value, activation, price, instance.

use super::{
    execution::Ctx,
    library::Prepared,
    program_frame::{Opening, ProgramFrame},
    registry::{self, Activation},
};
use crate::{
    host::{Guest, Program, Setting, StorageCache},
    meter::{INK_GLOBAL, INK_PER_GAS, MAX_METERED_GAS},
};
use revm::{
    context_interface::{context::ContextTr, JournalTr, LocalContextTr},
    handler::{FrameResult, ItemOrResult},
    interpreter::{
        CallInputs, CallOutcome, CallValue, Gas, InstructionResult, InterpreterResult, SharedMemory,
    },
    primitives::{constants::CALL_STACK_LIMIT, Bytes},
};
use std::sync::Arc;
use wasmi::{Instance, Store, StoreLimitsBuilder, TypedFunc};

/// Export that the chain calls.
const ENTRY_POINT: &str = "user_entrypoint";
/// Bytes of memory a program may have: 128 pages.
const MEMORY_LIMIT: usize = 128 * 65_536;

/// A call that does not become a frame.
struct Refusal {
    result: InstructionResult,
    /// Gas that the caller gets back.
    remaining: u64,
    reason: Option<String>,
}

impl Refusal {
    fn new(result: InstructionResult, remaining: u64) -> Self {
        let reason = None;
        Self {
            result,
            remaining,
            reason,
        }
    }

    /// A program that cannot run takes all gas.
    fn unusable(reason: impl ToString) -> Self {
        let reason = Some(reason.to_string());
        Self {
            result: InstructionResult::PrecompileError,
            remaining: 0,
            reason,
        }
    }
}

/// Opens the frame of a call into a program, or says how the call ended.
pub(crate) fn open(
    ctx: &mut Ctx,
    depth: usize,
    memory: SharedMemory,
    inputs: &CallInputs,
) -> ItemOrResult<ProgramFrame, FrameResult> {
    let refusal = match enter(ctx, depth, memory, inputs) {
        Ok(frame) => return ItemOrResult::Item(frame),
        Err(refusal) => refusal,
    };
    if let Some(reason) = refusal.reason {
        ctx.chain.note_failure(inputs.target_address, &reason);
        if depth == 0 {
            // The transaction's outcome names the reason.
            ctx.local_mut().set_precompile_error_context(reason);
        }
    }
    let mut gas = Gas::new(inputs.gas_limit);
    gas.set_remaining(refusal.remaining);
    let result = InterpreterResult::new(refusal.result, Bytes::new(), gas);
    let place = inputs.return_memory_offset.clone();
    ItemOrResult::Result(FrameResult::Call(CallOutcome::new(result, place)))
}

fn enter(
    ctx: &mut Ctx,
    depth: usize,
    memory: SharedMemory,
    inputs: &CallInputs,
) -> Result<ProgramFrame, Refusal> {
    if depth > CALL_STACK_LIMIT as usize {
        return Err(Refusal::new(
            InstructionResult::CallTooDeep,
            inputs.gas_limit,
        ));
    }
    // Read the call data before anything else can use the memory it lies in.
    let arguments = inputs.input.bytes(ctx);
    let checkpoint = ctx.journal_mut().checkpoint();
    let opened = transfer(ctx, inputs).and_then(|()| {
        let (activation, prepared) = find(ctx, inputs)?;
        let pages_before = ctx.chain.pages;
        let left = pay(ctx, inputs, &activation)?;
        let metered = left.min(MAX_METERED_GAS);
        let (store, entry) =
            instantiate(ctx, inputs, &prepared, arguments, metered).map_err(Refusal::unusable)?;
        ctx.chain.pages.add(activation.footprint);
        Ok(ProgramFrame::new(Opening {
            store,
            entry,
            gas_limit: inputs.gas_limit,
            aside: left - metered,
            depth,
            checkpoint,
            pages_before,
            memory,
            return_range: inputs.return_memory_offset.clone(),
        }))
    });
    opened.inspect_err(|_| ctx.journal_mut().checkpoint_revert(checkpoint))
}

fn transfer(ctx: &mut Ctx, inputs: &CallInputs) -> Result<(), Refusal> {
    let CallValue::Transfer(value) = inputs.value else {
        return Ok(());
    };
    let (from, to) = (inputs.caller, inputs.target_address);
    match ctx.journal_mut().transfer_loaded(from, to, value) {
        None => Ok(()),
        Some(error) => Err(Refusal::new(error.into(), inputs.gas_limit)),
    }
}

fn find(ctx: &mut Ctx, inputs: &CallInputs) -> Result<(Activation, Arc<Prepared>), Refusal> {
    let (hash, code) = &inputs.known_bytecode;
    let now = ctx.chain.surroundings.timestamp;
    let activation = registry::read(ctx, *hash)
        .active(now)
        .map_err(Refusal::unusable)?;
    let prepared = ctx.chain.library.prepare(*hash, code.original_byte_slice());
    Ok((activation, prepared.map_err(Refusal::unusable)?))
}

/// Gas left after the entry: its memory, and its program cached or not.
fn pay(ctx: &mut Ctx, inputs: &CallInputs, activation: &Activation) -> Result<u64, Refusal> {
    let (hash, _) = inputs.known_bytecode;
    let program = if ctx.chain.is_cached(hash, activation.is_cached) {
        activation.cached_gas()
    } else {
        activation.uncached_gas()
    };
    let entry = program.saturating_add(ctx.chain.pages.price(activation.footprint));
    let left = inputs.gas_limit.checked_sub(entry);
    left.ok_or(Refusal::new(InstructionResult::OutOfGas, 0))
}

fn instantiate(
    ctx: &Ctx,
    inputs: &CallInputs,
    prepared: &Prepared,
    arguments: Bytes,
    gas: u64,
) -> Result<(Store<Program>, TypedFunc<i32, i32>), wasmi::Error> {
    let address = inputs.target_address;
    let counted = usize::from(!inputs.scheme.is_delegate_call() && !inputs.scheme.is_call_code());
    let setting = Setting {
        address,
        sender: inputs.caller,
        value: inputs.value.get(),
        is_static: inputs.is_static,
        is_reentrant: ctx.chain.open_frames(&address) + counted > 1,
        surroundings: Arc::clone(&ctx.chain.surroundings),
    };
    let program = Program {
        setting,
        arguments,
        output: Bytes::new(),
        returned: Bytes::new(),
        cache: StorageCache::default(),
        limits: StoreLimitsBuilder::new().memory_size(MEMORY_LIMIT).build(),
        parts: None,
    };
    let library = &ctx.chain.library;
    let mut store = Store::new(&library.engine, program);
    store.limiter(|program| &mut program.limits);
    let instance: Instance = library
        .linker
        .instantiate_and_start(&mut store, &prepared.module)?;
    let memory = instance.get_memory(&store, "memory");
    let ink = instance.get_global(&store, INK_GLOBAL);
    store.data_mut().parts = memory.zip(ink);
    Guest(&mut store).set_ink(gas.saturating_mul(INK_PER_GAS))?;
    let entry = instance.get_typed_func::<i32, i32>(&store, ENTRY_POINT)?;
    Ok((store, entry))
}
